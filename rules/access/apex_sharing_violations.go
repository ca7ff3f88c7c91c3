package access

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/dataflow"
	"github.com/apexvet/apexvet/dataflow/must"
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
		Message: "Class %s declares no sharing, so that its %s in %s runs without sharing and reaches records that the user may not see. Declare it `with sharing`.",
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
		Message: "Class %s is `without sharing`, so that its %s in %s reaches records that the user may not see. Say why this is needed, or declare it `with sharing`.",
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

// sharingMatters reports whether the sharing of its class changes what an operation reaches: not where the platform
// applies the sharing rules in any case, and not for objects that have none.
func sharingMatters(flow *dataflow.Result, op *semantics.Operation) bool {
	v := flow.Verdict(op.ID)
	if v.Status == must.UserMode || v.Status == must.NotAnalysed || op.Mode == semantics.ModeUser {
		return false
	}
	if op.CustomMetadata || op.PlatformEvent {
		return false
	}
	switch op.Verb {
	case semantics.VerbQuery, semantics.VerbSearch, semantics.VerbConvertLead:
	default:
		if !op.Verb.IsDML() {
			return false
		}
	}
	return !withoutSharingRules(flow.Program, op)
}

func withoutSharingRules(prog *semantics.Program, op *semantics.Operation) bool {
	for i := range op.Objects {
		if !setupObjects[prog.Type(op.Objects[i].Type).Name] {
			return false
		}
	}
	return len(op.Objects) > 0
}

// A sharingFault is what is wrong with the sharing of an operation.
type sharingFault struct {
	variant string
	op      *semantics.Operation
	// entry is the entry point that shows it, if there is one.
	entry semantics.MethodID
}

// judgeSharing judges a class by the worst of its operations.
func judgeSharing(flow *dataflow.Result, id semantics.ClassID, ops []*semantics.Operation) (rules.Finding, bool) {
	var worst sharingFault
	for _, op := range ops {
		if f := sharingFaultOf(flow, op); sharingRank(f.variant) < sharingRank(worst.variant) {
			worst = f
		}
	}
	if worst.variant == "" {
		return rules.Finding{}, false
	}
	prog := flow.Program
	c := prog.Class(id)
	args := []any{className(prog, id), operationName(prog, worst.op)}
	if worst.entry != 0 {
		args = append(args, entryName(prog, worst.entry))
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

// sharingFaultOf judges one operation.
func sharingFaultOf(flow *dataflow.Result, op *semantics.Operation) sharingFault {
	prog := flow.Program
	c := prog.Class(op.Class)
	s := prog.ClassSharing(op.Class)
	fault := sharingFault{op: op}
	switch {
	case s.Reason == semantics.SharingByKeyword || s.Reason == semantics.SharingByAncestor:
		if s.Sharing != semantics.SharingWithout {
			return fault
		}
		for _, a := range flow.Arrivals(op.Method) {
			if !a.Unseen && a.Entry != semantics.EntryGlobal && a.Entry.Audience() != semantics.AudienceSystem {
				fault.variant, fault.entry = "without-sharing-entry", a.Method
				break
			}
		}
		return fault
	case s.Sharing == semantics.SharingWith || isJob(prog, op.Class):
		return fault
	case s.Reason == semantics.SharingOpenChain:
		fault.variant = "open-chain"
		return fault
	}
	return undeclared(flow, fault, c, s)
}

// undeclared judges an operation of a class that takes the sharing of its callers because nothing is declared.
func undeclared(flow *dataflow.Result, fault sharingFault, c *semantics.Class, s semantics.EffectiveSharing) sharingFault {
	decide := func(variant string) {
		if sharingRank(variant) < sharingRank(fault.variant) {
			fault.variant, fault.entry = variant, 0
		}
	}
	byCallers := "undeclared"
	switch outer := flow.Program.Class(c.Outer); {
	case s.VersionUnknown:
		byCallers = "unknown-version"
	case outer.SharingNode.Valid():
		byCallers = "undeclared-inner"
	}
	for _, a := range flow.Sharing(fault.op.Method) {
		switch {
		case a.Unseen, a.Entry == semantics.EntryGlobal:
			decide(byCallers)
		case a.Entry != semantics.EntryNone && a.Entry.Audience() == semantics.AudienceSystem:
			// Runs in the system's name.
		case a.Entry == semantics.EntryAura:
			decide("undeclared-aura")
		case a.Sharing.Sharing == semantics.SharingWith:
			// The calling class applies the sharing rules.
		case a.Entry == semantics.EntryNone:
			decide(byCallers)
		case s.VersionUnknown:
			decide("unknown-version")
		default:
			decide("undeclared-entry")
			if fault.variant == "undeclared-entry" && fault.entry == 0 {
				fault.entry = a.Method
			}
		}
	}
	return fault
}

// operationName names an operation: "query of Account".
func operationName(prog *semantics.Program, op *semantics.Operation) string {
	for i := range op.Objects {
		if t := prog.Type(op.Objects[i].Type); op.Objects[i].Role == semantics.RoleTarget && t.Kind == semantics.KindSObject && op.Objects[i].Type != semantics.TypeSObject {
			return noun(op.Verb) + " of " + t.Display
		}
	}
	return noun(op.Verb) + " of records"
}

// maxNotes is the number of operations that a finding shows.
const maxNotes = 5

// sharingRank orders variants, the worst first and none last.
func sharingRank(variant string) int {
	for i := range sharingVariants {
		if sharingVariants[i].ID == variant {
			return i
		}
	}
	return len(sharingVariants)
}
