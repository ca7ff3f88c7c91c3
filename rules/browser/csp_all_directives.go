package browser

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed CspAllDirectives.md
var cspAllDirectivesDoc string

// CspAllDirectives reports trusted URLs that are allowed for everything.
var CspAllDirectives = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "CspAllDirectives",
		Doc:      cspAllDirectivesDoc,
		Run:      runCspAllDirectives,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Trusted URL for every directive",
	Subject:  "browser",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileAudit},
	Elements: []string{"CspTrustedSite"},
	Variants: []rules.Variant{
		{
			ID: "every", Title: "Trusted URL for every directive",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{693},
			Message: "Trusted URL %s allows %s for scripts' requests, frames, styles, images, fonts and media alike. Keep the directives that pages use it for.",
		},
		{
			ID: "every-wildcard", Title: "Wildcard for every directive in every context",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{693},
			Message: "Trusted URL %s allows %s, a wildcard, for every directive and in every context, so that the policy protects nothing there. Name the hosts and the directives.",
		},
	},
}

func runCspAllDirectives(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	root := f.Document.Root
	if isOff(root, "isActive") {
		return nil, nil
	}
	for _, directive := range []string{"Connect", "Font", "Frame", "Img", "Media", "Style"} {
		if !root.Child("isApplicableTo" + directive + "Src").Bool() {
			return nil, nil
		}
	}
	content := root.Child("endpointUrl").Content()
	if content.Text == "" {
		return nil, nil
	}
	variant := "every"
	if _, wild := wildcardDomain(content.Text); wild && root.Child("context").Value() == "All" {
		variant = "every-wildcard"
	}
	start, end := content.Source(0, len(content.Text))
	finding := rules.At(f, start, end, variant, document.Name(f), content.Text)
	finding.Subject = document.Subject(f)
	rules.Report(pass, finding)
	return nil, nil
}
