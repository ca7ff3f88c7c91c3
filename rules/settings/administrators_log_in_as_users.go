package settings

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed AdministratorsLogInAsUsers.md
var administratorsLogInAsUsersDoc string

// AdministratorsLogInAsUsers reports settings by which administrators log in as any user.
var AdministratorsLogInAsUsers = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AdministratorsLogInAsUsers",
		Doc:      administratorsLogInAsUsersDoc,
		Run:      document.Run(administratorsLogInAsUsersChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Administrators log in as any user",
	Subject:  "settings",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileAudit},
	Elements: document.Elements(administratorsLogInAsUsersChecks),
	Variants: []rules.Variant{
		{
			ID: "any", Title: "Administrators log in as any user",
			Severity: rules.SeverityInfo, Confidence: rules.ConfidenceHigh, CWE: []int{269},
			Message: "%[1]s lets administrators log in as any user without asking (%[2]s is true), so that what they do stands under other names. Set it to false if support can do without.",
		},
	},
}

var administratorsLogInAsUsersChecks = []document.Check{
	{Root: "SecuritySettings", Path: []string{"enableAdminLoginAsAnyUser"}, Values: []string{"true"}, Variant: "any"},
}
