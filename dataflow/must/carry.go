package must

import (
	"encoding/binary"
	"maps"
	"slices"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/semantics"
)

// Previous is an earlier analysis, and what of its program has become what of the
// new one. Methods and fields have kept their ids.
type Previous struct {
	Result *Result
	// Types gives the new id of each old type, nil if all have kept theirs.
	Types []semantics.TypeID
	// Bodies gives the old id of each new function whose code is the same, NoFunc for
	// the others.
	Bodies []ir.FuncID
	// Operations gives the new id of each old operation, zero for those that are gone.
	Operations []semantics.OperationID
}

// carrier carries summaries and verdicts over from an earlier analysis.
type carrier struct {
	*Previous
	a, old *analysis
	from   []ir.FuncID // of each new function the old one, whether or not its code is the same
	to     []ir.FuncID // and the other way
	// same says that callers see no difference, changed that the code differs, or
	// something that it leads to.
	same, changed []bool
	operations    []semantics.OperationID // of each new one the old one
}

func newCarrier(a *analysis, p *Previous) *carrier {
	if p == nil || p.Result == nil || p.Result.analysis == nil {
		return nil
	}
	old := p.Result.analysis
	n := len(a.prog.Funcs)
	c := &carrier{
		Previous: p, a: a, old: old, same: make([]bool, n), changed: make([]bool, n),
		from: make([]ir.FuncID, n), to: make([]ir.FuncID, len(old.prog.Funcs)),
	}
	old.mu.RLock()
	a.names, a.texts = maps.Clone(old.names), slices.Clone(old.texts)
	old.mu.RUnlock()
	for i := range c.to {
		c.to[i] = ir.NoFunc
	}
	for i, f := range a.prog.Funcs {
		c.from[i] = ir.NoFunc
		if f.Kind == ir.FuncHub {
			continue
		}
		for _, o := range old.prog.Of(f.Method) {
			if old.prog.Funcs[o].Piece == f.Piece {
				c.pair(ir.FuncID(i), o)
			}
		}
	}
	c.pairHubs()
	for o, id := range p.Operations {
		for int(id) >= len(c.operations) {
			c.operations = append(c.operations, 0)
		}
		if id != 0 {
			c.operations[id] = semantics.OperationID(o)
		}
	}
	return c
}

func (c *carrier) pair(id, old ir.FuncID) { c.from[id], c.to[old] = old, id }

// pairHubs finds the old hubs with the same targets.
func (c *carrier) pairHubs() {
	key := func(f *ir.Func, id func(ir.FuncID) ir.FuncID) string {
		b := make([]byte, 1, 1+4*len(f.Calls))
		if f.Open {
			b[0] = 1
		}
		for i := range f.Calls {
			for _, to := range f.Calls[i].Callees {
				b = binary.LittleEndian.AppendUint32(b, uint32(id(to)))
			}
		}
		return string(b)
	}
	hubs := map[string][]ir.FuncID{} // several virtual methods can have one set of targets
	for i, f := range c.old.prog.Funcs {
		if f.Kind == ir.FuncHub {
			k := key(f, func(id ir.FuncID) ir.FuncID { return id })
			hubs[k] = append(hubs[k], ir.FuncID(i))
		}
	}
	for i, f := range c.a.prog.Funcs {
		if f.Kind != ir.FuncHub {
			continue
		}
		k := key(f, func(id ir.FuncID) ir.FuncID { return c.from[id] })
		if ids := hubs[k]; len(ids) > 0 {
			c.pair(ir.FuncID(i), ids[0])
			hubs[k] = ids[1:]
		}
	}
}

// carry takes over the summaries of a component if nothing that they depend on has
// changed.
func (c *carrier) carry(members []ir.FuncID) bool {
	if !c.unchanged(members) {
		return false
	}
	sums := make([]summary, len(members))
	for i, id := range members {
		var ok bool
		if sums[i], ok = c.summary(&c.old.sums[c.from[id]]); !ok {
			return false
		}
	}
	for i, id := range members {
		c.a.sums[id] = sums[i]
	}
	return true
}

func (c *carrier) unchanged(members []ir.FuncID) bool {
	comp := int32(-1)
	for _, id := range members {
		old := c.from[id]
		if old == ir.NoFunc || !c.a.isHub(id) && c.Bodies[id] != old {
			return false
		}
		if comp >= 0 && c.old.comp[old] != comp {
			return false
		}
		if comp = c.old.comp[old]; len(c.old.members[comp]) != len(members) || c.old.sums[old].asked {
			return false
		}
		if !c.sameSites(id, old) || !c.sameFields(id, old) {
			return false
		}
	}
	return true
}

