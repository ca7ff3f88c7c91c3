package connectedapp

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed ConnectedAppWeakFlow.md
var connectedAppWeakFlowDoc string

// ConnectedAppWeakFlow reports apps with the device flow, or with the code and credentials flow open to GET requests.
var ConnectedAppWeakFlow = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ConnectedAppWeakFlow",
		Doc:      connectedAppWeakFlowDoc,
		Run:      document.Run(connectedAppWeakFlowChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "App with an OAuth flow that is easily abused",
	Subject:  "connectedapp",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: document.Elements(connectedAppWeakFlowChecks),
	Variants: []rules.Variant{
		{
			ID: "device", Title: "Device flow",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceMedium, CWE: []int{522},
			Message: "%[1]s enables the device flow, in which a user who is talked into typing a code lets a stranger's device in. Disable it unless the app runs on devices without a browser.",
		},
		{
			ID: "credentials-in-url", Title: "Code and credentials flow by GET",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{522, 598},
			Message: "%[1]s accepts the code and credentials flow by GET, so that user names and passwords end up in URLs and logs. Accept POST alone.",
		},
	},
}

var connectedAppWeakFlowChecks = []document.Check{
	{Root: "ExtlClntAppGlobalOauthSettings", Path: []string{"isDeviceFlowEnabled"}, Values: []string{"true"}, Variant: "device"},
	{Root: "ExtlClntAppGlobalOauthSettings", Path: []string{"isCodeCredPostOnly"}, Values: []string{"false"}, When: hasCodeCredentialFlow, Variant: "credentials-in-url"},
	{Root: "ConnectedApp", Path: []string{"oauthConfig", "isCodeCredentialPostOnly"}, Values: []string{"false"}, When: hasCodeCredentialFlow, Variant: "credentials-in-url"},
}

func hasCodeCredentialFlow(app *metadata.Element) bool {
	return app.Child("isCodeCredFlowEnabled").Bool() || app.Path("oauthConfig", "isCodeCredentialEnabled").Bool()
}
