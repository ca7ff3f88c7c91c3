package credentials

import (
	"fmt"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/rules/internal/secret"
	"github.com/apexvet/apexvet/rules/internal/trace"
)

// evidence is why a range of a text is taken for a secret.
type evidence struct {
	variant string
	detail  string
	// name names the secret inside of a text that holds more: the key of a pair.
	name       string
	use        *use
	text       trace.Text
	start, end int
}

// rank orders evidence; zero is none.
func (e evidence) rank() int {
	switch e.variant {
	case knownShape:
		return 7
	case encryptionKey:
		return 6
	case sent:
		return 5
	case secretValue:
		return 4
	case passwordValue:
		return 3
	case possible:
		return 2
	case nameOnly:
		return 1
	}
	return 0
}

// weigh gathers what speaks for secrets in a text that a holder is given.
func (s *search) weigh(h holder, text trace.Text) []evidence {
	var all []evidence
	hint := secret.Name(h.name)
	if header := secret.Header(h.name); h.owner == assignmentRule && header != secret.OtherHeader {
		hint = max(hint, secret.WeakHint)
	}
	for start, end := range text.Constants {
		j := secret.Judge(text.String[start:end])
		whole := start == 0 && end == len(text.String)
		if !whole && j.Kind < secret.Random || whole && secret.Repeats(h.name, text.String) {
			continue
		}
		if v := byValue(j, hint); v != "" {
			all = append(all, evidence{variant: v, detail: detail(j), text: text, start: start + j.Start, end: start + j.End})
		}
	}
	for _, p := range secret.Pairs(text.String) {
		if text.HasHole(p.Start, p.End) {
			continue
		}
		j := secret.Judge(text.String[p.Start:p.End])
		if v := byValue(j, p.Hint); v != "" && (v != nameOnly || p.Hint == secret.StrongHint) {
			all = append(all, evidence{variant: v, detail: detail(j), name: p.Key, text: text, start: p.Start + j.Start, end: p.Start + j.End})
		}
	}
	for _, literal := range text.Literals(0, len(text.String)) {
		if i, ok := s.useOf[literal]; ok {
			u := &s.uses[i]
			if v := byUse(u); v != "" {
				all = append(all, evidence{variant: v, detail: u.as, use: u, text: u.text, start: u.start, end: u.end})
			}
		}
	}
	return all
}

// byValue says what a value and a name are evidence of.
func byValue(j secret.Judgement, hint secret.Hint) string {
	switch {
	case j.Kind == secret.Known:
		return knownShape
	case j.Kind == secret.Random && hint == secret.StrongHint:
		return secretValue
	case j.Kind == secret.Password && hint == secret.StrongHint:
		return passwordValue
	case j.Kind == secret.Random && hint == secret.WeakHint:
		return possible
	case j.Kind >= secret.Testing && hint == secret.StrongHint, j.Kind == secret.Password && hint == secret.WeakHint:
		return nameOnly
	}
	return ""
}

// byUse says what the use of a text as a credential is evidence of.
func byUse(u *use) string {
	switch {
	case u.Kind == secret.Known:
		return "" // The value says more.
	case u.isKey:
		return encryptionKey
	case u.Kind < secret.Word:
		return ""
	case u.sure:
		return sent
	}
	return possible
}

// detail describes a value without giving any of it away.
func detail(j secret.Judgement) string {
	if j.Kind == secret.Known {
		return j.What
	}
	if j.End-j.Start == 1 {
		return "1 character"
	}
	return fmt.Sprintf("%d characters", j.End-j.Start)
}

// place says where the literals of a range stand: the best place counts.
func (s *search) place(literals []parser.Node) trace.Place {
	best := trace.OnlyInTests
	for _, l := range literals {
		best = min(best, trace.PlaceOf(s.flow, l))
	}
	return best
}

// inDoubt lowers a judgement that rests on how a value looks, or where it goes, for code that is named as if it served
// tests: such code is not always marked as a test, and it is not always one.
func inDoubt(variant string) string {
	switch variant {
	case secretValue, encryptionKey:
		return possible
	case sent, passwordValue, possible:
		return nameOnly
	}
	return variant
}
