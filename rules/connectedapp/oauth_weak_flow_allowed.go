package connectedapp

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed OauthWeakFlowAllowed.md
var oauthWeakFlowAllowedDoc string

// OauthWeakFlowAllowed reports orgs that allow the username-password and the user-agent flow.
var OauthWeakFlowAllowed = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "OauthWeakFlowAllowed",
		Doc:      oauthWeakFlowAllowedDoc,
		Run:      document.Run(oauthWeakFlowAllowedChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Org that allows OAuth flows with known weaknesses",
	Subject:  "connectedapp",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: document.Elements(oauthWeakFlowAllowedChecks),
	Variants: []rules.Variant{
		{
			ID: "username-password", Title: "Username-password flow is allowed",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{1390, 522},
			Message: "%[1]s allows the username-password flow (%[2]s is %[3]s), in which integrations keep a user's password and no second factor is asked for. Block it, and use the JWT bearer or client credentials flow.",
		},
		{
			ID: "user-agent", Title: "User-agent flow is allowed",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{522},
			Message: "%[1]s allows the user-agent flow (%[2]s is %[3]s), in which the access token travels in a URL. Block it, and use the web server flow with PKCE.",
		},
	},
}

var oauthWeakFlowAllowedChecks = []document.Check{
	{Root: "OauthOidcSettings", Path: []string{"blockOAuthUnPwFlow"}, Values: []string{"false"}, Variant: "username-password"},
	{Root: "OauthOidcSettings", Path: []string{"blockOAuthUsrAgtFlow"}, Values: []string{"false"}, Variant: "user-agent"},
}
