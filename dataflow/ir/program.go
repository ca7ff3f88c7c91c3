package ir

import (
	"slices"

	"github.com/apexvet/apexvet/semantics"
)

// Program is all the code of a snapshot.
type Program struct {
	// Funcs is indexed by FuncID: by file, then by position, and then the hubs.
	Funcs []*Func
	// Fields is indexed by FieldID.
	Fields []Field

	first       []FuncID // of a method, by MethodID; NoFunc without code
	callers     []Site   // grouped by function
	callerFirst []int32
}

// Field is what is known of the assignments to a field.
type Field struct {
	// Stores are the assignments in the code of the program, the initialiser
	// included, in the order of functions. Of a field with more than MaxStores
	// only the first ones are kept.
	Stores []Store
	Count  int32
	// Stable says that no code can assign it once its object (its class, if it is
	// static) is made.
	Stable bool
	// Owned says that no code outside of the program's view can assign it.
	Owned bool
	// Static says that it belongs to the class.
	Static bool
}

// MaxStores is the number of assignments to a field that are kept.
const MaxStores = 8

// Store is an assignment to a field.
type Store struct {
	Func  FuncID
	Value Value // what is assigned
}

// SideKind says how a body that is not called comes to run.
type SideKind uint8

// The kinds of side effects on control.
const (
	SideCallback  SideKind = iota // within the statement: callbacks, constructors of newInstance(), static initialisers
	SideJob                       // later, as the same user: enqueued jobs
	SideScheduled                 // later, whenever
	SideTrigger                   // triggers of the records that DML writes
)

// PassesChecks reports whether what holds at the place holds in the bodies that
// it makes run.
func (k SideKind) PassesChecks() bool { return k <= SideJob }

// Side is a place that makes bodies run without waiting for a result of theirs.
type Side struct {
	Kind SideKind
	Node int32
	// At is the instruction of the place, zero where it has none of its own.
	At Value
	// Direct says that At is a call whose arguments are the parameters of the
	// targets: that of a future method.
	Direct  bool
	Callees []FuncID
}

// Site is a place that leads to a function: of Calls, or, below zero, the
// complement of an index in Sides.
type Site struct {
	Func FuncID
	Call int32
}

// CallAt returns the call of a site, nil for a side.
func (p *Program) CallAt(s Site) *Call {
	if s.Call < 0 {
		return nil
	}
	return &p.Funcs[s.Func].Calls[s.Call]
}

// SideAt returns the side of a site, nil for a call.
func (p *Program) SideAt(s Site) *Side {
	if s.Call >= 0 {
		return nil
	}
	return &p.Funcs[s.Func].Sides[^s.Call]
}

// NodeAt returns the syntax node of a site, -1 for none.
func (p *Program) NodeAt(s Site) int32 {
	if c := p.CallAt(s); c != nil {
		return c.Node
	}
	return p.SideAt(s).Node
}

// NewHub makes the function that stands for all targets of a virtual call: it has
// no code and calls each of them.
func NewHub(targets []FuncID, open bool) *Func {
	f := &Func{Kind: FuncHub, File: -1, Node: -1, Calls: make([]Call, len(targets)), Open: open}
	for i, t := range targets {
		f.Calls[i] = Call{Kind: CallProject, Node: -1, Callees: []FuncID{t}}
	}
	return f
}

// NewProgram makes a program of functions in the order of their ids: bodies, and
// behind them hubs.
func NewProgram(funcs []*Func, fields []Field, methods int) *Program {
	p := &Program{Funcs: funcs, Fields: fields, first: make([]FuncID, methods)}
	for i := range p.first {
		p.first[i] = NoFunc
	}
	for i, f := range funcs {
		f.ID = FuncID(i)
		if f.Method != 0 && p.first[f.Method] == NoFunc {
			p.first[f.Method] = FuncID(i)
		}
	}
	return p
}

// Of returns the functions of a method: several for the pieces of an initialiser.
func (p *Program) Of(m semantics.MethodID) []FuncID {
	if int(m) >= len(p.first) || p.first[m] == NoFunc {
		return nil
	}
	var ids []FuncID
	for id := p.first[m]; int(id) < len(p.Funcs) && p.Funcs[id].Method == m; id++ {
		ids = append(ids, id)
	}
	return ids
}

// Connect collects the callers of all functions, once the callees of all calls
// are set.
func (p *Program) Connect() {
	count := make([]int32, len(p.Funcs)+1)
	each := func(visit func(to FuncID, s Site)) {
		for _, f := range p.Funcs {
			for i := range f.Calls {
				for _, id := range f.Calls[i].Callees {
					visit(id, Site{Func: f.ID, Call: int32(i)})
				}
			}
			for i := range f.Sides {
				for _, id := range f.Sides[i].Callees {
					visit(id, Site{Func: f.ID, Call: ^int32(i)})
				}
			}
		}
	}
	each(func(to FuncID, _ Site) { count[to+1]++ })
	for i := range p.Funcs {
		count[i+1] += count[i]
	}
	p.callerFirst = count
	p.callers = make([]Site, count[len(p.Funcs)])
	next := slices.Clone(count)
	each(func(to FuncID, s Site) {
		p.callers[next[to]] = s
		next[to]++
	})
}

// Callers returns the sites that lead to a function in the order of functions;
// those of virtual calls are in a hub.
func (p *Program) Callers(id FuncID) []Site {
	return p.callers[p.callerFirst[id]:p.callerFirst[id+1]]
}
