package connectedapp

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed ConnectedAppIpRelaxation.md
var connectedAppIPRelaxationDoc string

// ConnectedAppIpRelaxation reports apps whose sessions ignore the IP ranges of users.
var ConnectedAppIpRelaxation = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ConnectedAppIpRelaxation",
		Doc:      connectedAppIPRelaxationDoc,
		Run:      document.Run(connectedAppIPRelaxationChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "App that login IP ranges do not hold for",
	Subject:  "connectedapp",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: document.Elements(connectedAppIPRelaxationChecks),
	Variants: []rules.Variant{
		{
			ID: "bypass", Title: "IP restrictions are not enforced",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{284},
			Message: "%[1]s relaxes IP restrictions (%[3]s), so that a stolen token works from anywhere, whatever IP ranges the user's profile has. Set %[2]s to ENFORCE, and name the ranges that the app's servers call from.",
		},
		{
			ID: "partial", Title: "IP restrictions are enforced in part",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{284},
			Message: "%[1]s relaxes IP restrictions in part (%[3]s), so that a stolen refresh token or a second factor gets around the IP ranges of the user's profile. Set %[2]s to ENFORCE if the app's servers have known addresses.",
		},
	},
}

var connectedAppIPRelaxationChecks = []document.Check{
	{Root: "ConnectedApp", Path: []string{"oauthPolicy", "ipRelaxation"}, Values: []string{"BYPASS"}, Variant: "bypass"},
	{Root: "ConnectedApp", Path: []string{"oauthPolicy", "ipRelaxation"}, Values: []string{"BYPASS_2FACTOR", "ENFORCE_RELAXREFRESH"}, Variant: "partial"},
	{Root: "ExtlClntAppOauthConfigurablePolicies", Path: []string{"ipRelaxationPolicyType"}, Values: []string{"Bypass"}, Variant: "bypass"},
	{Root: "ExtlClntAppOauthConfigurablePolicies", Path: []string{"ipRelaxationPolicyType"}, Values: []string{"Bypass_2factor", "Enforce_RelaxRefresh"}, Variant: "partial"},
}
