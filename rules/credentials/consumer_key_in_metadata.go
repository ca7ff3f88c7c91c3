package credentials

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
	"github.com/apexvet/apexvet/rules/internal/secret"
)

//go:embed ConsumerKeyInMetadata.md
var consumerKeyInMetadataDoc string

// ConsumerKeyInMetadata lists consumer keys of connected apps.
var ConsumerKeyInMetadata = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ConsumerKeyInMetadata",
		Doc:      consumerKeyInMetadataDoc,
		Run:      runConsumerKeyInMetadata,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Consumer key in the project",
	Subject:  "credentials",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileAudit},
	Elements: []string{"ConnectedApp"},
	Variants: []rules.Variant{
		{
			ID: "consumer-key", Title: "Consumer key",
			Severity: rules.SeverityInfo, Confidence: rules.ConfidenceMedium, CWE: []int{540},
			Message: "%[1]s has its consumer key in the project. It is no secret alone; it tells strangers which app to imitate.",
		},
	},
}

func runConsumerKeyInMetadata(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	for key := range document.At(f.Document.Root, "oauthConfig", "consumerKey") {
		if secret.Judge(key.Value()).Kind <= secret.Placeholder {
			continue
		}
		finding := rules.At(f, key.Start, key.End, "consumer-key", document.Describe(f))
		finding.Subject = document.Subject(f)
		rules.Report(pass, finding)
	}
	return nil, nil
}
