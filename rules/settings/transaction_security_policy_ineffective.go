package settings

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed TransactionSecurityPolicyIneffective.md
var transactionSecurityPolicyIneffectiveDoc string

// TransactionSecurityPolicyIneffective reports transaction security policies that do nothing.
var TransactionSecurityPolicyIneffective = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "TransactionSecurityPolicyIneffective",
		Doc:      transactionSecurityPolicyIneffectiveDoc,
		Run:      runTransactionSecurityPolicyIneffective,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Transaction security policy without effect",
	Subject:  "settings",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"TransactionSecurityPolicy"},
	Variants: []rules.Variant{
		{
			ID: "inactive", Title: "Inactive transaction security policy",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{778},
			Message: "%s is not active, so that nothing of what it watches for is stopped or told. Activate it, or delete it.",
		},
		{
			ID: "silent", Title: "Transaction security policy without an action",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{778},
			Message: "%s neither stops anything nor notifies anyone. Add an action or a notification.",
		},
	},
}

func runTransactionSecurityPolicyIneffective(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	report := func(e *metadata.Element, variant string) {
		finding := rules.At(f, e.Start, e.TagEnd, variant, document.Describe(f))
		if variant == "inactive" {
			finding.End = project.Pos(f.ID, e.End)
		}
		finding.Subject = document.Subject(f)
		rules.Report(pass, finding)
	}
	root := f.Document.Root
	action, active := root.Child("action"), root.Child("active")
	switch {
	case active.Value() != "" && !active.Bool():
		report(active, "inactive")
	case action != nil && !acts(action):
		report(action, "silent")
	}
	return nil, nil
}

// acts reports whether anything in the action of a policy says true.
func acts(action *metadata.Element) bool {
	for e := range action.Descendants() {
		if e.Bool() {
			return true
		}
	}
	return false
}
