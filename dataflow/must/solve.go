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

// prepare finds the guards and events of the body. It leaves the frame trivial if
// there are none, so that nothing ever holds.
func (fr *frame) prepare() {
	fr.trivial = true
	fr.guardOf = make([]int32, len(fr.f.Instrs))
	fr.eventsOf = make([]span, len(fr.f.Blocks))
	fr.events = fr.events[:0]
	for _, b := range fr.f.Order {
		first := int32(len(fr.events))
		for v, in := range fr.f.Code(b) {
			if in.Op == ir.OpCall || in.Op == ir.OpNew {
				fr.addEvent(v)
			}
		}
		fr.eventsOf[b] = span{first, int32(len(fr.events))}
		bl := &fr.f.Blocks[b]
		if bl.Term == ir.TermBranch || bl.Term == ir.TermReturn && fr.f.Return == semantics.TypeBoolean {
			if fr.guardFor(bl.Cond) > 0 && fr.f.Op(bl.Cond) != ir.OpConst {
				fr.trivial = false
			}
		}
	}
	for _, s := range fr.sum.stores {
		if fr.guardFor(s.value) > 0 {
			fr.trivial = false
		}
	}
	if fr.trivial {
		return
	}
	fr.placeGuards()
	n := len(fr.f.Blocks)
	fr.in = make([]set, n)
	fr.out = make([][3]set, n)
	for i := range fr.out {
		fr.in[i] = top
		fr.out[i] = [3]set{top, top, top}
	}
	fr.findLoops()
}

func (fr *frame) addEvent(v ir.Value) {
	c := fr.f.CallOf(v)
	if c == nil {
		return
	}
	ev := event{at: v}
	switch c.Kind {
	case ir.CallProject, ir.CallInit:
		if len(c.Callees) == 0 || c.Open {
			if !fr.checkedOnReturn(&ev.gen, c) && len(c.Callees) == 0 {
				return
			}
			break
		}
		ev.gen, ev.stop = fr.onReturn(c)
		inside := false
		for _, id := range c.Callees {
			inside = inside || fr.a.comp[id] == fr.a.comp[fr.f.ID]
		}
		if inside || ev.stop || !ev.gen.isEmpty() {
			fr.trivial = false
		}
	case ir.CallUnknown:
		if !fr.checkedOnReturn(&ev.gen, c) {
			return
		}
	case ir.CallPlatform:
		switch fr.a.effects.of[c.Member] {
		case addElement, addElements, putElement:
		default:
			return
		}
	default:
		return
	}
	if !ev.gen.isEmpty() {
		fr.trivial = false
	}
	fr.events = append(fr.events, ev)
}

// checkedOnReturn adds what a library's check that throws establishes.
func (fr *frame) checkedOnReturn(s *set, c *ir.Call) bool {
	if !fr.a.mayCheck(c) || fr.used(c.Value) {
		return false
	}
	fr.checkedByRow(s, c)
	return !s.isEmpty()
}

