package permissions

import (
	_ "embed"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
)

//go:embed DataWidePermissions.md
var dataWidePermissionsDoc string

// DataWidePermissions reports profiles and permission sets that show all data.
var DataWidePermissions = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "DataWidePermissions",
		Doc:      dataWidePermissionsDoc,
		Run:      runDataWidePermissions,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Permission to see all data",
	Subject:  "permissions",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"PermissionSet", "Profile"},
	Variants: []rules.Variant{
		{
			ID: "data", Title: "Permission to see all data",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{250},
			Message: "%s gives %s, which reaches records, users or fields whatever sharing and field-level security say. Give access to what is needed.",
		},
	},
}

func runDataWidePermissions(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	if isStandard(f) || isGuest(f.Document) || has(f.Document, "ModifyAllData") {
		return nil, nil
	}
	reportGrants(pass, f, "data", userPermissions(f.Document, func(name string) bool { return slices.Contains(dataWide, name) }))
	return nil, nil
}

// dataWide are the permissions that reach records whatever sharing says.
var dataWide = []string{"BulkApiHardDelete", "DataExport", "QueryAllFiles", "ViewAllData", "ViewAllUsers", "ViewEncryptedData"}
