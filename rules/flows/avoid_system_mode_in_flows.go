package flows

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed AvoidSystemModeInFlows.md
var avoidSystemModeInFlowsDoc string

// AvoidSystemModeInFlows reports flows that run in system mode. The name is PMD's.
var AvoidSystemModeInFlows = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AvoidSystemModeInFlows",
		Doc:      avoidSystemModeInFlowsDoc,
		Run:      runAvoidSystemModeInFlows,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Flow in system mode",
	Subject:  "flows",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"Flow"},
	Variants: []rules.Variant{
		{
			ID: "without-sharing", Title: "Flow in system mode without sharing",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{863},
			Message: "Flow %s runs in system mode without sharing, so that it reads and writes every record and field for whoever starts it. Run it in the default mode, or with sharing if it must be.",
		},
		{
			ID: "screen", Title: "Screen flow in system mode without sharing",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{863},
			Message: "Flow %s shows screens and runs in system mode without sharing, so that its users, guests on a site among them, read and write records and fields that are not theirs. Run it in the default mode, and leave the rest to a subflow.",
		},
		{
			ID: "with-sharing", Title: "Flow in system mode with sharing",
			Severity: rules.SeverityInfo, Confidence: rules.ConfidenceHigh, CWE: []int{863},
			Message: "Flow %s runs in system mode with sharing, so that object and field permissions of whoever starts it do not count. Make sure that it shows and writes only what they may.",
		},
	},
}

func runAvoidSystemModeInFlows(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	root := f.Document.Root
	for e := range root.ChildrenNamed("runInMode") {
		var variant string
		switch mode := e.Value(); {
		case mode == "SystemModeWithSharing":
			variant = "with-sharing"
		case mode != "SystemModeWithoutSharing":
			continue
		case root.Child("processType").Value() == "Flow" || root.Child("screens") != nil:
			variant = "screen"
		default:
			variant = "without-sharing"
		}
		if root.Child("status").Value() == "Obsolete" {
			continue
		}
		finding := rules.At(f, e.Start, e.End, variant, document.Name(f))
		finding.Subject = document.Subject(f) + " runInMode"
		rules.Report(pass, finding)
	}
	return nil, nil
}
