package semantics

import (
	"iter"
	"slices"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/semantics/platform"
)

// Like the ids of the program these are dense and start at 1; zero means none.
type (
	// EdgeID names an edge of the call graph.
	EdgeID uint32
	// HubID names a hub.
	HubID uint32
)

// EdgeKind says how control comes from a place in the code to a method.
type EdgeKind uint8

// The kinds of edges.
const (
	EdgeCall       EdgeKind = iota // a call, super call or constructor call with known targets
	EdgeVirtual                    // a call of which the type of the receiver at run time chooses the target
	EdgeAccessor                   // reading or writing a property
	EdgeImplicit                   // what a construction runs unsaid: constructors of superclasses, initialisers
	EdgeStaticInit                 // what the first use of a class may run
	EdgeReflective                 // constructors that Type.newInstance() may run
	EdgeCallback                   // the platform calls back in the same transaction: sort, for-each, publish callbacks
	EdgeAsync                      // the platform runs a job later: Edge.Job says which
	EdgeTrigger                    // DML or a published event reaches a trigger
)

var edgeNames = [...]string{
	"call", "virtual", "accessor", "implicit", "static initialiser", "reflective", "callback", "async", "trigger",
}

func (k EdgeKind) String() string {
	if int(k) < len(edgeNames) {
		return edgeNames[k]
	}
	return "none"
}

// Edge says that code in a method may run other methods. Program.Targets tells
// them, those of a hub included.
type Edge struct {
	ID   EdgeID
	Kind EdgeKind
	// Open says that code which the program does not hold may run as well, or
	// instead where there are no targets.
	Open bool
	// Job is how the platform enters the targets of an EdgeAsync.
	Job EntryKind
	// Events are what the statement of an EdgeTrigger makes happen.
	Events TriggerEvents
	From   MethodID
	// Hub holds the targets of calls that go by type and signature, zero for an
	// edge that names its targets in To.
	Hub HubID
	To  []MethodID
	// Node is the call, new expression, property access or statement; for what a
	// constructor runs unsaid its declaration.
	Node parser.Node
}

// Synchronous reports whether the targets run within the statement, in the
// transaction and call stack of the caller. Triggers do, but in a context of
// their own.
func (e *Edge) Synchronous() bool { return e.Kind < EdgeAsync }

// PassesChecks reports whether a permission check that holds at the edge holds
// in its targets: they run on behalf of the same user. Scheduled jobs run later
// and whenever, and triggers whoever caused them.
func (e *Edge) PassesChecks() bool {
	return e.Kind != EdgeTrigger && (e.Kind != EdgeAsync || e.Job != EntrySchedulable)
}

// Hub is the one place that all virtual calls of a signature on a type go
// through, so that the number of edges stays linear in that of call sites. In the
// same way one hub stands for the triggers that the same events of an object start.
type Hub struct {
	ID HubID
	// Class is the receiver's type, zero for a type of the platform: then all
	// classes of the project that implement the owner of Member are meant.
	Class ClassID
	// Method is the method as declared in the project, zero if the platform
	// declares it as Member, or the hub is of constructors or triggers.
	Method MethodID
	Member platform.MemberID
	// Instances are, of a reflective hub, the classes that may be made.
	Instances []ClassID
	// Targets are the methods with a body that may run, sorted.
	Targets []MethodID
	// Open says that code which the program does not hold may run too.
	Open bool

	// See hubKey.
	names    string
	file     *FileInfo
	triggers triggerKey
	events   TriggerEvents
}

// Hub returns the hub with an id; for zero an empty one.
func (p *Program) Hub(id HubID) *Hub {
	if int(id) >= len(p.Hubs) {
		id = 0
	}
	return &p.Hubs[id]
}

// Edge returns the edge with an id; for zero an empty one.
func (p *Program) Edge(id EdgeID) *Edge {
	if int(id) >= len(p.Edges) {
		id = 0
	}
	return &p.Edges[id]
}

