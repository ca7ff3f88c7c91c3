package permissions

import (
	_ "embed"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed AdministrativePermissions.md
var administrativePermissionsDoc string

// AdministrativePermissions reports profiles and permission sets that make administrators.
var AdministrativePermissions = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AdministrativePermissions",
		Doc:      administrativePermissionsDoc,
		Run:      runAdministrativePermissions,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Administrative permissions",
	Subject:  "permissions",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"PermissionSet", "Profile"},
	Variants: []rules.Variant{
		{
			ID: "integration", Title: "Administrative permissions for an integration",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{250, 269},
			Message: "%s belongs to an integration and gives it %s, with which a leaked credential controls the org. Give it access to the objects that it works with instead.",
		},
		{
			ID: "people", Title: "Administrative permissions outside of the administrator's profile",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{250, 269},
			Message: "%s gives %s, with which its users can change the org or give themselves every other permission. Make sure that they are administrators, or take it away.",
		},
	},
}

func runAdministrativePermissions(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	if isStandard(f) {
		return nil, nil
	}
	variant := "people"
	root := f.Document.Root
	if isForIntegration(document.Name(f), root.Child("label").Value(), root.Child("license").Value(), root.Child("userLicense").Value()) {
		variant = "integration"
	}
	reportGrants(pass, f, variant, userPermissions(f.Document, func(name string) bool { return slices.Contains(administrative, name) }))
	return nil, nil
}

// administrative are the permissions from which all others follow.
var administrative = []string{
	"AssignPermissionSets", "AuthorApex", "CustomizeApplication", "ManageProfilesPermissionsets", "ManageUsers", "ModifyAllData", "ModifyMetadata",
}

// isForIntegration reports whether one of the names says that programs, not people, get the permissions.
func isForIntegration(names ...string) bool {
	for _, name := range names {
		for word := range strings.FieldsFuncSeq(strings.ToLower(name), func(c rune) bool { return c < 'a' || c > 'z' }) {
			switch word {
			case "integration", "integrations", "api", "etl", "sync", "middleware", "mulesoft", "connector", "interface", "robot", "bot":
				return true
			}
		}
	}
	return false
}
