package connectedapp

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed AuthProviderSecretInUrl.md
var authProviderSecretInURLDoc string

// AuthProviderSecretInUrl reports auth providers whose secret or access token travels in the query of a URL.
var AuthProviderSecretInUrl = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AuthProviderSecretInUrl",
		Doc:      authProviderSecretInURLDoc,
		Run:      document.Run(authProviderSecretInURLChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Auth provider that sends secrets in URLs",
	Subject:  "connectedapp",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: document.Elements(authProviderSecretInURLChecks),
	Variants: []rules.Variant{
		{
			ID: "client-secret", Title: "Client secret in the URL",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceMedium, CWE: []int{598},
			Message: "%[1]s sends its client secret in the URL when it asks for tokens, where servers and proxies log it. Set sendClientCredentialsInHeader to true.",
		},
		{
			ID: "access-token", Title: "Access token in the URL",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceMedium, CWE: []int{598},
			Message: "%[1]s sends the access token in the URL when it asks who the user is, where servers and proxies log it. Set sendAccessTokenInHeader to true.",
		},
	},
}

var authProviderSecretInURLChecks = []document.Check{
	{Root: "AuthProvider", Path: []string{"sendClientCredentialsInHeader"}, Values: []string{"false"}, When: sendsSecret, Variant: "client-secret"},
	{Root: "AuthProvider", Path: []string{"sendAccessTokenInHeader"}, Values: []string{"false"}, When: isOpenIDConnect, Variant: "access-token"},
}

func isOpenIDConnect(provider *metadata.Element) bool {
	return provider.Child("providerType").Value() == "OpenIdConnect"
}

func sendsSecret(provider *metadata.Element) bool {
	return isOpenIDConnect(provider) && provider.Child("sendSecretInApis").Bool()
}
