package must

import (
	"sort"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/semantics"
)

// guard is a Boolean value that says something: t holds where it is true, f where
// it is false.
type guard struct {
	kind guardKind
	v    ir.Value
	arg  int32 // of guardSame and guardNot, the other guard
	t, f set
	// args are the guards of a phi's operands plus one, 0 for one that says
	// nothing.
	args []int32
}

type guardKind uint8

const (
	guardFixed  guardKind = iota // t and f never change
	guardSame                    // a cast, a comparison with true
	guardNot                     // !x, a comparison with false
	guardPhi                     // t and f meet over the incoming edges
	guardResult                  // the result of a call inside the component that is being solved
	guardStored                  // a field that this body alone assigns, once: what guard arg says, as far as it outlives the body
)

// guardFor returns the guard of a value plus one, 0 if the value says nothing.
func (fr *frame) guardFor(v ir.Value) int32 {
	if v <= 0 || int(v) >= len(fr.guardOf) {
		return 0
	}
	if g := fr.guardOf[v]; g > 0 {
		return g
	} else if g < 0 {
		return 0
	}
	fr.guardOf[v] = -1 // says nothing, unless the switch finds something
	in := &fr.f.Instrs[v]
	switch in.Op {
	case ir.OpConst:
		return fr.constGuard(v)
	case ir.OpNot:
		return fr.derived(v, fr.f.Arg(v, 0), guardNot)
	case ir.OpCast:
		return fr.derived(v, fr.f.Arg(v, 0), guardSame)
	case ir.OpCompare:
		return fr.compareGuard(v)
	case ir.OpPhi:
		return fr.phiGuard(v)
	case ir.OpCell:
		if fact := fr.a.fieldFact(semantics.FieldID(in.Aux), fr.f.ID); fact != nil {
			var g guard
			fr.putAll(&g.t, fact.t, fact.tTop)
			fr.putAll(&g.f, fact.f, fact.fTop)
			return fr.newGuard(v, g)
		}
		return fr.storedGuard(v, semantics.FieldID(in.Aux))
	case ir.OpCall:
		return fr.callGuard(v)
	}
	return 0
}

// storedGuard gives what a field says that the body computes when it is first
// asked: `if (allowed == null) allowed = check(); return allowed;`. Before that it
// is null, and so neither true nor false.
func (fr *frame) storedGuard(v ir.Value, id semantics.FieldID) int32 {
	for i := range fr.sum.stores {
		if s := &fr.sum.stores[i]; s.field == id {
			if g := fr.guardFor(s.value); g > 0 {
				return fr.newGuard(v, guard{kind: guardStored, arg: g - 1, t: top, f: top})
			}
		}
	}
	return 0
}

func (fr *frame) newGuard(v ir.Value, g guard) int32 {
	if g.kind == guardFixed && g.t.isEmpty() && g.f.isEmpty() {
		return 0
	}
	g.v = v
	fr.guards = append(fr.guards, g)
	fr.guardOf[v] = int32(len(fr.guards))
	return fr.guardOf[v]
}

func (fr *frame) putAll(s *set, atoms []atom, all bool) {
	if all {
		*s = top
		return
	}
	for _, at := range atoms {
		fr.put(s, at)
	}
}

func (fr *frame) constGuard(v ir.Value) int32 {
	var g guard
	switch fr.f.Consts[fr.f.Instrs[v].Aux].Kind {
	case ir.ConstTrue:
		g.f = top
	case ir.ConstFalse:
		g.t = top
	case ir.ConstNull: // a condition that is null throws
		g.t, g.f = top, top
	default:
		return 0
	}
	return fr.newGuard(v, g)
}

func (fr *frame) derived(v, from ir.Value, kind guardKind) int32 {
	g := fr.guardFor(from)
	if g == 0 {
		return 0
	}
	return fr.newGuard(v, guard{kind: kind, arg: g - 1})
}

