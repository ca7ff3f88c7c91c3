package settings

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed EventMonitoringDisabled.md
var eventMonitoringDisabledDoc string

// EventMonitoringDisabled reports settings by which nobody can see later what happened.
var EventMonitoringDisabled = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "EventMonitoringDisabled",
		Doc:      eventMonitoringDisabledDoc,
		Run:      document.Run(eventMonitoringDisabledChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Events not recorded",
	Subject:  "settings",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: document.Elements(eventMonitoringDisabledChecks),
	Variants: []rules.Variant{
		{
			ID: "log", Title: "Event log files not generated",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{778},
			Message: "%[1]s does not generate event log files (%[2]s is %[3]s), so that nobody can see later what was exported or called. Set it to true.",
		},
		{
			ID: "deletable", Title: "Monitoring data that can be deleted",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{778},
			Message: "%[1]s lets users delete event log files (%[2]s is %[3]s), an intruder among them. Set it to false.",
		},
		{
			ID: "policies", Title: "Transaction security or login forensics off",
			Severity: rules.SeverityInfo, Confidence: rules.ConfidenceHigh, CWE: []int{778},
			Message: "%[1]s leaves %[2]s off. Switch it on if the org has the licence.",
		},
	},
}

var eventMonitoringDisabledChecks = []document.Check{
	{Root: "EventSettings", Path: []string{"enableEventLogGeneration"}, Values: []string{"false"}, Variant: "log"},
	{Root: "EventSettings", Path: []string{"enableDeleteMonitoringData"}, Values: []string{"true"}, Variant: "deletable"},
	{Root: "EventSettings", Path: []string{"enableTransactionSecurityPolicies"}, Values: []string{"false"}, Variant: "policies"},
	{Root: "EventSettings", Path: []string{"enableLoginForensics"}, Values: []string{"false"}, Variant: "policies"},
}
