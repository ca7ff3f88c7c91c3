package connectedapp

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed ConnectedAppSessionLevel.md
var connectedAppSessionLevelDoc string

// ConnectedAppSessionLevel reports apps with full access that do not ask for a session of high assurance.
var ConnectedAppSessionLevel = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ConnectedAppSessionLevel",
		Doc:      connectedAppSessionLevelDoc,
		Run:      document.Run(connectedAppSessionLevelChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "App with full access and no second factor",
	Subject:  "connectedapp",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileAudit},
	Elements: document.Elements(connectedAppSessionLevelChecks),
	Variants: []rules.Variant{
		{
			ID: "low-assurance", Title: "Full access without high assurance",
			Severity: rules.SeverityInfo, Confidence: rules.ConfidenceMedium, CWE: []int{308},
			Message: "%[1]s asks for the scope Full and does not require a session of high assurance. Set sessionPolicy/sessionLevel to HIGH_ASSURANCE, or replace Full by the scopes that the app needs.",
		},
	},
}

var connectedAppSessionLevelChecks = []document.Check{
	{Root: "ConnectedApp", Path: []string{"oauthConfig", "scopes"}, Values: []string{"Full"}, When: hasLowAssurance, Variant: "low-assurance"},
}

func hasLowAssurance(app *metadata.Element) bool {
	return app.Path("sessionPolicy", "sessionLevel").Value() != "HIGH_ASSURANCE"
}
