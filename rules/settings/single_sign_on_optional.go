package settings

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed SingleSignOnOptional.md
var singleSignOnOptionalDoc string

// SingleSignOnOptional reports settings that keep passwords beside single sign-on.
var SingleSignOnOptional = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "SingleSignOnOptional",
		Doc:      singleSignOnOptionalDoc,
		Run:      document.Run(singleSignOnOptionalChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Passwords beside single sign-on",
	Subject:  "settings",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileAudit},
	Elements: document.Elements(singleSignOnOptionalChecks),
	Variants: []rules.Variant{
		{
			ID: "password", Title: "Passwords beside single sign-on",
			Severity: rules.SeverityInfo, Confidence: rules.ConfidenceHigh, CWE: []int{287},
			Message: "%[1]s has SAML single sign-on and lets users log in with a Salesforce password all the same (%[2]s is false). Set it to true to make the identity provider the only way in.",
		},
	},
}

var singleSignOnOptionalChecks = []document.Check{
	{
		Root: "SecuritySettings", Path: []string{"singleSignOnSettings", "isLoginWithSalesforceCredentialsDisabled"}, Values: []string{"false"}, Variant: "password",
		When: func(settings *metadata.Element) bool {
			return settings.Path("singleSignOnSettings", "enableSamlLogin").Bool()
		},
	},
}
