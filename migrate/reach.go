package migrate

import (
	"slices"

	"github.com/apexvet/apexvet/semantics"
)

// A Way is an entry point that leads to an operation.
type Way struct {
	Audience Audience
	Kind     semantics.EntryKind
	// Method is the entry point, as Class.method.
	Method string
	Path   string
	Line   int

	id semantics.MethodID
}

// reach knows which entry points lead to each method.
type reach struct {
	w *world
	// nearest holds, by audience and method, the entry point that is fewest calls away, 0 for none.
	nearest [AudienceNone][]semantics.MethodID
	// kinds holds by method the kinds of entry points that lead to it, as a set.
	kinds []uint64
}

func newReach(w *world) *reach {
	r := &reach{w: w, kinds: make([]uint64, len(w.program.Methods))}
	for a := range r.nearest {
		r.nearest[a] = r.wave(Audience(a))
	}
	r.spreadKinds()
	return r
}

// leads reports whether who enters at the start of an edge is on whose behalf its targets run: what triggers do is theirs,
// and what a schedule starts runs on nobody's request.
func leads(e *semantics.Edge) bool {
	return e.Kind != semantics.EdgeTrigger && (e.Kind != semantics.EdgeAsync || e.Job != semantics.EntrySchedulable)
}

// wave goes out from the entry points of an audience, nearest first.
func (r *reach) wave(a Audience) []semantics.MethodID {
	p := r.w.program
	from := make([]semantics.MethodID, len(p.Methods))
	var queue []semantics.MethodID
	for i := 1; i < len(p.Methods); i++ {
		id := semantics.MethodID(i)
		if r.w.test[id] || !slices.ContainsFunc(p.Methods[i].Entries, func(e semantics.EntryPoint) bool { return audienceOf(e.Audience) == a }) {
			continue
		}
		from[id] = id
		queue = append(queue, id)
	}
	for len(queue) > 0 {
		id := queue[0]
		queue = queue[1:]
		edges := p.EdgesFrom(id)
		for i := range edges {
			if !leads(&edges[i]) {
				continue
			}
			for _, to := range p.Targets(&edges[i]) {
				if from[to] == 0 && !r.w.test[to] {
					from[to] = from[id]
					queue = append(queue, to)
				}
			}
		}
	}
	return from
}

func (r *reach) spreadKinds() {
	p := r.w.program
	var queue []semantics.MethodID
	for i := 1; i < len(p.Methods); i++ {
		if r.w.test[i] {
			continue
		}
		for _, e := range p.Methods[i].Entries {
			r.kinds[i] |= 1 << e.Kind
		}
		if r.kinds[i] != 0 {
			queue = append(queue, semantics.MethodID(i))
		}
	}
	for len(queue) > 0 {
		id := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		edges := p.EdgesFrom(id)
		for i := range edges {
			// A job that a user enqueues is a job all the same, and has its own entry point.
			if !edges[i].Synchronous() || edges[i].Kind == semantics.EdgeTrigger {
				continue
			}
			for _, to := range p.Targets(&edges[i]) {
				if !r.w.test[to] && r.kinds[to]|r.kinds[id] != r.kinds[to] {
					r.kinds[to] |= r.kinds[id]
					queue = append(queue, to)
				}
			}
		}
	}
}

// audience returns on whose behalf a method may run: of several the one to look at first.
func (r *reach) audience(id semantics.MethodID) Audience {
	if r.w.test[id] {
		return AudienceTest
	}
	for a := range r.nearest {
		if r.nearest[a][id] != 0 {
			return Audience(a)
		}
	}
	return AudienceNone
}

// ways returns the nearest entry point of each audience that leads to a method.
func (r *reach) ways(id semantics.MethodID) []Way {
	if r.w.test[id] {
		return nil
	}
	var ways []Way
	for a := range r.nearest {
		entry := r.nearest[a][id]
		if entry == 0 {
			continue
		}
		m := r.w.program.Method(entry)
		way := Way{Audience: Audience(a), Method: r.w.methodName(entry), id: entry}
		for _, e := range m.Entries {
			if audienceOf(e.Audience) == way.Audience {
				way.Kind = e.Kind
				break
			}
		}
		u := r.w.unit(m.Class)
		way.Path, way.Line = u.file.Path, u.position(place(m)).Line
		if m.NameNode.Valid() {
			way.Line = u.position(m.NameNode.Start()).Line
		}
		ways = append(ways, way)
	}
	return ways
}

// The kinds of entry points that say which user an operation will run as.
var (
	triggerKinds = kindSet(semantics.EntryTrigger, semantics.EntryFramework)
	jobKinds     = kindSet(semantics.EntryQueueable, semantics.EntryBatchable, semantics.EntrySchedulable, semantics.EntryFinalizer, semantics.EntryFuture)
	siteKinds    = kindSet(semantics.EntryInboundEmail, semantics.EntryRegistrationHandler, semantics.EntryTokenExchange)
	setupKinds   = kindSet(semantics.EntryInstall, semantics.EntryUninstall)
)

func kindSet(kinds ...semantics.EntryKind) (set uint64) {
	for _, k := range kinds {
		set |= 1 << k
	}
	return set
}

// methodName returns the name of a method for people: Class.method, Outer.Inner.method.
func (w *world) methodName(id semantics.MethodID) string {
	m := w.program.Method(id)
	class := w.className(m.Class)
	switch m.Kind {
	case semantics.MethodTrigger, semantics.MethodScript:
		return class
	case semantics.MethodConstructor:
		return class + " constructor"
	case semantics.MethodStaticInit:
		return class + " static initialiser"
	case semantics.MethodInstanceInit:
		return class + " initialiser"
	}
	return class + "." + m.Name
}

// className returns the name of a class for people, with that of the class around it.
func (w *world) className(id semantics.ClassID) string {
	c := w.program.Class(id)
	if c.Outer != 0 {
		return w.className(c.Outer) + "." + c.Name
	}
	return c.Name
}
