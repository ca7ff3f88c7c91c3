package migrate

import (
	"slices"

	"github.com/apexvet/apexvet/semantics"
)

// summarize counts.
func (r *Report) summarize() {
	s := &r.Summary
	s.Versions, s.Unchanged, s.Breaks = map[string]int{}, map[string]int{}, map[string]int{}
	for _, u := range r.units {
		if u != nil && u.raised {
			s.Versions[u.from.String()]++
		}
	}
	for i := range r.Classes {
		c := &r.Classes[i]
		if c.Kind == "trigger" {
			s.Triggers++
		} else {
			s.Classes++
		}
		inert := false
		for k := range c.Operations {
			o := &c.Operations[k]
			s.Operations++
			if !o.Changed() {
				s.Unchanged[o.unchangedBy()]++
				continue
			}
			s.Changed++
			s.Audiences[o.Audience]++
			for _, e := range o.Effects {
				s.Effects[e]++
			}
			inert = inert || slices.Contains(o.Effects, EffectInert)
		}
		if inert {
			s.InertClasses++
		}
		if c.SharingChanges() {
			s.SharingClasses++
		}
		for _, b := range c.Breaks {
			s.Breaks[b.ID]++
		}
	}
	s.Skipped, s.Elsewhere = len(r.Skipped), len(r.Elsewhere)
}

// unchangedBy says why an operation stays as it is.
func (o *Operation) unchangedBy() string {
	switch {
	case o.Before.Mode == semantics.ModeNone:
		return "no mode"
	case o.Decides == "trigger":
		return "trigger body"
	case o.Decides == "version":
		return "same default"
	}
	return "explicit mode"
}
