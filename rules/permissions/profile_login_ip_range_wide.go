package permissions

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed ProfileLoginIpRangeWide.md
var profileLoginIPRangeWideDoc string

// ProfileLoginIpRangeWide reports login IP ranges of profiles that keep nobody out.
var ProfileLoginIpRangeWide = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ProfileLoginIpRangeWide",
		Doc:      profileLoginIPRangeWideDoc,
		Run:      runProfileLoginIPRangeWide,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Login from nearly anywhere",
	Subject:  "permissions",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"Profile"},
	Variants: []rules.Variant{
		{
			ID: "wide", Title: "Login IP range that keeps nobody out",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{284},
			Message: "%s lets its users log in from %s to %s, which is so much of the internet that it keeps nobody out. List the networks that they work from.",
		},
	},
}

func runProfileLoginIPRangeWide(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	for e := range f.Document.Root.ChildrenNamed("loginIpRanges") {
		start, end := e.Child("startAddress").Value(), e.Child("endAddress").Value()
		if !document.IsWide(start, end) {
			continue
		}
		finding := rules.At(f, e.Start, e.End, "wide", document.Describe(f), start, end)
		finding.Subject = document.Subject(f) + " " + start
		rules.Report(pass, finding)
	}
	return nil, nil
}
