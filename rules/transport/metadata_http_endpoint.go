package transport

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed MetadataHttpEndpoint.md
var metadataHTTPEndpointDoc string

// MetadataHttpEndpoint reports URLs in metadata that are used without encryption.
var MetadataHttpEndpoint = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "MetadataHttpEndpoint",
		Doc:      metadataHTTPEndpointDoc,
		Run:      runMetadataHTTPEndpoint,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Endpoint without encryption",
	Subject:  "transport",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: placeRoots(),
	Variants: []rules.Variant{
		{
			ID: "callout", Title: "Data is sent without encryption",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{319},
			Message: "%[1]s sends data to %[2]s without encryption (%[3]s), so that anyone on the way can read and change it, credentials included. Change the URL to https.%[4]s",
		},
		{
			ID: "login", Title: "Logins go without encryption",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{319},
			Message: "%[1]s sends users who log in to %[2]s without encryption (%[3]s), so that anyone on the way can take over the login. Change the URL to https.%[4]s",
		},
		{
			ID: "private", Title: "Data is sent without encryption through a private connection",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{319},
			Message: "%[1]s sends data to %[2]s without encryption (%[3]s); the private connection ends before the service does. Change the URL to https.%[4]s",
		},
		{
			ID: "content", Title: "Pages load content without encryption",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{319},
			Message: "%[1]s lets pages exchange data with %[2]s without encryption, so that anyone on the way can read and change what they show and send. Change the URL to https or wss.%[4]s",
		},
		{
			ID: "description", Title: "A service is described without encryption",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{319},
			Message: "%[1]s names %[2]s, without encryption, as the address of the service or of its description (%[3]s). Change the URL to https.%[4]s",
		},
		{
			ID: "visit", Title: "Users are sent to a page without encryption",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{319, 601},
			Message: "%[1]s sends or lets users to %[2]s without encryption (%[3]s), so that anyone on the way can show them another page. Change the URL to https.%[4]s",
		},
		{
			ID: "stored", Title: "A URL without encryption is stored",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceMedium, CWE: []int{319},
			Message: "%[1]s holds the URL %[2]s without encryption (%[3]s), for code that may call it. Change the URL to https.%[4]s",
		},
	},
}

func runMetadataHTTPEndpoint(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	for u := range urlsOf(f) {
		a := u.address
		if a.Scheme != "http" && a.Scheme != "ws" {
			continue
		}
		if a.IsLoopback() && (u.purpose == visit || u.purpose == stored) {
			continue // It never leaves the machine of whoever develops there.
		}
		note := ""
		if _, isIP := a.IP(); isIP {
			note = " The host is a raw IP address, which hardly any certificate covers; give the server a name."
		}
		finding := a.Finding(f, string(u.purpose), document.Describe(f), a.Origin(), u.element, note)
		finding.Subject = document.Subject(f) + " " + a.Origin()
		rules.Report(pass, finding)
	}
	return nil, nil
}
