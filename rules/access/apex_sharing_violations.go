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

// ApexSharingViolations reports operations that run without sharing, or that do so whenever a caller does.
// The name is PMD's.
var ApexSharingViolations = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ApexSharingViolations",
		Doc:      apexSharingViolationsDoc,
		Run:      runApexSharingViolations,
		Requires: []*analysis.Analyzer{rules.Source, rules.Semantics, rules.DataFlow},
	},
	Title:    "Operation that record sharing does not limit",
	Subject:  "access",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Context:  []string{"CustomObject"},
	Variants: sharingVariants,
}

// sharingVariants are ordered by what decides where operations of a class differ, the worst first.
var sharingVariants = []rules.Variant{
	{
		ID: "guest-without-sharing", Title: "A guest's request runs without sharing",
		Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{284, 863},
		Message: "This %s runs without sharing for guests who enter through %s, because %s, so that it reaches records that nobody shared with them. " + sharingAdvice,
	},
	{
		ID: "undeclared-entry", Title: "A user's request runs without sharing because the class declares none",
		Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{284, 863},
		Message: "This %s runs without sharing for users who enter through %s, because %s, so that it is not limited to the records that they may see. " + sharingAdvice,
	},
	{
		ID: "without-sharing-entry", Title: "A user's request enters a class without sharing",
		Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{284, 863},
		Message: "This %s runs without sharing for users who enter through %s, because %s, so that it is not limited to the records that they may see. Declare the class `with sharing`, or use user mode here.",
	},
	{
		ID: "undeclared-inner", Title: "Inner class without sharing of its own",
		Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{284},
		Message: "Inner class %[2]s declares no sharing, and the keyword of the class around it does not count for this %[1]s. Declare it `with sharing` or `inherited sharing`.",
	},
	{
		ID: "undeclared", Title: "The callers decide about sharing",
		Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{284},
		Message: "Class %[2]s declares no sharing, so that its callers decide whether sharing rules apply to this %[1]s. Declare it `with sharing` or `inherited sharing`.",
	},
	{
		ID: "unknown-version", Title: "No sharing declared and the API version not known",
		Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{284},
		Message: "Class %[2]s declares no sharing, so that, if its API version, which is not known, is below 67.0, sharing rules may not apply to this %[1]s. Declare it `with sharing` or `inherited sharing`.",
	},
	{
		ID: "undeclared-aura", Title: "Only Lightning's default applies sharing",
		Severity: rules.SeverityLow, Confidence: rules.ConfidenceMedium, CWE: []int{284},
		Message: "Class %[2]s declares no sharing, so that sharing rules apply to this %[1]s only as long as Lightning enters it. Declare it `with sharing`.",
	},
	{
		ID: "open-chain", Title: "No sharing declared below an unknown superclass",
		Severity: rules.SeverityMedium, Confidence: rules.ConfidenceLow, CWE: []int{284},
		Message: "Class %[2]s declares no sharing, and its superclass, which may, is not in the project, so that it is not clear whether sharing rules apply to this %[1]s. Declare it `with sharing` or `inherited sharing`.",
	},
	{
		ID: "perhaps-reached", Title: "A request that may start any of several jobs runs one without sharing",
		Severity: rules.SeverityMedium, Confidence: rules.ConfidenceLow, CWE: []int{284, 863},
		Message: "This %s may run without sharing for users who enter through %s, because %s, so that it is not limited to the records that they may see. Declare the class `with sharing`, or use user mode here.",
	},
	{
		ID: "insert-only", Title: "Inserts without sharing, which sharing rules hardly limit",
		Severity: rules.SeverityLow, Confidence: rules.ConfidenceLow, CWE: []int{284},
		Message: "This %[1]s runs without the sharing that class %[2]s could declare; sharing rules limit inserts only through the records that they refer to. Declare it `with sharing`.",
	},
}

const sharingAdvice = "Declare the class `with sharing`, or `inherited sharing` where callers should decide."

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

// judgeSharing judges a class by the worst of its operations: one keyword mends them all. The finding is at that
// operation, and notes the others.
func judgeSharing(flow *dataflow.Result, id semantics.ClassID, ops []*semantics.Operation) (rules.Finding, bool) {
	var worst sharingFault
	others := []*semantics.Operation{}
	for _, op := range ops {
		f := sharingFaultOf(flow, op)
		if f.variant != "" {
			others = append(others, op)
		}
		if f.worseThan(worst) {
			worst = f
		}
	}
	if worst.variant == "" {
		return rules.Finding{}, false
	}
	prog, op := flow.Program, worst.op
	variant := worst.variant
	if op.Verb == semantics.VerbInsert {
		variant = "insert-only"
	}
	name, file := operationName(prog, op), op.File.File
	args := []any{name, className(prog, id)}
	if worst.way.Method != 0 && variant != "insert-only" {
		args = []any{name, entryName(prog, worst.way.Method), sharingReason(prog, worst.sharing)}
	}
	f := rules.AtNode(file, op.Node, variant, args...)
	f.Subject = "sharing of " + prog.Class(id).Key
	if worst.way.Method != 0 {
		f.Path = steps(prog, worst.way, op, name+" without sharing")
	}
	if s := worst.sharing; s.Node.Valid() {
		f.Notes = append(f.Notes, rules.StepAtNode(prog.Class(s.Class).File.File, s.Node, sharingReason(prog, s)))
	}
	for _, other := range others {
		if other == op {
			continue
		}
		if len(f.Notes) > maxNotes {
			break
		}
		f.Notes = append(f.Notes, rules.StepAtNode(file, other.Node, "so does this "+operationName(prog, other)))
	}
	return f, true
}

// maxNotes is the number of further operations that a finding shows.
const maxNotes = 5
