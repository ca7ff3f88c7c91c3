package access

import (
	"slices"
	"strings"

	"github.com/apexvet/apexvet/dataflow"
	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/dataflow/must"
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/semantics"
	"github.com/apexvet/apexvet/semantics/platform"
)

// unchecked is a database operation that misses permissions on objects.
type unchecked struct {
	flow    *dataflow.Result
	prog    *semantics.Program
	op      *semantics.Operation
	verdict *must.Verdict
	// needs are the missing permissions on objects as a whole.
	needs []must.Need
	reach reach
	// entry is the way in that decides reach, zero if there is none.
	entry semantics.MethodID
	// strictUpsert is the property of this name.
	strictUpsert bool
}

// reach says who gets to an operation without the check it needs.
type reach uint8

const (
	reachUnseen reach = iota // nobody in sight, but code elsewhere may
	reachUser                // a user's request
	reachSystem              // triggers and jobs only
	reachJob                 // nobody in sight, in the class of a job
	reachNobody              // nobody
)

func newUnchecked(flow *dataflow.Result, op *semantics.Operation, verdict *must.Verdict) *unchecked {
	u := &unchecked{flow: flow, prog: flow.Program, op: op, verdict: verdict}
	for _, n := range verdict.Missing {
		if n.Field == "" && !u.readableParent(n) && (n.Object != semantics.TypeUnknown || n.Role == semantics.RoleTarget) {
			u.needs = append(u.needs, n)
		}
	}
	u.findReach()
	return u
}

// readableParent reports whether a need is about what nearly every query names on the way: an owner, a record type.
func (u *unchecked) readableParent(n must.Need) bool {
	if n.Role != semantics.RoleParent {
		return false
	}
	name := u.prog.Type(n.Object).Name
	return setupObjects[name] || name == "user" || name == "name"
}

// parentsOnly reports whether all that is missing is about objects that relationship paths lead to.
func (u *unchecked) parentsOnly() bool {
	for _, n := range u.needs {
		if n.Role != semantics.RoleParent {
			return false
		}
	}
	return true
}

// readsNothing reports whether a query asks for no rows at all: LIMIT 0 makes an empty result or locator.
func (u *unchecked) readsNothing() bool {
	query := u.op.Node.Child(parser.FieldQuery)
	return query.Child(parser.FieldLimit).Child(parser.FieldValue).Text() == "0"
}

// decided reports whether the mode is written, or the code is for the command line, where the user's permissions apply.
func (u *unchecked) decided() bool {
	return u.op.Mode == semantics.ModeByValue || u.prog.Class(u.op.Class).Kind == semantics.ClassKindScript
}

func (u *unchecked) findReach() {
	var system, unseen semantics.MethodID
	for _, e := range u.verdict.Entries {
		switch {
		case (e.NoCaller || onlyGlobal(u.prog.Method(e.Method))) && !servesTriggers(u.prog, e.Method):
			if unseen == 0 {
				unseen = e.Method
			}
		case e.User && e.Via != must.ViaTrigger && !onlyGlobal(u.prog.Method(e.Method)) && !u.vague():
			u.reach, u.entry = reachUser, e.Method
			return
		case system == 0:
			system = e.Method
		}
	}
	switch {
	case unseen != 0 && isJob(u.prog, u.prog.Method(unseen).Class):
		u.reach, u.entry = reachJob, unseen
		if system != 0 {
			u.reach, u.entry = reachSystem, system
		}
	case unseen != 0 && !u.private(unseen):
		u.reach, u.entry = reachUnseen, unseen
	case system != 0:
		u.reach, u.entry = reachSystem, system
	case unseen != 0:
		u.reach, u.entry = reachNobody, unseen
	}
}

// vague reports whether requests come here only where any of several jobs may be started, and triggers and jobs come here
// by themselves.
func (u *unchecked) vague() bool {
	if u.verdict.Reach&must.ReachSystem == 0 {
		return false
	}
	ways := requests(u.prog, u.op)
	return len(ways) > 0 && !slices.ContainsFunc(ways, func(w semantics.Way) bool { return !w.Vague })
}

