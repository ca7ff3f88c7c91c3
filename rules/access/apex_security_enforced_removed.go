package access

import (
	_ "embed"
	"regexp"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/dataflow"
	text "github.com/apexvet/apexvet/dataflow/strings"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/semantics"
)

//go:embed ApexSecurityEnforcedRemoved.md
var apexSecurityEnforcedRemovedDoc string

// ApexSecurityEnforcedRemoved reports WITH SECURITY_ENFORCED where the API version no longer has it.
var ApexSecurityEnforcedRemoved = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ApexSecurityEnforcedRemoved",
		Doc:      apexSecurityEnforcedRemovedDoc,
		Run:      runApexSecurityEnforcedRemoved,
		Requires: []*analysis.Analyzer{rules.Source, rules.Semantics, rules.DataFlow},
	},
	Title:    "WITH SECURITY_ENFORCED, which API version 67.0 removed",
	Subject:  "access",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Variants: []rules.Variant{
		{
			ID: "query", Title: "Query that does not compile",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{477},
			Message: "API version 67.0 removed WITH SECURITY_ENFORCED, so this query does not compile at version %s. Write WITH USER_MODE, which also checks the fields in conditions.",
		},
		{
			ID: "query-text", Title: "Query text that fails when it runs",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{477},
			Message: "API version 67.0 removed WITH SECURITY_ENFORCED, so the text of this query fails when it runs at version %s. Write WITH USER_MODE, or pass AccessLevel.USER_MODE.",
		},
	},
}

// versionWithoutSecurityEnforced is the API version, times ten, that removed the clause (release notes of Summer '26).
const versionWithoutSecurityEnforced project.Version = 670

func runApexSecurityEnforcedRemoved(pass *analysis.Pass) (any, error) {
	file := rules.SourceOf(pass).File
	if file.APIVersion < versionWithoutSecurityEnforced {
		return nil, nil
	}
	prog, flow := rules.SemanticsOf(pass), rules.DataFlowOf(pass)
	info := prog.File(file.ID)
	if info == nil {
		return nil, nil
	}
	for _, id := range info.Operations {
		op := prog.Operation(id)
		switch {
		case op.Mode == semantics.ModeSecurityEnforced && op.ModeNode.Valid():
			f := rules.AtNode(file, op.ModeNode, "query", file.APIVersion)
			f.Subject = operationName(prog, op)
			rules.Report(pass, f)
		case op.Dynamic && saysSecurityEnforced(flow, op):
			f := rules.AtNode(file, op.Node, "query-text", file.APIVersion)
			f.Subject = operationName(prog, op)
			rules.Report(pass, f)
		}
	}
	return nil, nil
}

var securityEnforced = regexp.MustCompile(`(?i)\bWITH\s+SECURITY_ENFORCED\b`)

// saysSecurityEnforced reports whether a text that a dynamic query can have holds the clause.
func saysSecurityEnforced(flow *dataflow.Result, op *semantics.Operation) bool {
	for _, template := range flow.Text(op.Operand).Templates {
		var b strings.Builder
		for _, piece := range template {
			if piece.Kind == text.Constant {
				b.WriteString(quoted.ReplaceAllString(piece.Text, "''"))
			} else {
				b.WriteString(" ? ")
			}
		}
		if securityEnforced.MatchString(b.String()) {
			return true
		}
	}
	return false
}

var quoted = regexp.MustCompile(`'(?:[^'\\]|\\.)*'`)
