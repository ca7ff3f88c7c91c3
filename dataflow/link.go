package dataflow

import (
	"slices"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/semantics"
)

// linker turns the edges of the call graph into callees of calls. A virtual call
// has one callee, the hub of its type and signature.
type linker struct {
	r    *Result
	hubs []ir.FuncID // by HubID, NoFunc for one without targets
}

// hubFuncs makes the functions of all hubs, to be numbered from first on.
func (l *linker) hubFuncs(of func(semantics.MethodID) []ir.FuncID, first ir.FuncID) []*ir.Func {
	p := l.r.Program
	l.hubs = make([]ir.FuncID, len(p.Hubs))
	var funcs []*ir.Func
	for i := range p.Hubs {
		l.hubs[i] = ir.NoFunc
		h := &p.Hubs[i]
		var targets []ir.FuncID
		open := h.Open
		for _, m := range h.Targets {
			ids := of(m)
			open = open || len(ids) == 0
			targets = append(targets, ids...)
		}
		if len(targets) > 0 {
			l.hubs[i] = first + ir.FuncID(len(funcs))
			funcs = append(funcs, ir.NewHub(targets, open))
		}
	}
	return funcs
}

// file links the code of one file.
func (l *linker) file(index int) {
	p := l.r.Program
	for _, class := range p.Files[index].Classes {
		for _, m := range p.Class(class).Methods {
			l.method(m, &l.r.files[index])
		}
	}
}

// body is a function that is being linked: its calls by node.
type body struct {
	f      *ir.Func
	order  []int32
	linked []bool
}

func newBody(f *ir.Func) *body {
	b := &body{f: f, order: make([]int32, len(f.Calls)), linked: make([]bool, len(f.Calls))}
	for i := range f.Calls {
		b.order[i] = int32(i)
		if c := &f.Calls[i]; c.Kind == ir.CallProject || c.Kind == ir.CallInit {
			c.Open = true // until an edge says where it goes
		}
	}
	slices.SortStableFunc(b.order, func(x, y int32) int { return int(f.Calls[x].Node - f.Calls[y].Node) })
	return b
}

// callsAt returns the calls of a node: several where a finally block was copied.
func (b *body) callsAt(node int32) []int32 {
	first, found := slices.BinarySearchFunc(b.order, node, func(i, node int32) int { return int(b.f.Calls[i].Node - node) })
	if !found {
		return nil
	}
	last := first
	for last < len(b.order) && b.f.Calls[b.order[last]].Node == node {
		last++
	}
	return b.order[first:last]
}

func (l *linker) method(id semantics.MethodID, fc *fileCode) {
	ids := l.r.funcs.Of(id)
	if len(ids) == 0 {
		return
	}
	bodies := make([]*body, len(ids))
	for i, f := range ids {
		bodies[i] = newBody(l.r.funcs.Funcs[f])
	}
	edges := l.r.Program.EdgesFrom(id)
	for i := range edges {
		e := &edges[i]
		b := bodies[0]
		if len(bodies) > 1 { // the pieces of an initialiser
			if f, ok := fc.funcAt(int32(e.Node.Index())); ok && f >= ids[0] && int(f-ids[0]) < len(bodies) {
				b = bodies[f-ids[0]]
			}
		}
		l.edge(b, e, fc)
	}
}

// targets returns the functions that an edge leads to.
func (l *linker) targets(e *semantics.Edge) []ir.FuncID {
	if e.Hub != 0 {
		if id := l.hubs[e.Hub]; id != ir.NoFunc {
			return []ir.FuncID{id}
		}
		return nil
	}
	var ids []ir.FuncID
	for _, m := range e.To {
		ids = append(ids, l.r.funcs.Of(m)...)
	}
	return ids
}

