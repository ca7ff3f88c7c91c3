package visualforce

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
)

//go:embed LoadCSSApexStylesheet.md
var loadCSSApexStylesheetDoc string

// LoadCSSApexStylesheet reports styles that pages load from elsewhere than static resources. The name is PMD's.
var LoadCSSApexStylesheet = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "LoadCSSApexStylesheet",
		Doc:      loadCSSApexStylesheetDoc,
		Run:      runLoadCSSApexStylesheet,
		Requires: []*analysis.Analyzer{rules.Markup},
	},
	Title:    "Style from elsewhere (apex:stylesheet)",
	Subject:  "visualforce",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Kinds:    []project.Kind{project.KindPage, project.KindComponent},
	Variants: []rules.Variant{
		{
			ID: "unencrypted", Title: "Style loaded over http",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{319, 829},
			Message: "The page loads a style from %s without encryption, and what anyone on the way puts in its place can restyle the page and send away what it shows. Put it into a static resource.",
		},
		{
			ID: "remote", Title: "Style from another host",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{829},
			Message: "The page loads a style from %s, and whatever that host serves can restyle the page and send away what it shows. Put it into a static resource.",
		},
		{
			ID: "computed", Title: "Style whose address is computed",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceLow, CWE: []int{829},
			Message: "The page loads a style from %s, an address that is decided while it runs. Use $Resource or URLFOR.",
		},
	},
}

func runLoadCSSApexStylesheet(pass *analysis.Pass) (any, error) {
	for e := range rules.MarkupOf(pass).Markup.ElementsNamed("apex:stylesheet") {
		reportResource(pass, e.Attr("value"))
	}
	return nil, nil
}
