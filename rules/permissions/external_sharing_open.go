package permissions

import (
	_ "embed"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed ExternalSharingOpen.md
var externalSharingOpenDoc string

// ExternalSharingOpen reports objects whose records all external users may change.
var ExternalSharingOpen = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ExternalSharingOpen",
		Doc:      externalSharingOpenDoc,
		Run:      runExternalSharingOpen,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Records that external users may change",
	Subject:  "permissions",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"CustomObject"},
	Variants: []rules.Variant{
		{
			ID: "write", Title: "Records that every external user may change",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{732},
			Message: "%[1]s lets every external user change every record of it (%[2]s is %[3]s). Set it to Private and share what they need.",
		},
	},
}

func runExternalSharingOpen(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	root := f.Document.Root
	name := document.Name(f)
	if !strings.HasSuffix(name, "__c") || root.Child("customSettingsType") != nil {
		return nil, nil
	}
	for e := range root.ChildrenNamed("externalSharingModel") {
		switch value := e.Value(); value {
		case "ReadWrite", "ReadWriteTransfer", "FullAccess":
			finding := rules.At(f, e.Start, e.End, "write", "Object "+name, e.Name, value)
			finding.Subject = document.Subject(f) + " externalSharingModel"
			rules.Report(pass, finding)
		}
	}
	return nil, nil
}
