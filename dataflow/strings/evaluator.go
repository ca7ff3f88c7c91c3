package strings

import (
	"slices"
	"sync"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/semantics"
)

// Evaluator computes values on demand. It is safe for concurrent use, and what it
// returns does not depend on the order of questions: a value is evaluated once,
// and a body asks only bodies that do not lead back to it.
type Evaluator struct {
	sem  *semantics.Program
	prog *ir.Program

	linked sync.Once
	comp   []int32
	bodies []body
}

// body holds what is known of the values of one function.
type body struct {
	mu  sync.Mutex
	run *run // made by the first question
}

// New makes an evaluator of a linked program.
func New(sem *semantics.Program, prog *ir.Program) *Evaluator {
	return &Evaluator{sem: sem, prog: prog, bodies: make([]body, len(prog.Funcs))}
}

// maxFill bounds how far parameters are followed to callers.
const maxFill = 6

// Value returns what text value v of f can be, with parameters filled in from the
// callers that are known. Where others may call, the parameter stays as one more
// alternative.
func (e *Evaluator) Value(f *ir.Func, v ir.Value) Value {
	e.linked.Do(e.link)
	return (&filler{e: e, left: maxFills}).fill(e.value(f, v))
}

// maxFills is how many arguments are looked at for one question.
const maxFills = 256

// filler answers one question.
type filler struct {
	e    *Evaluator
	left int
	path []paramAt // the parameters that are being filled in
}

// link finds the components of the graph whose edges are calls and reads of fields.
func (e *Evaluator) link() {
	n := len(e.prog.Funcs)
	first := make([]int32, n+1)
	var to []ir.FuncID
	for i, f := range e.prog.Funcs {
		first[i] = int32(len(to))
		for k := range f.Calls {
			to = append(to, f.Calls[k].Callees...)
		}
		for v := range f.Instrs {
			if in := &f.Instrs[v]; in.Op == ir.OpCell || in.Op == ir.OpLoad && in.Aux > 0 {
				for _, s := range e.prog.Fields[in.Aux].Stores {
					to = append(to, s.Func)
				}
			}
		}
	}
	first[n] = int32(len(to))
	e.comp, _ = ir.Components(first, to)
}

// before reports whether the values of g are settled before those of f.
func (e *Evaluator) before(g, f ir.FuncID) bool { return e.comp[g] < e.comp[f] }

// value returns what v can be while parameters are holes.
func (e *Evaluator) value(f *ir.Func, v ir.Value) (val Value) {
	if v > 0 && int(v) < len(f.Instrs) {
		e.ask(f, func(r *run) { val = r.val(v) })
	}
	return val
}

// result returns what a function returns while parameters are holes.
func (e *Evaluator) result(f *ir.Func) (val Value) {
	e.ask(f, func(r *run) { val = r.result() })
	return val
}

// ask puts a question to a body. A question leads to others only to bodies that
// are settled before, so that nobody waits for himself.
func (e *Evaluator) ask(f *ir.Func, question func(*run)) {
	if f.TooLong {
		return
	}
	b := &e.bodies[f.ID]
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.run == nil {
		b.run = newRun(e, f)
	}
	question(b.run)
}

// fill replaces parameters by what the callers pass.
func (l *filler) fill(v Value) Value {
	open := false
	for _, t := range v.Templates {
		for i := range t {
			open = open || t[i].Kind == Parameter
		}
	}
	if !open || len(l.path) >= maxFill {
		return v
	}
	out := Value{Null: v.Null}
	for _, t := range v.Templates {
		out = join(out, t.replace(l.argument))
	}
	return out
}

// known reports whether all alternatives are constants.
func (v Value) known() bool {
	for _, t := range v.Templates {
		if _, ok := t.Constant(); !ok {
			return false
		}
	}
	return len(v.Templates) > 0
}

type paramAt struct {
	fn    ir.FuncID
	param int32
}

// maxSites is the number of call sites of which arguments are joined.
const maxSites = 64

// sites returns the sites that lead to a function, those of hubs in the place of
// the hubs. It gives up where there are too many.
func (e *Evaluator) sites(id ir.FuncID) ([]ir.Site, bool) {
	callers := e.prog.Callers(id)
	if !slices.ContainsFunc(callers, e.isHub) {
		return callers[:min(len(callers), maxSites+1)], len(callers) <= maxSites
	}
	return e.throughHubs(id, nil)
}

func (e *Evaluator) isHub(s ir.Site) bool { return e.prog.Funcs[s.Func].Kind == ir.FuncHub }

func (e *Evaluator) throughHubs(id ir.FuncID, list []ir.Site) ([]ir.Site, bool) {
	for _, s := range e.prog.Callers(id) {
		if len(list) > maxSites {
			return list, false
		}
		if !e.isHub(s) {
			list = append(list, s)
			continue
		}
		var ok bool
		if list, ok = e.throughHubs(s.Func, list); !ok {
			return list, false
		}
	}
	return list, len(list) <= maxSites
}

// targets returns what a callee stands for: itself, or the targets of a hub; nil
// for too many.
func (e *Evaluator) targets(id ir.FuncID) []ir.FuncID {
	f := e.prog.Funcs[id]
	if f.Kind != ir.FuncHub {
		return []ir.FuncID{id}
	}
	if len(f.Calls) > 2*MaxTemplates {
		return nil
	}
	var ids []ir.FuncID
	for i := range f.Calls {
		ids = append(ids, f.Calls[i].Callees...)
	}
	return ids
}

// argument returns what is to stand in the place of a parameter; false for the
// parameter itself.
func (l *filler) argument(p Piece) (Value, bool) {
	val, ok := l.passed(p)
	return val, ok && (p.field == 0 || val.known())
}

// passed joins what the callers pass for a parameter; false where that is not
// known.
func (l *filler) passed(p Piece) (Value, bool) {
	e := l.e
	at := paramAt{p.fn, p.param}
	if slices.Contains(l.path, at) {
		return Value{}, true
	}
	sites, ok := e.sites(p.fn)
	g := e.prog.Funcs[p.fn]
	if l.left -= len(sites); len(sites) == 0 || !ok || l.left < 0 {
		return Value{}, false
	}
	l.path = append(l.path, at)
	defer func() { l.path = l.path[:len(l.path)-1] }()
	hole := Value{Templates: []Template{{p}}}
	var all Value
	for _, s := range sites {
		caller := e.prog.Funcs[s.Func]
		var args []ir.Value
		if c := e.prog.CallAt(s); c != nil && len(caller.Instrs) > 0 {
			args = caller.Arguments(c)
		}
		if int(p.param) >= len(args) {
			all = join(all, hole)
			continue
		}
		if args[p.param] == 0 || caller.TooLong {
			continue
		}
		all = join(all, l.fill(e.value(caller, args[p.param])))
	}
	if g.Entry || g.Outside || len(all.Templates) == 0 {
		all = join(all, hole)
	}
	all.Null = false
	return all, true
}
