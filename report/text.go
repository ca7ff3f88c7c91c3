// Package report writes results for people, as text with the source lines they concern, and for other programs, as JSON.
//
// It also writes what the command line shows beside findings: rules and their documentation, syntax trees and counts.
// Secrets are never written: source text comes from [analyzer.Source], which knows them.
package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/apexvet/apexvet/analyzer"
	"github.com/apexvet/apexvet/rules"
)

// TextOptions says how to write for people.
type TextOptions struct {
	// Color is for terminals.
	Color bool
	// Trace shows the source line of every step of a path, and of every note.
	Trace bool
}

// Text writes the findings with their source lines, then a summary and what was not analysed.
func Text(w io.Writer, result *analyzer.Result, opts TextOptions) error {
	out := bufio.NewWriter(w)
	t := textWriter{out: out, result: result, paint: newPalette(opts.Color), trace: opts.Trace}
	for i := range result.Findings {
		t.finding(&result.Findings[i])
	}
	t.summary()
	t.ledger()
	return out.Flush()
}

// A textWriter writes one text report. Errors of its writer are kept by bufio until the end.
type textWriter struct {
	out    *bufio.Writer
	result *analyzer.Result
	paint  *palette
	trace  bool
}

func (t *textWriter) finding(f *analyzer.Finding) {
	judgement := f.Rule.Name
	if c := f.Variant.Confidence; c != rules.ConfidenceHigh {
		judgement += ", " + c.String() + " confidence"
	}
	fmt.Fprintf(t.out, "%s %s: %s %s\n", t.paint.bold(t.place(f.Location)+":"),
		t.paint.severity(f.Variant.Severity), plain(f.Message), t.paint.faint("["+judgement+"]"))
	t.excerpt(f.Location)
	t.steps("path", f.Path, true)
	t.steps("note", f.Notes, false)
	t.out.WriteByte('\n')
}

// place names the start of a location as editors and terminals understand it.
func (t *textWriter) place(l analyzer.Location) string {
	p := t.result.Source(l.Path).Lines().Position(l.Start)
	return fmt.Sprintf("%s:%d:%d", plain(l.Path), p.Line, p.Column)
}

// steps writes one line for each step, numbered if their order means something.
func (t *textWriter) steps(label string, steps []analyzer.Step, numbered bool) {
	for i, s := range steps {
		name := label
		if numbered {
			name = fmt.Sprintf("%s %d", label, i+1)
		}
		fmt.Fprintf(t.out, "   %s %s: %s\n", t.paint.gutter("= "+name+":"), t.place(s.Location), plain(s.Message))
		if t.trace {
			t.excerpt(s.Location)
		}
	}
}

// excerpt writes the line on which a location starts, with carets under the location.
func (t *textWriter) excerpt(l analyzer.Location) {
	source := t.result.Source(l.Path)
	lines := source.Lines()
	start, end := lines.Position(l.Start), lines.Position(l.End)
	text, offset := lines.Line(start.Line)
	row := newRow(source, offset, offset+len(text))
	from, to := row.columns(l.Start, l.End)
	shown, cut := row.window(from, to)
	number := fmt.Sprintf("%5d", start.Line)
	fmt.Fprintf(t.out, "%s %s\n", t.paint.gutter(number+" |"), strings.TrimRight(shown, " "))
	marks := "^" + strings.Repeat("~", max(to-from-1, 0))
	more := ""
	if end.Line > start.Line {
		more = fmt.Sprintf(" and %s more", count(end.Line-start.Line, "line"))
	}
	fmt.Fprintf(t.out, "%s %s%s%s\n", t.paint.gutter("      |"), strings.Repeat(" ", from-cut),
		t.paint.mark(clip(marks, rowWidth-(from-cut))), more)
}

func clip(marks string, width int) string {
	return marks[:max(1, min(len(marks), width))]
}

// count writes a number with its noun, which forms its plural with s.
func count(n int, noun string) string {
	if n == 1 {
		return fmt.Sprintf("%d %s", n, noun)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
