package connectedapp

import (
	_ "embed"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed LimitConnectedAppScope.md
var limitConnectedAppScopeDoc string

// LimitConnectedAppScope reports connected apps that ask for everything the user may do. The name is PMD's.
var LimitConnectedAppScope = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "LimitConnectedAppScope",
		Doc:      limitConnectedAppScopeDoc,
		Run:      runLimitConnectedAppScope,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Connected app with full access",
	Subject:  "connectedapp",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"ConnectedApp"},
	Variants: []rules.Variant{
		{
			ID: "full", Title: "Connected app with the scope Full",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{250, 272},
			Message: "Connected app %s asks for the scope Full, so that its access token can do whatever the user can. Replace it by the scopes that the app needs, such as Api.",
		},
		{
			ID: "full-renewable", Title: "Connected app with the scope Full and a refresh token",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{250, 272},
			Message: "Connected app %s asks for the scope Full together with a refresh token, so that whoever gets hold of the token can do whatever the user can until it is revoked. Replace Full by the scopes that the app needs, such as Api.",
		},
	},
}

func runLimitConnectedAppScope(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	name := document.Name(f)
	for config := range f.Document.Root.ChildrenNamed("oauthConfig") {
		var full []*metadata.Element
		variant := "full"
		for element := range config.ChildrenNamed("scopes") {
			switch scopeOf(element) {
			case "full":
				full = append(full, element)
			case "refreshtoken", "offlineaccess": // two names for one scope
				variant = "full-renewable"
			}
		}
		for _, element := range full {
			finding := rules.At(f, element.Start, element.End, variant, name)
			finding.Subject = "ConnectedApp " + name + " scope Full"
			rules.Report(pass, finding)
		}
	}
	return nil, nil
}

// scopeOf folds the Metadata API's name of a scope (RefreshToken) and OAuth's (refresh_token) into one.
func scopeOf(element *metadata.Element) string {
	return strings.ToLower(strings.ReplaceAll(element.Value(), "_", ""))
}
