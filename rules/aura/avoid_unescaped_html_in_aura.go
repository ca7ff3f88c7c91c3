package aura

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
)

//go:embed AvoidUnescapedHtmlInAura.md
var avoidUnescapedHTMLInAuraDoc string

// AvoidUnescapedHtmlInAura reports aura:unescapedHtml. The name is PMD's.
var AvoidUnescapedHtmlInAura = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AvoidUnescapedHtmlInAura",
		Doc:      avoidUnescapedHTMLInAuraDoc,
		Run:      runAvoidUnescapedHTMLInAura,
		Requires: []*analysis.Analyzer{rules.Markup},
	},
	Title:    "HTML without escaping in a component",
	Subject:  "aura",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Kinds:    []project.Kind{project.KindAura},
	Variants: []rules.Variant{
		{
			ID: "unescaped", Title: "HTML without escaping in a component",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{79},
			Message: "%s is written into the page as HTML, so that a script in its value runs with the session of whoever looks. Use ui:outputText or lightning:formattedRichText.",
		},
	},
}

func runAvoidUnescapedHTMLInAura(pass *analysis.Pass) (any, error) {
	f := rules.MarkupOf(pass).File
	for e := range f.Markup.ElementsNamed("aura:unescapedHtml") {
		for x := range e.Attr("value").Expressions() {
			name := string(f.Text[x.Root.Start:x.Root.End])
			finding := rules.At(f, e.Start, e.TagEnd, "unescaped", name)
			finding.Subject = "aura:unescapedHtml " + name
			rules.Report(pass, finding)
			break
		}
	}
	return nil, nil
}
