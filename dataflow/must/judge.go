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
			if len(found[ob.op]) == 0 { // each once
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
	a.setReach(res)
	slices.Sort(missing)
	missing = a.carryVerdicts(res, missing)
	res.Explained = len(missing)
	var next atomic.Int64
	var wg sync.WaitGroup
	for range max(workers, 1) {
		wg.Go(func() {
			w := witness{a: a, seen: marks{of: make([]int32, len(a.prog.Funcs))}}
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

// carryVerdicts takes over the verdicts that cannot have changed, and returns the
// operations that are left.
func (a *analysis) carryVerdicts(res *Result, missing []semantics.OperationID) []semantics.OperationID {
	if a.prev == nil {
		return missing
	}
	stale := make([]bool, len(res.verdicts))
	for id, hit := range a.prev.affected() {
		if hit {
			for i := range a.prog.Funcs[id].Operations {
				stale[a.prog.Funcs[id].Operations[i].ID] = true
			}
		}
	}
	return slices.DeleteFunc(missing, func(op semantics.OperationID) bool {
		return !stale[op] && a.prev.verdict(&res.verdicts[op], op)
	})
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
	seen  marks
	ways  [][]way // of the searches for one operation
	frame frame
	asked bool // frame has asked for the text of values
	// buffer holds the sites of a function that is a target of hubs.
	buffer []ir.Site
}

// marks is a set of functions that is emptied at once.
type marks struct {
	of    []int32 // the round in which a function was marked
	round int32
}

func (m *marks) clear() { m.round++ }

func (m *marks) has(id ir.FuncID) bool { return m.of[id] == m.round }

// add reports whether the function is new.
func (m *marks) add(id ir.FuncID) bool {
	if m.has(id) {
		return false
	}
	m.of[id] = m.round
	return true
}

// way is a function on the search upwards, with the site that leads down.
type way struct {
	fn   ir.FuncID
	site ir.Site // in fn; of NoFunc where the search began
	down int32   // index of the way below, -1
	size int32
	via  Via
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
		entries = append(entries, w.search(&found[i], i)...)
	}
	v.Reach = 0
	for i := range entries {
		if v.Reach |= entries[i].entry.reach(); len(entries[i].ways) >= maxWays { // there may be more
			v.Reach |= w.a.reach[entries[i].v.fn]
		}
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
			w.asked = false
			v.NearMisses = w.nearMisses(e)
			v.asked = w.asked
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

// The bounds of the search for entries.
const (
	maxReached = 12
	maxWays    = 4000
)

// search goes up the call graph, breadth first, through the sites that do not
// prove the first clause that is left, to the entries. Where triggers are on the
// way, the code whose DML fires them comes last. The ways are kept until the next
// operation; number is that of the search.
func (w *witness) search(v *violation, number int) []reached {
	a := w.a
	c := v.left[0]
	if number == len(w.ways) {
		w.ways = append(w.ways, make([]way, 0, 64))
	}
	ways := w.ways[number][:0]
	ways = append(ways, way{fn: v.fn, site: ir.Site{Func: ir.NoFunc}, down: -1, size: 1})
	if v.here {
		return []reached{{entry: a.entry(v.fn, ViaCalls), ways: ways, v: v, size: 1}}
	}
	w.seen.clear()
	w.seen.add(v.fn)
	var out []reached
	var later []way // through triggers
	for i := 0; len(out) < maxReached && len(ways) < maxWays; i++ {
		if i == len(ways) {
			ways, later = w.unseen(ways, later), nil
			if i == len(ways) {
				break
			}
		}
		at := ways[i]
		if a.root(at.fn) && !inContext(c, a.ownContext(at.fn)) {
			if e := a.entry(at.fn, at.via); e.User || at.via != ViaTrigger {
				out = append(out, reached{entry: e, end: int32(i), v: v, size: int(at.size)})
			}
		}
		for _, site := range w.sites(at.fn) {
			next := way{fn: site.Func, site: site, down: int32(i), size: at.size + 1, via: at.via}
			if side := a.prog.SideAt(site); side != nil {
				switch side.Kind {
				case ir.SideTrigger:
					next.via = ViaTrigger
					later = append(later, next)
					continue
				case ir.SideScheduled:
					continue
				case ir.SideJob:
					next.via = max(next.via, ViaJob)
				}
			}
			if w.seen.has(site.Func) {
				continue
			}
			if fact := a.siteFact(site); fact != nil && (fact.top || at.via != ViaTrigger && inContext(c, fact.atoms)) {
				continue
			}
			w.seen.add(site.Func)
			ways = append(ways, next)
		}
	}
	w.ways[number] = ways
	for i := range out {
		out[i].ways = ways
	}
	if len(out) == 0 { // only calls of each other lead there
		out = append(out, reached{entry: Entry{Func: v.fn, Method: a.prog.Funcs[v.fn].Method, NoCaller: true}, ways: ways, v: v, size: 1 << 20})
	}
	return out
}

// unseen appends the ways whose functions are new.
func (w *witness) unseen(ways, more []way) []way {
	for _, m := range more {
		if w.seen.add(m.fn) {
			ways = append(ways, m)
		}
	}
	return ways
}

// sites returns the sites that lead to a function, those of a hub in its place,
// which is done once for each hub.
func (w *witness) sites(id ir.FuncID) []ir.Site {
	all := w.a.prog.Callers(id)
	own := true
	for i, s := range all {
		if !w.a.isHub(s.Func) {
			if !own {
				w.buffer = append(w.buffer, s)
			}
			continue
		}
		if own {
			own, w.buffer = false, append(w.buffer[:0], all[:i]...)
		}
		if w.seen.add(s.Func) {
			w.buffer = append(w.buffer, w.a.prog.Callers(s.Func)...)
		}
	}
	if own {
		return all
	}
	slices.SortStableFunc(w.buffer, func(x, y ir.Site) int { return int(x.Func - y.Func) })
	return w.buffer
}

// ownContext is what holds at entry whoever calls.
func (a *analysis) ownContext(id ir.FuncID) []atom {
	if a.root(id) {
		return a.in[id].atoms
	}
	return nil
}

func (a *analysis) entry(id ir.FuncID, via Via) Entry {
	f := a.prog.Funcs[id]
	return Entry{Func: id, Method: f.Method, User: f.User, Guest: f.Guest, NoCaller: !f.Entry, Via: via}
}

// rank orders entries by how much they matter.
func rank(e Entry) int {
	switch {
	case e.Via == ViaTrigger:
		return 3
	case e.Guest:
		return 0
	case e.User:
		return 1
	case e.NoCaller:
		return 4
	}
	return 2
}

// reach says on whose behalf an entry runs.
func (e Entry) reach() Reach {
	switch {
	case e.NoCaller:
		return ReachNobody
	case e.Via == ViaTrigger && e.User:
		return ReachUserTrigger
	case e.Guest:
		return ReachUser | ReachGuest
	case e.User:
		return ReachUser
	}
	return ReachSystem
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
	for i := e.end; i >= 0; i = e.ways[i].down {
		if wy := e.ways[i]; wy.site.Func != ir.NoFunc {
			add(wy.fn, a.prog.NodeAt(wy.site))
		}
	}
	fn, ob := e.v.fn, e.v.ob
	for range maxChain {
		if !a.isHub(fn) {
			add(fn, ob.node)
		}
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
