package ir

import "github.com/apexvet/apexvet/semantics"

// Program is all the code of a snapshot.
type Program struct {
	// Funcs is indexed by FuncID: by file, then by position.
	Funcs []*Func
	// Fields is indexed by FieldID.
	Fields []Field

	first   []FuncID // of a method, by MethodID; NoFunc without code
	callers [][]Site
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

// Site is a call site.
type Site struct {
	Func FuncID
	Call int32 // index in Calls
}

// NewProgram makes a program of functions in the order of their ids, without
// call edges.
func NewProgram(funcs []*Func, fields []Field, methods int) *Program {
	p := &Program{Funcs: funcs, Fields: fields, first: make([]FuncID, methods), callers: make([][]Site, len(funcs))}
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

// Link sets the callees of all calls and collects the callers of all functions.
// A target that visible refuses counts as one that we do not see.
func (p *Program) Link(visible func(caller, callee *Func) bool) {
	for _, f := range p.Funcs {
		for i := range f.Calls {
			c := &f.Calls[i]
			for _, m := range c.Methods {
				found := false
				for _, id := range p.Of(m) {
					callee := p.Funcs[id]
					if visible != nil && !visible(f, callee) {
						continue
					}
					found = true
					// A piece of an initialiser that calls nothing matters to nobody.
					if c.Kind == CallInit && len(callee.Calls)+len(callee.Operations) == 0 {
						continue
					}
					c.Callees = append(c.Callees, id)
				}
				c.Open = c.Open || !found
			}
			for _, id := range c.Callees {
				p.callers[id] = append(p.callers[id], Site{Func: f.ID, Call: int32(i)})
			}
		}
	}
}

// Callers returns the call sites of a function in the order of functions.
func (p *Program) Callers(id FuncID) []Site { return p.callers[id] }
