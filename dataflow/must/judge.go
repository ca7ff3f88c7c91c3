package must

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/semantics"
)

// violation is a demand that is not met: obligation ob of function fn, with the
// clauses that are left.
type violation struct {
	fn   ir.FuncID
	ob   *obligation
	left []clause
	// here says that the demand is open and fn an entry: it goes no further up.
	here bool
}

// judge turns outcomes and obligations into verdicts.
func (a *analysis) judge(ctx context.Context, res *Result, workers int) {
	found := make([][]violation, len(res.verdicts))
	var missing []semantics.OperationID
	for id := range a.sums {
		s := &a.sums[id]
		for _, o := range s.outcomes {
			v := &res.verdicts[o.op]
			if o.status > v.Status {
				v.Status, v.Mode = o.status, o.mode
			}
			v.Limited = v.Limited || s.limited || s.overfull
		}
		add := func(ob *obligation, here bool) {
			v := &res.verdicts[ob.op]
			v.Limited = v.Limited || s.limited || s.overfull
			var left []clause
			for _, c := range ob.clauses {
				if !inContext(c, a.in[id].atoms) {
					left = append(left, c)
				}
			}
			if len(left) == 0 {
				if v.Status < Proven {
					v.Status, v.Mode = Proven, a.world.Operation(ob.op).Mode
				}
				return
			}
			if len(found[ob.op]) == 0 {
				missing = append(missing, ob.op)
			}
			found[ob.op] = append(found[ob.op], violation{ir.FuncID(id), ob, left, here})
		}
		for k := range s.closed {
			add(&s.closed[k], false)
		}
		if a.root(ir.FuncID(id)) {
			for k := range s.open {
				add(&s.open[k], true)
			}
		}
	}
	a.markLong(res)
	slices.Sort(missing)
	var next atomic.Int64
	var wg sync.WaitGroup
	for range max(workers, 1) {
		wg.Go(func() {
			w := witness{a: a}
			for {
				i := int(next.Add(1)) - 1
				if i >= len(missing) || ctx.Err() != nil {
					return
				}
				w.explain(&res.verdicts[missing[i]], missing[i], found[missing[i]])
			}
		})
	}
	wg.Wait()
}

// markLong marks the operations in bodies that have no code.
func (a *analysis) markLong(res *Result) {
	long := map[semantics.MethodID]bool{}
	for _, f := range a.prog.Funcs {
		if f.TooLong {
			long[f.Method] = true
		}
	}
	if len(long) == 0 {
		return
	}
	for id := range res.verdicts {
		if long[a.world.Operation(semantics.OperationID(id)).Method] {
			res.verdicts[id].Limited = true
		}
	}
}

// witness finds the ways to operations whose needs are missing.
type witness struct {
	a     *analysis
	seen  map[ir.FuncID]bool
	frame frame
}

// way is a function on the search upwards, with the call that leads down.
type way struct {
	fn   ir.FuncID
	call int32 // in fn, -1 where the search began
	down int32 // index of the way below, -1
}

// reached is an entry and how it gets down to the violation.
type reached struct {
	entry Entry
	ways  []way
	end   int32
	v     *violation
	size  int
}

func (w *witness) explain(v *Verdict, op semantics.OperationID, found []violation) {
	row := w.a.world.Operation(op)
	v.Status, v.Mode = Missing, row.Mode
	var entries []reached
	v.Either = row.Verb == semantics.VerbUpsert
	for i := range found {
		v.Missing = w.needs(v.Missing, found[i].left)
		v.Either = v.Either && !slices.ContainsFunc(found[i].left, func(c clause) bool { return c.perm == Write })
		entries = append(entries, w.search(&found[i])...)
	}
	slices.SortStableFunc(v.Missing, func(x, y Need) int {
		if (x.Field == "") != (y.Field == "") {
			if x.Field == "" {
				return -1
			}
			return 1
		}
		return 0
	})
	misses := func(p Perm) bool {
		return slices.ContainsFunc(v.Missing, func(n Need) bool { return n.Perm == p && n.Field == "" })
	}
	v.Either = v.Either && misses(Create) && misses(Update)
	slices.SortStableFunc(entries, func(x, y reached) int {
		if d := rank(x.entry) - rank(y.entry); d != 0 {
			return d
		}
		if x.size != y.size {
			return x.size - y.size
		}
		return int(x.entry.Func - y.entry.Func)
	})
	for i := range entries {
		e := &entries[i]
		if slices.Contains(v.Entries, e.entry) {
			continue
		}
		if len(v.Entries) == 0 {
			v.Path = w.path(e)
			v.NearMisses = w.nearMisses(e)
		}
		if v.Entries = append(v.Entries, e.entry); len(v.Entries) == 3 {
			break
		}
	}
}

