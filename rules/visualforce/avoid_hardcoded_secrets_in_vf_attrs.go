package visualforce

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/attribute"
)

//go:embed AvoidHardcodedSecretsInVFAttrs.md
var avoidHardcodedSecretsInVFAttrsDoc string

// AvoidHardcodedSecretsInVFAttrs reports secrets in attributes of components. The name is PMD's.
var AvoidHardcodedSecretsInVFAttrs = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AvoidHardcodedSecretsInVFAttrs",
		Doc:      avoidHardcodedSecretsInVFAttrsDoc,
		Run:      runAvoidHardcodedSecretsInVFAttrs,
		Requires: []*analysis.Analyzer{rules.Markup},
	},
	Title:    "Secret in an attribute",
	Subject:  "visualforce",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Kinds:    []project.Kind{project.KindPage, project.KindComponent},
	Variants: []rules.Variant{
		{
			ID: "secret", Title: "Secret in an attribute",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceMedium, CWE: []int{798},
			Message: "The attribute %s holds what looks like a secret, and everyone who can read the page or the project has it. Keep it in a named or external credential.",
		},
		{
			ID: "named", Title: "Text in an attribute that is called like a secret",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceLow, CWE: []int{798},
			Message: "The attribute %s is called like a secret and holds a text. If it is one, keep it in a named or external credential.",
		},
	},
}

func runAvoidHardcodedSecretsInVFAttrs(pass *analysis.Pass) (any, error) {
	f := rules.MarkupOf(pass).File
	for _, s := range attribute.Secrets(f.Markup, "apex:attribute") {
		variant := "named"
		if s.Sure {
			variant = "secret"
		}
		rules.Report(pass, s.Finding(f, variant, s.Name))
	}
	return nil, nil
}
