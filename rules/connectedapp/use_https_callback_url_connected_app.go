package connectedapp

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed UseHttpsCallbackUrlConnectedApp.md
var useHTTPSCallbackURLConnectedAppDoc string

// UseHttpsCallbackUrlConnectedApp reports connected apps and external client apps that send tokens to an http callback. The name is PMD's.
var UseHttpsCallbackUrlConnectedApp = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "UseHttpsCallbackUrlConnectedApp",
		Doc:      useHTTPSCallbackURLConnectedAppDoc,
		Run:      runUseHTTPSCallbackURLConnectedApp,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "OAuth callback without encryption",
	Subject:  "connectedapp",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"ConnectedApp", "ExtlClntAppGlobalOauthSettings"},
	Variants: []rules.Variant{{
		ID: "callback", Title: "App with an http callback URL",
		Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{319},
		Message: "%s sends authorization codes and tokens to %s without encryption, so that anyone on the way can take over the user's access. Change the callback to https, or delete it.",
	}},
}

func runUseHTTPSCallbackURLConnectedApp(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	path := []string{"callbackUrl"}
	if f.RootElement == "ConnectedApp" {
		path = []string{"oauthConfig", "callbackUrl"}
	}
	for element := range document.At(f.Document.Root, path...) {
		// One element holds the whole list, a line for each URL.
		for _, line := range element.Content().Fields() {
			a := document.ReadAddress(line)
			// Of native apps RFC 8252 (7.3) wants http on the loopback interface: nothing leaves the machine.
			if a.Scheme != "http" || a.IsLoopback() {
				continue
			}
			finding := a.Finding(f, "callback", document.Describe(f), a.Origin())
			finding.Subject = document.Subject(f) + " " + a.Origin()
			rules.Report(pass, finding)
		}
	}
	return nil, nil
}
