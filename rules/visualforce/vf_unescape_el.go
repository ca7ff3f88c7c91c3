package visualforce

import (
	_ "embed"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/markup"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed VfUnescapeEl.md
var vfUnescapeElDoc string

// VfUnescapeEl reports expressions that reach a page without escaping. The name is PMD's.
var VfUnescapeEl = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "VfUnescapeEl",
		Doc:      vfUnescapeElDoc,
		Run:      runVfUnescapeEl,
		Requires: []*analysis.Analyzer{rules.Markup, rules.Project, rules.Semantics},
	},
	Title:    "Expression without escaping",
	Subject:  "visualforce",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Context:  []string{"CustomField", "CustomObject"},
	Kinds:    []project.Kind{project.KindPage, project.KindComponent},
	Variants: []rules.Variant{
		{
			ID: "raw", Title: "Expression in HTML without escaping",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{79},
			Message: "%[1]s is written into the page as HTML, so that a script in its value runs with the session of whoever looks. Leave out escape=\"false\", or write HTMLENCODE(%[1]s).",
		},
		{
			ID: "script", Title: "Expression in a script without escaping",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{79},
			Message: "%[1]s goes into a script as it is, so that a quote in its value ends the text and what follows runs. Write '{!JSENCODE(%[1]s)}', in quotes.",
		},
		{
			ID: "handler", Title: "Expression in an event handler without escaping",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{79},
			Message: "%[1]s goes into the script of an event as it is, so that a quote in its value ends the text and what follows runs. Write '{!JSINHTMLENCODE(%[1]s)}', in quotes.",
		},
		{
			ID: "address", Title: "Address that a value decides on",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{79, 601},
			Message: "%[1]s decides where the page leads, and a value that begins with javascript: runs as a script. Begin the address with / or https://, or make it with URLFOR.",
		},
		{
			ID: "computed", Title: "Computed value without escaping",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceLow, CWE: []int{79},
			Message: "%[1]s is computed by code of the project and reaches HTML, a script or an address as it is. Make sure that no user decides on it, or escape it for where it stands.",
		},
		{
			ID: "encoded", Title: "Value in a script that is encoded for HTML",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceMedium, CWE: []int{79},
			Message: "%[1]s goes into a script encoded for HTML, which leaves backslashes and line ends as they are. Write '{!JSENCODE(%[1]s)}', in quotes.",
		},
		{
			ID: "request", Title: "Part of the request without escaping",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{79},
			Message: "%[1]s is what the address of the page says and reaches the page without escaping, so that a link runs a script with the session of whoever follows it. Escape it for where it stands: HTMLENCODE, JSENCODE, JSINHTMLENCODE or URLENCODE.",
		},
	},
}

func runVfUnescapeEl(pass *analysis.Pass) (any, error) {
	f := rules.MarkupOf(pass).File
	s := newScope(f.Markup, rules.SemanticsOf(pass))
	found := contexts(f.Markup)
	for x := range f.Markup.Expressions() {
		s.at = x.Element()
		variant := unescapeVariants[found[x]]
		if variant == "" {
			continue
		}
		part := s.unescaped(x.Root, escapers[found[x]])
		if found[x] == inAddress {
			part = s.unescapedAddress(x.Root)
		}
		switch {
		case part == nil || found[x] == inRawHTML && isRichText(rules.ProjectOf(pass), part):
			continue
		case found[x] == inScript && s.encodedOnly(x.Root):
			variant = "encoded"
		case comesFromRequest(part):
			variant = "request"
		case s.isComputed(part):
			variant = "computed"
		}
		name := string(f.Text[part.Start:part.End])
		finding := rules.At(f, x.Start, x.End, variant, name)
		finding.Subject = variant + " " + name
		rules.Report(pass, finding)
	}
	return nil, nil
}

var unescapeVariants = map[context]string{inRawHTML: "raw", inScript: "script", inHandler: "handler", inAddress: "address"}

// isRichText reports whether a part is a field that holds HTML in an object which declares it: the platform cleans such
// fields when they are stored.
func isRichText(snapshot *project.Snapshot, part *markup.Formula) bool {
	path := part.Path()
	if len(path) < 2 || !strings.HasSuffix(strings.ToLower(path[len(path)-1]), "__c") {
		return false
	}
	name := path[len(path)-1]
	for _, f := range snapshot.Files {
		if f.Document == nil || f.RootElement != "CustomField" && f.RootElement != "CustomObject" {
			continue
		}
		for field := range document.Holders(f.Document, "CustomField") {
			if field.Child("type").Value() == "Html" && strings.EqualFold(field.Child("fullName").Value(), name) {
				return true
			}
		}
	}
	return false
}