// Targets returns the methods that an edge may lead to, sorted by id.
func (p *Program) Targets(e *Edge) []MethodID {
	if e.Hub != 0 {
		return p.Hub(e.Hub).Targets
	}
	return e.To
}

// EdgesFrom returns the edges out of a method in the order of its code.
func (p *Program) EdgesFrom(id MethodID) []Edge {
	if int(id)+1 >= len(p.graph.from) {
		return nil
	}
	return p.Edges[p.graph.from[id]:p.graph.from[id+1]]
}

// EdgesAt yields the edges of a node: of a call or new expression, an access to
// a property, a DML statement. A node may have several: DML of an object with
// three triggers has one edge, `count += 1` on a property two.
func (f *FileInfo) EdgesAt(n parser.Node) iter.Seq[*Edge] {
	return func(yield func(*Edge) bool) {
		if n.Tree() != f.Tree {
			return
		}
		node := int32(n.Index())
		at, _ := slices.BinarySearchFunc(f.edges, node, func(e edgeAt, node int32) int { return int(e.node) - int(node) })
		for ; at < len(f.edges) && f.edges[at].node == node; at++ {
			if !yield(&f.program.Edges[f.edges[at].id]) {
				return
			}
		}
	}
}

// Callees returns the methods that a call may run within its statement, sorted by
// id, and whether others may run that the program does not hold. A call that
// is not resolved is open, one of a platform method is not.
func (f *FileInfo) Callees(c *Call) (targets []MethodID, open bool) {
	open = c.Kind == CallUnknown
	shared := true
	for e := range f.EdgesAt(c.Node) {
		if e.Kind > EdgeVirtual && e.Kind != EdgeImplicit && e.Kind != EdgeReflective {
			continue
		}
		open = open || e.Open
		if to := f.program.Targets(e); targets == nil {
			targets = to
		} else {
			if shared {
				targets, shared = slices.Clone(targets), false
			}
			targets = append(targets, to...)
		}
	}
	if !shared {
		slices.Sort(targets)
		targets = slices.Compact(targets)
	}
	return targets, open
}

// Callers yields the edges that may lead to a method: first those that name it,
// then those through hubs. Test code has no edges.
func (p *Program) Callers(id MethodID) iter.Seq[*Edge] {
	return func(yield func(*Edge) bool) {
		for _, e := range p.graph.to.of(uint32(id)) {
			if !yield(&p.Edges[e]) {
				return
			}
		}
		for _, h := range p.graph.hubsOf.of(uint32(id)) {
			for _, e := range p.graph.toHub.of(h) {
				if !yield(&p.Edges[e]) {
					return
				}
			}
		}
	}
}

// graph is the call graph turned around.
type graph struct {
	from   []EdgeID // by MethodID the first edge; one more at the end
	to     rows     // by MethodID the edges that name it
	toHub  rows     // by HubID the edges through it
	hubsOf rows     // by MethodID the hubs that have it as target

	sharing sharingTable
	keys    keyIndex
}

// rows is a relation from small integers to small integers.
type rows struct {
	first []uint32
	items []uint32
}

func (r *rows) of(i uint32) []uint32 {
	if int(i)+1 >= len(r.first) {
		return nil
	}
	return r.items[r.first[i]:r.first[i+1]]
}

// newRows makes rows of the pairs that each yields, twice and in the same order.
func newRows(n int, each func(add func(from, to uint32))) rows {
	r := rows{first: make([]uint32, n+1)}
	each(func(from, _ uint32) { r.first[from+1]++ })
	for i := range n {
		r.first[i+1] += r.first[i]
	}
	r.items = make([]uint32, r.first[n])
	next := slices.Clone(r.first[:n])
	each(func(from, to uint32) {
		r.items[next[from]] = to
		next[from]++
	})
	return r
}

type edgeAt struct {
	node int32
	id   EdgeID
}
