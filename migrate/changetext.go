package migrate

import (
	"bufio"
	"fmt"
	"io"
)

// Diff writes all changes as one unified diff, which patch and `git apply` take.
func (c *Changes) Diff(w io.Writer) error {
	for i := range c.Files {
		diff, err := c.Files[i].Diff()
		if err != nil {
			return fmt.Errorf("%s: %w", c.Files[i].Path, err)
		}
		if _, err := io.WriteString(w, diff); err != nil {
			return err
		}
	}
	return nil
}

// Gaps writes what the analysis did not cover, and nothing if there is no such thing.
func (r *Report) Gaps(w io.Writer) error {
	out := bufio.NewWriter(w)
	incomplete(out, r.Ledger)
	return out.Flush()
}

// Text writes what the changes are in numbers, and what they leave to a person.
func (c *Changes) Text(w io.Writer, written bool) error {
	out := bufio.NewWriter(w)
	t := textWriter{out: out}
	edits := map[string]int{}
	for i := range c.Files {
		for _, e := range c.Files[i].Edits {
			edits[e.Reason]++
		}
	}
	verb := "to change"
	if written {
		verb = "changed"
	}
	t.line("%s %s.", count(len(c.Files), "file"), verb)
	for _, reason := range sortedKeys(edits) {
		t.line("%7d  %s", edits[reason], editTexts[reason])
	}
	places := func(title string, list []Left) {
		if len(list) > 0 {
			t.line("\n%s\n", title)
		}
		for i, l := range list {
			if i == mostReasons && title == titleAssumed {
				t.line("  and %d more; --format json lists all of them", len(list)-i)
				break
			}
			t.line("  %s:%d:%d: %s: %s", plain(l.Path), l.Line, l.Column, plain(l.Subject), plain(l.Reason))
		}
	}
	places("To be looked at by a person", c.Left)
	places("Stricter than today", c.Closest)
	places(titleAssumed, c.Assumed)
	files := func(title string, list []Skipped) {
		if len(list) > 0 {
			t.line("\n%s\n", title)
		}
		for _, s := range list {
			t.line("  %s: %s", plain(s.Path), plain(s.Reason))
		}
	}
	files("Not to be raised before that", c.Held)
	files("Not edited", c.Refused)
	files("Version not raised", c.NotRaised)
	return out.Flush()
}

const titleAssumed = "Taken for granted"

var editTexts = map[string]string{
	EditMode:             "operations say system mode",
	EditSecurityEnforced: "queries say WITH USER_MODE instead of WITH SECURITY_ENFORCED",
	EditSharing:          "classes say their sharing",
	EditAccessModifier:   "methods say their access",
	EditVersion:          "versions raised",
}
