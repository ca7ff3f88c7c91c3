package migrate

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Markdown writes the report for a wiki, a pull request or a ticket. Changes may be nil.
func (r *Report) Markdown(w io.Writer, changes *Changes, written bool) error {
	out := bufio.NewWriter(w)
	m := markdownWriter{textWriter{out: out, r: r}}
	m.line("# Raising Apex to API version %s", r.Target)
	m.summary()
	m.breaks()
	m.classes()
	m.quietClasses()
	m.elsewhere()
	m.legend()
	m.skipped()
	if changes != nil {
		if err := m.changes(changes, written); err != nil {
			return err
		}
	}
	return out.Flush()
}

type markdownWriter struct{ textWriter }

// cell makes a text fit into a cell of a table, or a line.
func cell(text string) string {
	return strings.NewReplacer("|", `\|`, "<", "&lt;", "*", `\*`, "_", `\_`).Replace(plain(text))
}

// code writes a name as code. Names of Apex and paths hold no backquotes.
func code(text string) string { return "`" + strings.ReplaceAll(plain(text), "`", "'") + "`" }

func (m *markdownWriter) summary() {
	s := &m.r.Summary
	m.line("\nRaised from %s: %s. Of %s in them %d change.\n",
		versionsOf(s.Versions), s.raised(), count(s.Operations, "database operation"), s.Changed)
	if m.r.Target > lastKnownVersion {
		m.line("What versions after %s change is not known; this is what those up to it do.\n", lastKnownVersion)
	}
	m.line("| operations | |")
	m.line("|---:|---|")
	for a := range audienceCount {
		if n := s.Audiences[a]; n > 0 {
			m.line("| %d | change, %s |", n, lowerFirst(a.Title()))
		}
	}
	for _, why := range sortedKeys(s.Unchanged) {
		m.line("| %d | unchanged: %s |", s.Unchanged[why], why)
	}
	first := true
	for _, row := range m.r.highlights() {
		if first {
			m.line("")
			first = false
		}
		m.line("- **%d** %s", row.n, row.text)
	}
}

func (m *markdownWriter) breaks() {
	first := true
	for i := range m.r.Classes {
		c := &m.r.Classes[i]
		for _, b := range c.Breaks {
			if first {
				m.line("\n## Does not compile\n\n| place | what | why |\n|---|---|---|")
				first = false
			}
			m.line("| %s | %s | %s |", code(fmt.Sprintf("%s:%d:%d", c.Path, b.Line, b.Column)), cell(b.Subject), cell(b.Text))
		}
	}
}

func (m *markdownWriter) classes() {
	last := audienceCount
	for i := range m.r.Classes {
		c := &m.r.Classes[i]
		if c.Changed() == 0 {
			continue
		}
		if c.Audience != last {
			m.line("\n## %s", c.Audience.Title())
			last = c.Audience
		}
		m.line("\n### %s\n", cell(c.Name))
		head := fmt.Sprintf("%s, %s", code(fmt.Sprintf("%s:%d", c.Path, c.Line)), c.From)
		if c.Library != "" {
			head += ", copy of " + cell(c.Library)
		}
		if c.Kind != "trigger" {
			head += ", " + cell(c.sharing())
		}
		m.line("%s\n\n| line | operation | change | reached from | what can break |\n|---|---|---|---|---|", head)
		for k := range c.Operations {
			if o := &c.Operations[k]; o.Changed() {
				m.line("| %d | %s | %s | %s | %s |", o.Line, cell(o.Label), cell(o.change()), cell(o.way()), plainList(o.Effects))
			}
		}
	}
}

func (m *markdownWriter) quietClasses() {
	first := true
	for i := range m.r.Classes {
		c := &m.r.Classes[i]
		if c.Changed() > 0 || !c.SharingChanges() {
			continue
		}
		if first {
			m.line("\n## Classes that get another sharing and pass it on to what they call\n\n| class | place | sharing |\n|---|---|---|")
			first = false
		}
		m.line("| %s | %s | %s |", cell(c.Name), code(fmt.Sprintf("%s:%d", c.Path, c.Line)), cell(c.sharing()))
	}
}

func (m *markdownWriter) elsewhere() {
	if len(m.r.Elsewhere) == 0 {
		return
	}
	m.line("\n## Operations of files that are not raised\n\n| place | operation | change |\n|---|---|---|")
	for i := range m.r.Elsewhere {
		o := &m.r.Elsewhere[i]
		m.line("| %s | %s | %s |", code(fmt.Sprintf("%s:%d:%d", o.Path, o.Line, o.Column)), cell(o.Label), cell(o.change()))
	}
}

func (m *markdownWriter) legend() {
	first := true
	for e := range effectCount {
		if m.r.Summary.Effects[e] == 0 {
			continue
		}
		if first {
			m.line("\n## What can break\n")
			first = false
		}
		m.line("- **%s**, %s (%s): %s", e.ID(), e.Title(), count(m.r.Summary.Effects[e], "operation"), e.Text())
	}
}

func (m *markdownWriter) skipped() {
	reasons := m.r.skippedReasons()
	if len(reasons) > 0 {
		m.line("\n## Not raised\n")
		for _, reason := range sortedKeys(reasons) {
			m.line("- %s: %s", count(reasons[reason], "file"), cell(reason))
		}
	}
	if len(m.r.Ledger) > 0 {
		m.line("\n## Incomplete\n\nChanges may be missing.\n")
		for _, e := range m.r.Ledger {
			m.line("- %s: %s", code(e.Path), cell(e.Reason))
		}
	}
}

func (m *markdownWriter) changes(c *Changes, written bool) error {
	title := "Changes to be made"
	if written {
		title = "Changes made"
	}
	m.line("\n## %s", title)
	lefts := func(title string, list []Left) {
		if len(list) == 0 {
			return
		}
		m.line("\n### %s\n\n| place | what | why |\n|---|---|---|", title)
		for _, l := range list {
			m.line("| %s | %s | %s |", code(fmt.Sprintf("%s:%d:%d", l.Path, l.Line, l.Column)), cell(l.Subject), cell(l.Reason))
		}
	}
	lefts("To be looked at by a person", c.Left)
	lefts("Stricter than today", c.Closest)
	lefts(titleAssumed, c.Assumed)
	skips := func(title string, list []Skipped) {
		if len(list) == 0 {
			return
		}
		m.line("\n### %s\n", title)
		for _, s := range list {
			m.line("- %s: %s", code(s.Path), cell(s.Reason))
		}
	}
	skips("Not to be raised before that", c.Held)
	skips("Not edited", c.Refused)
	skips("Edited, but not raised", c.NotRaised)
	for i := range c.Files {
		f := &c.Files[i]
		diff, err := f.Diff()
		if err != nil {
			return err
		}
		m.line("\n### %s\n\n%sdiff\n%s%s", code(f.Path), fence(diff), diff, fence(diff))
	}
	return nil
}

// fence returns backquotes enough to stand around a text.
func fence(text string) string {
	f := "```"
	for strings.Contains(text, f) {
		f += "`"
	}
	return f
}
