package access

import (
	"fmt"

	"github.com/apexvet/apexvet/dataflow"
	"github.com/apexvet/apexvet/dataflow/must"
	"github.com/apexvet/apexvet/semantics"
)

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

// worseThan orders faults: by variant, and among equals an insert, which sharing hardly touches, comes last.
func (f sharingFault) worseThan(other sharingFault) bool {
	if a, b := sharingRank(f.variant), sharingRank(other.variant); a != b {
		return a < b
	}
	return f.variant != "" && f.op.Verb != semantics.VerbInsert && other.op.Verb == semantics.VerbInsert
}

// sharingRank orders variants, the worst first and none last.
func sharingRank(variant string) int {
	for i := range sharingVariants {
		if sharingVariants[i].ID == variant {
			return i
		}
	}
	return len(sharingVariants)
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

// andMore says how many operations there are beside the one that is named.
func andMore(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return " and one more operation"
	}
	return fmt.Sprintf(" and %d more operations", n)
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
