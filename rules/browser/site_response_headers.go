package browser

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed SiteResponseHeaders.md
var siteResponseHeadersDoc string

// SiteResponseHeaders reports sites that switch headers of protection off.
var SiteResponseHeaders = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "SiteResponseHeaders",
		Doc:      siteResponseHeadersDoc,
		Run:      document.Run(siteResponseHeadersChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Site without protective headers",
	Subject:  "browser",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: document.Elements(siteResponseHeadersChecks),
	Variants: []rules.Variant{
		{
			ID: "header", Title: "Site without a protective header",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{693},
			Message: "%[1]s switches %[2]s off, and browsers then %[3]s. Set it to true.",
		},
		{
			ID: "cached", Title: "Public pages in shared caches",
			Severity: rules.SeverityInfo, Confidence: rules.ConfidenceHigh, CWE: []int{525},
			Message: "%[1]s lets proxies keep its public pages (%[2]s is true). Set it to false if pages show anything about a person.",
		},
	},
}

var siteResponseHeadersChecks = []document.Check{
	{
		Root: "CustomSite", Path: []string{"contentSniffingProtection"}, Values: []string{"false"}, When: isActiveSite, Variant: "header",
		Detail: "guess the type of content and may run an upload as a script",
	},
	{
		Root: "CustomSite", Path: []string{"browserXssProtection"}, Values: []string{"false"}, When: isActiveSite, Variant: "header",
		Detail: "show pages with a script that came in the request",
	},
	{
		Root: "CustomSite", Path: []string{"referrerPolicyOriginWhenCrossOrigin"}, Values: []string{"false"}, When: isActiveSite, Variant: "header",
		Detail: "tell other sites the full address of the page",
	},
	{Root: "CustomSite", Path: []string{"cachePublicVisualforcePagesInProxyServers"}, Values: []string{"true"}, When: isActiveSite, Variant: "cached"},
}