func (l *linker) edge(b *body, e *semantics.Edge, fc *fileCode) {
	node := int32(e.Node.Index())
	switch e.Kind {
	case semantics.EdgeCall, semantics.EdgeVirtual, semantics.EdgeAccessor, semantics.EdgeImplicit:
		l.call(b, e, node)
		return
	}
	kind := ir.SideCallback
	switch {
	case e.Kind == semantics.EdgeTrigger:
		kind = ir.SideTrigger
	case e.Kind == semantics.EdgeAsync && e.PassesChecks():
		kind = ir.SideJob
	case e.Kind == semantics.EdgeAsync:
		kind = ir.SideScheduled
	}
	targets := l.targets(e)
	if len(targets) == 0 {
		return
	}
	at := b.callsAt(node)
	for _, i := range at {
		direct := e.Kind == semantics.EdgeAsync && e.Job == semantics.EntryFuture
		b.f.Sides = append(b.f.Sides, ir.Side{Kind: kind, Node: node, At: b.f.Calls[i].Value, Direct: direct, Callees: targets})
	}
	if len(at) == 0 {
		s := ir.Side{Kind: kind, Node: node, Callees: targets}
		if int(node) < len(fc.values) && !b.f.TooLong {
			s.At = fc.values[node]
		}
		b.f.Sides = append(b.f.Sides, s)
	}
}

// call sets the callees of the calls at an edge.
func (l *linker) call(b *body, e *semantics.Edge, node int32) {
	targets := l.targets(e)
	if b.f.TooLong && len(targets) > 0 { // no code, but its calls are made
		b.f.Sides = append(b.f.Sides, ir.Side{Kind: ir.SideCallback, Node: node, Callees: targets})
		return
	}
	for _, i := range b.callsAt(node) {
		c := &b.f.Calls[i]
		if e.Kind == semantics.EdgeAccessor && !l.sameAccessor(c, e) {
			continue
		}
		if c.Kind == ir.CallPlatform && e.Kind == semantics.EdgeVirtual {
			c.Kind = ir.CallProject // an interface of the platform that the project implements
		}
		if !b.linked[i] {
			b.linked[i], c.Open, c.Callees = true, false, nil
		}
		c.Open = c.Open || e.Open || len(targets) == 0
		c.Callees = append(c.Callees, targets...)
	}
}

// sameAccessor reports whether a call and an edge are both for the getter or both
// for the setter.
func (l *linker) sameAccessor(c *ir.Call, e *semantics.Edge) bool {
	p := l.r.Program
	target := p.Hub(e.Hub).Method
	if len(e.To) > 0 {
		target = e.To[0]
	}
	return len(c.Methods) > 0 && p.Method(c.Methods[0]).Kind == p.Method(target).Kind
}

// findRoots marks the functions that are entered without a site that leads to
// them. Jobs whose makers are in sight are not among them: they run as the user
// who enqueued them.
func findRoots(p *ir.Program, sem *semantics.Program) {
	first := make([]int32, len(p.Funcs)+1)
	var to []ir.FuncID
	for i, f := range p.Funcs {
		first[i] = int32(len(to))
		for k := range f.Calls {
			to = append(to, f.Calls[k].Callees...)
		}
		for k := range f.Sides {
			to = append(to, f.Sides[k].Callees...)
		}
	}
	first[len(p.Funcs)] = int32(len(to))
	comp, members := ir.Components(first, to)
	for c, ids := range members {
		called := false // from outside of the component
		for _, id := range ids {
			f := p.Funcs[id]
			f.Root = f.Outside || f.Entry && !onlyJob(sem.Method(f.Method))
			called = called || f.Root
			for _, s := range p.Callers(id) {
				if called {
					break
				}
				called = int(comp[s.Func]) != c
			}
		}
		if called {
			for _, id := range ids {
				if f := p.Funcs[id]; !f.Root && f.Kind != ir.FuncHub && entersScheduled(p, id) {
					f.Root = true
				}
			}
			continue
		}
		for _, id := range ids {
			if f := p.Funcs[id]; f.Kind != ir.FuncHub {
				f.Root, f.Outside = true, !f.Entry
			}
		}
	}
}

// onlyJob reports whether the platform runs a method only because code has
// enqueued it.
func onlyJob(m *semantics.Method) bool {
	for i := range m.Entries {
		switch m.Entries[i].Kind {
		case semantics.EntryQueueable, semantics.EntryBatchable, semantics.EntryFinalizer, semantics.EntryFuture:
		default:
			return false
		}
	}
	return len(m.Entries) > 0
}

// entersScheduled reports whether a side that passes no checks leads to a
// function, through hubs too.
func entersScheduled(p *ir.Program, id ir.FuncID) bool {
	for _, s := range p.Callers(id) {
		if side := p.SideAt(s); side != nil && !side.Kind.PassesChecks() {
			return true
		}
		if p.Funcs[s.Func].Kind == ir.FuncHub && entersScheduled(p, s.Func) {
			return true
		}
	}
	return false
}
