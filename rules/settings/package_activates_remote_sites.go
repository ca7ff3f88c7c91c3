package settings

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed PackageActivatesRemoteSites.md
var packageActivatesRemoteSitesDoc string

// PackageActivatesRemoteSites reports installed packages whose remote sites become active unseen.
var PackageActivatesRemoteSites = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "PackageActivatesRemoteSites",
		Doc:      packageActivatesRemoteSitesDoc,
		Run:      document.Run(packageActivatesRemoteSitesChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Package that activates its remote sites",
	Subject:  "settings",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: document.Elements(packageActivatesRemoteSitesChecks),
	Variants: []rules.Variant{
		{
			ID: "activated", Title: "Package that activates its remote sites",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{668},
			Message: "%[1]s activates the remote sites and trusted URLs that it brings (%[2]s is true), whatever they are after an upgrade. Set it to false and activate those that are needed.",
		},
	},
}

var packageActivatesRemoteSitesChecks = []document.Check{
	{Root: "InstalledPackage", Path: []string{"activateRSS"}, Values: []string{"true"}, Variant: "activated"},
}