func (w *witness) needs(list []Need, left []clause) []Need {
	for _, c := range left {
		if c.perm == Write { // follows from the others
			continue
		}
		n := Need{Perm: c.perm, Role: c.role}
		if c.obj.kind() == kindObject {
			n.Object = semantics.TypeID(c.obj.index())
		}
		if c.fld != noTerm {
			n.Field = w.a.text(c.fld)
			if n.Field == "" {
				n.Field = "?"
			}
		}
		if !slices.ContainsFunc(list, func(m Need) bool { return m.Perm == n.Perm && m.Object == n.Object && m.Field == n.Field }) {
			list = append(list, n)
		}
	}
	return list
}

// search goes up the call graph, breadth first, through the calls that do not
// prove the first clause that is left, to the entries.
func (w *witness) search(v *violation) []reached {
	a := w.a
	c := v.left[0]
	ways := []way{{fn: v.fn, call: -1, down: -1}}
	if v.here {
		return []reached{{entry: a.entry(v.fn), ways: ways, v: v, size: 1}}
	}
	w.seen = map[ir.FuncID]bool{v.fn: true}
	var out []reached
	depth := []int{1}
	for i := 0; i < len(ways) && len(out) < 12; i++ {
		fn := ways[i].fn
		if a.root(fn) && !inContext(c, a.ownContext(fn)) {
			out = append(out, reached{entry: a.entry(fn), ways: ways, end: int32(i), v: v, size: depth[i]})
		}
		for _, site := range a.prog.Callers(fn) {
			if w.seen[site.Func] {
				continue
			}
			if fact := a.siteFact(site); fact != nil && (fact.top || inContext(c, fact.atoms)) {
				continue
			}
			w.seen[site.Func] = true
			ways = append(ways, way{fn: site.Func, call: site.Call, down: int32(i)})
			depth = append(depth, depth[i]+1)
		}
	}
	for i := range out {
		out[i].ways = ways
	}
	if len(out) == 0 { // only calls of each other lead there
		out = append(out, reached{entry: Entry{Func: v.fn, Method: a.prog.Funcs[v.fn].Method, NoCaller: true}, ways: ways, v: v, size: 1 << 20})
	}
	return out
}

// ownContext is what holds at entry whoever calls.
func (a *analysis) ownContext(id ir.FuncID) []atom {
	if a.root(id) {
		return a.in[id].atoms
	}
	return nil
}

func (a *analysis) entry(id ir.FuncID) Entry {
	f := a.prog.Funcs[id]
	return Entry{Func: id, Method: f.Method, User: f.User, NoCaller: !f.Entry}
}

// rank orders entries by how much they matter.
func rank(e Entry) int {
	switch {
	case e.User:
		return 0
	case e.NoCaller:
		return 2
	}
	return 1
}

// path lists the places from the entry down to the operation.
func (w *witness) path(e *reached) []Step {
	a := w.a
	first := a.prog.Funcs[e.entry.Func]
	steps := []Step{{Method: first.Method, Node: ir.RefTo(first.File, first.Node)}}
	add := func(fn ir.FuncID, node int32) {
		f := a.prog.Funcs[fn]
		steps = append(steps, Step{Method: f.Method, Node: ir.RefTo(f.File, node)})
	}
	for i := e.end; i >= 0; {
		wy := e.ways[i]
		if wy.call >= 0 {
			add(wy.fn, a.prog.Funcs[wy.fn].Calls[wy.call].Node)
		}
		i = wy.down
	}
	fn, ob := e.v.fn, e.v.ob
	for range maxChain {
		f := a.prog.Funcs[fn]
		node := f.Instrs[ob.at].Node
		if c := f.CallOf(ob.at); c != nil && ob.callee != ir.NoFunc {
			node = c.Node
		}
		add(fn, node)
		if ob.callee == ir.NoFunc {
			break
		}
		fn, ob = ob.callee, &a.sums[ob.callee].open[ob.index]
	}
	return steps
}

// maxChain bounds how far an obligation is followed down: in a component of the
// call graph it can refer to itself.
const maxChain = 200
