package connectedapp

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed ConnectedAppPkce.md
var connectedAppPkceDoc string

// ConnectedAppPkce reports apps that accept authorization codes without proof of who asked for them.
var ConnectedAppPkce = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ConnectedAppPkce",
		Doc:      connectedAppPkceDoc,
		Run:      document.Run(connectedAppPkceChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "App that does not require PKCE",
	Subject:  "connectedapp",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: document.Elements(connectedAppPkceChecks),
	Variants: []rules.Variant{
		{
			ID: "public-client", Title: "App without a secret and without PKCE",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{287, 345},
			Message: "%[1]s needs neither a client secret nor PKCE, so that whoever intercepts an authorization code gets the tokens. Set isPkceRequired to true.",
		},
		{
			ID: "confidential-client", Title: "App that does not require PKCE",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{287, 345},
			Message: "%[1]s does not require PKCE, so that an injected authorization code is accepted. Set isPkceRequired to true.",
		},
		{
			ID: "org", Title: "Org that does not require PKCE",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceMedium, CWE: []int{287, 345},
			Message: "%[1]s does not require PKCE of connected apps, so that each app has to. Set isPkceRequired to true once all clients send a code challenge.",
		},
	},
}

var connectedAppPkceChecks = []document.Check{
	{Root: "ConnectedApp", Path: []string{"oauthConfig", "isPkceRequired"}, Values: []string{"false"}, When: hasOptionalSecret, Variant: "public-client"},
	{Root: "ConnectedApp", Path: []string{"oauthConfig", "isPkceRequired"}, Values: []string{"false"}, When: needsSecret, Variant: "confidential-client"},
	{Root: "ExtlClntAppGlobalOauthSettings", Path: []string{"isPkceRequired"}, Values: []string{"false"}, When: hasOptionalSecret, Variant: "public-client"},
	{Root: "ExtlClntAppGlobalOauthSettings", Path: []string{"isPkceRequired"}, Values: []string{"false"}, When: needsSecret, Variant: "confidential-client"},
	{Root: "OauthOidcSettings", Path: []string{"isPkceRequired"}, Values: []string{"false"}, Variant: "org"},
}

func hasOptionalSecret(app *metadata.Element) bool {
	return app.Child("isConsumerSecretOptional").Bool() || app.Path("oauthConfig", "isConsumerSecretOptional").Bool()
}

func needsSecret(app *metadata.Element) bool { return !hasOptionalSecret(app) }
