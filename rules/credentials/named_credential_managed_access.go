package credentials

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed NamedCredentialManagedAccess.md
var namedCredentialManagedAccessDoc string

// NamedCredentialManagedAccess lists named credentials that managed packages may use.
var NamedCredentialManagedAccess = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "NamedCredentialManagedAccess",
		Doc:      namedCredentialManagedAccessDoc,
		Run:      runNamedCredentialManagedAccess,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Named credential that managed packages may use",
	Subject:  "credentials",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileAudit},
	Elements: []string{"NamedCredential"},
	Variants: []rules.Variant{
		{
			ID: "namespaces", Title: "Managed packages may use the credential",
			Severity: rules.SeverityInfo, Confidence: rules.ConfidenceHigh, CWE: []int{668},
			Message: "%s may be used by the managed packages %s. Check that they need it.",
		},
	},
}

func runNamedCredentialManagedAccess(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	for e := range document.At(f.Document.Root, "namedCredentialParameters", "parameterValue") {
		if e.Parent().Child("parameterType").Value() != "AllowedManagedPackageNamespaces" || e.Value() == "" {
			continue
		}
		finding := rules.At(f, e.Start, e.End, "namespaces", document.Describe(f), e.Value())
		finding.Subject = document.Subject(f)
		rules.Report(pass, finding)
	}
	return nil, nil
}
