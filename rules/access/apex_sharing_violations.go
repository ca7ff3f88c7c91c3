package access

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/dataflow"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/semantics"
)

//go:embed ApexSharingViolations.md
var apexSharingViolationsDoc string

// ApexSharingViolations reports classes that read or write records and do not declare their sharing. The name is PMD's.
var ApexSharingViolations = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ApexSharingViolations",
		Doc:      apexSharingViolationsDoc,
		Run:      runApexSharingViolations,
		Requires: []*analysis.Analyzer{rules.Source, rules.Semantics, rules.DataFlow},
	},
	Title:    "Class that leaves record sharing undeclared",
	Subject:  "access",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Variants: sharingVariants,
}

// sharingVariants are ordered by what decides where operations of a class differ, the worst first.
var sharingVariants = []rules.Variant{
	{
		ID: "undeclared-entry", Title: "A user's request runs without sharing because the class declares none",
		Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{284, 863},
		Message: "Class %s declares no sharing, so that its %s in %s runs without sharing and is not limited to the records that the user may see. Declare it `with sharing`.",
	},
	{
		ID: "undeclared-inner", Title: "Inner class without sharing of its own",
		Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{284},
		Message: "Inner class %s declares no sharing, and the keyword of the class around it does not count for its %s. Declare it `with sharing` or `inherited sharing`.",
	},
	{
		ID: "undeclared", Title: "The callers decide about sharing",
		Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{284},
		Message: "Class %s declares no sharing, so that its callers decide whether sharing rules apply to its %s. Declare it `with sharing` or `inherited sharing`.",
	},
	{
		ID: "unknown-version", Title: "No sharing declared and the API version not known",
		Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{284},
		Message: "Class %s declares no sharing, so that, if its API version, which is not known, is below 67.0, sharing rules may not apply to its %s. Declare it `with sharing` or `inherited sharing`.",
	},
	{
		ID: "undeclared-aura", Title: "Only Lightning's default applies sharing",
		Severity: rules.SeverityLow, Confidence: rules.ConfidenceMedium, CWE: []int{284},
		Message: "Class %s declares no sharing, so that sharing rules apply to its %s only as long as Lightning enters it. Declare it `with sharing`.",
	},
	{
		ID: "open-chain", Title: "No sharing declared below an unknown superclass",
		Severity: rules.SeverityMedium, Confidence: rules.ConfidenceLow, CWE: []int{284},
		Message: "Class %s declares no sharing, and its superclass, which may, is not in the project, so that it is not clear whether sharing rules apply to its %s. Declare it `with sharing` or `inherited sharing`.",
	},
	{
		ID: "without-sharing-entry", Title: "A user's request enters a class without sharing",
		Severity: rules.SeverityMedium, Confidence: rules.ConfidenceLow, CWE: []int{284, 863},
		Message: "Class %s is `without sharing`, so that its %s in %s is not limited to the records that the user may see. Say why this is needed, or declare it `with sharing`.",
	},
}

func runApexSharingViolations(pass *analysis.Pass) (any, error) {
	prog, flow := rules.SemanticsOf(pass), rules.DataFlowOf(pass)
	info := prog.File(rules.SourceOf(pass).ID)
	if info == nil {
		return nil, nil
	}
	byClass := map[semantics.ClassID][]*semantics.Operation{}
	for _, id := range info.Operations {
		if op := prog.Operation(id); sharingMatters(flow, op) {
			byClass[op.Class] = append(byClass[op.Class], op)
		}
	}
	for _, id := range info.Classes {
		if ops := byClass[id]; len(ops) > 0 && prog.Class(id).Kind == semantics.ClassKindClass {
			if f, ok := judgeSharing(flow, id, ops); ok {
				rules.Report(pass, f)
			}
		}
	}
	return nil, nil
}

// judgeSharing judges a class by the worst of its operations.
func judgeSharing(flow *dataflow.Result, id semantics.ClassID, ops []*semantics.Operation) (rules.Finding, bool) {
	var worst sharingFault
	for _, op := range ops {
		if f := sharingFaultOf(flow, op); f.worseThan(worst) {
			worst = f
		}
	}
	if worst.variant == "" {
		return rules.Finding{}, false
	}
	prog := flow.Program
	c := prog.Class(id)
	args := []any{className(prog, id), operationName(prog, worst.op) + andMore(len(ops)-1)}
	if worst.entry != 0 {
		args = []any{className(prog, id), operationName(prog, worst.op), entryName(prog, worst.entry)}
	}
	f := rules.AtNode(c.File.File, c.NameNode, worst.variant, args...)
	f.Subject = "sharing of " + c.Key
	for i, op := range ops {
		if i == maxNotes {
			break
		}
		f.Notes = append(f.Notes, rules.StepAtNode(c.File.File, op.Node, operationName(prog, op)))
	}
	return f, true
}

// maxNotes is the number of operations that a finding shows.
const maxNotes = 5
