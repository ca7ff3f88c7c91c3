package credentials

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
	"github.com/apexvet/apexvet/rules/internal/secret"
)

//go:embed ExternalClientAppSettingsCommitted.md
var externalClientAppSettingsCommittedDoc string

// ExternalClientAppSettingsCommitted reports the files of external client apps that do not belong in source control.
var ExternalClientAppSettingsCommitted = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ExternalClientAppSettingsCommitted",
		Doc:      externalClientAppSettingsCommittedDoc,
		Run:      runExternalClientAppSettingsCommitted,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Global OAuth settings of an external client app in the project",
	Subject:  "credentials",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"ExtlClntAppGlobalOauthSettings"},
	Variants: []rules.Variant{
		{
			ID: "with-key", Title: "Global OAuth settings with a consumer key",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{540},
			Message: "%[1]s has its global OAuth settings in the project, consumer key included; Salesforce says that this file must not be added to source control. Delete it from the repository, and deploy a copy that the pipeline fills.",
		},
		{
			ID: "template", Title: "Global OAuth settings without a key",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceMedium, CWE: []int{540},
			Message: "%[1]s has its global OAuth settings in the project; Salesforce says that this file must not be added to source control, and the next retrieve fills in key and secret. Leave it out with .forceignore and .gitignore.",
		},
	},
}

func runExternalClientAppSettingsCommitted(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	root := f.Document.Root
	finding := rules.At(f, root.Start, root.TagEnd, "template", document.Describe(f))
	if key := root.Child("consumerKey"); secret.Judge(key.Value()).Kind > secret.Placeholder {
		finding = rules.At(f, key.Start, key.End, "with-key", document.Describe(f))
	}
	finding.Subject = document.Subject(f)
	rules.Report(pass, finding)
	return nil, nil
}
