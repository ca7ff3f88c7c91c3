package settings

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed FlowSettingsLax.md
var flowSettingsLaxDoc string

// FlowSettingsLax reports flow settings that keep older, laxer behaviour.
var FlowSettingsLax = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "FlowSettingsLax",
		Doc:      flowSettingsLaxDoc,
		Run:      document.Run(flowSettingsLaxChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Flows that reach too much",
	Subject:  "settings",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: document.Elements(flowSettingsLaxChecks),
	Variants: []rules.Variant{
		{
			ID: "session", Title: "Flows that read the session id",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{522},
			Message: "%[1]s lets flows read the session id of their user (%[2]s is %[3]s), from where it can leave the org. Set it to true after testing old flows with it.",
		},
		{
			ID: "formula", Title: "Formulas that read what the user may not",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceMedium, CWE: []int{863},
			Message: "%[1]s lets formulas in flows read fields that the user may not see (%[2]s is %[3]s). Set it to true after testing flows with it.",
		},
	},
}

var flowSettingsLaxChecks = []document.Check{
	{Root: "FlowSettings", Path: []string{"isFlowBlockAccessToSessionIDEnabled"}, Values: []string{"false"}, Variant: "session"},
	{Root: "FlowSettings", Path: []string{"doesFormulaEnforceDataAccess"}, Values: []string{"false"}, Variant: "formula"},
}
