package connectedapp

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed ConnectedAppSecretOptional.md
var connectedAppSecretOptionalDoc string

// ConnectedAppSecretOptional reports apps of servers that do not have to prove who they are.
var ConnectedAppSecretOptional = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ConnectedAppSecretOptional",
		Doc:      connectedAppSecretOptionalDoc,
		Run:      document.Run(connectedAppSecretOptionalChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "App of a server that may call without its secret",
	Subject:  "connectedapp",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: document.Elements(connectedAppSecretOptionalChecks),
	Variants: []rules.Variant{
		{
			ID: "optional", Title: "Client secret is optional",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceMedium, CWE: []int{287},
			Message: "%[1]s has a web server for a client and does not ask it for its secret, so that whoever has a code or a refresh token can act as the app. Require the secret (%[2]s is %[3]s).",
		},
	},
}

var connectedAppSecretOptionalChecks = []document.Check{
	{Root: "ConnectedApp", Path: []string{"oauthConfig", "isConsumerSecretOptional"}, Values: []string{"true"}, When: hasServer, Variant: "optional"},
	{Root: "ConnectedApp", Path: []string{"oauthConfig", "isSecretRequiredForRefreshToken"}, Values: []string{"false"}, When: refreshesOnServer, Variant: "optional"},
	{Root: "ExtlClntAppGlobalOauthSettings", Path: []string{"isConsumerSecretOptional"}, Values: []string{"true"}, When: hasServer, Variant: "optional"},
	{Root: "ExtlClntAppGlobalOauthSettings", Path: []string{"isSecretRequiredForRefreshToken"}, Values: []string{"false"}, When: hasServer, Variant: "optional"},
}

// refreshesOnServer reports whether an app with a server asks for refresh tokens.
func refreshesOnServer(app *metadata.Element) bool { return hasServer(app) && asksForRefreshToken(app) }

// hasServer reports whether one of an app's callbacks is a server on the web. Those that the device keeps to itself are not.
func hasServer(app *metadata.Element) bool {
	for _, path := range [][]string{{"callbackUrl"}, {"oauthConfig", "callbackUrl"}} {
		for element := range document.At(app, path...) {
			for _, line := range element.Content().Fields() {
				if document.ReadAddress(line).Scheme == "https" {
					return true
				}
			}
		}
	}
	return false
}
