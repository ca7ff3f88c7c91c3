package connectedapp

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed MyDomainLoginNotEnforced.md
var myDomainLoginNotEnforcedDoc string

// MyDomainLoginNotEnforced reports orgs that accept logins and API calls outside of My Domain.
var MyDomainLoginNotEnforced = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "MyDomainLoginNotEnforced",
		Doc:      myDomainLoginNotEnforcedDoc,
		Run:      document.Run(myDomainLoginNotEnforcedChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Org that accepts logins outside of its own domain",
	Subject:  "connectedapp",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: document.Elements(myDomainLoginNotEnforcedChecks),
	Variants: []rules.Variant{
		{
			ID: "generic-login", Title: "Login outside of My Domain",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceMedium, CWE: []int{287},
			Message: "%[1]s accepts logins and calls that bypass the org's own domain (%[2]s is %[3]s), and with it the org's login page and policies. Set %[2]s to true.",
		},
	},
}

var myDomainLoginNotEnforcedChecks = []document.Check{
	{Root: "MyDomainSettings", Path: []string{"canOnlyLoginWithMyDomainUrl"}, Values: []string{"false"}, Variant: "generic-login"},
	{Root: "MyDomainSettings", Path: []string{"doesApiLoginRequireOrgDomain"}, Values: []string{"false"}, Variant: "generic-login"},
	{Root: "MyDomainSettings", Path: []string{"isInstancedApiTrafficBlocked"}, Values: []string{"false"}, Variant: "generic-login"},
}
