package migrate

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode"
	"unicode/utf8"

	"github.com/apexvet/apexvet/project"
)

// Text writes the report for people.
func (r *Report) Text(w io.Writer) error {
	out := bufio.NewWriter(w)
	t := textWriter{out: out, r: r}
	t.summary()
	t.breaks()
	t.classes()
	t.quietClasses()
	t.elsewhere()
	t.legend()
	t.skipped()
	return out.Flush()
}

// A textWriter writes one report. Errors of its writer are kept by bufio until the end.
type textWriter struct {
	out *bufio.Writer
	r   *Report
}

func (t *textWriter) line(format string, args ...any) {
	fmt.Fprintf(t.out, format, args...)
	t.out.WriteByte('\n')
}

func (t *textWriter) summary() {
	s := &t.r.Summary
	if s.Classes+s.Triggers == 0 {
		t.line("Nothing to raise to %s.", t.r.Target)
		return
	}
	files := 0
	for _, n := range s.Versions {
		files += n
	}
	t.line("Raising %s to %s, from %s: %s.", count(files, "file"), t.r.Target, versionsOf(s.Versions), s.raised())
	if t.r.Target > lastKnownVersion {
		t.line("What versions after %s change is not known; this is what those up to it do.", lastKnownVersion)
	}
	t.line("")
	t.line("%s in them, %d change.", count(s.Operations, "database operation"), s.Changed)
	for a := range audienceCount {
		if n := s.Audiences[a]; n > 0 {
			t.line("%7d  %s", n, lowerFirst(a.Title()))
		}
	}
	for _, why := range sortedKeys(s.Unchanged) {
		t.line("%7d  unchanged: %s", s.Unchanged[why], why)
	}
	for i, row := range t.r.highlights() {
		if i == 0 {
			t.line("")
		}
		t.line("%7d  %s", row.n, row.text)
	}
}

// raised counts what is raised.
func (s *Summary) raised() string {
	switch {
	case s.Triggers == 0:
		return count(s.Classes, "class")
	case s.Classes == 0:
		return count(s.Triggers, "trigger")
	}
	return count(s.Classes, "class") + " and " + count(s.Triggers, "trigger")
}

// A highlight is a number that a summary should not be without.
type highlight struct {
	n    int
	text string
}

// highlights lists what does not compile or fails first, then what changes without a sound.
func (r *Report) highlights() []highlight {
	s := &r.Summary
	all := []highlight{
		{s.Breaks[BreakSecurityEnforced], "queries do not compile: WITH SECURITY_ENFORCED"},
		{s.Breaks[BreakAccessModifier], "abstract or override methods do not compile: no access modifier"},
		{s.Effects[EffectTextFails], "dynamic queries fail at run time: their text says WITH SECURITY_ENFORCED"},
		{s.Effects[EffectRows], "operations come under record sharing: fewer rows, and no exception"},
		{s.Effects[EffectInert], fmt.Sprintf("operations, in %s, ignore the `without sharing` of their class", count(s.InertClasses, "class"))},
		{s.SharingClasses, "classes get another sharing because they have no keyword"},
		{s.Elsewhere, "operations change in files that are not raised, through their callers or superclasses"},
	}
	return slices.DeleteFunc(all, func(h highlight) bool { return h.n == 0 })
}

func (t *textWriter) breaks() {
	first := true
	for i := range t.r.Classes {
		c := &t.r.Classes[i]
		for _, b := range c.Breaks {
			if first {
				t.line("\nDoes not compile\n")
				first = false
			}
			t.line("  %s:%d:%d: %s: %s", plain(c.Path), b.Line, b.Column, plain(b.Subject), b.Text)
		}
	}
}

// classes writes the operations that change, class by class.
func (t *textWriter) classes() {
	last := audienceCount
	for i := range t.r.Classes {
		c := &t.r.Classes[i]
		if c.Changed() == 0 {
			continue
		}
		if c.Audience != last {
			t.line("\n%s", c.Audience.Title())
			last = c.Audience
		}
		t.line("\n  %s", t.heading(c))
		t.operations(c.Operations)
	}
}

func (t *textWriter) heading(c *Class) string {
	head := fmt.Sprintf("%s  %s:%d  %s", plain(c.Name), plain(c.Path), c.Line, c.From)
	if c.Library != "" {
		head += ", copy of " + c.Library
	}
	if c.Kind == "trigger" {
		return head
	}
	return head + "\n    " + c.sharing()
}

// sharing says the sharing of the class before and after.
func (c *Class) sharing() string {
	before := sharingText(c.Before)
	if c.Before.Sharing == c.After.Sharing {
		return before
	}
	return before + " -> " + sharingText(c.After)
}

func sharingText(s ClassSharing) string {
	switch s.Sharing {
	case "with", "without":
		return s.Sharing + " sharing (" + s.Reason + ")"
	case "inherited":
		return "inherited sharing (" + s.Reason + ")"
	case "caller":
		return "the caller's sharing (" + s.Reason + ")"
	case "none":
		return "no sharing"
	}
	return "unknown sharing (" + s.Reason + ")"
}

