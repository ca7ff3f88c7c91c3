package transport

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed HttpsNotRequired.md
var httpsNotRequiredDoc string

// HttpsNotRequired reports orgs and sites that do not require https.
var HttpsNotRequired = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "HttpsNotRequired",
		Doc:      httpsNotRequiredDoc,
		Run:      document.Run(httpsNotRequiredChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Org or site that answers over http",
	Subject:  "transport",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: document.Elements(httpsNotRequiredChecks),
	Variants: []rules.Variant{
		{
			ID: "not-required", Title: "Https is not required",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{319, 523},
			Message: "%[1]s does not require https (%[2]s is %[3]s), so that session cookies and pages may cross the network in clear text. Set %[2]s to true.",
		},
		{
			ID: "no-upgrade", Title: "Insecure requests are not upgraded",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceMedium, CWE: []int{319},
			Message: "%[1]s does not have browsers upgrade insecure requests (%[2]s is %[3]s), so that pages may load scripts and pictures in clear text. Set %[2]s to true.",
		},
	},
}

var httpsNotRequiredChecks = []document.Check{
	{Root: "SecuritySettings", Path: []string{"sessionSettings", "requireHttps"}, Values: []string{"false"}, Until: 600, Variant: "not-required"},
	{Root: "SecuritySettings", Path: []string{"sessionSettings", "enableUpgradeInsecureRequests"}, Values: []string{"false"}, Until: 600, Variant: "no-upgrade"},
	{Root: "SecuritySettings", Path: []string{"sessionSettings", "hstsOnForcecomSites"}, Values: []string{"false"}, Variant: "not-required"},
	{Root: "SecuritySettings", Path: []string{"enableRequireHttpsConnection"}, Values: []string{"false"}, Variant: "not-required"},
	{Root: "CustomSite", Path: []string{"requireHttps"}, Values: []string{"false"}, Until: 600, When: isActiveSite, Variant: "not-required"},
	{Root: "CustomSite", Path: []string{"cspUpgradeInsecureRequests"}, Values: []string{"false"}, Until: 600, When: isActiveSite, Variant: "no-upgrade"},
}

func isActiveSite(site *metadata.Element) bool { return site.Child("active").Bool() }
