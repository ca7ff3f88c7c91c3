package credentials

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed NamedCredentialLegacy.md
var namedCredentialLegacyDoc string

// NamedCredentialLegacy lists legacy named credentials.
var NamedCredentialLegacy = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "NamedCredentialLegacy",
		Doc:      namedCredentialLegacyDoc,
		Run:      document.Run(namedCredentialLegacyChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Named credential of the old kind",
	Subject:  "credentials",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileAudit},
	Elements: document.Elements(namedCredentialLegacyChecks),
	Variants: []rules.Variant{
		{
			ID: "legacy", Title: "Legacy named credential",
			Severity: rules.SeverityInfo, Confidence: rules.ConfidenceHigh, CWE: []int{1104},
			Message: "%[1]s is of the old kind, which keeps the secret and the endpoint in one and is deprecated. Replace it by a named credential with an external credential.",
		},
	},
}

var namedCredentialLegacyChecks = []document.Check{
	{Root: "NamedCredential", Path: []string{"namedCredentialType"}, Values: []string{"Legacy"}, Absent: true, Variant: "legacy"},
}
