package settings

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed MfaNotRequired.md
var mfaNotRequiredDoc string

// MfaNotRequired reports settings without multi-factor authentication for direct logins.
var MfaNotRequired = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "MfaNotRequired",
		Doc:      mfaNotRequiredDoc,
		Run:      document.Run(mfaNotRequiredChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Multi-factor authentication not required",
	Subject:  "settings",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileAudit},
	Elements: document.Elements(mfaNotRequiredChecks),
	Variants: []rules.Variant{
		{
			ID: "optional", Title: "Multi-factor authentication not required",
			Severity: rules.SeverityInfo, Confidence: rules.ConfidenceHigh, CWE: []int{308},
			Message: "%[1]s does not require multi-factor authentication for logins to the user interface (%[2]s is %[3]s). Set it to true, though the platform has begun to enforce it.",
		},
	},
}

var mfaNotRequiredChecks = []document.Check{
	{Root: "SecuritySettings", Path: []string{"sessionSettings", "enableMFADirectUILoginOptIn"}, Values: []string{"false"}, Variant: "optional"},
}
