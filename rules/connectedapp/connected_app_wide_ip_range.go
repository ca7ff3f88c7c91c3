package connectedapp

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed ConnectedAppWideIpRange.md
var connectedAppWideIPRangeDoc string

// ConnectedAppWideIpRange reports apps whose trusted IP ranges keep nobody out.
var ConnectedAppWideIpRange = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ConnectedAppWideIpRange",
		Doc:      connectedAppWideIPRangeDoc,
		Run:      runConnectedAppWideIPRange,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "App with a trusted range of half the internet",
	Subject:  "connectedapp",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"ConnectedApp", "ExtlClntAppOauthSettings"},
	Variants: []rules.Variant{
		{
			ID: "wide", Title: "Trusted IP range of a /8 or more",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{284},
			Message: "%s trusts the range %s to %s, which keeps hardly anybody out: from there users need not prove who they are. Name the addresses of the app's servers.",
		},
	},
}

// ipRanges are the elements with trusted ranges, by root, and the names of both ends in them.
var ipRanges = map[string][3]string{
	"ConnectedApp":             {"ipRanges", "start", "end"},
	"ExtlClntAppOauthSettings": {"trustedIpRanges", "startIpAddress", "endIpAddress"},
}

func runConnectedAppWideIPRange(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	names := ipRanges[f.RootElement]
	for e := range f.Document.Root.ChildrenNamed(names[0]) {
		start, end := e.Child(names[1]).Value(), e.Child(names[2]).Value()
		if !document.IsWide(start, end) {
			continue
		}
		finding := rules.At(f, e.Start, e.End, "wide", document.Describe(f), start, end)
		finding.Subject = document.Subject(f) + " " + start + " " + end
		rules.Report(pass, finding)
	}
	return nil, nil
}
