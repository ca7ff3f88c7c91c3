package browser

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed BrowserProtectionDisabled.md
var browserProtectionDisabledDoc string

// BrowserProtectionDisabled reports session settings that weaken what browsers protect.
var BrowserProtectionDisabled = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "BrowserProtectionDisabled",
		Doc:      browserProtectionDisabledDoc,
		Run:      document.Run(browserProtectionDisabledChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Browser protection switched off",
	Subject:  "browser",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: document.Elements(browserProtectionDisabledChecks),
	Variants: []rules.Variant{
		{
			ID: "clickjacking", Title: "Pages of the org in frames of others",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{1021},
			Message: "%[1]s switches %[2]s off, so that other sites may show pages of the org in a frame and have users click what they do not see. Set it to true.",
		},
		{
			ID: "forgery", Title: "Requests that other sites can forge",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{352},
			Message: "%[1]s switches %[2]s off, so that other sites can send requests in the name of a signed-in user. Set it to true.",
		},
		{
			ID: "sniffing", Title: "Content whose type browsers guess",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{693},
			Message: "%[1]s switches %[2]s off, so that browsers may run an upload as a script. Set it to true.",
		},
		{
			ID: "cookie", Title: "Session cookie that scripts can read",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{1004},
			Message: "%[1]s leaves %[2]s off, so that a script in a page can read the session cookie. Set it to true after testing old integrations with it.",
		},
		{
			ID: "policy", Title: "Lax content security policy",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{693},
			Message: "%[1]s leaves %[2]s off, so that the stricter content security policy does not hold. Set it to true after testing custom components with it.",
		},
		{
			ID: "referrer", Title: "Full addresses for other sites",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{200},
			Message: "%[1]s sets %[2]s to %[3]s, so that the full address of a page, ids and tokens included, goes to other sites. Use origin-when-cross-origin.",
		},
	},
}

var browserProtectionDisabledChecks = []document.Check{
	{Root: "SecuritySettings", Path: []string{"sessionSettings", "enableClickjackNonsetupSFDC"}, Values: []string{"false"}, Variant: "clickjacking"},
	{Root: "SecuritySettings", Path: []string{"sessionSettings", "enableClickjackNonsetupUser"}, Values: []string{"false"}, Variant: "clickjacking"},
	{Root: "SecuritySettings", Path: []string{"sessionSettings", "enableClickjackNonsetupUserHeaderless"}, Values: []string{"false"}, Variant: "clickjacking"},
	{Root: "SecuritySettings", Path: []string{"sessionSettings", "enableClickjackSetup"}, Values: []string{"false"}, Variant: "clickjacking"},
	{Root: "SecuritySettings", Path: []string{"sessionSettings", "enableCSRFOnGet"}, Values: []string{"false"}, Variant: "forgery"},
	{Root: "SecuritySettings", Path: []string{"sessionSettings", "enableCSRFOnPost"}, Values: []string{"false"}, Variant: "forgery"},
	{Root: "SecuritySettings", Path: []string{"sessionSettings", "enableContentSniffingProtection"}, Values: []string{"false"}, Variant: "sniffing"},
	{Root: "SecuritySettings", Path: []string{"sessionSettings", "requireHttpOnly"}, Values: []string{"false"}, Variant: "cookie"},
	{Root: "SecuritySettings", Path: []string{"sessionSettings", "lockerServiceCSP"}, Values: []string{"false"}, Variant: "policy"},
	{Root: "SecuritySettings", Path: []string{"sessionSettings", "referrerPolicyDirective"}, Values: []string{"unsafe-url", "no-referrer-when-downgrade"}, Variant: "referrer"},
}
