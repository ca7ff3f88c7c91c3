package settings

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed SessionPolicyWeak.md
var sessionPolicyWeakDoc string

// SessionPolicyWeak reports settings under which a session outlives its use.
var SessionPolicyWeak = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "SessionPolicyWeak",
		Doc:      sessionPolicyWeakDoc,
		Run:      document.Run(sessionPolicyWeakChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Weak session policy",
	Subject:  "settings",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileAudit},
	Elements: document.Elements(sessionPolicyWeakChecks),
	Variants: []rules.Variant{
		{
			ID: "long", Title: "Sessions of half a day and more",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{613},
			Message: "%[1]s keeps idle sessions open for %[3]s (%[2]s), so that a stolen or forgotten one stays good. Set two hours or less.",
		},
		{
			ID: "lengthy", Title: "Sessions of several hours",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{613},
			Message: "%[1]s keeps idle sessions open for %[3]s (%[2]s). Set two hours or less.",
		},
		{
			ID: "domain", Title: "Sessions that move between domains",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{613, 384},
			Message: "%[1]s does not tie sessions to the domain in which they began (%[2]s is %[3]s), so that a session id of one page works on all others. Set it to true.",
		},
		{
			ID: "logout", Title: "Sessions that end without a logout",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{613},
			Message: "%[1]s leaves the page on the screen when a session ends (%[2]s is %[3]s). Set it to true.",
		},
		{
			ID: "address", Title: "Sessions that move between addresses",
			Severity: rules.SeverityInfo, Confidence: rules.ConfidenceHigh, CWE: []int{613},
			Message: "%[1]s does not tie sessions to the IP address in which they began (%[2]s is %[3]s). Set it to true if users' addresses do not change.",
		},
	},
}

var sessionPolicyWeakChecks = []document.Check{
	{Root: "SecuritySettings", Path: []string{"sessionSettings", "sessionTimeout"}, Values: []string{"TwelveHours", "TwentyFourHours"}, Variant: "long"},
	{Root: "SecuritySettings", Path: []string{"sessionSettings", "sessionTimeout"}, Values: []string{"FourHours", "EightHours"}, Variant: "lengthy"},
	{Root: "SecuritySettings", Path: []string{"sessionSettings", "lockSessionsToDomain"}, Values: []string{"false"}, Variant: "domain"},
	{Root: "SecuritySettings", Path: []string{"sessionSettings", "forceLogoutOnSessionTimeout"}, Values: []string{"false"}, Variant: "logout"},
	{Root: "SecuritySettings", Path: []string{"sessionSettings", "lockSessionsToIp"}, Values: []string{"false"}, Variant: "address"},
	{Root: "ProfileSessionSetting", Path: []string{"sessionTimeout"}, Values: []string{"720", "1440"}, Variant: "long"},
	{Root: "ProfileSessionSetting", Path: []string{"sessionTimeout"}, Values: []string{"240", "480"}, Variant: "lengthy"},
	{Root: "ProfileSessionSetting", Path: []string{"forceLogout"}, Values: []string{"false"}, Variant: "logout"},
}
