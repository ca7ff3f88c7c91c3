package migrate

import (
	"context"

	"github.com/apexvet/apexvet/dataflow"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/semantics"
)

// A world is the program at certain versions, with the sharing that its call graph carries to each method.
type world struct {
	program *semantics.Program
	units   []*unit
	test    []bool                              // by MethodID: test code that is raised
	sharing []Sharing                           // by MethodID
	modes   []semantics.Mode                    // by OperationID
	texts   map[semantics.OperationID]queryText // of dynamic queries and searches that name no mode themselves
}

// build analyses a snapshot. What the texts of dynamic queries say is taken from a world with the same code, nil for none.
func build(ctx context.Context, snapshot *project.Snapshot, units []*unit, workers int, same *world) (*world, error) {
	p, err := semantics.Build(ctx, snapshot, workers)
	if err != nil {
		return nil, err
	}
	w := &world{program: p, units: units, test: make([]bool, len(p.Methods)), modes: make([]semantics.Mode, len(p.Operations))}
	for i := 1; i < len(p.Methods); i++ {
		m := &p.Methods[i]
		w.test[i] = within(w.unit(m.Class).tests, place(m))
	}
	w.sharing = w.spread()
	if same != nil {
		w.texts = same.texts
	} else {
		w.texts = readTexts(ctx, p, workers)
	}
	for i := range p.Operations {
		w.modes[i] = p.Operations[i].Mode
		if text, ok := w.texts[p.Operations[i].ID]; ok && text.mode != semantics.ModeUnknown {
			w.modes[i] = text.mode
		}
	}
	return w, ctx.Err()
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

// readTexts finds what the texts of dynamic queries say that name no mode in the call.
func readTexts(ctx context.Context, p *semantics.Program, workers int) map[semantics.OperationID]queryText {
	texts := map[semantics.OperationID]queryText{}
	var flow *dataflow.Result
	for i := 1; i < len(p.Operations); i++ {
		op := &p.Operations[i]
		if !op.Dynamic || op.Source != semantics.ModeFromVersion && op.Source != semantics.ModeFromTrigger {
			continue
		}
		if flow == nil {
			flow = dataflow.Build(ctx, p, workers)
		}
		texts[op.ID] = readText(flow.Text(op.Operand))
	}
	return texts
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
