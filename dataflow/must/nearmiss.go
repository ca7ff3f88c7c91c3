package must

import (
	"slices"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/semantics"
)

// nearMisses explains, for the bodies on a path, why their checks do not prove
// what is missing.
func (w *witness) nearMisses(e *reached) []NearMiss {
	type place struct {
		fn ir.FuncID
		at ir.Value // the call down, or the operation
	}
	var places []place
	for i := e.end; i >= 0; i = e.ways[i].down {
		wy := e.ways[i]
		if wy.site.Func == ir.NoFunc {
			continue
		}
		if c := w.a.prog.CallAt(wy.site); c != nil {
			places = append(places, place{wy.fn, c.Value})
		} else if s := w.a.prog.SideAt(wy.site); s.At != 0 && s.Kind.PassesChecks() {
			places = append(places, place{wy.fn, s.At})
		}
	}
	fn, ob := e.v.fn, e.v.ob
	for range maxChain {
		if ob.at != 0 {
			places = append(places, place{fn, ob.at})
		}
		if ob.callee == ir.NoFunc {
			break
		}
		fn, ob = ob.callee, &w.a.sums[ob.callee].open[ob.index]
	}
	var out []NearMiss
	for _, p := range places {
		for _, m := range w.missesIn(p.fn, p.at, e.v.left[0]) {
			if !slices.Contains(out, m) && len(out) < 8 {
				out = append(out, m)
			}
		}
	}
	return out
}

// missesIn looks at the checks of one body.
func (w *witness) missesIn(id ir.FuncID, at ir.Value, need clause) []NearMiss {
	f := w.a.prog.Funcs[id]
	var out []NearMiss
	var dom []ir.BlockID
	for i := range f.Calls {
		c := &f.Calls[i]
		if c.Value == 0 || !w.mayTell(c) {
			continue
		}
		if dom == nil {
			w.frame.reset(w.a, f, &summary{})
			w.frame.guardOf = zeroed(w.frame.guardOf, len(f.Instrs))
			dom = ir.Dominators(f)
		}
		var s set
		switch {
		case c.Kind == ir.CallPlatform:
			w.frame.checked(&s, c)
		case len(c.Callees) > 0:
			if m, ok := w.helperMiss(f, c, at, need, dom); ok {
				out = append(out, m)
			}
			continue
		default:
			w.frame.checkedByRow(&s, c)
		}
		if s.isEmpty() {
			continue
		}
		out = append(out, w.miss(f, c, &s, at, need, dom))
	}
	w.asked = w.asked || dom != nil && w.frame.sum.asked
	return out
}

// mayTell reports whether a call is a check, one of a library, or goes to a method
// that makes some.
func (w *witness) mayTell(c *ir.Call) bool {
	switch c.Kind {
	case ir.CallPlatform:
		return isCheck(w.a.effects.of[c.Member])
	case ir.CallUnknown:
		return w.a.mayCheck(c)
	case ir.CallProject:
		for _, id := range c.Callees {
			if sum := &w.a.sums[id]; len(sum.r)+len(sum.t) > 0 {
				return true
			}
		}
		return len(c.Callees) == 0 && w.a.mayCheck(c)
	}
	return false
}

// helperMiss explains a call of a method that checks just what is needed.
func (w *witness) helperMiss(f *ir.Func, c *ir.Call, at ir.Value, need clause, dom []ir.BlockID) (NearMiss, bool) {
	fr := &w.frame
	wanted := atom{kind: permAtom, perm: need.perm, a: need.obj, b: need.fld}
	tells := func(atoms func(*summary) []atom) bool {
		for _, id := range c.Callees {
			s := fr.translated(c, atoms(&w.a.sums[id]), false)
			if !fr.isIn(&s, wanted) {
				return false
			}
		}
		return true
	}
	returns := tells(func(s *summary) []atom { return s.r })
	if !returns && !tells(func(s *summary) []atom { return s.t }) {
		return NearMiss{}, false
	}
	m := NearMiss{Node: ir.RefTo(f.File, c.Node), Perm: need.perm, Field: w.a.text(need.fld), Reason: OneBranch}
	if need.obj.kind() == kindObject {
		m.Object = semantics.TypeID(need.obj.index())
	}
	switch {
	case fr.after(c.Value, at, dom):
		m.Reason = AfterUse
	case returns:
	case !fr.used(c.Value):
		m.Reason = Ignored
	case fr.negated(c.Value, at, dom):
		m.Reason = Negated
	}
	return m, true
}

