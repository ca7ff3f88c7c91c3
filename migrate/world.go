package migrate

import (
	"context"
	"fmt"

	"github.com/apexvet/apexvet/dataflow"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/semantics"
)

// A world is the program at certain versions, with the sharing that its call graph carries to each method.
type world struct {
	program *semantics.Program
	units   []*unit
	test    []bool           // by MethodID: test code that is raised
	sharing []Sharing        // by MethodID
	modes   []semantics.Mode // by OperationID
	// texts are those of dynamic queries and searches that name no mode themselves, values what access levels turn out to be.
	texts  map[semantics.OperationID]queryText
	values map[semantics.OperationID]semantics.Mode
}

// build analyses a snapshot for the first time.
func build(ctx context.Context, snapshot *project.Snapshot, units []*unit, workers int) (*world, error) {
	w, err := newWorld(ctx, snapshot, units, workers)
	if err != nil {
		return nil, err
	}
	for i := 1; i < len(w.test); i++ {
		m := &w.program.Methods[i]
		w.test[i] = within(w.unit(m.Class).tests, place(m))
	}
	w.readFlow(ctx, workers)
	w.finish()
	return w, ctx.Err()
}

// at builds the same code at other versions.
func (w *world) at(ctx context.Context, snapshot *project.Snapshot, workers int) (*world, error) {
	n, err := newWorld(ctx, snapshot, w.units, workers)
	if err != nil {
		return nil, err
	}
	n.test, n.texts, n.values = w.test, w.texts, w.values
	n.finish()
	return n, nil
}

// edited builds code that says more than before, but declares and does the same things in the same order.
func (w *world) edited(ctx context.Context, snapshot *project.Snapshot, workers int) (*world, error) {
	n, err := newWorld(ctx, snapshot, w.units, workers)
	if err != nil {
		return nil, err
	}
	if len(n.program.Operations) != len(w.program.Operations) || len(n.program.Methods) != len(w.program.Methods) {
		return nil, fmt.Errorf("the edited program has %d operations in %d methods instead of %d in %d; nothing was written: please report this",
			len(n.program.Operations), len(n.program.Methods), len(w.program.Operations), len(w.program.Methods))
	}
	n.test = w.test
	n.readFlow(ctx, workers)
	n.finish()
	return n, ctx.Err()
}

func newWorld(ctx context.Context, snapshot *project.Snapshot, units []*unit, workers int) (*world, error) {
	p, err := semantics.Build(ctx, snapshot, workers)
	if err != nil {
		return nil, err
	}
	return &world{program: p, units: units, test: make([]bool, len(p.Methods)), modes: make([]semantics.Mode, len(p.Operations))}, nil
}

// finish computes modes and sharing.
func (w *world) finish() {
	w.sharing = w.spread()
	for i := range w.program.Operations {
		id := w.program.Operations[i].ID
		w.modes[i] = w.program.Operations[i].Mode
		if text := w.texts[id]; text.mode != semantics.ModeUnknown {
			w.modes[i] = text.mode
		}
		if mode, known := w.values[id]; known {
			w.modes[i] = mode
		}
	}
}

// place returns an offset in the declaration of a method; of an initialiser, which has none, that of its first piece.
func place(m *semantics.Method) int {
	if (m.Kind == semantics.MethodStaticInit || m.Kind == semantics.MethodInstanceInit) && len(m.Bodies) > 0 {
		return m.Bodies[0].Start()
	}
	return m.Node.Start()
}

var noUnit = &unit{file: &project.File{}}

// unit returns what is known of the file of a class.
func (w *world) unit(id semantics.ClassID) *unit {
	f := w.program.Class(id).File
	if f == nil || f.File == nil || int(f.File.ID) >= len(w.units) || w.units[f.File.ID] == nil {
		return noUnit
	}
	return w.units[f.File.ID]
}

