package flows

import (
	_ "embed"
	"regexp"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed AvoidUnauthorizedApiSessionIdInFlows.md
var avoidUnauthorizedAPISessionIDInFlowsDoc string

// AvoidUnauthorizedApiSessionIdInFlows reports session ids in flows. The name is PMD's.
var AvoidUnauthorizedApiSessionIdInFlows = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AvoidUnauthorizedApiSessionIdInFlows",
		Doc:      avoidUnauthorizedAPISessionIDInFlowsDoc,
		Run:      runAvoidUnauthorizedAPISessionIDInFlows,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Session id in a flow",
	Subject:  "flows",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"Flow"},
	Variants: []rules.Variant{
		{
			ID: "session", Title: "Session id in a flow",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{201, 522},
			Message: "Flow %s takes the session id of its user into %s, from where it reaches actions and other systems, and whoever has it is the user. Call other systems with a named credential instead.",
		},
	},
}

func runAvoidUnauthorizedAPISessionIDInFlows(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	if !sessionID.Match(f.Text) {
		return nil, nil
	}
	for e := range f.Document.Elements() {
		if e.Name == "description" || e.Name == "label" {
			continue
		}
		content := e.Content()
		for _, at := range sessionID.FindAllStringIndex(content.Text, -1) {
			start, end := content.Source(at[0], at[1])
			finding := rules.At(f, start, end, "session", document.Name(f), e.Name)
			finding.Subject = document.Subject(f) + " " + e.Name
			rules.Report(pass, finding)
		}
	}
	return nil, nil
}

var sessionID = regexp.MustCompile(`(?i)\$api\s*\.\s*session_id\b`)