// sameSites reports whether a function leads to what it led to, and that is seen
// as before.
func (c *carrier) sameSites(id, old ir.FuncID) bool {
	f, g := c.a.prog.Funcs[id], c.old.prog.Funcs[old]
	if len(f.Calls) != len(g.Calls) || len(f.Sides) != len(g.Sides) {
		return false
	}
	for i := range f.Calls {
		x, y := &f.Calls[i], &g.Calls[i]
		if x.Kind != y.Kind || x.Open != y.Open || !c.sameCallees(id, x.Callees, y.Callees) {
			return false
		}
	}
	for i := range f.Sides {
		x, y := &f.Sides[i], &g.Sides[i]
		if x.Kind != y.Kind || x.At != y.At || x.Node != y.Node || !c.sameCallees(id, x.Callees, y.Callees) {
			return false
		}
	}
	return true
}

func (c *carrier) sameCallees(caller ir.FuncID, now, old []ir.FuncID) bool {
	if len(now) != len(old) {
		return false
	}
	for i, to := range now {
		if c.from[to] != old[i] || c.a.comp[to] != c.a.comp[caller] && !c.same[to] {
			return false
		}
	}
	return true
}

// sameFields reports whether a function reads and assigns fields of which the same
// is known.
func (c *carrier) sameFields(id, old ir.FuncID) bool {
	if !slices.EqualFunc(c.a.sums[id].stores, c.old.sums[old].stores, func(x, y storeFact) bool {
		return x.field == y.field && x.value == y.value
	}) {
		return false
	}
	for _, field := range c.a.prog.Funcs[id].Cells {
		x, y := &c.a.prog.Fields[field], &c.old.prog.Fields[field]
		if x.Count != y.Count || x.Owned != y.Owned || len(x.Stores) != len(y.Stores) {
			return false
		}
		if x.Count != 1 || len(x.Stores) != 1 {
			continue
		}
		to := x.Stores[0].Func
		if c.from[to] != y.Stores[0].Func || c.a.comp[to] != c.a.comp[id] && !c.same[to] {
			return false
		}
		if (c.a.comp[to] == c.a.comp[id]) != (c.old.comp[c.from[to]] == c.old.comp[old]) {
			return false
		}
	}
	return true
}

// compare notes which of the functions that were summarized again look to callers
// as they did.
func (c *carrier) compare(members []ir.FuncID, carried bool) {
	for _, id := range members {
		c.changed[id], c.same[id] = !carried, carried
		if old := c.from[id]; !carried && old != ir.NoFunc {
			was, ok := c.summary(&c.old.sums[old])
			c.same[id] = ok && outward(&c.a.sums[id], &was)
		}
	}
}

// outward reports whether two summaries tell callers the same.
func outward(x, y *summary) bool {
	return x.rTop == y.rTop && x.tTop == y.tTop && x.fTop == y.fTop && x.relevant == y.relevant &&
		slices.Equal(x.r, y.r) && slices.Equal(x.t, y.t) && slices.Equal(x.f, y.f) &&
		x.result == y.result && x.cleansed == y.cleansed && slices.Equal(x.made, y.made) &&
		slices.EqualFunc(x.open, y.open, same) && slices.EqualFunc(x.stores, y.stores, func(a, b storeFact) bool {
		return a.field == b.field && a.desc == b.desc && a.tTop == b.tTop && a.fTop == b.fTop && slices.Equal(a.t, b.t) && slices.Equal(a.f, b.f)
	})
}

// term gives an old term its new id.
func (c *carrier) term(t Term) Term {
	if c.Types != nil && t.kind() == kindObject {
		return objectTerm(c.Types[t.index()])
	}
	return t
}

func (c *carrier) atoms(list []atom) []atom {
	if c.Types == nil || list == nil {
		return list
	}
	out := slices.Clone(list)
	for i := range out {
		out[i].a, out[i].b, out[i].c = c.term(out[i].a), c.term(out[i].b), c.term(out[i].c)
	}
	return out
}

func (c *carrier) desc(d desc) desc {
	d.obj = c.term(d.obj)
	return d
}

