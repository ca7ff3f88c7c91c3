package connectedapp

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed ConsumerSecretApiAccess.md
var consumerSecretAPIAccessDoc string

// ConsumerSecretApiAccess reports orgs whose API returns the secrets of external client apps.
var ConsumerSecretApiAccess = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ConsumerSecretApiAccess",
		Doc:      consumerSecretAPIAccessDoc,
		Run:      document.Run(consumerSecretAPIAccessChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Org that hands out consumer secrets by API",
	Subject:  "connectedapp",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: document.Elements(consumerSecretAPIAccessChecks),
	Variants: []rules.Variant{
		{
			ID: "api-access", Title: "Consumer secrets by API",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{522},
			Message: "%[1]s lets the API return the consumer secrets of external client apps (%[2]s is %[3]s), so that one token of an administrator is enough to take them all. Set %[2]s to false, and read secrets in Setup.",
		},
	},
}

var consumerSecretAPIAccessChecks = []document.Check{
	{Root: "ExternalClientAppSettings", Path: []string{"enableConsumerSecretApiAccess"}, Values: []string{"true"}, Variant: "api-access"},
	{Root: "ExternalClientAppSettings", Path: []string{"enableClientSecretInRestApiAccess"}, Values: []string{"true"}, Variant: "api-access"},
}
