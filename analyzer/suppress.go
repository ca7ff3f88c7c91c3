package analyzer

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/project"
)

// A suppression is a comment by which Salesforce's Graph Engine is told to be silent. Projects have them beside decisions
// that someone has made, and the rules that take the place of its rules keep to them.
type suppression struct {
	// start and end bound the place that the comment is about.
	start, end int
	// stack says that it is also about what is reached from there.
	stack bool
	// rules are the rules of ours that it names.
	rules []string
}

// graphEngineRules are the rules that take the place of the Graph Engine's.
var graphEngineRules = map[string][]string{
	"apexflsviolationrule":              {"ApexCRUDViolation", "ApexFlsViolation"},
	"apexflsviolation":                  {"ApexCRUDViolation", "ApexFlsViolation"},
	"usewithsharingondatabaseoperation": {"ApexSharingViolations"},
}

var sfgeComment = regexp.MustCompile(`(?i)^\W*sfge-disable(-next-line|-stack)?(?:\s+([\w,\s]*?))?\s*(?:\*/)?$`)

// findSuppressions reads the comments of a file.
func findSuppressions(f *project.File) []suppression {
	if f.Tree == nil {
		return nil
	}
	var list []suppression
	for _, c := range f.Tree.Comments() {
		if !isForGraphEngine(f.Text[c.Start:c.End]) {
			continue
		}
		m := sfgeComment.FindStringSubmatch(strings.TrimSpace(string(f.Text[c.Start:c.End])))
		if m == nil {
			continue
		}
		s := suppression{rules: suppressedRules(m[2])}
		switch strings.ToLower(m[1]) {
		case "-next-line":
			s.start, s.end = nextLine(f.Text, c.End)
		case "-stack":
			s.stack = true
			s.start, s.end = declarationAfter(f.Tree, c.End, parser.KindMethodDeclaration, parser.KindConstructorDeclaration)
		default:
			s.start, s.end = declarationAfter(f.Tree, c.End, parser.KindClassDeclaration, parser.KindInterfaceDeclaration)
		}
		list = append(list, s)
	}
	return list
}

// isForGraphEngine reports at a glance whether a comment begins as sfgeComment wants it.
func isForGraphEngine(comment []byte) bool {
	const mark = "sfge-"
	word := bytes.IndexFunc(comment, func(r rune) bool { return r < utf8.RuneSelf && isWord(byte(r)) })
	return word >= 0 && len(comment)-word >= len(mark) && strings.EqualFold(string(comment[word:word+len(mark)]), mark)
}

// suppressedRules translates the names in a comment; none means all.
func suppressedRules(names string) []string {
	var list []string
	named := false
	for name := range strings.FieldsFuncSeq(names, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' }) {
		named = true
		list = append(list, graphEngineRules[strings.ToLower(name)]...)
	}
	if !named {
		for _, ours := range graphEngineRules {
			list = append(list, ours...)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// nextLine returns the range of the line behind the one in which an offset lies.
func nextLine(text []byte, at int) (start, end int) {
	i := bytes.IndexByte(text[at:], '\n')
	if i < 0 {
		return len(text), len(text)
	}
	start = at + i + 1
	if i = bytes.IndexByte(text[start:], '\n'); i < 0 {
		return start, len(text)
	}
	return start, start + i
}

// declarationAfter returns the range of the first declaration whose body begins behind an offset: the comment may stand
// among its modifiers.
func declarationAfter(tree *parser.Tree, at int, kinds ...parser.Kind) (start, end int) {
	for n := range tree.NodesOf(kinds...) {
		if body := n.Child(parser.FieldBody); body.Valid() && body.Start() >= at {
			return n.Start(), n.End()
		}
	}
	return 0, 0
}

// suppressed reports whether a comment says to be silent about a finding.
func (r *run) suppressed(f *Finding) bool {
	silences := func(l Location, stack bool) bool {
		for _, s := range r.suppressions[l.Path] {
			if (!stack || s.stack) && s.start <= l.Start && l.Start < s.end && slices.Contains(s.rules, f.Rule.Name) {
				return true
			}
		}
		return false
	}
	if len(r.suppressions) == 0 {
		return false
	}
	if silences(f.Location, false) {
		return true
	}
	return slices.ContainsFunc(f.Path, func(s Step) bool { return silences(s.Location, true) })
}

// noteSuppressed says in the ledger how many findings comments have silenced in a file.
func noteSuppressed(f *project.File, out *outcome) {
	if out.suppressed == 0 {
		return
	}
	findings := "1 finding is"
	if out.suppressed > 1 {
		findings = fmt.Sprintf("%d findings are", out.suppressed)
	}
	out.ledger = append(out.ledger, project.LedgerEntry{
		Path: f.Path, Status: project.Noted, Count: 1,
		Reason: findings + " suppressed by comments (sfge-disable)",
	})
}
