package connectedapp

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed ConnectedAppWideScope.md
var connectedAppWideScopeDoc string

// ConnectedAppWideScope reports apps that ask for the API, the web and a refresh token at once.
var ConnectedAppWideScope = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ConnectedAppWideScope",
		Doc:      connectedAppWideScopeDoc,
		Run:      runConnectedAppWideScope,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "App with more scopes than most need",
	Subject:  "connectedapp",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileAudit},
	Elements: []string{"ConnectedApp", "ExtlClntAppOauthSettings"},
	Variants: []rules.Variant{
		{
			ID: "wide", Title: "API, web and refresh token at once",
			Severity: rules.SeverityInfo, Confidence: rules.ConfidenceMedium, CWE: []int{272},
			Message: "%[1]s asks for Api, Web and RefreshToken at once: everything but full access, for as long as it likes. Check that it needs them all.",
		},
	},
}

func runConnectedAppWideScope(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	root := f.Document.Root
	scopes, e := connectedAppScopes(root), root.Child("oauthConfig")
	if f.RootElement != "ConnectedApp" {
		e = root.Child("commaSeparatedOauthScopes")
		scopes = splitScopes(e.Value())
	}
	if e == nil || !scopes["api"] || !scopes["web"] || !isRenewable(scopes) {
		return nil, nil
	}
	end := e.End
	if e.Name == "oauthConfig" {
		end = e.TagEnd
	}
	finding := rules.At(f, e.Start, end, "wide", document.Describe(f))
	finding.Subject = document.Subject(f) + " scopes"
	rules.Report(pass, finding)
	return nil, nil
}
