package browser

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed SiteAllowsFraming.md
var siteAllowsFramingDoc string

// SiteAllowsFraming reports sites that other sites may show in a frame.
var SiteAllowsFraming = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "SiteAllowsFraming",
		Doc:      siteAllowsFramingDoc,
		Run:      document.Run(siteAllowsFramingChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Site in frames of other sites",
	Subject:  "browser",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: document.Elements(siteAllowsFramingChecks),
	Variants: []rules.Variant{
		{
			ID: "any", Title: "Active site that any page may frame",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{1021},
			Message: "%[1]s may be shown in a frame of any page (%[2]s is %[3]s), so that users click what they do not see. Set it to SameOriginOnly.",
		},
		{
			ID: "listed", Title: "Site that listed domains may frame",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{1021},
			Message: "%[1]s may be shown in frames of the domains on its list (%[2]s is %[3]s). Make sure that each of them is needed, or set it to SameOriginOnly.",
		},
		{
			ID: "inactive", Title: "Inactive site that any page may frame",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{1021},
			Message: "%[1]s is inactive, but once activated it may be shown in a frame of any page (%[2]s is %[3]s). Set it to SameOriginOnly.",
		},
	},
}

var siteAllowsFramingChecks = []document.Check{
	{Root: "CustomSite", Path: []string{"clickjackProtectionLevel"}, Values: []string{"AllowAllFraming"}, When: isActiveSite, Variant: "any"},
	{Root: "CustomSite", Path: []string{"clickjackProtectionLevel"}, Values: []string{"AllowAllFraming"}, When: isInactiveSite, Variant: "inactive"},
	{Root: "CustomSite", Path: []string{"clickjackProtectionLevel"}, Values: []string{"External"}, When: isActiveSite, Variant: "listed"},
}

func isActiveSite(site *metadata.Element) bool { return !isOff(site, "active") }

func isInactiveSite(site *metadata.Element) bool { return isOff(site, "active") }
