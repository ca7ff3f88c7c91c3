package access

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/dataflow"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/semantics"
)

//go:embed ApexInsecureDirectObjectReference.md
var apexInsecureDirectObjectReferenceDoc string

// ApexInsecureDirectObjectReference reports records that the caller names and no sharing rule limits.
var ApexInsecureDirectObjectReference = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ApexInsecureDirectObjectReference",
		Doc:      apexInsecureDirectObjectReferenceDoc,
		Run:      runApexInsecureDirectObjectReference,
		Requires: []*analysis.Analyzer{rules.Source, rules.Semantics, rules.DataFlow},
	},
	Title:    "Record that the caller names, whoever may see it",
	Subject:  "access",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Variants: []rules.Variant{
		{
			ID: "guest-record", Title: "Guests name a record that no sharing rule limits",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceMedium, CWE: []int{639, 284},
			Message: "%s of %s decides which records this %s is about, in system mode and without sharing, so that guests reach every record. " + directObjectAdvice,
		},
		{
			ID: "guest-filter", Title: "Guests set the condition of a query that no sharing rule limits",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{639, 284},
			Message: "%s of %s decides which records this %s is about, in system mode and without sharing, so that guests find records that are not theirs. " + directObjectAdvice,
		},
		{
			ID: "user-record", Title: "Users name a record that no sharing rule limits",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{639, 284},
			Message: "%s of %s decides which records this %s is about, in system mode and without sharing, so that users reach records that they may not see. " + directObjectAdvice,
		},
		{
			ID: "user-filter", Title: "Users set the condition of a query that no sharing rule limits",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceLow, CWE: []int{639, 284},
			Message: "%s of %s decides which records this %s is about, in system mode and without sharing, so that users find records that they may not see. " + directObjectAdvice,
		},
		{
			ID: "indirect", Title: "A flow, or other code, names a record that no sharing rule limits",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceLow, CWE: []int{639, 284},
			Message: "%s of %s decides which records this %s is about, in system mode and without sharing, so that who fills it in for users reaches every record. " + directObjectAdvice,
		},
	},
}

const directObjectAdvice = "Use user mode or a class `with sharing`, or make sure through UserRecordAccess or the owner that the record is the caller's."

func runApexInsecureDirectObjectReference(pass *analysis.Pass) (any, error) {
	prog, flow := rules.SemanticsOf(pass), rules.DataFlowOf(pass)
	info := prog.File(rules.SourceOf(pass).ID)
	if info == nil {
		return nil, nil
	}
	for _, id := range info.Operations {
		if op := prog.Operation(id); picksRecords(op) && sharingMatters(flow, op) {
			if f, ok := judgeReference(flow, op); ok {
				rules.Report(pass, f)
			}
		}
	}
	return nil, nil
}

// picksRecords reports whether an operation is about records that are there: an insert is not.
func picksRecords(op *semantics.Operation) bool {
	switch op.Verb {
	case semantics.VerbQuery, semantics.VerbSearch, semantics.VerbUpdate, semantics.VerbUpsert, semantics.VerbDelete,
		semantics.VerbUndelete, semantics.VerbMerge:
		return true
	}
	return false
}

// judgeReference judges an operation by the requests that lead to it without sharing.
func judgeReference(flow *dataflow.Result, op *semantics.Operation) (rules.Finding, bool) {
	prog := flow.Program
	for _, way := range requests(prog, op) {
		s := sharingOn(prog, op, way)
		if s.Sharing != semantics.SharingWithout || flow.Authorised(op, way, dataflow.OfRecord).Valid() {
			continue
		}
		choice, ok := flow.Choice(op, way)
		if !ok {
			continue
		}
		variant := "user-"
		if forGuests(way) {
			variant = "guest-"
		}
		switch {
		case !callerChooses(way) || way.Vague:
			variant = "indirect"
		case choice.ByID:
			variant += "record"
		default:
			variant += "filter"
		}
		name := operationName(prog, op)
		f := rules.AtNode(op.File.File, op.Node, variant, upper(choiceName(choice)), entryName(prog, way.Method), name)
		f.Path = choicePath(flow, way, choice, op, name+" in system mode, without sharing")
		f.Subject = "reference " + name
		if s.Node.Valid() {
			f.Notes = append(f.Notes, rules.StepAtNode(prog.Class(s.Class).File.File, s.Node, sharingReason(prog, s)))
		}
		return f, true
	}
	return rules.Finding{}, false
}
