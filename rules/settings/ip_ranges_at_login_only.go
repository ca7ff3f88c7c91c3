package settings

import (
	_ "embed"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed IpRangesAtLoginOnly.md
var ipRangesAtLoginOnlyDoc string

// IpRangesAtLoginOnly reports login IP ranges that a stolen session passes by.
var IpRangesAtLoginOnly = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "IpRangesAtLoginOnly",
		Doc:      ipRangesAtLoginOnlyDoc,
		Run:      runIPRangesAtLoginOnly,
		Requires: []*analysis.Analyzer{rules.Document, rules.Project},
	},
	Title:    "Login IP ranges checked at login only",
	Subject:  "settings",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileAudit},
	Elements: []string{"SecuritySettings"},
	Context:  []string{"Profile"},
	Variants: []rules.Variant{
		{
			ID: "login", Title: "Login IP ranges checked at login only",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{284},
			Message: "Profiles have login IP ranges, and %s checks them at login only, so that a session taken outside goes on working there. Set enforceIpRangesEveryRequest to true.",
		},
	},
}

func runIPRangesAtLoginOnly(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	for e := range document.At(f.Document.Root, "sessionSettings", "enforceIpRangesEveryRequest") {
		if e.Bool() || e.Value() == "" || !profilesHaveRanges(rules.ProjectOf(pass), f.Project) {
			continue
		}
		finding := rules.At(f, e.Start, e.End, "login", document.Describe(f))
		finding.Subject = document.Subject(f) + " " + e.Name
		rules.Report(pass, finding)
	}
	return nil, nil
}

func profilesHaveRanges(snapshot *project.Snapshot, within *project.Project) bool {
	return slices.ContainsFunc(snapshot.Files, func(f *project.File) bool {
		return f.RootElement == "Profile" && f.Project == within && f.Document != nil && f.Document.Root.Child("loginIpRanges") != nil
	})
}
