package access

import (
	"slices"
	"strings"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/semantics"
)

// requests lists the ways of requests to an operation, those of guests first.
func requests(prog *semantics.Program, op *semantics.Operation) []semantics.Way {
	return append(prog.Ways(op.Method, semantics.AudienceGuest), prog.Ways(op.Method, semantics.AudienceUser)...)
}

// callerChooses reports whether who makes the request chooses what an entry point is given. Flows and other code stand before
// some of them, and an identity provider before others.
func callerChooses(way semantics.Way) bool {
	switch way.Entry.Kind {
	case semantics.EntryInvocable, semantics.EntryProcessPlugin, semantics.EntryCallable, semantics.EntryRegistrationHandler,
		semantics.EntryTokenExchange:
		return false
	}
	return true
}

// forGuests reports whether guests may enter.
func forGuests(way semantics.Way) bool { return way.Entry.Audience == semantics.AudienceGuest }

// sharingOn returns the sharing with which an operation runs at the end of a way: that of its class, of the nearest caller
// that has one, or of the entry point.
func sharingOn(prog *semantics.Program, op *semantics.Operation, way semantics.Way) semantics.EffectiveSharing {
	if s := prog.ClassSharing(op.Class); s.Sharing != semantics.SharingCaller {
		return s
	}
	method := op.Method
	for _, e := range slices.Backward(way.Edges) {
		if e.Kind == semantics.EdgeAsync {
			return prog.EffectiveSharing(method, e.Job)
		}
		method = e.From
		if s := prog.ClassSharing(prog.Method(method).Class); s.Sharing != semantics.SharingCaller {
			return s
		}
	}
	return prog.EffectiveSharing(way.Method, way.Entry.Kind)
}

// steps shows a way: where it enters, the calls, and the operation with what is wrong about it.
func steps(prog *semantics.Program, way semantics.Way, op *semantics.Operation, wrong string) []rules.Step {
	entry := prog.Method(way.Method)
	var list []rules.Step
	if info := prog.FileOf(way.Method); info != nil && entry.NameNode.Valid() {
		list = append(list, rules.StepAtNode(info.File, entry.NameNode, "entry point: "+entryName(prog, way.Method)))
	}
	for i, e := range way.Edges {
		to := op.Method
		if i+1 < len(way.Edges) {
			to = way.Edges[i+1].From
		}
		if info := prog.FileOf(e.From); info != nil && e.Node.Valid() {
			list = append(list, rules.StepAtNode(info.File, callNode(prog, e), edgeText(prog, e, to)))
		}
	}
	return append(list, rules.StepAtNode(op.File.File, op.Node, wrong))
}

// edgeText says how control goes on to a method.
func edgeText(prog *semantics.Program, e *semantics.Edge, to semantics.MethodID) string {
	name := methodName(prog, to)
	switch e.Kind {
	case semantics.EdgeAsync:
		return "enqueues " + name
	case semantics.EdgeAccessor:
		return "uses " + name
	case semantics.EdgeImplicit, semantics.EdgeStaticInit:
		return "which runs the " + entryName(prog, to)
	case semantics.EdgeReflective:
		return "may make " + name
	case semantics.EdgeCallback:
		return "has the platform call " + name
	}
	return "calls " + name
}

// callNode is the place of an edge that a reader looks at: of a constructor that runs others unsaid its name.
func callNode(prog *semantics.Program, e *semantics.Edge) parser.Node {
	if e.Kind == semantics.EdgeImplicit && e.Node == prog.Method(e.From).Node {
		return prog.Method(e.From).NameNode
	}
	return e.Node
}

// methodName names a method with its class: "ContactService.rename".
func methodName(prog *semantics.Program, id semantics.MethodID) string {
	m := prog.Method(id)
	if m.Kind == semantics.MethodConstructor {
		return "new " + className(prog, m.Class)
	}
	return className(prog, m.Class) + "." + m.Name
}

// sharingReason says why a class, or what enters it, runs without sharing.
func sharingReason(prog *semantics.Program, s semantics.EffectiveSharing) string {
	name := className(prog, s.Class)
	switch s.Reason {
	case semantics.SharingByKeyword, semantics.SharingByAncestor:
		return name + " is `without sharing`"
	case semantics.SharingByTrigger:
		return "triggers run without sharing"
	}
	return name + " declares no sharing"
}

// upper begins a sentence with a text.
func upper(text string) string {
	return strings.ToUpper(text[:1]) + text[1:]
}
