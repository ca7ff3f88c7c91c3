package browser

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed SiteStandardPages.md
var siteStandardPagesDoc string

// SiteStandardPages reports sites that serve standard pages and endpoints to guests.
var SiteStandardPages = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "SiteStandardPages",
		Doc:      siteStandardPagesDoc,
		Run:      document.Run(siteStandardPagesChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Standard pages and endpoints on a site",
	Subject:  "browser",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileAudit},
	Elements: document.Elements(siteStandardPagesChecks),
	Variants: []rules.Variant{
		{
			ID: "standard", Title: "Standard page or endpoint on a site",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceMedium, CWE: []int{200},
			Message: "%[1]s serves standard pages or endpoints to anyone (%[2]s is true), through which guests look up what the guest profile may read. Set it to false if no page of the site needs it.",
		},
	},
}

var siteStandardPagesChecks = []document.Check{
	{Root: "CustomSite", Path: []string{"allowStandardAnswersPages"}, Values: []string{"true"}, When: isActiveSite, Variant: "standard"},
	{Root: "CustomSite", Path: []string{"allowStandardIdeasPages"}, Values: []string{"true"}, When: isActiveSite, Variant: "standard"},
	{Root: "CustomSite", Path: []string{"allowStandardLookups"}, Values: []string{"true"}, When: isActiveSite, Variant: "standard"},
	{Root: "CustomSite", Path: []string{"allowStandardPortalPages"}, Values: []string{"true"}, When: isActiveSite, Variant: "standard"},
	{Root: "CustomSite", Path: []string{"allowStandardSearch"}, Values: []string{"true"}, When: isActiveSite, Variant: "standard"},
	{Root: "CustomSite", Path: []string{"allowGuestPaymentsApi"}, Values: []string{"true"}, When: isActiveSite, Variant: "standard"},
	{Root: "CustomSite", Path: []string{"enableAuraRequests"}, Values: []string{"true"}, When: isActiveSite, Variant: "standard"},
}
