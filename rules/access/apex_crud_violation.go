package access

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/dataflow/must"
	"github.com/apexvet/apexvet/rules"
)

//go:embed ApexCRUDViolation.md
var apexCRUDViolationDoc string

// ApexCRUDViolation reports database operations in system mode that no permission check guards. The name is PMD's.
var ApexCRUDViolation = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ApexCRUDViolation",
		Doc:      apexCRUDViolationDoc,
		Run:      runApexCRUDViolation,
		Requires: []*analysis.Analyzer{rules.Source, rules.Semantics, rules.DataFlow},
	},
	Title:    "Database operation without a permission check",
	Subject:  "access",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Properties: append(authMethodProperties(), rules.PropertySpec{
		Name: "strictUpsert", Default: false,
		Description: "Report an upsert behind a check that also lets users pass who may only create or only update.",
	}),
	Configure: configureAuthMethods,
	Variants: []rules.Variant{
		{
			ID: "guest-write", Title: "DML that nothing checks, within a guest's reach",
			Severity: rules.SeverityCritical, Confidence: rules.ConfidenceHigh, CWE: []int{862, 285},
		},
		{
			ID: "guest-read", Title: "Query that nothing checks, within a guest's reach",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{862, 285},
		},
		{
			ID: "unchecked-write", Title: "DML that nothing checks, within a user's reach",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{862, 285},
		},
		{
			ID: "unchecked-read", Title: "Query that nothing checks, within a user's reach",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{862, 285},
		},
		{
			ID: "wrong-check-write", Title: "DML behind a check that does not hold",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceMedium, CWE: []int{863, 285},
		},
		{
			ID: "wrong-check-read", Title: "Query behind a check that does not hold",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{863, 285},
		},
		{
			ID: "unseen-callers-write", Title: "DML that nothing in sight checks",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceMedium, CWE: []int{862, 285},
		},
		{
			ID: "unseen-callers-read", Title: "Query that nothing in sight checks",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{862, 285},
		},
		{
			ID: "unknown-object", Title: "Operation on unknown objects that nothing checks, within a user's reach",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{862, 285},
		},
		{
			ID: "generic-code", Title: "Operation on any object that nothing in sight checks",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceLow, CWE: []int{862, 285},
		},
		{
			ID: "related-objects", Title: "Unchecked objects that relationships of a checked query lead to",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceLow, CWE: []int{862, 285},
		},
		{
			ID: "unused-code", Title: "Unchecked operation in a method that nobody calls",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceLow, CWE: []int{862, 285},
		},
		{
			ID: "own-row", Title: "Unchecked query of the running user's own row",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceLow, CWE: []int{862, 285},
		},
		{
			ID: "setup-rows", Title: "Unchecked query of setup that profiles do not deny",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceLow, CWE: []int{862, 285},
		},
		{
			ID: "system-context", Title: "Unchecked operation that only triggers and jobs reach",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceLow, CWE: []int{862, 285},
		},
	},
}

func runApexCRUDViolation(pass *analysis.Pass) (any, error) {
	if err := checkAuthMethods(func(name string) string { return rules.Property[string](pass, name) }); err != nil {
		return nil, err
	}
	prog, flow := rules.SemanticsOf(pass), rules.DataFlowOf(pass)
	info := prog.File(rules.SourceOf(pass).ID)
	if info == nil {
		return nil, nil
	}
	strictUpsert := rules.Property[bool](pass, "strictUpsert")
	for _, id := range info.Operations {
		verdict := flow.Verdict(id)
		if verdict.Status != must.Missing {
			continue
		}
		u := newUnchecked(flow, prog.Operation(id), verdict)
		u.strictUpsert = strictUpsert
		if variant := u.variant(); variant != "" && !u.leftToFields(variant) {
			rules.Report(pass, u.finding(variant))
		}
	}
	return nil, nil
}

// variant judges what is missing; it is empty where there is nothing to report.
func (u *unchecked) variant() string {
	kind := "-read"
	if u.op.Verb.IsDML() {
		kind = "-write"
	}
	switch {
	case len(u.needs) == 0 || u.decided() || u.undeclared() || u.readsNothing() || u.verdict.Either && !u.strictUpsert:
		return ""
	case u.reach == reachSystem:
		return "system-context"
	case u.reach == reachJob:
		// Only the job could run it, and nobody is seen to.
		return ""
	case u.reach == reachNobody:
		return "unused-code"
	case u.setupRows():
		return "setup-rows"
	case u.ownRows():
		return "own-row"
	case u.parentsOnly():
		return "related-objects"
	case u.unknownObjects() && u.reach == reachUser:
		return "unknown-object"
	case u.unknownObjects():
		return "generic-code"
	case u.wrongCheck() != nil:
		return "wrong-check" + kind
	case u.reach == reachUser && !u.op.VersionUnknown && u.guest():
		return "guest" + kind
	case u.reach == reachUser && !u.op.VersionUnknown:
		return "unchecked" + kind
	}
	return "unseen-callers" + kind
}

// leftToFields reports whether ApexFlsViolation reports the operation: the objects that relationships lead to matter less
// than fields of the object itself.
func (u *unchecked) leftToFields(variant string) bool {
	return variant == "related-objects" && newUncheckedFields(u).variant() != ""
}

// finding reports what is missing at the operation.
func (u *unchecked) finding(variant string) rules.Finding {
	file := u.op.File.File
	f := rules.AtNode(file, u.op.Node, variant)
	f.Message = u.message(variant)
	f.Subject = u.op.Verb.String() + " " + u.objects()
	f.Path, f.Notes = u.path(), u.notes()
	return f
}
