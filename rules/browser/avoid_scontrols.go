package browser

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed AvoidSControls.md
var avoidSControlsDoc string

// AvoidSControls reports S-controls. The name is PMD's.
var AvoidSControls = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AvoidSControls",
		Doc:      avoidSControlsDoc,
		Run:      runAvoidSControls,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "S-control",
	Subject:  "browser",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"Scontrol"},
	Variants: []rules.Variant{
		{
			ID: "present", Title: "S-control",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{477, 79},
			Message: "S-control %s is HTML and JavaScript that runs with the session of the user, outside of every protection that pages have. Replace it by a Visualforce page or a Lightning component.",
		},
	},
}

func runAvoidSControls(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	root := f.Document.Root
	finding := rules.At(f, root.Start, root.TagEnd, "present", document.Name(f))
	finding.Subject = document.Subject(f)
	rules.Report(pass, finding)

	return nil, nil
}
