package permissions

import (
	_ "embed"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
)

//go:embed ObjectWidePermissions.md
var objectWidePermissionsDoc string

// ObjectWidePermissions reports profiles and permission sets that reach all records of objects.
var ObjectWidePermissions = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ObjectWidePermissions",
		Doc:      objectWidePermissionsDoc,
		Run:      runObjectWidePermissions,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "All records of an object",
	Subject:  "permissions",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"PermissionSet", "Profile"},
	Variants: []rules.Variant{
		{
			ID: "modify", Title: "Permission to change all records of an object",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{250},
			Message: "%s may read, change and delete every record of %s, whatever sharing says. Share the records that its users work with instead.",
		},
		{
			ID: "view", Title: "Permission to see all records of an object",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{250},
			Message: "%s may read every record of %s, whatever sharing says. Share the records that its users work with instead.",
		},
	},
}

func runObjectWidePermissions(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	if isStandard(f) || isGuest(f.Document) || has(f.Document, "ModifyAllData") {
		return nil, nil
	}
	modify := objectPermissions(f.Document, "modifyAllRecords")
	reportGrants(pass, f, "modify", modify)
	if has(f.Document, "ViewAllData") {
		return nil, nil
	}
	view := objectPermissions(f.Document, "viewAllRecords", "viewAllFields")
	view = slices.DeleteFunc(view, func(g grant) bool { return slices.Contains(modify, g) })
	reportGrants(pass, f, "view", view)
	return nil, nil
}