// onReturn gives what holds when a project call returns, and whether it never
// does.
func (fr *frame) onReturn(c *ir.Call) (set, bool) {
	s := top
	for _, id := range c.Callees {
		sum := &fr.a.sums[id]
		if sum.rTop {
			continue
		}
		t := fr.translated(c, sum.r, false)
		s.meet(&t)
	}
	if s.isTop() {
		return set{}, true
	}
	return s, false
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

// solve iterates over the blocks in reverse post-order until nothing shrinks.
func (fr *frame) solve() {
	if fr.trivial {
		return
	}
	for passes := 0; ; passes++ {
		changed := false
		for _, b := range fr.f.Order {
			if fr.transfer(b) {
				changed = true
			}
		}
		if !changed && !fr.buryLoops() {
			return
		}
		if passes > maxPasses {
			fr.overflow = true
			return
		}
	}
}

// maxPasses is far above what atoms that only disappear can need in code that
// people write.
const maxPasses = 2000

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

// transfer recomputes the state at the end of a block.
func (fr *frame) transfer(b ir.BlockID) bool {
	var m set
	if b != 0 {
		m = top
		for _, e := range fr.f.Preds(b) {
			m.meet(&fr.out[e.From][e.Slot])
		}
	}
	fr.in[b] = m
	changed := false
	for _, g := range fr.atBlock[b] {
		if fr.evaluate(g) {
			changed = true
		}
	}
	before := m
	for i := fr.eventsOf[b].first; i < fr.eventsOf[b].last; i++ {
		before = m
		fr.apply(&fr.events[i], &m)
	}
	bl := &fr.f.Blocks[b]
	last := fr.eventsOf[b]
	if bl.Handler != ir.NoBlock && !(last.last > last.first && fr.isLast(b, fr.events[last.last-1].at)) {
		before = m
	}
	o := [3]set{m, m, before}
	if bl.Term == ir.TermBranch {
		if g := fr.guardFor(bl.Cond); g > 0 {
			o[0].union(&fr.guards[g-1].t)
			o[1].union(&fr.guards[g-1].f)
		}
		if fr.loopAt != nil && fr.loopAt[b] > 0 {
			fr.exhausted(&fr.backs[fr.loopAt[b]-1], &o[1])
		}
	}
	if o != fr.out[b] {
		fr.out[b] = o
		changed = true
	}
	return changed
}

func (fr *frame) apply(ev *event, m *set) {
	c := fr.f.CallOf(ev.at)
	if c.Kind == ir.CallProject || c.Kind == ir.CallInit {
		if len(c.Callees) > 0 && !c.Open {
			ev.gen, ev.stop = fr.onReturn(c)
		}
	}
	if ev.stop {
		*m = top
		return
	}
	m.union(&ev.gen)
}

// isLast reports whether v is the last instruction of a block.
func (fr *frame) isLast(b ir.BlockID, v ir.Value) bool {
	bl := &fr.f.Blocks[b]
	for w := bl.Last - 1; w > v; w-- {
		if in := &fr.f.Instrs[w]; in.Block == b && in.Op != ir.OpPhi && !ambient(in.Op) {
			return false
		}
	}
	return true
}

// ambient reports whether an instruction does nothing but name a value.
func ambient(op ir.Op) bool {
	switch op {
	case ir.OpNone, ir.OpUndef, ir.OpThis, ir.OpParam, ir.OpConst, ir.OpCell, ir.OpToken, ir.OpClobber, ir.OpStatic:
		return true
	}
	return false
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
		at.c = valueTerm(int32(fr.container(l.Collection)))
		fr.put(m, at)
	}
}

// forAll turns an atom about the element of a loop into atoms about the whole
// collection.
func (fr *frame) forAll(m *set, at atom, elem Term, coll desc, collection ir.Value) {
	if at.a == elem {
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
		at.b = name
		fr.put(m, at)
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

// record keeps the state before the instructions that others ask about.
func (fr *frame) record() {
	if fr.trivial {
		return
	}
	fr.points = make(map[ir.Value]set, len(fr.events)+len(fr.f.Operations))
	for _, b := range fr.f.Order {
		m := fr.in[b]
		i := fr.eventsOf[b].first
		for v, in := range fr.f.Code(b) {
			if in.Op == ir.OpQuery || in.Op == ir.OpDML || in.Op == ir.OpSetCell || in.Op == ir.OpCall || in.Op == ir.OpNew || in.Op == ir.OpSetIndex ||
				in.Op == ir.OpList || in.Op == ir.OpSet || in.Op == ir.OpMap {
				fr.points[v] = m
			}
			if i < fr.eventsOf[b].last && fr.events[i].at == v {
				fr.apply(&fr.events[i], &m)
				i++
			}
		}
	}
}

// at returns the state before an instruction.
func (fr *frame) at(v ir.Value) set {
	if fr.trivial {
		return set{}
	}
	return fr.points[v]
}
