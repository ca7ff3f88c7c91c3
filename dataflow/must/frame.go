package must

import (
	"slices"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/semantics"
)

// frame is the analysis of one body: what its values designate, its atoms, and
// the state of its blocks.
type frame struct {
	a   *analysis
	f   *ir.Func
	sum *summary

	atoms    []atom
	index    map[atom]uint8
	overflow bool

	descs []desc
	uses  [][]ir.Value // who uses a value; made on demand

	guards  []guard
	guardOf []int32 // of a value, its guard plus one; -1 while it is made
	// atBlock lists the guards of each block in the order in which they are
	// evaluated.
	atBlock [][]int32

	events   []event // by block, in order of instructions
	eventsOf []span  // of a block
	in       []set
	out      [][3]set
	loopAt   []int32 // of a header block, its loop plus one
	backs    []backEdges
	// points holds the state before the instructions that matter to callers and
	// operations.
	points map[ir.Value]set
	// trivial says that no atom holds anywhere: the tables above are not made.
	trivial bool
	// budget bounds the search for what made a value.
	budget int
}

type span struct{ first, last int32 }

// event is an instruction that changes or reads the state.
type event struct {
	at   ir.Value
	gen  set
	stop bool // control does not come back
}

func (fr *frame) reset(a *analysis, f *ir.Func, sum *summary) {
	fr.a, fr.f, fr.sum = a, f, sum
	fr.atoms = append(fr.atoms[:0], atom{kind: unreachable})
	fr.index = nil
	fr.overflow = false
	fr.descs = zeroed(fr.descs, len(f.Instrs))
	fr.uses = nil
	fr.trivial = true
	fr.guards = fr.guards[:0]
	fr.guardOf = fr.guardOf[:0]
	fr.points = nil
	fr.in, fr.out = fr.in[:0], fr.out[:0]
}

// zeroed returns a table of n zero values, the old one if it is large enough.
func zeroed[T any](table []T, n int) []T {
	table = slices.Grow(table[:0], n)[:n]
	clear(table)
	return table
}

// intern returns the number of an atom; 0 and false when the table is full.
func (fr *frame) intern(at atom) (uint8, bool) {
	if i, ok := fr.find(at); ok {
		return i, true
	}
	if len(fr.atoms) >= maxAtoms {
		fr.overflow = true
		return 0, false
	}
	i := uint8(len(fr.atoms))
	fr.atoms = append(fr.atoms, at)
	if fr.index != nil {
		fr.index[at] = i
	}
	return i, true
}

func (fr *frame) find(at atom) (uint8, bool) {
	if len(fr.atoms) <= 16 {
		for i, b := range fr.atoms {
			if b == at {
				return uint8(i), true
			}
		}
		return 0, false
	}
	if fr.index == nil {
		fr.index = make(map[atom]uint8, 64)
		for i, b := range fr.atoms {
			fr.index[b] = uint8(i)
		}
	}
	i, ok := fr.index[at]
	return i, ok
}

func (fr *frame) put(s *set, at atom) {
	if at.a.kind() == kindUnknown || at.b.kind() == kindUnknown {
		return
	}
	if i, ok := fr.intern(at); ok {
		s.add(i)
	}
}

// putPerm adds a permission and those that it includes: who may create, update or
// delete records of an object may read them, and a permission on a field is only
// given where the object's is.
func (fr *frame) putPerm(s *set, p Perm, obj, fld Term) {
	fr.put(s, atom{kind: permAtom, perm: p, a: obj, b: fld})
	if fld != noTerm {
		fr.put(s, atom{kind: permAtom, perm: p, a: obj})
	}
	if p == Create || p == Update {
		fr.put(s, atom{kind: permAtom, perm: Write, a: obj})
	}
	if p == Create || p == Update || p == Delete {
		fr.putPerm(s, Read, obj, fld)
	}
}

// passing is what a site passes to its targets.
type passing struct {
	args   []ir.Value
	onThis bool
	on     ir.Value // the object that it is called on, zero if it is not known
}

func (fr *frame) passed(c *ir.Call) passing {
	return passing{args: fr.f.Arguments(c), onThis: c.OnThis, on: fr.f.Receiver(c)}
}

// of returns the argument that a parameter of the target stands for, zero for any
// other term.
func (p passing) of(t Term) ir.Value {
	if t.kind() == kindParam && int(t.index()) < len(p.args) {
		return p.args[t.index()]
	}
	return 0
}

// translate turns a term of a callee into one of this frame at a site.
func (fr *frame) translate(p passing, t Term) Term {
	switch t.kind() {
	case kindParam:
		if i := int(t.index()); i < len(p.args) {
			return fr.termOf(p.args[i])
		}
		return unknownTerm
	case kindField:
		if p.onThis || fr.a.isStatic(semantics.FieldID(t.index())) {
			return t
		}
		return fr.madeWith(p.on, semantics.FieldID(t.index()))
	case kindValue:
		return unknownTerm
	}
	return t
}

// madeWith returns what a field of an object is that was made here: constructors
// say it in terms of their parameters.
func (fr *frame) madeWith(object ir.Value, id semantics.FieldID) Term {
	for object > 0 && fr.f.Op(object) == ir.OpCast {
		object = fr.f.Arg(object, 0)
	}
	if object <= 0 || fr.f.Op(object) != ir.OpNew {
		return unknownTerm
	}
	c := fr.f.CallOf(object)
	if c == nil || c.Open || len(c.Callees) != 1 {
		return unknownTerm
	}
	for _, s := range fr.a.sums[c.Callees[0]].made {
		if s.field == id {
			return fr.translate(passing{args: fr.f.Arguments(c)}, s.obj)
		}
	}
	return unknownTerm
}

// translateField is translate for a term in the place of a field.
func (fr *frame) translateField(p passing, t Term) Term {
	if t.kind() == kindParam {
		if int(t.index()) < len(p.args) {
			return fr.fieldName(p.args[t.index()])
		}
		return unknownTerm
	}
	return fr.translate(p, t)
}

// termOf returns the object or mode that a value designates as a term.
func (fr *frame) termOf(v ir.Value) Term {
	switch d := fr.desc(v); d.kind {
	case plain, mode, oneField, fields:
		if d.obj != noTerm {
			return d.obj
		}
	}
	return unknownTerm
}
