package permissions

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed DelegatedAdministratorLogin.md
var delegatedAdministratorLoginDoc string

// DelegatedAdministratorLogin reports delegated groups whose members may log in as users.
var DelegatedAdministratorLogin = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "DelegatedAdministratorLogin",
		Doc:      delegatedAdministratorLoginDoc,
		Run:      document.Run(delegatedAdministratorLoginChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Delegated administrators log in as others",
	Subject:  "permissions",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: document.Elements(delegatedAdministratorLoginChecks),
	Variants: []rules.Variant{
		{
			ID: "login", Title: "Delegated administrators log in as others",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{269},
			Message: "%[1]s lets its members log in as the users that they administer (%[2]s is true). Set it to false unless support needs it.",
		},
		{
			ID: "administrator", Title: "Delegated administrators log in as administrators",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{269},
			Message: "%[1]s lets its members log in as users of a profile that is called like an administrator's (%[2]s is true), and so become one. Set it to false, or take the profile out.",
		},
	},
}

var delegatedAdministratorLoginChecks = []document.Check{
	{
		Root: "DelegateGroup", Path: []string{"loginAccess"}, Values: []string{"true"}, Variant: "login",
		When: func(group *metadata.Element) bool { return !coversAdministrators(group) },
	},
	{Root: "DelegateGroup", Path: []string{"loginAccess"}, Values: []string{"true"}, Variant: "administrator", When: coversAdministrators},
}

func coversAdministrators(group *metadata.Element) bool {
	for profile := range group.ChildrenNamed("profiles") {
		if document.IsAdministrator(profile.Value()) {
			return true
		}
	}
	return false
}
