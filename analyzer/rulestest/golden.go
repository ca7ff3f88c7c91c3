package rulestest

import (
	"fmt"
	"strings"

	"github.com/apexvet/apexvet/analyzer"
)

// render writes every finding with all that belongs to it.
func render(result *analyzer.Result) string {
	var b strings.Builder
	for i := range result.Findings {
		f := &result.Findings[i]
		fmt.Fprintf(&b, "%s: %s/%s [%s] %s\n", place(result, f.Location), f.Variant.Severity, f.Variant.Confidence,
			f.Variant.ID, f.Message)
		fmt.Fprintf(&b, "    region: %s\n", result.Source(f.Location.Path).Text(f.Start, f.End))
		fmt.Fprintf(&b, "    subject: %s in %s\n", f.Subject, f.Fingerprint.Member)
		for _, s := range f.Path {
			fmt.Fprintf(&b, "    path: %s: %s\n", place(result, s.Location), s.Message)
		}
		for _, s := range f.Notes {
			fmt.Fprintf(&b, "    note: %s: %s\n", place(result, s.Location), s.Message)
		}
	}
	return b.String()
}

func place(result *analyzer.Result, l analyzer.Location) string {
	lines := result.Source(l.Path).Lines()
	start, end := lines.Position(l.Start), lines.Position(l.End)
	return fmt.Sprintf("%s:%d:%d-%d:%d", l.Path, start.Line, start.Column, end.Line, end.Column)
}

func ledger(result *analyzer.Result) string {
	var b strings.Builder
	for _, e := range result.Ledger {
		fmt.Fprintf(&b, "%s: %s: %s\n", e.Path, e.Status, e.Reason)
	}
	return b.String()
}
