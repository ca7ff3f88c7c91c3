package access

import (
	"regexp"
	"strings"

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
	if op.CustomMetadata || op.PlatformEvent || op.Mode == semantics.ModeByValue && v.Status != must.ExplicitSystem {
		return false
	}
	switch op.Verb {
	case semantics.VerbQuery, semantics.VerbSearch, semantics.VerbConvertLead:
	default:
		if !op.Verb.IsDML() {
			return false
		}
	}
	return !withoutSharingRules(flow.Program, op) && !readsSetup(flow, op)
}

// readsSetup reports whether the text of a dynamic query is known to name objects without sharing only.
func readsSetup(flow *dataflow.Result, op *semantics.Operation) bool {
	if !op.Dynamic {
		return false
	}
	found := false
	for _, template := range flow.Text(op.Operand).Templates {
		constant, ok := template.Constant()
		if !ok {
			return false
		}
		for _, m := range fromObject.FindAllStringSubmatch(constant, -1) {
			if name := strings.ToLower(m[1]); !setupObjects[name] && !unsharedObjects[name] {
				return false
			}
			found = true
		}
	}
	return found
}

var fromObject = regexp.MustCompile(`(?i)\bFROM\s+(\w+)`)

func withoutSharingRules(prog *semantics.Program, op *semantics.Operation) bool {
	targets := 0
	for i := range op.Objects {
		use := &op.Objects[i]
		if use.Role == semantics.RoleParent || use.Role == semantics.RoleTypeOf {
			continue
		}
		targets++
		if name := prog.Type(use.Type).Name; !setupObjects[name] && !unsharedObjects[name] && !prog.IsCustomSetting(use.Type) {
			return false
		}
	}
	return targets > 0
}

// unsharedObjects are further objects whose rows are not shared with users one by one (object reference; sharing settings).
var unsharedObjects = map[string]bool{
	"authsession": true, "emailtemplate": true, "folder": true, "listview": true, "loginhistory": true, "pricebookentry": true,
	"product2": true,
}

// A sharingFault is what is wrong with the sharing of an operation.
type sharingFault struct {
	variant string
	op      *semantics.Operation
	// way is that of a request which comes without sharing, if there is one, and sharing what decides it, or what the class
	// of the operation leaves open.
	way     semantics.Way
	sharing semantics.EffectiveSharing
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

// sharingFaultOf judges one operation: first by the requests that come to it without sharing, then by what its class
// leaves open.
func sharingFaultOf(flow *dataflow.Result, op *semantics.Operation) sharingFault {
	prog := flow.Program
	own := prog.ClassSharing(op.Class)
	fault := sharingFault{op: op, sharing: own}
	if own.Sharing == semantics.SharingWith {
		return fault
	}
	if way, s, ok := withoutSharing(prog, op); ok {
		fault.way, fault.sharing = way, s
		switch {
		case s.VersionUnknown:
			fault.variant, fault.way = "unknown-version", semantics.Way{}
		case way.Vague:
			fault.variant = "perhaps-reached"
		case forGuests(way):
			fault.variant = "guest-without-sharing"
		case s.Reason == semantics.SharingByEntry:
			fault.variant = "undeclared-entry"
		default:
			fault.variant = "without-sharing-entry"
		}
		return fault
	}
	switch {
	case isJob(prog, op.Class) || own.Reason == semantics.SharingByKeyword || own.Reason == semantics.SharingByAncestor:
		return fault
	case own.Reason == semantics.SharingOpenChain:
		fault.variant = "open-chain"
		return fault
	}
	fault.variant = undeclared(flow, op, own)
	return fault
}

// withoutSharing returns a way of a request that comes to an operation without sharing, and what decides that.
func withoutSharing(prog *semantics.Program, op *semantics.Operation) (semantics.Way, semantics.EffectiveSharing, bool) {
	for _, way := range requests(prog, op) {
		if s := sharingOn(prog, op, way); s.Sharing == semantics.SharingWithout {
			return way, s, true
		}
	}
	if prog.MethodSharingSet(op.Method)&semantics.MayWithout == 0 {
		return semantics.Way{}, semantics.EffectiveSharing{}, false
	}
	// The nearest entry points come with sharing, but another one may not.
	w := prog.SharingWitness(op.Method, semantics.SharingWithout)
	for _, audience := range [...]semantics.Audience{semantics.AudienceGuest, semantics.AudienceUser} {
		for _, way := range prog.Ways(w.Method, audience) {
			way.Edges = append(way.Edges, w.Edges...)
			return way, w.Sharing, true
		}
	}
	return semantics.Way{}, semantics.EffectiveSharing{}, false
}

// undeclared judges an operation of a class that takes the sharing of its callers because nothing is declared, and to
// which no request comes without sharing.
func undeclared(flow *dataflow.Result, op *semantics.Operation, s semantics.EffectiveSharing) string {
	byCallers := "undeclared"
	switch outer := flow.Program.Class(flow.Program.Class(op.Class).Outer); {
	case s.VersionUnknown:
		byCallers = "unknown-version"
	case outer.SharingNode.Valid():
		byCallers = "undeclared-inner"
	}
	variant := ""
	for _, a := range flow.Sharing(op.Method) {
		switch {
		case (a.Unseen || a.Entry == semantics.EntryGlobal) && !servesTriggers(flow.Program, a.Method):
			return byCallers
		case a.Entry == semantics.EntryAura:
			variant = "undeclared-aura"
		}
	}
	return variant
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
