package browser

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed CspWildcard.md
var cspWildcardDoc string

// CspWildcard reports trusted URLs that stand for any subdomain.
var CspWildcard = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "CspWildcard",
		Doc:      cspWildcardDoc,
		Run:      runCspWildcard,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Trusted URL with a wildcard",
	Subject:  "browser",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileAudit},
	Elements: []string{"CspTrustedSite"},
	Variants: []rules.Variant{
		{
			ID: "wildcard", Title: "Trusted URL with a wildcard",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{942},
			Message: "Trusted URL %s lets pages load from every subdomain of %s, and so from whoever can register or take over one. Name the hosts that are needed.",
		},
		{
			ID: "first-party", Title: "Trusted URL with a wildcard under a domain of Salesforce",
			Severity: rules.SeverityInfo, Confidence: rules.ConfidenceHigh, CWE: []int{942},
			Message: "Trusted URL %s lets pages load from every subdomain of %s, which are the sites of all customers of Salesforce. Name your own if the page works with it.",
		},
	},
}

func runCspWildcard(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	if isOff(f.Document.Root, "isActive") {
		return nil, nil
	}
	for e := range f.Document.Root.ChildrenNamed("endpointUrl") {
		content := e.Content()
		domain, ok := wildcardDomain(content.Text)
		if !ok {
			continue
		}
		variant := "wildcard"
		if isSalesforceHost(domain) {
			variant = "first-party"
		}
		start, end := content.Source(0, len(content.Text))
		finding := rules.At(f, start, end, variant, document.Name(f), domain)
		finding.Subject = document.Subject(f) + " endpointUrl"
		rules.Report(pass, finding)
	}
	return nil, nil
}
