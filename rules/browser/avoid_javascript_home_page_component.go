package browser

import (
	_ "embed"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/markup"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed AvoidJavaScriptHomePageComponent.md
var avoidJavaScriptHomePageComponentDoc string

// AvoidJavaScriptHomePageComponent reports scripts in home page components. The name is PMD's.
var AvoidJavaScriptHomePageComponent = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AvoidJavaScriptHomePageComponent",
		Doc:      avoidJavaScriptHomePageComponentDoc,
		Run:      runAvoidJavaScriptHomePageComponent,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Script in a home page component",
	Subject:  "browser",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"HomePageComponent"},
	Variants: []rules.Variant{
		{
			ID: "script", Title: "Script in a home page component",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{79},
			Message: "Home page component %s holds a script, which runs on the home page with the session of every user. Replace it by a Lightning component or a Visualforce page.",
		},
	},
}

func runAvoidJavaScriptHomePageComponent(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	for e := range f.Document.Root.ChildrenNamed("body") {
		if holdsScript(e.Value()) {
			reportScript(pass, f, e, "script", document.Name(f))
		}
	}
	return nil, nil
}

// holdsScript reports whether HTML has a script in it: an element, an address or the attribute of an event.
func holdsScript(html string) bool {
	for e := range markup.Parse([]byte(html), markup.Visualforce).Elements() {
		if e.Is("script") {
			return true
		}
		for _, a := range e.Attrs() {
			value := strings.ToLower(a.Value())
			if strings.HasPrefix(value, "javascript:") || len(a.Name) > 4 && strings.EqualFold(a.Name[:2], "on") && value != "" {
				return true
			}
		}
	}
	return false
}