func (fr *frame) compareGuard(v ir.Value) int32 {
	in := &fr.f.Instrs[v]
	op := ir.Operator(in.Sub)
	if op != ir.Equal && op != ir.NotEqual {
		return 0
	}
	x, y := fr.f.Arg(v, 0), fr.f.Arg(v, 1)
	if _, ok := fr.f.Const(x); ok {
		x, y = y, x
	}
	if c, ok := fr.f.Const(y); ok {
		switch {
		case c.Kind == ir.ConstTrue && op == ir.Equal, c.Kind == ir.ConstFalse && op == ir.NotEqual:
			return fr.derived(v, x, guardSame)
		case c.Kind == ir.ConstTrue, c.Kind == ir.ConstFalse:
			return fr.derived(v, x, guardNot)
		}
	}
	a, b := fr.termOf(x), fr.termOf(y)
	if a.constant() {
		a, b = b, a
	}
	if a.constant() || a == unknownTerm || !b.constant() || b == noTerm {
		return 0
	}
	var g guard
	eq := atom{kind: equalsAtom, a: a, b: b}
	if op == ir.Equal {
		fr.put(&g.t, eq)
	} else {
		fr.put(&g.f, eq)
	}
	return fr.newGuard(v, g)
}

func (fr *frame) phiGuard(v ir.Value) int32 {
	// A phi speaks if any operand does: a stored check, or a constant.
	i := fr.newGuard(v, guard{kind: guardPhi, t: top, f: top})
	args := make([]int32, 0, len(fr.f.Args(v)))
	says := false
	for _, a := range fr.f.Args(v) {
		g := fr.guardFor(a)
		says = says || g > 0 && g != i
		args = append(args, g)
	}
	fr.guards[i-1].args = args
	if !says {
		fr.guards[i-1] = guard{v: v} // nothing but unknown operands
	}
	return i
}

// callGuard gives what a check, or a method whose result is one, says.
func (fr *frame) callGuard(v ir.Value) int32 {
	c := fr.f.CallOf(v)
	if c == nil {
		return 0
	}
	switch c.Kind {
	case ir.CallPlatform:
		var g guard
		fr.checked(&g.t, c)
		if fr.a.effects.of[c.Member] == testOnly {
			g.t = top
		}
		return fr.newGuard(v, g)
	case ir.CallUnknown:
		var g guard
		fr.checkedByRow(&g.t, c)
		return fr.newGuard(v, g)
	case ir.CallProject:
		if fr.f.Return != semantics.TypeUnknown && len(c.Callees) == 0 || c.Open {
			var g guard
			fr.checkedByRow(&g.t, c)
			return fr.newGuard(v, g)
		}
		g := guard{kind: guardResult, t: top, f: top}
		settled := true
		for _, id := range c.Callees {
			settled = settled && fr.a.comp[id] != fr.a.comp[fr.f.ID]
		}
		fr.resultSets(c, &g)
		if settled {
			g.kind = guardFixed
		}
		return fr.newGuard(v, g)
	}
	return 0
}

// resultSets sets what the result of a project call says, from the summaries.
func (fr *frame) resultSets(c *ir.Call, g *guard) {
	t, f := top, top
	for _, id := range c.Callees {
		sum := &fr.a.sums[id]
		ct, cf := fr.translated(c, sum.t, sum.tTop), fr.translated(c, sum.f, sum.fTop)
		t.meet(&ct)
		f.meet(&cf)
	}
	g.t, g.f = t, f
}

// translated turns atoms of a callee into atoms of this frame.
func (fr *frame) translated(c *ir.Call, atoms []atom, all bool) set {
	if all {
		return top
	}
	var s set
	p := fr.passed(c)
	for _, at := range atoms {
		if fr.spread(&s, p, at) {
			continue
		}
		at.a, at.b = fr.translate(p, at.a), fr.translateField(p, at.b)
		fr.put(&s, at)
	}
	return s
}

