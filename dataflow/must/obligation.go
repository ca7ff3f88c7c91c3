package must

import (
	"slices"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/semantics"
)

// clause is one permission that an operation needs.
type clause struct {
	perm Perm
	role semantics.ObjectRole
	obj  Term
	fld  Term
}

// obligation is the demand of an operation, seen from one body: all clauses, or
// that mode is user mode, or that subject has been cleansed for the clause.
type obligation struct {
	op      semantics.OperationID
	mode    Term // noTerm where the default is system mode
	subject Term // a parameter, or noTerm
	clauses []clause
	// at is the operation, or the call through which the demand comes up, and node
	// its place; callee and index say whose demand that was.
	at     ir.Value
	node   int32
	callee ir.FuncID
	index  int32
}

// maxOpen is the number of open obligations of a body. Further ones are judged
// where they stand, with their object unknown.
const maxOpen = 64

// demand collects the obligations of the body and reports whether those for its
// callers changed.
func (fr *frame) demand() bool {
	s := fr.sum
	before := len(s.open)
	for i := range fr.f.Operations {
		fr.demandOf(&fr.f.Operations[i])
	}
	for i := range fr.f.Calls {
		c := &fr.f.Calls[i]
		if c.Value == 0 {
			continue
		}
		fr.raiseAll(c.Callees, c.Value, c.Node, fr.passed(c))
	}
	for i := range fr.f.Sides {
		side := &fr.f.Sides[i]
		if !side.Kind.PassesChecks() {
			continue // the targets are roots
		}
		var p passing
		if side.Direct {
			p.args = fr.f.Arguments(fr.f.CallOf(side.At))
		}
		fr.raiseAll(side.Callees, side.At, side.Node, p)
	}
	s.relevant = s.relevant || len(s.open)+len(s.closed) > 0
	return len(s.open) != before
}

// raiseAll brings the demands of what a site leads to into this body.
func (fr *frame) raiseAll(callees []ir.FuncID, at ir.Value, node int32, p passing) {
	for _, id := range callees {
		callee := &fr.a.sums[id]
		fr.sum.relevant = fr.sum.relevant || callee.relevant
		for k := range callee.open {
			from := &callee.open[k]
			ob := obligation{op: from.op, at: at, node: node, callee: id, index: int32(k)}
			fr.raise(ob, from, p)
		}
	}
}

// demandOf judges an operation by the state before it and keeps what is left.
func (fr *frame) demandOf(op *ir.Operation) {
	row := fr.a.world.Operation(op.ID)
	m := fr.at(op.Value)
	if m.isTop() {
		return
	}
	ob := obligation{op: op.ID, at: op.Value, node: fr.f.Instrs[op.Value].Node, callee: ir.NoFunc}
	status, effective := fr.modeOf(row, op, &m, &ob)
	if status != Missing {
		fr.outcome(op.ID, status, effective)
		return
	}
	clauses, mode := fr.clausesOf(row, op)
	switch mode {
	case semantics.ModeUser:
		fr.outcome(op.ID, UserMode, mode)
		return
	case semantics.ModeSystem:
		fr.outcome(op.ID, ExplicitSystem, mode)
		return
	}
	if len(clauses) == 0 {
		fr.outcome(op.ID, NoDemand, effective)
		return
	}
	ob.clauses = clauses
	subject := op.Records
	if row.Verb == semantics.VerbQuery || row.Verb == semantics.VerbSearch {
		subject = 0
		if cl := fr.strippedLater(op.Value); !cl.none() {
			ob.clauses = uncovered(ob.clauses, cl)
		}
	}
	fr.settle(ob, subject, &m, effective)
}

// modeOf says in which mode an operation runs: with Missing its permissions must
// be checked. It sets the mode of the obligation where the caller decides.
func (fr *frame) modeOf(row *semantics.Operation, op *ir.Operation, m *set, ob *obligation) (Status, semantics.Mode) {
	switch row.Mode {
	case semantics.ModeUser:
		fr.sum.asked = fr.sum.asked || row.Dynamic
		if row.Dynamic && row.Source == semantics.ModeFromVersion && fr.a.world.QueryText(fr.f, op).Mode == semantics.ModeSystem {
			return ExplicitSystem, semantics.ModeSystem
		}
		return UserMode, semantics.ModeUser
	case semantics.ModeNone:
		return NoDemand, semantics.ModeNone
	case semantics.ModeSystem:
		if row.Source == semantics.ModeFromSyntax || row.Source == semantics.ModeFromArgument {
			return ExplicitSystem, semantics.ModeSystem
		}
	case semantics.ModeByValue:
		switch t := fr.modeTerm(op.Mode); {
		case t == userMode, fr.equal(m, t, userMode):
			return UserMode, semantics.ModeUser
		case t == systemMode, fr.equal(m, t, systemMode):
			return ExplicitSystem, semantics.ModeSystem
		case t.kind() == kindParam:
			ob.mode = t
		}
		return Missing, semantics.ModeByValue
	}
	return Missing, row.Mode
}

// modeTerm returns the access level that a value is, or its term.
func (fr *frame) modeTerm(v ir.Value) Term {
	if v == 0 {
		return unknownTerm
	}
	d := fr.desc(v)
	if d.kind == mode || d.kind == plain {
		return d.obj
	}
	return unknownTerm
}

