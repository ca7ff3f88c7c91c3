package connectedapp

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed LimitConnectedAppScope.md
var limitConnectedAppScopeDoc string

// LimitConnectedAppScope reports connected apps and external client apps that ask for everything the user may do. The name is PMD's.
var LimitConnectedAppScope = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "LimitConnectedAppScope",
		Doc:      limitConnectedAppScopeDoc,
		Run:      runLimitConnectedAppScope,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "App with full access",
	Subject:  "connectedapp",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"ConnectedApp", "ExtlClntAppOauthSettings"},
	Variants: []rules.Variant{
		{
			ID: "full", Title: "App with the scope Full",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{250, 272},
			Message: "%s asks for the scope Full, so that its access token can do whatever the user can. Replace it by the scopes that the app needs, such as Api.",
		},
		{
			ID: "full-renewable", Title: "App with the scope Full and a refresh token",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{250, 272},
			Message: "%s asks for the scope Full together with a refresh token, so that whoever gets hold of the token can do whatever the user can until it is revoked. Replace Full by the scopes that the app needs, such as Api.",
		},
	},
}

func runLimitConnectedAppScope(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	root := f.Document.Root
	if f.RootElement == "ExtlClntAppOauthSettings" {
		list := root.Child("commaSeparatedOauthScopes")
		if scopes := splitScopes(list.Value()); scopes["full"] {
			reportFullScope(pass, f, list, isRenewable(scopes))
		}
		return nil, nil
	}
	renewable := isRenewable(connectedAppScopes(root))
	for e := range document.At(root, "oauthConfig", "scopes") {
		if foldScope(e.Value()) == "full" {
			reportFullScope(pass, f, e, renewable)
		}
	}
	return nil, nil
}

func reportFullScope(pass *analysis.Pass, f *project.File, e *metadata.Element, renewable bool) {
	variant := "full"
	if renewable {
		variant = "full-renewable"
	}
	finding := rules.At(f, e.Start, e.End, variant, document.Describe(f))
	finding.Subject = document.Subject(f) + " scope Full"
	rules.Report(pass, finding)
}
