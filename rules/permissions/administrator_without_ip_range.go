package permissions

import (
	_ "embed"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed AdministratorWithoutIpRange.md
var administratorWithoutIPRangeDoc string

// AdministratorWithoutIpRange reports profiles of administrators without login IP ranges.
var AdministratorWithoutIpRange = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AdministratorWithoutIpRange",
		Doc:      administratorWithoutIPRangeDoc,
		Run:      runAdministratorWithoutIPRange,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Administrators log in from anywhere",
	Subject:  "permissions",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"Profile"},
	Variants: []rules.Variant{
		{
			ID: "anywhere", Title: "Administrator without a login IP range",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceMedium, CWE: []int{284},
			Message: "%s gives ModifyAllData and has no login IP range, so that a stolen password of an administrator works from anywhere. Add the networks that administrators work from.",
		},
	},
}

func runAdministratorWithoutIPRange(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	root := f.Document.Root
	if root.Child("loginIpRanges") != nil || strings.HasSuffix(root.Child("userLicense").Value(), " Integration User") {
		return nil, nil
	}
	reportFirst(pass, f, "anywhere", userPermissions(f.Document, func(name string) bool { return name == "ModifyAllData" }))
	return nil, nil
}

// reportFirst reports the first of the grants with nothing but the component's name.
func reportFirst(pass *analysis.Pass, f *project.File, variant string, grants []grant) {
	if len(grants) == 0 {
		return
	}
	e := grants[0].element
	finding := rules.At(f, e.Start, e.End, variant, document.Describe(f))
	finding.Subject = document.Subject(f)
	rules.Report(pass, finding)
}