// summary gives an old summary the new ids; false if something in it is gone.
func (c *carrier) summary(s *summary) (summary, bool) {
	out := *s
	out.r, out.t, out.f = c.atoms(s.r), c.atoms(s.t), c.atoms(s.f)
	out.result = c.desc(s.result)
	out.made = slices.Clone(s.made)
	for i := range out.made {
		out.made[i].obj = c.term(out.made[i].obj)
	}
	out.stores = slices.Clone(s.stores)
	for i := range out.stores {
		x := &out.stores[i]
		x.t, x.f, x.desc = c.atoms(x.t), c.atoms(x.f), c.desc(x.desc)
	}
	out.sites = slices.Clone(s.sites)
	for i := range out.sites {
		out.sites[i].atoms = c.atoms(out.sites[i].atoms)
	}
	out.outcomes = slices.Clone(s.outcomes)
	for i := range out.outcomes {
		if out.outcomes[i].op = c.Operations[out.outcomes[i].op]; out.outcomes[i].op == 0 {
			return out, false
		}
	}
	var ok1, ok2 bool
	out.open, ok1 = c.obligations(s.open)
	out.closed, ok2 = c.obligations(s.closed)
	return out, ok1 && ok2
}

func (c *carrier) obligations(list []obligation) ([]obligation, bool) {
	out := slices.Clone(list)
	for i := range out {
		ob := &out[i]
		if ob.op = c.Operations[ob.op]; ob.op == 0 {
			return nil, false
		}
		if ob.callee != ir.NoFunc {
			if ob.callee = c.to[ob.callee]; ob.callee == ir.NoFunc {
				return nil, false
			}
		}
		if c.Types != nil {
			ob.clauses = slices.Clone(ob.clauses)
			for k := range ob.clauses {
				ob.clauses[k].obj, ob.clauses[k].fld = c.term(ob.clauses[k].obj), c.term(ob.clauses[k].fld)
			}
		}
	}
	return out, true
}

// affected finds the functions below anything that has changed, in the old call
// graph or the new one: their verdicts may differ.
func (c *carrier) affected() []bool {
	marks := make([]bool, len(c.a.prog.Funcs))
	olds := make([]bool, len(c.old.prog.Funcs))
	classes := map[semantics.ClassID]bool{} // what their constructors have checked
	var now, before []ir.FuncID
	for i := range marks {
		id := ir.FuncID(i)
		if !c.changed[i] && c.from[i] != ir.NoFunc && c.a.prog.Funcs[i].Root == c.old.prog.Funcs[c.from[i]].Root {
			continue
		}
		now = append(now, id)
		if c.from[i] != ir.NoFunc {
			before = append(before, c.from[i])
		}
		if f := c.a.prog.Funcs[i]; f.Kind == ir.FuncConstructor {
			classes[f.Class] = true
		}
	}
	for i, f := range c.a.prog.Funcs {
		if classes[f.Class] && f.Class != 0 {
			now = append(now, ir.FuncID(i))
		}
	}
	for i, to := range c.to {
		if to == ir.NoFunc {
			before = append(before, ir.FuncID(i))
		}
	}
	below(c.a.prog, now, marks)
	below(c.old.prog, before, olds)
	for i, hit := range olds {
		if hit && c.to[i] != ir.NoFunc {
			marks[c.to[i]] = true
		}
	}
	return marks
}

// below marks functions and all that they lead to.
func below(p *ir.Program, todo []ir.FuncID, marks []bool) {
	for len(todo) > 0 {
		id := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if marks[id] {
			continue
		}
		marks[id] = true
		f := p.Funcs[id]
		for i := range f.Calls {
			todo = append(todo, f.Calls[i].Callees...)
		}
		for i := range f.Sides {
			todo = append(todo, f.Sides[i].Callees...)
		}
	}
}

// verdict takes over what explains a verdict, and reports whether it could.
func (c *carrier) verdict(v *Verdict, op semantics.OperationID) bool {
	if int(op) >= len(c.operations) || c.operations[op] == 0 {
		return false
	}
	old := c.Result.Verdict(c.operations[op])
	if old.Status != Missing || old.asked {
		return false
	}
	entries := slices.Clone(old.Entries)
	for i := range entries {
		if entries[i].Func = c.to[entries[i].Func]; entries[i].Func == ir.NoFunc {
			return false
		}
	}
	limited := v.Limited
	*v = *old
	v.Limited, v.Entries = limited, entries
	if c.Types != nil {
		v.Missing, v.NearMisses = slices.Clone(old.Missing), slices.Clone(old.NearMisses)
		for i := range v.Missing {
			v.Missing[i].Object = c.Types[v.Missing[i].Object]
		}
		for i := range v.NearMisses {
			v.NearMisses[i].Object = c.Types[v.NearMisses[i].Object]
		}
	}
	return true
}
