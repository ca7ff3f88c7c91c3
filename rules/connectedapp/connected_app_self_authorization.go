package connectedapp

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed ConnectedAppSelfAuthorization.md
var connectedAppSelfAuthorizationDoc string

// ConnectedAppSelfAuthorization reports apps that any user may let in.
var ConnectedAppSelfAuthorization = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ConnectedAppSelfAuthorization",
		Doc:      connectedAppSelfAuthorizationDoc,
		Run:      document.Run(connectedAppSelfAuthorizationChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "App that every user may authorize",
	Subject:  "connectedapp",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: document.Elements(connectedAppSelfAuthorizationChecks),
	Variants: []rules.Variant{
		{
			ID: "self-authorization", Title: "Connected app that users authorize themselves",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{862},
			Message: "%[1]s may be authorized by every user, so that one convincing link gives its owner API access to the org in that user's name. Let administrators approve the users: set isAdminApproved to true, and grant the app by profile or permission set.",
		},
		{
			ID: "self-authorization-eca", Title: "External client app that users authorize themselves",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{862},
			Message: "%[1]s may be authorized by every user (%[3]s), so that one convincing link gives its owner API access to the org in that user's name. Set permittedUsersPolicyType to AdminApprovedPreAuthorized, and grant the app by permission set.",
		},
	},
}

var connectedAppSelfAuthorizationChecks = []document.Check{
	{Root: "ConnectedApp", Path: []string{"oauthConfig", "isAdminApproved"}, Values: []string{"false"}, Absent: true, Variant: "self-authorization"},
	{Root: "ExtlClntAppOauthConfigurablePolicies", Path: []string{"permittedUsersPolicyType"}, Values: []string{"AllSelfAuthorized"}, Variant: "self-authorization-eca"},
}
