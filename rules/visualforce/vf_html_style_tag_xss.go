package visualforce

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
)

//go:embed VfHtmlStyleTagXss.md
var vfHTMLStyleTagXSSDoc string

// VfHtmlStyleTagXss reports expressions in styles. The name is PMD's.
var VfHtmlStyleTagXss = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "VfHtmlStyleTagXss",
		Doc:      vfHTMLStyleTagXSSDoc,
		Run:      runVfHTMLStyleTagXSS,
		Requires: []*analysis.Analyzer{rules.Markup, rules.Semantics},
	},
	Title:    "Expression in a style without escaping",
	Subject:  "visualforce",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Kinds:    []project.Kind{project.KindPage, project.KindComponent},
	Variants: []rules.Variant{
		{
			ID: "style", Title: "Expression in a style without escaping",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{79},
			Message: "%[1]s goes into a style as it is, so that its value can close the style and begin a script. Write {!JSINHTMLENCODE(%[1]s)}, or choose between fixed values with IF.",
		},
		{
			ID: "url", Title: "Address in a style that a value decides on",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{79},
			Message: "%[1]s goes into an address in a style without URLENCODE, so that its value can end the address and change the style. Write {!URLENCODE(%[1]s)}.",
		},
		{
			ID: "request", Title: "Part of the request in a style",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{79},
			Message: "%[1]s is what the address of the page says and goes into a style as it is, so that a link can run a script with the session of whoever follows it. Escape it with JSINHTMLENCODE, or choose between fixed values.",
		},
	},
}

func runVfHTMLStyleTagXSS(pass *analysis.Pass) (any, error) {
	f := rules.MarkupOf(pass).File
	s := newScope(f.Markup, rules.SemanticsOf(pass))
	found := contexts(f.Markup)
	for x := range f.Markup.Expressions() {
		s.at = x.Element()
		variant := styleVariants[found[x]]
		if variant == "" {
			continue
		}
		part := s.unescaped(x.Root, escapers[found[x]])
		if part == nil {
			continue
		}
		if comesFromRequest(part) {
			variant = "request"
		}
		name := string(f.Text[part.Start:part.End])
		finding := rules.At(f, x.Start, x.End, variant, name)
		finding.Subject = variant + " " + name
		rules.Report(pass, finding)
	}
	return nil, nil
}

var styleVariants = map[context]string{inStyle: "style", inStyleURL: "url"}