func isCheck(e effect) bool { return e == checkObject || e == checkField }

func (w *witness) miss(f *ir.Func, c *ir.Call, s *set, at ir.Value, need clause, dom []ir.BlockID) NearMiss {
	fr := &w.frame
	said := fr.said(s)
	m := NearMiss{Node: ir.RefTo(f.File, c.Node), Perm: said.perm, Field: w.a.text(said.b)}
	if said.a.kind() == kindObject {
		m.Object = semantics.TypeID(said.a.index())
	}
	switch {
	case !slices.ContainsFunc(fr.atoms, func(x atom) bool { return fr.isIn(s, x) && x.a == need.obj }):
		m.Reason = OtherObject
	case !slices.ContainsFunc(fr.atoms, func(x atom) bool { return fr.isIn(s, x) && x.a == need.obj && x.perm == need.perm }):
		m.Reason = OtherOperation
	case !slices.ContainsFunc(fr.atoms, func(x atom) bool { return fr.isIn(s, x) && x.a == need.obj && x.perm == need.perm && x.b == need.fld }):
		m.Reason = OtherField
	case !fr.used(c.Value):
		m.Reason = Ignored
	case fr.after(c.Value, at, dom):
		m.Reason = AfterUse
	case fr.negated(c.Value, at, dom):
		m.Reason = Negated
	default:
		m.Reason = OneBranch
	}
	return m
}

// said returns what the name of a check says, of all that follows from it: not
// that the user may read, where it says that the user may write, and the field
// rather than its object.
func (fr *frame) said(s *set) atom {
	strength := func(at atom) int {
		n := 0
		if at.perm != Read && at.perm != Write {
			n = 2
		}
		if at.b != noTerm {
			n++
		}
		return n
	}
	var said atom
	for i := 1; i < len(fr.atoms); i++ {
		if at := fr.atoms[i]; s.has(uint8(i)) && (said == atom{} || strength(at) > strength(said)) {
			said = at
		}
	}
	return said
}

func (fr *frame) isIn(s *set, at atom) bool {
	i, ok := fr.find(at)
	return ok && at.kind == permAtom && s.has(i)
}

// after reports whether a check comes only after the use.
func (fr *frame) after(check, use ir.Value, dom []ir.BlockID) bool {
	cb, ub := fr.f.Instrs[check].Block, fr.f.Instrs[use].Block
	if cb == ub {
		return check > use
	}
	return ir.Dominates(dom, ub, cb)
}

// negated reports whether the use stands where the check failed.
func (fr *frame) negated(check, use ir.Value, dom []ir.BlockID) bool {
	// Values that are the check or its opposite.
	sense := map[ir.Value]bool{check: true}
	todo := []ir.Value{check}
	for len(todo) > 0 {
		v := todo[0]
		todo = todo[1:]
		for _, u := range fr.usesOf(v) {
			if _, ok := sense[u]; ok {
				continue
			}
			switch fr.f.Instrs[u].Op {
			case ir.OpNot:
				sense[u] = !sense[v]
				todo = append(todo, u)
			case ir.OpCast:
				sense[u] = sense[v]
				todo = append(todo, u)
			}
		}
	}
	ub := fr.f.Instrs[use].Block
	for i := range fr.f.Blocks {
		bl := &fr.f.Blocks[i]
		if bl.Term != ir.TermBranch {
			continue
		}
		positive, ok := sense[bl.Cond]
		if !ok {
			continue
		}
		failed := bl.Succs[1]
		if !positive {
			failed = bl.Succs[0]
		}
		if failed != ir.NoBlock && len(fr.f.Preds(failed)) == 1 && ir.Dominates(dom, failed, ub) {
			return true
		}
	}
	return false
}
