package browser

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed AvoidJavaScriptWebLink.md
var avoidJavaScriptWebLinkDoc string

// AvoidJavaScriptWebLink reports links of the home page that run JavaScript. The name is PMD's.
var AvoidJavaScriptWebLink = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AvoidJavaScriptWebLink",
		Doc:      avoidJavaScriptWebLinkDoc,
		Run:      runAvoidJavaScriptWebLink,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Home page link that runs JavaScript",
	Subject:  "browser",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"CustomPageWebLink"},
	Variants: []rules.Variant{
		{
			ID: "link", Title: "Link that runs JavaScript",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{79},
			Message: "Link %s runs JavaScript with the session of whoever clicks it, and merge fields go into the script unescaped. Replace it by a component.",
		},
	},
}

func runAvoidJavaScriptWebLink(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	for e := range f.Document.Root.ChildrenNamed("openType") {
		if e.Value() == "onClickJavaScript" {
			reportScript(pass, f, e, "link", document.Name(f))
		}
	}
	return nil, nil
}
