package must

import (
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/semantics"
)

// analysis is the state that all bodies share.
type analysis struct {
	graph
	prog    *ir.Program
	world   World
	rows    []Check
	effects effects
	sums    []summary
	// in holds, per function, the constant atoms that hold at every call of it.
	in    []entryFacts
	reach []Reach
	prev  *carrier // nil for a cold run
	// summarized counts the bodies whose summaries were computed.
	summarized atomic.Int64

	mu    sync.RWMutex
	names map[string]int32
	texts []string
}

// entryFacts is what holds whenever a function is entered.
type entryFacts struct {
	top   bool
	atoms []atom
}

// Config is what an analysis depends on beside the program.
type Config struct {
	Checks     []Check
	Operations int // one more than the largest id
	Workers    int
	// Keep says that the result is the start of another analysis.
	Keep bool
	// Previous is what may be taken from an analysis of a program of which most is
	// the same; nil for none.
	Previous *Previous
}

// Analyze judges all operations of a linked program.
func Analyze(ctx context.Context, prog *ir.Program, world World, config Config) *Result {
	a := &analysis{
		prog: prog, world: world, rows: config.Checks, effects: platformEffects(),
		graph: buildGraph(prog), sums: make([]summary, len(prog.Funcs)), names: map[string]int32{},
	}
	for i := range a.sums {
		a.sums[i] = summary{rTop: true, tTop: true, fTop: true}
	}
	a.findStores()
	a.prev = newCarrier(a, config.Previous)
	a.schedule(ctx, config.Workers)
	res := &Result{verdicts: make([]Verdict, config.Operations)}
	if ctx.Err() != nil {
		return res
	}
	a.contexts()
	a.judge(ctx, res, config.Workers)
	for i := range a.sums {
		if a.sums[i].limited {
			res.Limits = append(res.Limits, Limit{Func: ir.FuncID(i), Reason: "more than 256 facts"})
		}
		if a.sums[i].overfull {
			res.Limits = append(res.Limits, Limit{Func: ir.FuncID(i), Reason: "more than 64 open permission demands"})
		}
	}
	res.Summarized = int(a.summarized.Load())
	if config.Keep {
		res.analysis = a
	}
	return res
}

// findStores notes, per function, the fields that it alone assigns, once.
func (a *analysis) findStores() {
	for id := range a.prog.Fields {
		fd := &a.prog.Fields[id]
		if fd.Count == 1 && fd.Owned && len(fd.Stores) == 1 {
			s := &a.sums[fd.Stores[0].Func]
			s.stores = append(s.stores, storeFact{field: semantics.FieldID(id), value: fd.Stores[0].Value})
		}
	}
}

// fieldFact returns what is known of a field that is assigned once, to a reader
// outside of the component that assigns it.
func (a *analysis) fieldFact(id semantics.FieldID, reader ir.FuncID) *storeFact {
	if int(id) >= len(a.prog.Fields) {
		return nil
	}
	fd := &a.prog.Fields[id]
	if fd.Count != 1 || !fd.Owned || len(fd.Stores) != 1 || a.comp[fd.Stores[0].Func] == a.comp[reader] {
		return nil
	}
	for i := range a.sums[fd.Stores[0].Func].stores {
		if s := &a.sums[fd.Stores[0].Func].stores[i]; s.field == id {
			return s
		}
	}
	return nil
}

func (a *analysis) stable(id semantics.FieldID) bool {
	return int(id) < len(a.prog.Fields) && a.prog.Fields[id].Stable
}

func (a *analysis) isStatic(id semantics.FieldID) bool {
	return int(id) < len(a.prog.Fields) && a.prog.Fields[id].Static
}

func (a *analysis) objectOf(t semantics.TypeID) semantics.TypeID {
	if t == semantics.TypeUnknown {
		return semantics.TypeUnknown
	}
	return a.world.Object(t)
}

