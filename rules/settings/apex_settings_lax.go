package settings

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed ApexSettingsLax.md
var apexSettingsLaxDoc string

// ApexSettingsLax reports Apex settings that keep older, laxer behaviour.
var ApexSettingsLax = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ApexSettingsLax",
		Doc:      apexSettingsLaxDoc,
		Run:      document.Run(apexSettingsLaxChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Apex with older, laxer rules",
	Subject:  "settings",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: document.Elements(apexSettingsLaxChecks),
	Variants: []rules.Variant{
		{
			ID: "lax", Title: "Older, laxer rule for Apex",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{863},
			Message: "%[1]s %[3]s (%[2]s is false). Set it to true after testing with it.",
		},
	},
}

var apexSettingsLaxChecks = []document.Check{
	{
		Root: "ApexSettings", Path: []string{"enableRestrictCommunityExecAnon"}, Values: []string{"false"}, Variant: "lax",
		Detail: "lets users of sites run anonymous Apex",
	},
	{
		Root: "ApexSettings", Path: []string{"enableApexCtrlImplicitWithSharingPref"}, Values: []string{"false"}, Variant: "lax",
		Detail: "runs controllers of components that do not declare a sharing mode without sharing",
	},
	{
		Root: "ApexSettings", Path: []string{"enableAuraApexCtrlGuestUserAccessCheckPref"}, Values: []string{"false"}, Variant: "lax",
		Detail: "lets guests call @AuraEnabled methods of classes that their profile does not have",
	},
	{
		Root: "ApexSettings", Path: []string{"enableAuraApexCtrlAuthUserAccessCheckPref"}, Values: []string{"false"}, Variant: "lax",
		Detail: "lets users call @AuraEnabled methods of classes that their profile does not have",
	},
	{
		Root: "ApexSettings", Path: []string{"enableSecureNoArgConstructorPref"}, Values: []string{"false"}, Variant: "lax",
		Detail: "lets code outside of a package construct its private classes",
	},
}