// spread puts an atom of a callee that is about all members of a list once for
// each of them, where the list that is passed is written out.
func (fr *frame) spread(s *set, p passing, at atom) bool {
	if at.kind != permAtom {
		return false
	}
	if list := p.of(at.b); list != 0 {
		names := fr.members(list)
		at.a = fr.translate(p, at.a)
		for _, name := range names {
			fr.putPerm(s, at.perm, at.a, name)
		}
		return len(names) > 0
	}
	if list := p.of(at.a); list != 0 && at.b == noTerm {
		return fr.putTokens(s, at.perm, list)
	}
	return false
}

// putTokens adds a permission for each of the fields whose tokens are in a list that
// is written out.
func (fr *frame) putTokens(s *set, perm Perm, list ir.Value) bool {
	tokens := fr.tokens(list)
	for _, t := range tokens {
		fr.putPerm(s, perm, t.obj, t.fld)
	}
	return len(tokens) > 0
}

// checked adds what a describe check that succeeded says.
func (fr *frame) checked(s *set, c *ir.Call) {
	switch fr.a.effects.of[c.Member] {
	case checkObject, checkField:
		d := fr.desc(fr.f.Receiver(c))
		switch d.kind {
		case oneField:
			fr.putPerm(s, fr.a.effects.perm[c.Member], d.obj, d.fld)
		case plain:
			fr.putPerm(s, fr.a.effects.perm[c.Member], d.obj, noTerm)
		}
	}
}

// evaluate recomputes a guard whose sets depend on others or on the state.
func (fr *frame) evaluate(i int32) bool {
	g := &fr.guards[i]
	t, f := g.t, g.f
	switch g.kind {
	case guardSame:
		t, f = fr.guards[g.arg].t, fr.guards[g.arg].f
	case guardNot:
		t, f = fr.guards[g.arg].f, fr.guards[g.arg].t
	case guardStored:
		t, f = fr.constants(fr.guards[g.arg].t), fr.constants(fr.guards[g.arg].f)
	case guardPhi:
		t, f = top, top
		for k, e := range fr.f.Preds(fr.f.Instrs[g.v].Block) {
			m := fr.out[e.From][e.Slot]
			mt, mf := m, m
			if k < len(g.args) && g.args[k] > 0 {
				mt.union(&fr.guards[g.args[k]-1].t)
				mf.union(&fr.guards[g.args[k]-1].f)
			}
			t.meet(&mt)
			f.meet(&mf)
		}
	case guardResult:
		fr.resultSets(fr.f.CallOf(g.v), g)
		return g.t != t || g.f != f
	default:
		return false
	}
	if t == g.t && f == g.f {
		return false
	}
	g.t, g.f = t, f
	return true
}

// placeGuards sorts the guards into the blocks of their values, phis first and
// then in the order of instructions.
func (fr *frame) placeGuards() {
	fr.atBlock = make([][]int32, len(fr.f.Blocks))
	for i := range fr.guards {
		if fr.guards[i].kind == guardFixed {
			continue
		}
		if b := fr.f.Instrs[fr.guards[i].v].Block; b >= 0 {
			fr.atBlock[b] = append(fr.atBlock[b], int32(i))
		}
	}
	for _, list := range fr.atBlock {
		sort.Slice(list, func(i, j int) bool {
			a, b := &fr.guards[list[i]], &fr.guards[list[j]]
			if pa, pb := a.kind == guardPhi, b.kind == guardPhi; pa != pb {
				return pa
			}
			return a.v < b.v
		})
	}
}

// constants returns the atoms of a set that mean the same in every frame.
func (fr *frame) constants(s set) set {
	if s.isTop() || s.isEmpty() {
		return s
	}
	var out set
	for i := 1; i < len(fr.atoms); i++ {
		if s.has(uint8(i)) && fr.atoms[i].constant() {
			out.add(uint8(i))
		}
	}
	return out
}
