package corpus

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// Explanations are the differences that somebody looked at and gave a reason for. The file has one a line:
//
//	PATTERN  SUBJECT  the reason, up to the end of the line
//
// PATTERN is a doublestar pattern over File.Name, without blanks ("?" stands for one). SUBJECT is what the script measures (a
// column's name), or "*" for all. Empty lines and lines that start with "#" say nothing.
type Explanations []explanation

type explanation struct{ pattern, subject, reason string }

// ReadExplanations reads a file of explanations; no path, no explanations.
func ReadExplanations(path string) (Explanations, error) {
	if path == "" {
		return nil, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var all Explanations
	lines := bufio.NewScanner(file)
	for number := 1; lines.Scan(); number++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		pattern, rest, _ := strings.Cut(line, " ")
		subject, reason, _ := strings.Cut(strings.TrimSpace(rest), " ")
		reason = strings.TrimSpace(reason)
		if reason == "" || !doublestar.ValidatePattern(pattern) {
			return nil, fmt.Errorf("%s:%d: want PATTERN SUBJECT REASON", path, number)
		}
		all = append(all, explanation{pattern, subject, reason})
	}
	return all, lines.Err()
}

// Reason returns why the subject differs in the file, or "".
func (e Explanations) Reason(file File, subject string) string {
	for _, x := range e {
		if (x.subject == "*" || x.subject == subject) && doublestar.MatchUnvalidated(x.pattern, file.Name) {
			return x.reason
		}
	}
	return ""
}
