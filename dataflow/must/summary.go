package must

import (
	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/semantics"
)

// summary is what callers, and later stages, know of a function.
type summary struct {
	// r holds when the function returns, t and f if it returns true or false: atoms
	// over constants, parameters and fields of the object. The tops say that this
	// never happens; they are set at first, and go.
	r, t, f          []atom
	rTop, tTop, fTop bool

	result   desc
	cleansed cleansing

	stores []storeFact
	// made says, of a constructor, what the fields of the object are.
	made []madeField
	// open are the demands that callers must prove, closed those that they can
	// only prove as a whole, in every call.
	open, closed []obligation
	sites        []siteFact
	outcomes     []outcome
	limited      bool
	overfull     bool
	// asked says that it depends on the text of values, which comes from callers too.
	asked bool
	// relevant says that a demand may come from here, now or from callees.
	relevant bool
}

// storeFact is what is known of the value that a function assigns to a field that
// is assigned nowhere else.
type storeFact struct {
	field      semantics.FieldID
	value      ir.Value
	t, f       []atom
	tTop, fTop bool
	desc       desc
}

// madeField is what a constructor assigns, once, to a field that nothing else can
// assign later: in terms of its parameters.
type madeField struct {
	field semantics.FieldID
	obj   Term
}

// siteFact is what holds at a site: constant atoms only.
type siteFact struct {
	call  int32 // as in ir.Site
	top   bool  // control never comes there
	atoms []atom
}

// outcome is a verdict on an operation that needs no context.
type outcome struct {
	op     semantics.OperationID
	status Status
	mode   semantics.Mode
}

// summarize sets the must parts of the summary and reports whether they changed.
func (fr *frame) summarize() bool {
	var old summary
	old.r, old.t, old.f, old.rTop, old.tTop, old.fTop = fr.sum.r, fr.sum.t, fr.sum.f, fr.sum.rTop, fr.sum.tTop, fr.sum.fTop
	r, t, f := top, top, top
	boolean := fr.tests()
	for _, b := range fr.f.Order {
		bl := &fr.f.Blocks[b]
		if bl.Term != ir.TermReturn {
			continue
		}
		if fr.trivial {
			r, t, f = set{}, set{}, set{}
			break
		}
		m := fr.out[b][0]
		r.meet(&m)
		mt, mf := m, m
		if g := fr.guardFor(bl.Cond); boolean && bl.Cond != 0 && g > 0 {
			mt.union(&fr.guards[g-1].t)
			mf.union(&fr.guards[g-1].f)
		}
		t.meet(&mt)
		f.meet(&mf)
	}
	if fr.overflow && !r.isTop() {
		r, t, f = set{}, set{}, set{}
	}
	s := fr.sum
	s.rTop, s.tTop, s.fTop = r.isTop(), t.isTop(), f.isTop()
	s.r = fr.export(&r)
	s.t, s.f = nil, nil
	if boolean {
		s.t, s.f = fr.export(&t), fr.export(&f)
	} else {
		s.tTop, s.fTop = s.rTop, s.rTop
	}
	return s.rTop != old.rTop || s.tTop != old.tTop || s.fTop != old.fTop ||
		len(s.r) != len(old.r) || len(s.t) != len(old.t) || len(s.f) != len(old.f)
}

// tests reports whether the result may be a check: void methods that return a
// value do not compile, but their meaning is plain.
func (fr *frame) tests() bool {
	return fr.f.Return == semantics.TypeBoolean || fr.f.Return == semantics.TypeVoid
}

// export lists the atoms of a set that mean something to callers, in the order in
// which they were found.
func (fr *frame) export(s *set) []atom {
	if s.isTop() || s.isEmpty() {
		return nil
	}
	var list []atom
	for i := 1; i < len(fr.atoms); i++ {
		if s.has(uint8(i)) && fr.atoms[i].portable() {
			list = append(list, fr.atoms[i])
		}
	}
	return list
}

func (fr *frame) exportConstant(s *set) []atom {
	var list []atom
	for i := 1; i < len(fr.atoms); i++ {
		if s.has(uint8(i)) && fr.atoms[i].constant() {
			list = append(list, fr.atoms[i])
		}
	}
	return list
}

