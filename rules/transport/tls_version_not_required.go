package transport

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed TlsVersionNotRequired.md
var tlsVersionNotRequiredDoc string

// TlsVersionNotRequired reports orgs whose settings do not require TLS 1.2.
var TlsVersionNotRequired = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "TlsVersionNotRequired",
		Doc:      tlsVersionNotRequiredDoc,
		Run:      document.Run(tlsVersionNotRequiredChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Org that does not require TLS 1.2",
	Subject:  "transport",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: document.Elements(tlsVersionNotRequiredChecks),
	Variants: []rules.Variant{
		{
			ID: "not-required", Title: "TLS 1.2 is not required",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceMedium, CWE: []int{326, 757},
			Message: "%[1]s does not require TLS 1.2 (%[2]s is %[3]s), so that old clients may connect with broken protocols. Set %[2]s to true, or retrieve the settings with a current API version.",
		},
	},
}

var tlsVersionNotRequiredChecks = []document.Check{
	{Root: "SecuritySettings", Path: []string{"isTLSv12Required"}, Values: []string{"false"}, Until: 500, Variant: "not-required"},
	{Root: "SecuritySettings", Path: []string{"isTLSv12RequiredCommunities"}, Values: []string{"false"}, Until: 500, Variant: "not-required"},
}
