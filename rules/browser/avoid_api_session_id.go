package browser

import (
	_ "embed"
	"regexp"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed AvoidApiSessionId.md
var avoidAPISessionIDDoc string

// AvoidApiSessionId reports formulas and addresses that hold the session id. The name is PMD's.
var AvoidApiSessionId = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AvoidApiSessionId",
		Doc:      avoidAPISessionIDDoc,
		Run:      runAvoidAPISessionID,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Session id in metadata",
	Subject:  "browser",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"CustomField", "CustomObject", "CustomPageWebLink", "CustomTab", "HomePageComponent", "QuickAction", "WebLink", "Workflow"},
	Variants: []rules.Variant{
		{
			ID: "formula", Title: "Session id in a formula or address",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{201, 522},
			Message: "%s puts the session id of the user into %s, from where it reaches other systems, logs and browser histories, and whoever has it is the user. Use OAuth, or a page that calls through a named credential.",
		},
	},
}

func runAvoidAPISessionID(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	if !mentionsSession.Match(f.Text) {
		return nil, nil
	}
	for e := range f.Document.Elements() {
		if e.Name == "description" || e.Name == "inlineHelpText" || e.Name == "label" {
			continue
		}
		content := e.Content()
		text := formulaComment.ReplaceAllStringFunc(content.Text, func(s string) string { return strings.Repeat(" ", len(s)) })
		for _, at := range mentionsSession.FindAllStringIndex(text, -1) {
			start, end := content.Source(at[0], at[1])
			finding := rules.At(f, start, end, "formula", document.Describe(f), e.Name)
			finding.Subject = document.Subject(f) + " " + e.Name
			rules.Report(pass, finding)
		}
	}
	return nil, nil
}

var (
	mentionsSession = regexp.MustCompile(`(?i)\$?\bapi\s*\.\s*session_id\b|\bgetsessionid\b`)
	formulaComment  = regexp.MustCompile(`(?s)/\*.*?\*/`)
)
