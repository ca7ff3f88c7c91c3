package browser

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed AvoidLmcIsExposedTrue.md
var avoidLmcIsExposedTrueDoc string

// AvoidLmcIsExposedTrue reports message channels that components of every package may use. The name is PMD's.
var AvoidLmcIsExposedTrue = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AvoidLmcIsExposedTrue",
		Doc:      avoidLmcIsExposedTrueDoc,
		Run:      document.Run(avoidLmcIsExposedTrueChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Message channel open to all namespaces",
	Subject:  "browser",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: document.Elements(avoidLmcIsExposedTrueChecks),
	Variants: []rules.Variant{
		{
			ID: "exposed", Title: "Exposed message channel",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{668},
			Message: "%[1]s is exposed, so that components of every package in the org may read its messages and send their own. Set isExposed to false.",
		},
	},
}

var avoidLmcIsExposedTrueChecks = []document.Check{
	{Root: "LightningMessageChannel", Path: []string{"isExposed"}, Values: []string{"true"}, Variant: "exposed"},
}
