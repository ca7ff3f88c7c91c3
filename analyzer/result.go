package analyzer

import (
	"cmp"
	"slices"
	"strings"

	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
)

// A Result is what one run found, and what it could not look at.
type Result struct {
	// Rules are the rules that ran, sorted by name.
	Rules []*rules.Rule
	// Findings are sorted by path, offset, rule and message, without duplicates.
	Findings []Finding
	// Hidden counts the findings that were dropped for their confidence.
	Hidden int
	// Ledger says what was not analysed, or not completely, sorted by path and offset.
	Ledger []project.LedgerEntry
	// Files counts the files that at least one rule looked at.
	Files int

	sources map[string]*Source
}

// A Finding is one fault at one place.
type Finding struct {
	Rule    *rules.Rule
	Variant *rules.Variant
	Message string
	Location
	// Path leads from the source of the fault to its sink; it may be empty.
	Path []Step
	// Notes are other places worth seeing.
	Notes []Step
	// Subject is what the finding is about, without secrets.
	Subject     string
	Fingerprint Fingerprint
}

// A Location is a range of bytes in a file, named by its path relative to the project's root.
type Location struct {
	Path       string
	Start, End int
}

// A Step is a place with what happens there.
type Step struct {
	Location
	Message string
}

// Incomplete reports whether something that should have been analysed was not.
func (r *Result) Incomplete() bool {
	return slices.ContainsFunc(r.Ledger, func(e project.LedgerEntry) bool { return e.Incomplete })
}

// Count returns how many findings have exactly this severity.
func (r *Result) Count(severity rules.Severity) int {
	n := 0
	for i := range r.Findings {
		if r.Findings[i].Variant.Severity == severity {
			n++
		}
	}
	return n
}

// Source returns a file of the snapshot, or nil if there is none with this path.
func (r *Result) Source(path string) *Source { return r.sources[path] }

// assemble puts the outcomes of all files together.
func (r *run) assemble(outcomes []outcome) *Result {
	result := &Result{Rules: slices.Clone(r.opts.Rules), sources: make(map[string]*Source, len(outcomes))}
	slices.SortFunc(result.Rules, func(a, b *rules.Rule) int { return strings.Compare(a.Name, b.Name) })
	result.Ledger = append(slices.Clone(r.snapshot.Ledger), r.ledger...)
	if r.program != nil {
		result.Ledger = append(result.Ledger, r.program.Ledger...)
	}
	if r.nothingSelected() {
		result.Ledger = append(result.Ledger, project.LedgerEntry{
			Status: project.Skipped, Incomplete: true, Count: 1,
			Reason: "nothing was analysed: there is no Apex and no metadata in the paths given; name a project's folder",
		})
	}
	for _, f := range r.snapshot.Files {
		result.sources[f.Path] = &Source{Path: f.Path, file: f}
	}
	for _, o := range outcomes {
		if o.asked {
			result.Files++
		}
		result.Ledger = append(result.Ledger, o.ledger...)
		for _, secret := range o.redact {
			s := result.sources[secret.Path]
			s.secrets = append(s.secrets, secret)
		}
	}
	for _, s := range result.sources {
		s.secrets = merge(s.secrets)
	}
	var all []Finding
	for _, o := range outcomes {
		for _, f := range o.findings {
			f.redact(result)
			all = append(all, f)
		}
	}
	slices.SortFunc(all, compare)
	all = slices.CompactFunc(all, func(a, b Finding) bool { return compare(a, b) == 0 })
	result.fingerprint(all)
	for _, f := range all {
		if f.Variant.Confidence < r.opts.MinConfidence {
			result.Hidden++
			continue
		}
		result.Findings = append(result.Findings, f)
	}
	slices.SortStableFunc(result.Ledger, func(a, b project.LedgerEntry) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), cmp.Compare(a.Offset, b.Offset), strings.Compare(a.Reason, b.Reason))
	})
	result.Ledger = slices.Compact(result.Ledger)
	return result
}

// nothingSelected reports whether the user's paths hold nothing to analyse, other than because the user excluded it. A
// run that looks at nothing must not look like a clean one.
func (r *run) nothingSelected() bool {
	return !slices.ContainsFunc(r.snapshot.Files, func(f *project.File) bool { return f.Selected }) &&
		!slices.ContainsFunc(r.snapshot.Ledger, func(e project.LedgerEntry) bool { return e.Status == project.Excluded })
}

// compare orders findings by where they are and then by what they are. Equal findings are duplicates.
func compare(a, b Finding) int {
	return cmp.Or(
		strings.Compare(a.Location.Path, b.Location.Path),
		cmp.Compare(a.Start, b.Start),
		strings.Compare(a.Rule.Name, b.Rule.Name),
		strings.Compare(a.Message, b.Message),
		cmp.Compare(a.End, b.End),
		strings.Compare(a.Variant.ID, b.Variant.ID),
	)
}