// entrySharing returns the sharing with which the platform enters a method.
func (w *world) entrySharing(id semantics.MethodID) (set Sharing) {
	for _, kind := range w.entries(id) {
		set |= w.enteredAs(id, kind)
	}
	return set
}

// entries returns the ways in which the platform enters a method. A test runner is like any of them but Aura.
func (w *world) entries(id semantics.MethodID) []semantics.EntryKind {
	m := w.program.Method(id)
	if w.test[id] {
		if m.Kind == semantics.MethodOrdinary && m.IsStatic() {
			return []semantics.EntryKind{semantics.EntryScript}
		}
		return nil
	}
	kinds := make([]semantics.EntryKind, 0, len(m.Entries))
	for _, e := range m.Entries {
		kinds = append(kinds, e.Kind)
	}
	return kinds
}

// enteredAs returns the sharing of a method that is entered in a way. Trigger frameworks call their handlers from the body
// of a trigger. Global methods of a package are called from classes that we do not see.
func (w *world) enteredAs(id semantics.MethodID, kind semantics.EntryKind) Sharing {
	switch kind {
	case semantics.EntryFramework:
		kind = semantics.EntryTrigger
	case semantics.EntryGlobal:
		if w.program.ClassSharing(w.program.Method(id).Class).Sharing == semantics.SharingCaller {
			return OpenSharing
		}
	}
	return sharingOf(w.program.EffectiveSharing(id, kind).Sharing)
}

// spread computes the sharing of every method: that of its class, or what its entry points and callers bring.
func (w *world) spread() []Sharing {
	p := w.program
	sharing := make([]Sharing, len(p.Methods))
	inherits := make([]bool, len(p.Methods))
	var queue []semantics.MethodID
	for i := 1; i < len(p.Methods); i++ {
		id := semantics.MethodID(i)
		s := p.ClassSharing(p.Methods[i].Class)
		if inherits[i] = s.Sharing == semantics.SharingCaller; inherits[i] {
			sharing[i] = w.entrySharing(id)
		} else {
			sharing[i] = sharingOf(s.Sharing)
		}
		if sharing[i] != 0 {
			queue = append(queue, id)
		}
	}
	for len(queue) > 0 {
		from := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		edges := p.EdgesFrom(from)
		for i := range edges {
			e := &edges[i]
			if !e.Synchronous() || e.Kind == semantics.EdgeTrigger {
				continue
			}
			for _, to := range p.Targets(e) {
				if w.test[from] && !w.test[to] || !inherits[to] || sharing[to]|sharing[from] == sharing[to] {
					continue
				}
				sharing[to] |= sharing[from]
				queue = append(queue, to)
			}
		}
	}
	return sharing
}

// readFlow finds what only values tell: the modes in the texts of dynamic queries, and those that access levels turn out
// to be.
func (w *world) readFlow(ctx context.Context, workers int) {
	p := w.program
	w.texts, w.values = map[semantics.OperationID]queryText{}, map[semantics.OperationID]semantics.Mode{}
	var flow *dataflow.Result
	for i := 1; i < len(p.Operations); i++ {
		op := &p.Operations[i]
		text := op.Dynamic && (op.Source == semantics.ModeFromVersion || op.Source == semantics.ModeFromTrigger)
		if !text && op.Mode != semantics.ModeByValue {
			continue
		}
		if flow == nil {
			flow = dataflow.Build(ctx, p, workers)
		}
		if text {
			w.texts[op.ID] = readText(flow.Text(op.Operand))
			continue
		}
		if v := flow.Verdict(op.ID); v != nil && (v.Mode == semantics.ModeUser || v.Mode == semantics.ModeSystem) {
			w.values[op.ID] = v.Mode
		}
	}
}

// state returns how an operation runs.
func (w *world) state(id semantics.OperationID) State {
	op := w.program.Operation(id)
	s := State{Mode: w.modes[id], Sharing: w.sharing[op.Method]}
	if op.Verb == semantics.VerbPublish {
		s.Sharing = WithoutSharing // events have no records to share
	}
	return s.normal()
}
