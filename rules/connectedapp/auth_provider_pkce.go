package connectedapp

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed AuthProviderPkce.md
var authProviderPkceDoc string

// AuthProviderPkce reports auth providers that ask for authorization codes without PKCE.
var AuthProviderPkce = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AuthProviderPkce",
		Doc:      authProviderPkceDoc,
		Run:      document.Run(authProviderPkceChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Auth provider that does not use PKCE",
	Subject:  "connectedapp",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: document.Elements(authProviderPkceChecks),
	Variants: []rules.Variant{
		{
			ID: "no-pkce", Title: "Auth provider without PKCE",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceMedium, CWE: []int{287},
			Message: "%[1]s does not use PKCE, so that an authorization code that leaks from the login can be used by whoever has it. Set isPkceEnabled to true, if the identity provider supports it.",
		},
	},
}

var authProviderPkceChecks = []document.Check{
	{Root: "AuthProvider", Path: []string{"isPkceEnabled"}, Values: []string{"false"}, When: speaksOAuth2, Variant: "no-pkce"},
}

// speaksOAuth2 leaves out the providers whose protocol has no authorization code.
func speaksOAuth2(provider *metadata.Element) bool {
	switch provider.Child("providerType").Value() {
	case "Twitter", "Janrain":
		return false
	}
	return true
}
