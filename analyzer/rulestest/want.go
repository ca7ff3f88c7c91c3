package rulestest

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"text/scanner"

	"github.com/apexvet/apexvet/analyzer"
)

// A want is one finding that a comment expects.
type want struct {
	path string
	line int
	// pattern must match the message, and region, if it is not nil, be the text that the finding covers.
	pattern *regexp.Regexp
	region  *string
	met     bool
}

var comment = regexp.MustCompile(`(?:// want |/\* want |<!-- want )(.*)`)

// parseWants reads the expectations in a file.
func parseWants(path, text string) ([]*want, error) {
	var wants []*want
	number := 0
	for line := range strings.Lines(text) {
		number++
		m := comment.FindStringSubmatch(strings.TrimRight(line, "\r\n"))
		if m == nil {
			continue
		}
		found, err := parseWant(m[1])
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, number, err)
		}
		for _, w := range found {
			w.path = path
			w.line += number
		}
		wants = append(wants, found...)
	}
	return wants, nil
}

// parseWant reads what follows the word want; lines are relative.
func parseWant(text string) ([]*want, error) {
	var s scanner.Scanner
	s.Init(strings.NewReader(text))
	s.Mode = scanner.ScanIdents | scanner.ScanStrings | scanner.ScanRawStrings | scanner.ScanInts
	s.Error = func(*scanner.Scanner, string) {}
	var wants []*want
	line := 0
	for {
		switch token := s.Scan(); token {
		case '+':
			if s.Scan() != scanner.Int {
				return nil, fmt.Errorf("want a number after +")
			}
			line, _ = strconv.Atoi(s.TokenText())
		case scanner.String, scanner.RawString:
			pattern, err := strconv.Unquote(s.TokenText())
			if err != nil {
				return nil, err
			}
			compiled, err := regexp.Compile(pattern)
			if err != nil {
				return nil, err
			}
			wants = append(wants, &want{line: line, pattern: compiled})
		case scanner.Ident:
			if s.TokenText() != "at" || len(wants) == 0 {
				return nil, fmt.Errorf("unexpected %q", s.TokenText())
			}
			if t := s.Scan(); t != scanner.String && t != scanner.RawString {
				return nil, fmt.Errorf("want a quoted text after at")
			}
			region, err := strconv.Unquote(s.TokenText())
			if err != nil {
				return nil, err
			}
			wants[len(wants)-1].region = &region
		default:
			// The end of the line, or of the comment.
			if len(wants) == 0 {
				return nil, fmt.Errorf("want at least one quoted pattern")
			}
			return wants, nil
		}
	}
}

// match pairs findings with expectations and describes what is left over of both.
func match(result *analyzer.Result, wants []*want) []string {
	var problems []string
	for i := range result.Findings {
		f := &result.Findings[i]
		source := result.Source(f.Location.Path)
		start := source.Lines().Position(f.Start)
		region := source.Text(f.Start, f.End)
		place := fmt.Sprintf("%s:%d:%d", f.Location.Path, start.Line, start.Column)
		if region == "" || strings.TrimSpace(region) != region {
			problems = append(problems, fmt.Sprintf("%s: the region %q is empty or has blanks around it", place, region))
		}
		if strings.Contains(f.Message, "%!") {
			problems = append(problems, fmt.Sprintf("%s: the arguments do not fit the variant's message: %s", place, f.Message))
		}
		w := take(wants, f, start.Line, region)
		switch {
		case w == nil:
			problems = append(problems, fmt.Sprintf("%s: unexpected finding (%s): %s", place, f.Variant.ID, f.Message))
		case w.region != nil && *w.region != region:
			problems = append(problems, fmt.Sprintf("%s: the region is %q, want %q", place, region, *w.region))
		}
	}
	for _, w := range wants {
		if !w.met {
			problems = append(problems, fmt.Sprintf("%s:%d: no finding matches %q", w.path, w.line, w.pattern))
		}
	}
	return problems
}

// take finds the expectation that a finding meets, one with its very region first.
func take(wants []*want, f *analyzer.Finding, line int, region string) *want {
	var loose *want
	for _, w := range wants {
		if w.met || w.path != f.Location.Path || w.line != line || !w.pattern.MatchString(f.Message) {
			continue
		}
		if w.region != nil && *w.region == region {
			w.met = true
			return w
		}
		if loose == nil || loose.region != nil && w.region == nil {
			loose = w
		}
	}
	if loose != nil {
		loose.met = true
	}
	return loose
}
