package visualforce

import (
	_ "embed"
	"regexp"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
)

//go:embed AvoidCreateElementScriptLinkTag.md
var avoidCreateElementScriptLinkTagDoc string

// AvoidCreateElementScriptLinkTag reports scripts that add scripts or styles to a page. The name is PMD's.
var AvoidCreateElementScriptLinkTag = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AvoidCreateElementScriptLinkTag",
		Doc:      avoidCreateElementScriptLinkTagDoc,
		Run:      runAvoidCreateElementScriptLinkTag,
		Requires: []*analysis.Analyzer{rules.Markup},
	},
	Title:    "Script or style added by a script",
	Subject:  "visualforce",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Kinds:    []project.Kind{project.KindPage, project.KindComponent},
	Variants: []rules.Variant{
		{
			ID: "element", Title: "Script or style added by a script",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceMedium, CWE: []int{829},
			Message: "A script adds a %s element to the page while it runs, so that what is loaded is not seen in the page. Load it from a static resource with apex:includeScript or apex:stylesheet.",
		},
	},
}

func runAvoidCreateElementScriptLinkTag(pass *analysis.Pass) (any, error) {
	f := rules.MarkupOf(pass).File
	for script := range f.Markup.ElementsNamed("script") {
		for _, at := range createsElement.FindAllSubmatchIndex(script.Content(), -1) {
			from := script.TagEnd
			kind := strings.ToLower(string(f.Text[from+at[2] : from+at[3]]))
			finding := rules.At(f, from+at[0], from+at[1], "element", kind)
			finding.Subject = "createElement " + kind
			rules.Report(pass, finding)
		}
	}
	return nil, nil
}

var createsElement = regexp.MustCompile(`(?i)\bcreateElement\s*\(\s*['"](script|link)['"]`)
