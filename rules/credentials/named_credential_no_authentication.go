package credentials

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed NamedCredentialNoAuthentication.md
var namedCredentialNoAuthenticationDoc string

// NamedCredentialNoAuthentication lists credentials that do not authenticate.
var NamedCredentialNoAuthentication = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "NamedCredentialNoAuthentication",
		Doc:      namedCredentialNoAuthenticationDoc,
		Run:      document.Run(namedCredentialNoAuthenticationChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Integration without authentication",
	Subject:  "credentials",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileAudit},
	Elements: document.Elements(namedCredentialNoAuthenticationChecks),
	Variants: []rules.Variant{
		{
			ID: "none", Title: "No authentication",
			Severity: rules.SeverityInfo, Confidence: rules.ConfidenceMedium, CWE: []int{306},
			Message: "%[1]s does not authenticate (%[2]s is %[3]s). Check that the service is public.",
		},
	},
}

var namedCredentialNoAuthenticationChecks = []document.Check{
	{Root: "NamedCredential", Path: []string{"protocol"}, Values: []string{"NoAuthentication"}, When: hasNoClientCertificate, Variant: "none"},
	{Root: "ExternalDataSource", Path: []string{"protocol"}, Values: []string{"NoAuthentication"}, When: hasNoClientCertificate, Variant: "none"},
	{Root: "ExternalCredential", Path: []string{"authenticationProtocol"}, Values: []string{"NoAuthentication"}, Variant: "none"},
}

func hasNoClientCertificate(credential *metadata.Element) bool {
	return !hasClientCertificate(credential)
}
