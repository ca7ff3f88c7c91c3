package access

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/dataflow/must"
	"github.com/apexvet/apexvet/rules"
)

//go:embed ApexFlsViolation.md
var apexFlsViolationDoc string

// ApexFlsViolation reports operations whose object is checked and whose fields are not. The name is SFGE's, without Rule.
var ApexFlsViolation = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ApexFlsViolation",
		Doc:      apexFlsViolationDoc,
		Run:      runApexFlsViolation,
		Requires: []*analysis.Analyzer{rules.Source, rules.Semantics, rules.DataFlow},
	},
	Title:    "Fields read or written without a check of field-level security",
	Subject:  "access",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Context:  []string{"CustomField", "CustomObject"},
	Variants: []rules.Variant{
		{
			ID: "guest-write", Title: "Fields that guests write unchecked",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{863, 285},
		},
		{
			ID: "guest-read", Title: "Fields that guests read unchecked",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceMedium, CWE: []int{863, 285},
		},
		{
			ID: "unchecked-write", Title: "Fields that users write unchecked",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{863, 285},
		},
		{
			ID: "unchecked-read", Title: "Fields that users read unchecked",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{863, 285},
		},
		{
			ID: "unseen-callers-write", Title: "Fields that nothing in sight checks are written",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{863, 285},
		},
		{
			ID: "unseen-callers-read", Title: "Fields that nothing in sight checks are read",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceLow, CWE: []int{863, 285},
		},
		{
			ID: "condition", Title: "Unchecked fields in conditions only",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceLow, CWE: []int{863, 285},
		},
		{
			ID: "unknown-fields", Title: "Fields that are not known",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceLow, CWE: []int{863, 285},
		},
		{
			ID: "name-only", Title: "Only names, which most objects show to everybody",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceLow, CWE: []int{863, 285},
		},
		{
			ID: "setup-rows", Title: "Fields of setup, which profiles do not deny",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceLow, CWE: []int{863, 285},
		},
		{
			ID: "unused-code", Title: "Unchecked fields in a method that nobody calls",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceLow, CWE: []int{863, 285},
		},
		{
			ID: "system-context", Title: "Unchecked fields that only triggers and jobs use",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceLow, CWE: []int{863, 285},
		},
	},
}

func runApexFlsViolation(pass *analysis.Pass) (any, error) {
	prog, flow := rules.SemanticsOf(pass), rules.DataFlowOf(pass)
	info := prog.File(rules.SourceOf(pass).ID)
	if info == nil {
		return nil, nil
	}
	for _, id := range info.Operations {
		verdict := flow.Verdict(id)
		if verdict.Status != must.Missing {
			continue
		}
		u := newUnchecked(flow, prog.Operation(id), verdict)
		fields := newUncheckedFields(u)
		if variant := fields.variant(); variant != "" && yieldsToFields(u) {
			rules.Report(pass, fields.finding(variant))
		}
	}
	return nil, nil
}

// yieldsToFields reports whether ApexCRUDViolation leaves an operation to ApexFlsViolation: its object is checked, or at
// least those are that it is about.
func yieldsToFields(u *unchecked) bool {
	return len(u.needs) == 0 || u.variant() == "related-objects"
}

// finding reports the fields that are not checked.
func (u *uncheckedFields) finding(variant string) rules.Finding {
	f := rules.AtNode(u.op.File.File, u.op.Node, variant)
	f.Message = u.message(variant)
	f.Subject = u.op.Verb.String() + " fields of " + u.objects()
	f.Path, f.Notes = u.path(), u.notes()
	return f
}
