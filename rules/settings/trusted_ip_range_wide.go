package settings

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed TrustedIpRangeWide.md
var trustedIPRangeWideDoc string

// TrustedIpRangeWide reports trusted IP ranges that trust too much of the internet.
var TrustedIpRangeWide = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "TrustedIpRangeWide",
		Doc:      trustedIPRangeWideDoc,
		Run:      runTrustedIPRangeWide,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Trusted network without limits",
	Subject:  "settings",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"SecuritySettings"},
	Variants: []rules.Variant{
		{
			ID: "wide", Title: "Trusted range of millions of addresses",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{284},
			Message: "The trusted range %s to %s is so much of the internet that logins with a stolen password go unconfirmed. List the networks that users work from.",
		},
		{
			ID: "broad", Title: "Trusted range of more than 65,536 addresses",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{284},
			Message: "The trusted range %s to %s has more than 65,536 addresses, from which logins go unconfirmed. List the networks that users work from.",
		},
	},
}

func runTrustedIPRangeWide(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	for e := range document.At(f.Document.Root, "networkAccess", "ipRanges") {
		start, end := e.Child("start").Value(), e.Child("end").Value()
		bits, v6, ok := document.RangeBits(start, end)
		variant := "broad"
		switch {
		case document.IsWide(start, end):
			variant = "wide"
		case !ok || v6 || bits <= 16:
			continue
		}
		finding := rules.At(f, e.Start, e.End, variant, start, end)
		finding.Subject = document.Subject(f) + " ipRanges " + start
		rules.Report(pass, finding)
	}
	return nil, nil
}
