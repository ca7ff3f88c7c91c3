package connectedapp

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed ConnectedAppInsteadOfExternalClientApp.md
var connectedAppInsteadOfExternalClientAppDoc string

// ConnectedAppInsteadOfExternalClientApp lists connected apps, which external client apps replace.
var ConnectedAppInsteadOfExternalClientApp = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ConnectedAppInsteadOfExternalClientApp",
		Doc:      connectedAppInsteadOfExternalClientAppDoc,
		Run:      runConnectedAppInsteadOfExternalClientApp,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Connected app that an external client app could replace",
	Subject:  "connectedapp",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileAudit},
	Elements: []string{"ConnectedApp"},
	Variants: []rules.Variant{
		{
			ID: "connected-app", Title: "Connected app",
			Severity: rules.SeverityInfo, Confidence: rules.ConfidenceHigh, CWE: []int{1104},
			Message: "%[1]s is a connected app, and new ones can no longer be made since Spring '26. Plan to replace it by an external client app, which is closed to other orgs by default.",
		},
	},
}

func runConnectedAppInsteadOfExternalClientApp(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	finding := rules.At(f, f.Document.Root.Start, f.Document.Root.TagEnd, "connected-app", document.Describe(f))
	finding.Subject = document.Subject(f)
	rules.Report(pass, finding)
	return nil, nil
}
