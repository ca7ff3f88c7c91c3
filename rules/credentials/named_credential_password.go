package credentials

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed NamedCredentialPassword.md
var namedCredentialPasswordDoc string

// NamedCredentialPassword reports credentials that authenticate with a user name and password.
var NamedCredentialPassword = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "NamedCredentialPassword",
		Doc:      namedCredentialPasswordDoc,
		Run:      document.Run(namedCredentialPasswordChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Integration that logs in with a password",
	Subject:  "credentials",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: document.Elements(namedCredentialPasswordChecks),
	Variants: []rules.Variant{
		{
			ID: "password", Title: "Password authentication",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{522},
			Message: "%[1]s authenticates with a user name and password (%[2]s is %[3]s), which are sent with every request and seldom rotated. Use OAuth, a JWT or a client certificate, if the service offers one.",
		},
	},
}

var namedCredentialPasswordChecks = []document.Check{
	{Root: "NamedCredential", Path: []string{"protocol"}, Values: []string{"Password"}, Variant: "password"},
	{Root: "ExternalDataSource", Path: []string{"protocol"}, Values: []string{"Password"}, Variant: "password"},
	{Root: "ExternalCredential", Path: []string{"authenticationProtocol"}, Values: []string{"Basic"}, Variant: "password"},
}
