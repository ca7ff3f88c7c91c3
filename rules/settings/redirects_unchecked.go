package settings

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed RedirectsUnchecked.md
var redirectsUncheckedDoc string

// RedirectsUnchecked reports settings under which pages of the org redirect to anywhere.
var RedirectsUnchecked = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "RedirectsUnchecked",
		Doc:      redirectsUncheckedDoc,
		Run:      runRedirectsUnchecked,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Redirects to anywhere",
	Subject:  "settings",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"SecuritySettings"},
	Variants: []rules.Variant{
		{
			ID: "unchecked", Title: "Redirects to anywhere",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{601},
			Message: "%s neither blocks redirects to addresses that are not trusted nor warns of them, so that a link to the org can lead to a copy of its login page. Enable redirectionWarning, or redirectBlockModeEnabled.",
		},
		{
			ID: "allowed", Title: "Redirects to untrusted addresses allowed",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{601},
			Message: "%s always allows redirects to addresses that are not trusted, so that a link to the org can lead to a copy of its login page. Ask users first, or block them.",
		},
	},
}

func runRedirectsUnchecked(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	root := f.Document.Root
	report := func(e *metadata.Element, variant string) {
		finding := rules.At(f, e.Start, e.End, variant, document.Describe(f))
		finding.Subject = document.Subject(f) + " " + e.Name
		rules.Report(pass, finding)
	}
	session := root.Child("sessionSettings")
	blocked := root.Child("redirectBlockModeEnabled").Bool() || session.Child("redirectBlockModeEnabled").Bool()
	if warning := session.Child("redirectionWarning"); warning.Value() != "" && !warning.Bool() && !blocked {
		report(warning, "unchecked")
	}
	if e := session.Child("untrustedRedirect"); e.Value() == "AlwaysAllowed" {
		report(e, "allowed")
	}
	return nil, nil
}