// private reports whether all calls of a method are certainly in sight.
func (u *unchecked) private(id semantics.MethodID) bool {
	m := u.prog.Method(id)
	if m.Kind != semantics.MethodOrdinary || m.Modifiers&(semantics.Public|semantics.Global|semantics.Protected|semantics.Override) != 0 {
		return false
	}
	info := u.prog.FileOf(id)
	for i := range info.Calls {
		// A call that could not be resolved may be one of this method.
		c := &info.Calls[i]
		if c.Kind == semantics.CallUnknown && strings.EqualFold(calledName(c.Node), m.Name) {
			return false
		}
	}
	return true
}

func calledName(call parser.Node) string { return call.Child(parser.FieldName).Text() }

// unknownObjects reports whether the operation is on objects that are not known.
func (u *unchecked) unknownObjects() bool {
	for _, n := range u.needs {
		if n.Object != semantics.TypeUnknown {
			return false
		}
	}
	return true
}

// undeclared reports whether the records are a name that certainly nothing declares: such code does not compile.
func (u *unchecked) undeclared() bool {
	n := u.op.Operand
	if n.Kind() != parser.KindIdentifier || u.op.File.Ref(n).Kind != semantics.RefNone || u.op.Dynamic {
		return false
	}
	for id := u.op.Class; id != 0; {
		c := u.prog.Class(id)
		if c.SuperType != semantics.TypeUnknown && c.Super == 0 {
			return false
		}
		if c.Super == id {
			break
		}
		id = c.Super
	}
	return !u.op.File.Tree.Root().HasError()
}

// setupRows reports whether a query reads only setup: objects that profiles cannot deny.
func (u *unchecked) setupRows() bool {
	if u.op.Verb != semantics.VerbQuery && u.op.Verb != semantics.VerbSearch {
		return false
	}
	for _, n := range u.needs {
		if !setupObjects[u.prog.Type(n.Object).Name] {
			return false
		}
	}
	return true
}

// ownRows reports whether a query reads only what nearly every user may see: setup, and the running user's own user.
func (u *unchecked) ownRows() bool {
	for _, n := range u.needs {
		switch name := u.prog.Type(n.Object).Name; {
		case setupObjects[name]:
		case name != "user" || u.op.Verb != semantics.VerbQuery || !u.namesRunningUser():
			return false
		}
	}
	return true
}

// namesRunningUser reports whether a query demands the id of the running user.
func (u *unchecked) namesRunningUser() bool {
	for n := range u.op.Node.Descendants() {
		if n.Kind() != parser.KindComparison || n.Child(parser.FieldLeft).FoldedText() != "id" || n.Child(parser.FieldOperator).Text() != "=" {
			continue
		}
		f, v := u.flow.Value(n.Child(parser.FieldRight).Child(parser.FieldValue))
		for f != nil && f.Op(v) == ir.OpCast {
			v = f.Arg(v, 0)
		}
		if f == nil {
			continue
		}
		if c := f.CallOf(v); c != nil && c.Kind == ir.CallPlatform && c.Member == userID {
			return true
		}
	}
	return false
}

var userID = platform.Member("UserInfo.getUserId")

// otherOperation returns a check of another permission on the object, if there is one.
func (u *unchecked) otherOperation() *must.NearMiss {
	for i := range u.verdict.NearMisses {
		if m := &u.verdict.NearMisses[i]; m.Reason == must.OtherOperation {
			return m
		}
	}
	return nil
}

// wrongCheck returns a check of what is needed that does not hold, if there is one.
func (u *unchecked) wrongCheck() *must.NearMiss {
	for i := range u.verdict.NearMisses {
		switch m := &u.verdict.NearMisses[i]; m.Reason {
		case must.OneBranch, must.AfterUse, must.Ignored, must.Negated:
			if slices.Contains(u.perms(), m.Perm) {
				return m
			}
		}
	}
	return nil
}
