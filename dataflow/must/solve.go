package must

import (
	"slices"

	"github.com/apexvet/apexvet/dataflow/ir"
)

// prepare finds the guards and events of the body. It leaves the frame trivial if
// there are none, so that nothing ever holds.
func (fr *frame) prepare() {
	fr.trivial = true
	fr.guardOf = zeroed(fr.guardOf, len(fr.f.Instrs))
	fr.eventsOf = zeroed(fr.eventsOf, len(fr.f.Blocks))
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
		if bl.Term == ir.TermBranch || bl.Term == ir.TermReturn && fr.tests() {
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
	fr.in = slices.Grow(fr.in, n)[:n]
	fr.out = slices.Grow(fr.out, n)[:n]
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
