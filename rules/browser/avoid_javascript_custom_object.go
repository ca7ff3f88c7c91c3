package browser

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed AvoidJavaScriptCustomObject.md
var avoidJavaScriptCustomObjectDoc string

// AvoidJavaScriptCustomObject reports custom buttons and links of objects that run JavaScript. The name is PMD's.
var AvoidJavaScriptCustomObject = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AvoidJavaScriptCustomObject",
		Doc:      avoidJavaScriptCustomObjectDoc,
		Run:      runAvoidJavaScriptCustomObject,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Button or link that runs JavaScript",
	Subject:  "browser",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"CustomObject", "WebLink"},
	Variants: []rules.Variant{
		{
			ID: "button", Title: "Button or link that runs JavaScript",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{79},
			Message: "Button or link %s runs JavaScript with the session of whoever clicks it, and merge fields go into the script unescaped. Replace it by a quick action or a component.",
		},
	},
}

func runAvoidJavaScriptCustomObject(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	for link := range document.Holders(f.Document, "WebLink") {
		for e := range link.ChildrenNamed("openType") {
			if e.Value() == "onClickJavaScript" {
				reportScript(pass, f, e, "button", linkName(f, link))
			}
		}
	}
	return nil, nil
}
