package settings

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed GuestSecurityOptOut.md
var guestSecurityOptOutDoc string

// GuestSecurityOptOut reports settings that opt out of protections for guests.
var GuestSecurityOptOut = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "GuestSecurityOptOut",
		Doc:      guestSecurityOptOutDoc,
		Run:      document.Run(guestSecurityOptOutChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Protection of guests switched off",
	Subject:  "settings",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: document.Elements(guestSecurityOptOutChecks),
	Variants: []rules.Variant{
		{
			ID: "access", Title: "Records of guests not secured",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{284},
			Message: "%[1]s leaves records open to guests by default (%[2]s is %[3]s). Set it to true, and share with guests by sharing rules.",
		},
		{
			ID: "opt-out", Title: "Opt-out of guest security",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{284},
			Message: "%[1]s opts out of a protection of the platform for guests (%[2]s is %[3]s). Set it to false after testing sites with it.",
		},
	},
}

var guestSecurityOptOutChecks = []document.Check{
	{Root: "SharingSettings", Path: []string{"enableSecureGuestAccess"}, Values: []string{"false"}, Variant: "access"},
	{Root: "CommunitiesSettings", Path: []string{"enableGuestSecurityOptOutCruc"}, Values: []string{"true"}, Variant: "opt-out"},
	{Root: "CommunitiesSettings", Path: []string{"enableGuvSecurityOptOutPref"}, Values: []string{"true"}, Variant: "opt-out"},
	{Root: "CommunitiesSettings", Path: []string{"enableGuestPermDisOptOutCruc"}, Values: []string{"true"}, Variant: "opt-out"},
}
