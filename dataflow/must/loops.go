package must

import (
	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/semantics"
)

// backEdges are the edges that lead back to the header of a for-each loop.
type backEdges struct {
	loop  int32
	edges []ir.Edge
	// dead says that nothing leads back after all: every round leaves the loop.
	dead bool
}

// findLoops notes the for-each loops by their headers, with the edges that lead
// back.
func (fr *frame) findLoops() {
	fr.backs = fr.backs[:0]
	fr.loopAt = nil
	if len(fr.f.Loops) == 0 {
		return
	}
	number := make([]int32, len(fr.f.Blocks))
	for i, b := range fr.f.Order {
		number[b] = int32(i)
	}
	fr.loopAt = make([]int32, len(fr.f.Blocks))
	for i := range fr.f.Loops {
		l := &fr.f.Loops[i]
		if l.Header == ir.NoBlock || int(l.Header) >= len(fr.f.Blocks) {
			continue
		}
		back := backEdges{loop: int32(i)}
		for _, e := range fr.f.Preds(l.Header) {
			if number[e.From] >= number[l.Header] {
				back.edges = append(back.edges, e)
			}
		}
		if len(back.edges) > 0 {
			fr.backs = append(fr.backs, back)
			fr.loopAt[l.Header] = int32(len(fr.backs))
		}
	}
}

// buryLoops marks the loops whose back edges turned out to be unreachable: until
// then their exits counted as unreachable too, so that facts only shrink.
func (fr *frame) buryLoops() bool {
	found := false
	for i := range fr.backs {
		back := &fr.backs[i]
		if back.dead || fr.in[fr.f.Loops[back.loop].Header].isTop() {
			continue
		}
		held := fr.held(back)
		if held.isTop() {
			back.dead, found = true, true
		}
	}
	return found
}

// held gives what holds on all edges that lead back to the header of a loop.
func (fr *frame) held(back *backEdges) set {
	held := top
	for _, e := range back.edges {
		held.meet(&fr.out[e.From][e.Slot])
	}
	return held
}

// exhausted adds, to the state after a loop that has seen all elements, what held
// for the element whenever the loop went on.
func (fr *frame) exhausted(back *backEdges, m *set) {
	if m.isTop() || back.dead {
		return
	}
	l := &fr.f.Loops[back.loop]
	held := fr.held(back)
	if held.isTop() {
		*m = top
		return
	}
	elem, coll := valueTerm(int32(l.Element)), fr.desc(l.Collection)
	n := len(fr.atoms)
	for i := 1; i < n && i < maxAtoms; i++ {
		if !held.has(uint8(i)) || m.has(uint8(i)) {
			continue
		}
		at := fr.atoms[i]
		if at.kind != permAtom || at.c != noTerm {
			continue
		}
		if at.a == elem || at.b == elem {
			fr.forAll(m, at, elem, coll, l.Collection)
			continue
		}
		box := fr.container(l.Collection)
		if fr.nonEmpty(box) {
			fr.put(m, at)
			continue
		}
		// One null is like the other: it names no collection.
		if fr.f.Op(box) != ir.OpConst && fr.f.Op(box) != ir.OpUndef {
			at.c = valueTerm(int32(box))
			fr.put(m, at)
		}
	}
}

// forAll turns an atom about the element of a loop into atoms about the whole
// collection.
func (fr *frame) forAll(m *set, at atom, elem Term, coll desc, collection ir.Value) {
	if at.a == elem {
		if at.b == noTerm && fr.putTokens(m, at.perm, collection) {
			return
		}
		if coll.kind != plain || coll.obj == noTerm {
			return
		}
		at.a = coll.obj
	}
	if at.b != elem {
		fr.put(m, at)
		return
	}
	// A loop over names of fields: one atom for each that is known.
	members := fr.members(collection)
	for _, name := range members {
		fr.putPerm(m, at.perm, at.a, name)
	}
	if len(members) == 0 {
		if coll.kind == plain && coll.obj.kind() == kindParam {
			at.b = coll.obj
		} else {
			at.b = valueTerm(int32(collection))
		}
		fr.put(m, at)
	}
}

// members returns the field names in a list or set that is written out, nil if
// any member is not known.
func (fr *frame) members(v ir.Value) []Term {
	in := &fr.f.Instrs[v]
	switch in.Op {
	case ir.OpList, ir.OpSet:
	case ir.OpCell:
		var names []Term
		fr.sum.asked = true
		for _, s := range fr.a.world.FieldMembers(semantics.FieldID(in.Aux)) {
			names = append(names, fr.a.name(s))
		}
		return names
	default:
		return nil
	}
	if in.Sub != 0 {
		return nil
	}
	var names []Term
	for _, a := range fr.f.Args(v) {
		t := fr.fieldName(a)
		if t.kind() != kindName {
			return nil
		}
		names = append(names, t)
	}
	return names
}

// tokens returns the fields that a value is, or whose tokens are in a list or set
// that is written out; nil if any is not known.
func (fr *frame) tokens(v ir.Value) []desc {
	if d := fr.desc(v); d.kind == oneField {
		return []desc{d}
	}
	in := &fr.f.Instrs[v]
	if in.Op != ir.OpList && in.Op != ir.OpSet || in.Sub != 0 {
		return nil
	}
	var list []desc
	for _, a := range fr.f.Args(v) {
		d := fr.desc(a)
		if d.kind != oneField {
			return nil
		}
		list = append(list, d)
	}
	return list
}

// nonEmpty reports whether a collection certainly has elements: it is written out
// and nothing takes any away.
func (fr *frame) nonEmpty(box ir.Value) bool {
	in := &fr.f.Instrs[box]
	if in.Op != ir.OpList && in.Op != ir.OpSet || in.Sub != 0 || len(fr.f.Args(box)) == 0 {
		return false
	}
	for _, u := range fr.usesOf(box) {
		switch fr.f.Op(u) {
		case ir.OpElement, ir.OpHasNext, ir.OpIndex, ir.OpSetIndex, ir.OpDML, ir.OpQuery, ir.OpCompare:
		case ir.OpCall:
			c := fr.f.CallOf(u)
			if c == nil || c.Kind != ir.CallPlatform || fr.a.effects.of[c.Member] == noEffect || c.Name == "clear" {
				return false
			}
		default:
			return false
		}
	}
	return true
}
