package transport

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed EmailServiceWithoutTls.md
var emailServiceWithoutTLSDoc string

// EmailServiceWithoutTls reports email services that accept mail without encryption.
var EmailServiceWithoutTls = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "EmailServiceWithoutTls",
		Doc:      emailServiceWithoutTLSDoc,
		Run:      document.Run(emailServiceWithoutTLSChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Email service that accepts mail without TLS",
	Subject:  "transport",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: document.Elements(emailServiceWithoutTLSChecks),
	Variants: []rules.Variant{
		{
			ID: "no-tls", Title: "Mail is accepted without TLS",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{319},
			Message: "%[1]s accepts mail without TLS, so that anyone on the way can read and change what Apex will process. Set isTlsRequired to true.",
		},
	},
}

var emailServiceWithoutTLSChecks = []document.Check{
	{Root: "EmailServicesFunction", Path: []string{"isTlsRequired"}, Values: []string{"false"}, Absent: true, When: isActiveService, Variant: "no-tls"},
}

func isActiveService(service *metadata.Element) bool { return service.Child("isActive").Bool() }
