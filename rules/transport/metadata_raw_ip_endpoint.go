package transport

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed MetadataRawIpEndpoint.md
var metadataRawIPEndpointDoc string

// MetadataRawIpEndpoint reports https endpoints whose host is an IP address.
var MetadataRawIpEndpoint = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "MetadataRawIpEndpoint",
		Doc:      metadataRawIPEndpointDoc,
		Run:      runMetadataRawIPEndpoint,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Endpoint at a raw IP address",
	Subject:  "transport",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: append(placeRoots(callout, login), "RemoteSiteSetting"),
	Variants: []rules.Variant{
		{
			ID: "raw-ip", Title: "Endpoint at a raw IP address",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{297},
			Message: "%[1]s calls %[2]s, a raw IP address, which hardly any certificate covers (%[3]s), so that the call fails or goes to a server that cannot prove who it is. Give the server a name.",
		},
	},
}

func runMetadataRawIPEndpoint(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	report := func(a document.Address, element string) {
		if _, isIP := a.IP(); a.Scheme != "https" || !isIP && !a.IsLoopback() {
			return
		}
		finding := a.Finding(f, "raw-ip", document.Describe(f), a.Origin(), element)
		finding.Subject = document.Subject(f) + " " + a.Origin()
		rules.Report(pass, finding)
	}
	for u := range urlsOf(f) {
		if u.purpose == callout || u.purpose == private || u.purpose == login {
			report(u.address, u.element)
		}
	}
	if f.RootElement == "RemoteSiteSetting" {
		for e := range f.Document.Root.ChildrenNamed("url") {
			report(document.ReadAddress(e.Content()), e.Name)
		}
	}
	return nil, nil
}