// finish sets what does not take part in the fixpoint of a component: what the
// result designates, the values of fields, the facts at calls.
func (fr *frame) finish() {
	fr.record()
	fr.finishResult()
	if fr.f.Kind == ir.FuncConstructor {
		fr.finishMade()
	}
	for i := range fr.sum.stores {
		s := &fr.sum.stores[i]
		if d := fr.desc(s.value); d.obj.constant() && d.fld.constant() {
			s.desc = d
		}
		if fr.trivial || fr.overflow {
			continue
		}
		m := fr.at(fr.storeAt(s))
		mt, mf := m, m
		if g := fr.guardFor(s.value); g > 0 {
			mt.union(&fr.guards[g-1].t)
			mf.union(&fr.guards[g-1].f)
		}
		s.tTop, s.fTop = mt.isTop(), mf.isTop()
		if !s.tTop {
			s.t = fr.exportConstant(&mt)
		}
		if !s.fTop {
			s.f = fr.exportConstant(&mf)
		}
	}
	if fr.trivial || fr.overflow {
		return
	}
	for i := range fr.f.Calls {
		if c := &fr.f.Calls[i]; len(c.Callees) > 0 {
			fr.finishSite(int32(i), c.Value)
		}
	}
	for i := range fr.f.Sides {
		if s := &fr.f.Sides[i]; s.Kind.PassesChecks() {
			fr.finishSite(^int32(i), s.At)
		}
	}
}

// finishSite notes what holds at a site.
func (fr *frame) finishSite(call int32, at ir.Value) {
	m, ok := fr.points[at]
	if !ok || m.isEmpty() {
		return
	}
	site := siteFact{call: call, top: m.isTop()}
	if !site.top {
		site.atoms = fr.exportConstant(&m)
	}
	if site.top || len(site.atoms) > 0 {
		fr.sum.sites = append(fr.sum.sites, site)
	}
}

// storeAt returns the instruction of a store.
func (fr *frame) storeAt(s *storeFact) ir.Value {
	for v := range fr.f.Instrs {
		if in := &fr.f.Instrs[v]; in.Op == ir.OpSetCell && semantics.FieldID(in.Aux) == s.field {
			return ir.Value(v)
		}
	}
	return 0
}

// finishMade notes what a constructor assigns.
func (fr *frame) finishMade() {
	again := map[semantics.FieldID]bool{}
	for v := range fr.f.Instrs {
		in := &fr.f.Instrs[v]
		id := semantics.FieldID(in.Aux)
		if in.Op != ir.OpSetCell || !fr.a.stable(id) || fr.a.isStatic(id) || again[id] {
			continue
		}
		again[id] = true
		for w := v + 1; w < len(fr.f.Instrs); w++ {
			if x := &fr.f.Instrs[w]; x.Op == ir.OpSetCell && x.Aux == in.Aux {
				id = 0
			}
		}
		if t := fr.termOf(fr.f.Arg(ir.Value(v), 0)); id != 0 && (t.constant() || t.kind() == kindParam) {
			fr.sum.made = append(fr.sum.made, madeField{id, t})
		}
	}
}

func (fr *frame) finishResult() {
	switch fr.f.Return {
	case semantics.TypeUnknown, semantics.TypeVoid, semantics.TypeBoolean, semantics.TypeInteger, semantics.TypeLong, semantics.TypeDouble, semantics.TypeDecimal:
		return
	}
	var d desc
	var cl cleansing
	first := true
	for _, b := range fr.f.Order {
		bl := &fr.f.Blocks[b]
		if bl.Term != ir.TermReturn || bl.Cond == 0 {
			continue
		}
		if c, ok := fr.f.Const(bl.Cond); ok && c.Kind == ir.ConstNull {
			continue
		}
		rd, rc := fr.desc(bl.Cond), fr.cleansedBy(bl.Cond)
		if first {
			d, cl, first = rd, rc, false
			continue
		}
		if d != rd {
			d = desc{}
		}
		if cl != rc {
			cl = cleansing{objects: cl.objects & rc.objects, fields: cl.fields & rc.fields}
		}
	}
	if d.obj.portable() && d.fld.portable() && d.obj != unknownTerm {
		fr.sum.result = d
	}
	fr.sum.cleansed = cl
}
