package browser

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed CorsWildcard.md
var corsWildcardDoc string

// CorsWildcard reports origins that may read from the org, written with a wildcard.
var CorsWildcard = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "CorsWildcard",
		Doc:      corsWildcardDoc,
		Run:      runCorsWildcard,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "CORS for any subdomain",
	Subject:  "browser",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"CorsWhitelistOrigin"},
	Variants: []rules.Variant{
		{
			ID: "wildcard", Title: "CORS origin with a wildcard",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{942},
			Message: "Origin %s lets pages of every subdomain of %s call the APIs of the org from the browser. Name the origins that are needed.",
		},
		{
			ID: "any", Title: "CORS for every origin",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{942},
			Message: "Origin %s lets pages of every site there is call the APIs of the org from the browser%s. Name the origins that are needed.",
		},
		{
			ID: "first-party", Title: "CORS wildcard under a domain of Salesforce",
			Severity: rules.SeverityInfo, Confidence: rules.ConfidenceHigh, CWE: []int{942},
			Message: "Origin %s lets pages of every subdomain of %s, which are the sites of all customers of Salesforce, call the APIs of the org. Name your own.",
		},
	},
}

func runCorsWildcard(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	for e := range f.Document.Root.ChildrenNamed("urlPattern") {
		content := e.Content()
		domain, ok := wildcardDomain(content.Text)
		if !ok {
			continue
		}
		variant := "wildcard"
		switch {
		case domain == "":
			variant = "any"
		case isSalesforceHost(domain):
			variant = "first-party"
		}
		start, end := content.Source(0, len(content.Text))
		finding := rules.At(f, start, end, variant, document.Name(f), domain)
		finding.Subject = document.Subject(f)
		rules.Report(pass, finding)
	}
	return nil, nil
}
