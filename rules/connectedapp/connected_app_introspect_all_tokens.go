package connectedapp

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed ConnectedAppIntrospectAllTokens.md
var connectedAppIntrospectAllTokensDoc string

// ConnectedAppIntrospectAllTokens reports apps that may introspect the tokens of every other app.
var ConnectedAppIntrospectAllTokens = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ConnectedAppIntrospectAllTokens",
		Doc:      connectedAppIntrospectAllTokensDoc,
		Run:      document.Run(connectedAppIntrospectAllTokensChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "App that may look into all tokens",
	Subject:  "connectedapp",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: document.Elements(connectedAppIntrospectAllTokensChecks),
	Variants: []rules.Variant{
		{
			ID: "introspect", Title: "App introspects all tokens",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{200, 266},
			Message: "%[1]s may introspect the tokens of every app in the org, so that whoever gets hold of its secret learns which tokens are live and whose they are. Set isIntrospectAllTokens to false.",
		},
	},
}

var connectedAppIntrospectAllTokensChecks = []document.Check{
	{Root: "ConnectedApp", Path: []string{"oauthConfig", "isIntrospectAllTokens"}, Values: []string{"true"}, Variant: "introspect"},
	{Root: "ExtlClntAppGlobalOauthSettings", Path: []string{"isIntrospectAllTokens"}, Values: []string{"true"}, Variant: "introspect"},
}
