package visualforce

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
)

//go:embed LoadJavaScriptHtmlScript.md
var loadJavaScriptHTMLScriptDoc string

// LoadJavaScriptHtmlScript reports scripts that pages load from elsewhere than static resources. The name is PMD's.
var LoadJavaScriptHtmlScript = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "LoadJavaScriptHtmlScript",
		Doc:      loadJavaScriptHTMLScriptDoc,
		Run:      runLoadJavaScriptHTMLScript,
		Requires: []*analysis.Analyzer{rules.Markup},
	},
	Title:    "Script from elsewhere (script)",
	Subject:  "visualforce",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Kinds:    []project.Kind{project.KindPage, project.KindComponent},
	Variants: []rules.Variant{
		{
			ID: "unencrypted", Title: "Script loaded over http",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{319, 829},
			Message: "The page loads a script from %s without encryption, and what anyone on the way puts in its place runs with the session of everyone who opens the page. Put it into a static resource.",
		},
		{
			ID: "remote", Title: "Script from another host",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{829},
			Message: "The page loads a script from %s, and whatever that host serves runs with the session of everyone who opens the page. Put it into a static resource.",
		},
		{
			ID: "computed", Title: "Script whose address is computed",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceLow, CWE: []int{829},
			Message: "The page loads a script from %s, an address that is decided while it runs. Use $Resource or URLFOR.",
		},
	},
}

func runLoadJavaScriptHTMLScript(pass *analysis.Pass) (any, error) {
	for e := range rules.MarkupOf(pass).Markup.ElementsNamed("script") {
		reportResource(pass, e.Attr("src"), "maps.googleapis.com", "maps.google.com")
	}
	return nil, nil
}