// operations writes a table of the operations that change.
func (t *textWriter) operations(list []Operation) {
	table := tabwriter.NewWriter(t.out, 0, 4, 2, ' ', 0)
	for i := range list {
		o := &list[i]
		if !o.Changed() {
			continue
		}
		fmt.Fprintf(table, "    %d:%d\t%s\t%s\t%s\t%s\n", o.Line, o.Column, plain(o.Label), o.change(), o.way(), plainList(o.Effects))
	}
	_ = table.Flush() // its writer keeps the error
}

func (o *Operation) change() string {
	after := o.After.String()
	switch {
	case slices.Contains(o.Effects, EffectNotCompiled):
		after = "does not compile"
	case slices.Contains(o.Effects, EffectTextFails):
		after = "fails"
	case o.Before.Mode == o.After.Mode:
		after = o.After.Sharing.String()
	}
	return o.Before.String() + " -> " + after
}

// way names the entry point to look at first.
func (o *Operation) way() string {
	if len(o.Ways) == 0 {
		return ""
	}
	w := &o.Ways[0]
	return w.Kind.String() + " " + plain(w.Method)
}

func plainList(effects []Effect) string {
	ids := make([]string, 0, len(effects))
	for _, e := range effects {
		ids = append(ids, e.ID())
	}
	return strings.Join(ids, " ")
}

// quietClasses lists what gets another sharing without an operation of its own that changes.
func (t *textWriter) quietClasses() {
	first := true
	for i := range t.r.Classes {
		c := &t.r.Classes[i]
		if c.Changed() > 0 || !c.SharingChanges() {
			continue
		}
		if first {
			t.line("\nClasses that get another sharing and pass it on to what they call\n")
			first = false
		}
		t.line("  %s  %s:%d  %s  %s", plain(c.Name), plain(c.Path), c.Line, c.From, c.sharing())
	}
}

func (t *textWriter) elsewhere() {
	if len(t.r.Elsewhere) == 0 {
		return
	}
	t.line("\nOperations of files that are not raised\n")
	for i := range t.r.Elsewhere {
		o := &t.r.Elsewhere[i]
		t.line("  %s:%d:%d  %s  %s", plain(o.Path), o.Line, o.Column, plain(o.Label), o.change())
	}
}

// legend explains the effects that occur.
func (t *textWriter) legend() {
	first := true
	for e := range effectCount {
		if t.r.Summary.Effects[e] == 0 {
			continue
		}
		if first {
			t.line("\nWhat can break\n")
			first = false
		}
		t.line("  %s (%s)", e.ID(), count(t.r.Summary.Effects[e], "operation"))
		for _, l := range wrap(e.Text(), textWidth) {
			t.line("      %s", l)
		}
	}
}

func (r *Report) skippedReasons() map[string]int {
	reasons := map[string]int{}
	for _, s := range r.Skipped {
		reasons[s.Reason]++
	}
	return reasons
}

// skipped counts the files that are not raised by reason, and lists those of which something may be missing.
func (t *textWriter) skipped() {
	reasons := t.r.skippedReasons()
	if len(reasons) > 0 {
		t.line("\nNot raised")
		for _, reason := range sortedKeys(reasons) {
			t.line("  %s: %s", count(reasons[reason], "file"), reason)
		}
	}
	incomplete(t.out, t.r.Ledger)
}

// incomplete lists why something may be missing.
func incomplete(w io.Writer, ledger []project.LedgerEntry) {
	if len(ledger) == 0 {
		return
	}
	fmt.Fprintf(w, "\nIncomplete: changes may be missing, for %s:\n", count(len(ledger), "reason"))
	for i, e := range ledger {
		if i == mostReasons {
			fmt.Fprintf(w, "  and %d more; --format json lists all of them\n", len(ledger)-i)
			break
		}
		fmt.Fprintf(w, "  %s: %s\n", plain(e.Path), plain(e.Reason))
	}
}

const (
	textWidth   = 100
	mostReasons = 20
)

// count writes a number with its noun.
func count(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case strings.HasSuffix(noun, "s"):
		return fmt.Sprintf("%d %ses", n, noun)
	case strings.HasSuffix(noun, "y"):
		return fmt.Sprintf("%d %sies", n, strings.TrimSuffix(noun, "y"))
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func versionsOf(versions map[string]int) string {
	const most = 6
	var parts []string
	keys := sortedKeys(versions)
	if len(keys) > most {
		return fmt.Sprintf("%d versions, %s to %s", len(keys), keys[0], keys[len(keys)-1])
	}
	for _, v := range keys {
		parts = append(parts, fmt.Sprintf("%s (%d)", v, versions[v]))
	}
	return strings.Join(parts, ", ")
}

func sortedKeys(m map[string]int) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}

// wrap breaks a text into lines of a width.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && len(line)+1+len(word) > width {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}

// plain makes a text safe to print on one line.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case !unicode.IsPrint(r):
			return utf8.RuneError
		}
		return r
	}, text)
}