// equal reports whether the state says that a term is a constant.
func (fr *frame) equal(m *set, t, constant Term) bool {
	i, ok := fr.find(atom{kind: equalsAtom, a: t, b: constant})
	return ok && m.has(i)
}

func (fr *frame) outcome(op semantics.OperationID, st Status, m semantics.Mode) {
	for _, o := range fr.sum.outcomes {
		if o.op == op && o.status == st {
			return
		}
	}
	fr.sum.outcomes = append(fr.sum.outcomes, outcome{op, st, m})
}

// settle drops the clauses that are proven here and files the rest: what callers
// can prove one by one is open, what only holds in every call or not at all is
// closed.
func (fr *frame) settle(ob obligation, subject ir.Value, m *set, effective semantics.Mode) {
	left := ob.clauses[:0:0]
	for _, c := range ob.clauses {
		if !fr.proven(c, subject, ob.at, m) {
			left = append(left, c)
		}
	}
	if len(left) == 0 {
		fr.outcome(ob.op, Proven, effective)
		return
	}
	ob.subject = noTerm
	if subject != 0 {
		if cl := fr.cleansedBy(subject); cl.param > 0 {
			ob.subject = paramTerm(cl.param - 1)
		}
	}
	var open, closed []clause
	for _, c := range left {
		if ob.mode != noTerm || ob.subject != noTerm || c.obj.portable() && !c.obj.constant() || c.fld.portable() && !c.fld.constant() {
			open = append(open, c)
		} else {
			closed = append(closed, c)
		}
	}
	if len(closed) > 0 {
		part := ob
		part.clauses = closed
		fr.sum.closed = fileObligation(fr.sum.closed, part)
	}
	if len(open) == 0 {
		return
	}
	ob.clauses = open
	fr.sum.file(ob)
}

// fileObligation adds an obligation unless its equal is there: the first one, at
// the smallest place, is the witness.
func fileObligation(list []obligation, ob obligation) []obligation {
	for _, o := range list {
		if same(o, ob) {
			return list
		}
	}
	return append(list, ob)
}

func same(a, b obligation) bool {
	return a.op == b.op && a.mode == b.mode && a.subject == b.subject && slices.Equal(a.clauses, b.clauses)
}

// raise brings a demand of a callee into this body.
func (fr *frame) raise(ob obligation, from *obligation, p passing) {
	m := fr.at(ob.at)
	if m.isTop() {
		return
	}
	ob.clauses = make([]clause, len(from.clauses))
	effective := fr.a.world.Operation(from.op).Mode
	if from.mode != noTerm {
		switch t := fr.translate(p, from.mode); {
		case t == userMode, fr.equal(&m, t, userMode):
			fr.outcome(from.op, UserMode, semantics.ModeUser)
			return
		case t == systemMode, fr.equal(&m, t, systemMode):
			fr.outcome(from.op, ExplicitSystem, semantics.ModeSystem)
			return
		case t.kind() == kindParam:
			ob.mode = t
		}
	}
	var subject ir.Value
	if from.subject.kind() == kindParam && int(from.subject.index()) < len(p.args) {
		subject = p.args[from.subject.index()]
	}
	for i, cl := range from.clauses {
		cl.obj, cl.fld = fr.translate(p, cl.obj), fr.translateField(p, cl.fld)
		ob.clauses[i] = cl
	}
	fr.settle(ob, subject, &m, effective)
}

// proven reports whether the state before an instruction, or what is known of the
// records, establishes a clause.
func (fr *frame) proven(c clause, subject, at ir.Value, m *set) bool {
	if fr.holds(c, m, noTerm) {
		return true
	}
	if subject == 0 {
		return false
	}
	if cl := fr.cleansedBy(subject); cl.param == 0 && cl.covers(c.perm, c.fld != noTerm) {
		return true
	}
	box := fr.container(subject)
	return fr.holds(c, m, valueTerm(int32(box))) || fr.elementsHold(c, box, at)
}

// holds reports whether a set of atoms establishes a clause, about the elements of
// a collection if one is given.
func (fr *frame) holds(c clause, m *set, collection Term) bool {
	if fr.trivial || m.isEmpty() {
		return false
	}
	if fr.holdsPerm(c.perm, c.obj, c.fld, collection, m) {
		return true
	}
	if c.perm == Merge && fr.holdsPerm(Update, c.obj, c.fld, collection, m) && fr.holdsPerm(Delete, c.obj, c.fld, collection, m) {
		return true
	}
	return false
}

func (fr *frame) holdsPerm(p Perm, obj, fld, collection Term, m *set) bool {
	if i, ok := fr.find(atom{kind: permAtom, perm: p, a: obj, b: fld, c: collection}); ok && m.has(i) {
		return true
	}
	if obj.constant() {
		return false
	}
	for i := 1; i < len(fr.atoms); i++ { // the object is one that a test has named
		if at := &fr.atoms[i]; at.kind == equalsAtom && at.a == obj && m.has(uint8(i)) && at.b.kind() == kindObject {
			if j, ok := fr.find(atom{kind: permAtom, perm: p, a: at.b, b: fld, c: collection}); ok && m.has(j) {
				return true
			}
		}
	}
	return false
}

func uncovered(clauses []clause, cl cleansing) []clause {
	var left []clause
	for _, c := range clauses {
		if !cl.covers(c.perm, c.fld != noTerm) {
			left = append(left, c)
		}
	}
	if left == nil {
		left = clauses[:0]
	}
	return left
}