// name interns a folded name. The numbers depend on the schedule, so nothing may
// be ordered by them.
func (a *analysis) name(s string) Term {
	s = strings.ToLower(s)
	a.mu.RLock()
	id, ok := a.names[s]
	a.mu.RUnlock()
	if ok {
		return nameTerm(id)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if id, ok := a.names[s]; ok {
		return nameTerm(id)
	}
	id = int32(len(a.texts))
	a.texts = append(a.texts, s)
	a.names[s] = id
	return nameTerm(id)
}

func (a *analysis) text(t Term) string {
	if t.kind() != kindName {
		return ""
	}
	a.mu.RLock()
	defer a.mu.RUnlock()
	return a.texts[t.index()]
}

// schedule summarizes all components, callees first, with several workers: a
// component is ready when those it needs are done.
func (a *analysis) schedule(ctx context.Context, workers int) {
	n := len(a.members)
	if n == 0 {
		return
	}
	waiting := make([]int32, n)
	waiters := make([][]int32, n)
	for c, members := range a.members {
		for _, v := range members {
			for _, w := range a.to[a.first[v]:a.first[v+1]] {
				if d := a.comp[w]; int(d) != c {
					waiting[c]++
					waiters[d] = append(waiters[d], int32(c))
				}
			}
		}
	}
	var (
		mu      sync.Mutex
		cond    = sync.NewCond(&mu)
		ready   []int32
		pending = n
		wg      sync.WaitGroup
	)
	for c := n - 1; c >= 0; c-- {
		if waiting[c] == 0 {
			ready = append(ready, int32(c))
		}
	}
	work := func() {
		defer wg.Done()
		var w worker
		batch := make([]int32, 0, 64)
		for {
			mu.Lock()
			for _, c := range batch {
				pending--
				for _, d := range waiters[c] {
					if waiting[d]--; waiting[d] == 0 {
						ready = append(ready, d)
					}
				}
			}
			if len(batch) > 0 {
				cond.Broadcast()
			}
			for len(ready) == 0 && pending > 0 {
				cond.Wait()
			}
			if pending == 0 {
				mu.Unlock()
				return
			}
			take := min(cap(batch), (len(ready)+workers-1)/workers)
			batch = append(batch[:0], ready[len(ready)-take:]...)
			ready = ready[:len(ready)-take]
			mu.Unlock()
			for _, c := range batch {
				if ctx.Err() == nil {
					a.component(&w, a.members[c])
				}
			}
		}
	}
	workers = max(workers, 1)
	wg.Add(workers)
	for range workers {
		go work()
	}
	wg.Wait()
}

// worker keeps tables between bodies.
type worker struct {
	frames []*frame
}

func (w *worker) frame(i int) *frame {
	for len(w.frames) <= i {
		w.frames = append(w.frames, &frame{})
	}
	return w.frames[i]
}

// component summarizes the functions of one component, unless they are what they
// were.
func (a *analysis) component(w *worker, members []ir.FuncID) {
	if a.prev == nil {
		a.summarizeAll(w, members)
		return
	}
	carried := a.prev.carry(members)
	if !carried {
		a.summarizeAll(w, members)
	}
	a.prev.compare(members, carried)
}

func (a *analysis) summarizeAll(w *worker, members []ir.FuncID) {
	if !a.isHub(members[0]) {
		a.summarized.Add(int64(len(members)))
	}
	if len(members) == 1 && (a.hub(members[0]) || a.plain(members[0])) {
		return
	}
	for i, id := range members {
		fr := w.frame(i)
		if a.isHub(id) {
			continue
		}
		fr.reset(a, a.prog.Funcs[id], &a.sums[id])
		fr.prepare()
	}
	recursive := len(members) > 1 || a.callsItself(members[0])
	for changed := true; changed; {
		changed = false
		for i, id := range members {
			if a.isHub(id) {
				changed = a.summarizeHub(id) || changed
				continue
			}
			fr := w.frames[i]
			fr.solve()
			if fr.summarize() && recursive {
				changed = true
			}
		}
	}
	for i, id := range members {
		if a.isHub(id) {
			a.finishHub(id)
			continue
		}
		fr := w.frames[i]
		if fr.overflow {
			a.sums[id].limited = true
			fr.trivial = true
		}
		fr.finish()
	}
	for changed := true; changed; {
		changed = false
		for i, id := range members {
			if a.isHub(id) {
				changed = a.demandHub(id) || changed
			} else if w.frames[i].demand() && recursive {
				changed = true
			}
		}
	}
	if len(w.frames) > 16 { // do not keep the tables of one huge component
		w.frames = w.frames[:16]
	}
}

func (a *analysis) callsItself(id ir.FuncID) bool {
	return slices.Contains(a.to[a.first[id]:a.first[id+1]], id)
}

// plain settles, at a glance, a function that neither checks nor demands nor
// calls anything that does, which most are.
func (a *analysis) plain(id ir.FuncID) bool {
	f, s := a.prog.Funcs[id], &a.sums[id]
	if f.TooLong {
		s.rTop, s.tTop, s.fTop = false, false, false
		return true
	}
	if len(f.Operations) > 0 || len(s.stores) > 0 || f.Kind == ir.FuncConstructor && len(f.Params) > 0 || a.callsItself(id) {
		return false
	}
	for _, c := range a.to[a.first[id]:a.first[id+1]] {
		if t := &a.sums[c]; t.relevant || t.rTop || len(t.r)+len(t.t)+len(t.f)+len(t.open) > 0 || t.tTop || t.fTop || t.result.kind != notYet || !t.cleansed.none() {
			return false
		}
	}
	for i := range f.Calls {
		c := &f.Calls[i]
		switch c.Kind {
		case ir.CallPlatform:
			if e := a.effects.of[c.Member]; e != noEffect && e < addElement {
				return false
			}
		case ir.CallUnknown, ir.CallProject:
			if a.mayCheck(c) {
				return false
			}
		}
	}
	for _, id := range f.Cells {
		if a.fieldFact(id, f.ID) != nil {
			return false
		}
	}
	if f.Return == semantics.TypeBoolean {
		return false
	}
	returns := false
	for _, b := range f.Order {
		bl := &f.Blocks[b]
		if bl.Term != ir.TermReturn {
			continue
		}
		returns = true
		if bl.Cond != 0 && (f.Return == semantics.TypeVoid || designates(f, bl.Cond)) {
			return false
		}
	}
	s.rTop, s.tTop, s.fTop = !returns, !returns, !returns
	return true
}

// designates reports whether a result may tell callers something.
func designates(f *ir.Func, v ir.Value) bool {
	switch f.Instrs[v].Op {
	case ir.OpToken, ir.OpParam, ir.OpStatic, ir.OpPhi, ir.OpCast, ir.OpIndex, ir.OpCell, ir.OpRecord:
		return true
	case ir.OpConst:
		return f.Return == semantics.TypeString
	}
	return false
}
