package permissions

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed IntegrationUserNotApiOnly.md
var integrationUserNotAPIOnlyDoc string

// IntegrationUserNotApiOnly reports profiles of integrations whose users can use the user interface.
var IntegrationUserNotApiOnly = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "IntegrationUserNotApiOnly",
		Doc:      integrationUserNotAPIOnlyDoc,
		Run:      runIntegrationUserNotAPIOnly,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Integration user that can log in to the user interface",
	Subject:  "permissions",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"Profile"},
	Variants: []rules.Variant{
		{
			ID: "interface", Title: "Integration user with the user interface",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceMedium, CWE: []int{250},
			Message: "%s is for integrations and does not give ApiUserOnly, so that whoever has the password also has the user interface. Enable ApiUserOnly.",
		},
	},
}

func runIntegrationUserNotAPIOnly(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	license := f.Document.Root.Child("userLicense")
	if license.Value() != "Salesforce Integration" || isStandard(f) || has(f.Document, "ApiUserOnly") {
		return nil, nil
	}
	finding := rules.At(f, license.Start, license.End, "interface", document.Describe(f))
	finding.Subject = document.Subject(f)
	rules.Report(pass, finding)
	return nil, nil
}
