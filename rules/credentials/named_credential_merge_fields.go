package credentials

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed NamedCredentialMergeFields.md
var namedCredentialMergeFieldsDoc string

// NamedCredentialMergeFields reports named credentials that allow merge fields.
var NamedCredentialMergeFields = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "NamedCredentialMergeFields",
		Doc:      namedCredentialMergeFieldsDoc,
		Run:      document.Run(namedCredentialMergeFieldsChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Named credential that lets code see its secrets",
	Subject:  "credentials",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: document.Elements(namedCredentialMergeFieldsChecks),
	Variants: []rules.Variant{
		{
			ID: "merge-fields", Title: "Merge fields are allowed",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{201},
			Message: "%[1]s lets Apex put its user name and password into requests (%[2]s), so that any code that may use it can send them elsewhere in the same request. Let the credential write the authorization header, and set %[2]s to false.",
		},
		{
			ID: "merge-fields-without-need", Title: "Merge fields are allowed without need",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{201},
			Message: "%[1]s writes the authorization header itself and still lets Apex put its secrets into requests (%[2]s). Set %[2]s to false.",
		},
	},
}

var namedCredentialMergeFieldsChecks = []document.Check{
	{Root: "NamedCredential", Path: []string{"allowMergeFieldsInBody"}, Values: []string{"true"}, When: writesNoHeader, Variant: "merge-fields"},
	{Root: "NamedCredential", Path: []string{"allowMergeFieldsInBody"}, Values: []string{"true"}, When: writesHeader, Variant: "merge-fields-without-need"},
	{Root: "NamedCredential", Path: []string{"allowMergeFieldsInHeader"}, Values: []string{"true"}, When: writesNoHeader, Variant: "merge-fields"},
	{Root: "NamedCredential", Path: []string{"allowMergeFieldsInHeader"}, Values: []string{"true"}, When: writesHeader, Variant: "merge-fields-without-need"},
}

func writesHeader(credential *metadata.Element) bool {
	return credential.Child("generateAuthorizationHeader").Bool()
}

func writesNoHeader(credential *metadata.Element) bool { return !writesHeader(credential) }
