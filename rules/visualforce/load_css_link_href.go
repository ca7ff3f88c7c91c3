package visualforce

import (
	_ "embed"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
)

//go:embed LoadCSSLinkHref.md
var loadCSSLinkHrefDoc string

// LoadCSSLinkHref reports styles that pages load from elsewhere than static resources. The name is PMD's.
var LoadCSSLinkHref = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "LoadCSSLinkHref",
		Doc:      loadCSSLinkHrefDoc,
		Run:      runLoadCSSLinkHref,
		Requires: []*analysis.Analyzer{rules.Markup},
	},
	Title:    "Style from elsewhere (link)",
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

func runLoadCSSLinkHref(pass *analysis.Pass) (any, error) {
	for e := range rules.MarkupOf(pass).Markup.ElementsNamed("link") {
		if !strings.EqualFold(e.Attr("rel").Value(), "stylesheet") {
			continue
		}
		reportResource(pass, e.Attr("href"))
	}
	return nil, nil
}
