package connectedapp

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed ConnectedAppClientCredentialUser.md
var connectedAppClientCredentialUserDoc string

// ConnectedAppClientCredentialUser reports apps whose client credentials flow runs as an administrator.
var ConnectedAppClientCredentialUser = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ConnectedAppClientCredentialUser",
		Doc:      connectedAppClientCredentialUserDoc,
		Run:      runConnectedAppClientCredentialUser,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Client credentials flow that runs as an administrator",
	Subject:  "connectedapp",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"ConnectedApp", "ExtlClntAppOauthConfigurablePolicies"},
	Variants: []rules.Variant{
		{
			ID: "administrator", Title: "Client credentials flow of an administrator",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{250},
			Message: "%[1]s runs its client credentials flow as %[2]s, which is called like an administrator, so that whoever has the app's secret can do whatever an administrator can. Make an integration user with the profile Minimum Access - API Only Integrations and the permissions that the app needs.",
		},
		{
			ID: "missing", Title: "Client credentials flow without a user",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceLow, CWE: []int{250},
			Message: "%[1]s enables the client credentials flow and names no user to run it as. Name an integration user with no more permissions than the app needs.",
		},
	},
}

// clientCredentialFlows says, by root, where the flow is and how it is switched on and given its user.
var clientCredentialFlows = map[string]struct {
	path          []string
	enabled, user string
}{
	"ConnectedApp":                         {[]string{"oauthConfig"}, "isClientCredentialEnabled", "oauthClientCredentialUser"},
	"ExtlClntAppOauthConfigurablePolicies": {nil, "isClientCredentialsFlowEnabled", "clientCredentialsFlowUser"},
}

func runConnectedAppClientCredentialUser(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	flow := clientCredentialFlows[f.RootElement]
	for config := range document.At(f.Document.Root, flow.path...) {
		enabled, user := config.Child(flow.enabled), config.Child(flow.user)
		if !enabled.Bool() {
			continue
		}
		var finding rules.Finding
		switch name := user.Value(); {
		case name == "":
			finding = rules.At(f, enabled.Start, enabled.End, "missing", document.Describe(f))
		case document.IsAdministrator(name):
			finding = rules.At(f, user.Start, user.End, "administrator", document.Describe(f), name)
		default:
			continue
		}
		finding.Subject = document.Subject(f) + " client credentials"
		rules.Report(pass, finding)
	}
	return nil, nil
}
