package ir

import "github.com/apexvet/apexvet/semantics"

// Relocation says how the ids of a program have become those of a later one.
// Methods, classes and fields keep theirs.
type Relocation struct {
	// Types gives the new id of each old type, TypeUnknown for one that is gone. It
	// is nil if no id has changed.
	Types []semantics.TypeID
	// Operations is what is added to the ids of the operations of the file.
	Operations int
}

// Type returns the new id of a type.
func (r *Relocation) Type(t semantics.TypeID) semantics.TypeID {
	if r.Types == nil || int(t) >= len(r.Types) {
		return t
	}
	return r.Types[t]
}

// Relocate returns the body as it was before the program was linked, for a later
// program in which its meaning is the same. The two share what does not differ.
func (f *Func) Relocate(r *Relocation) *Func {
	g := *f
	g.Sides, g.Root, g.Outside = nil, false, f.startsItself()
	g.Calls = make([]Call, len(f.Calls))
	for i, c := range f.Calls {
		if c.Kind == CallProject && c.Member != 0 {
			c.Kind = CallPlatform
		}
		c.Callees, c.Open = nil, false
		g.Calls[i] = c
	}
	if r.Operations != 0 && len(f.Operations) > 0 {
		g.Operations = make([]Operation, len(f.Operations))
		for i, o := range f.Operations {
			if o.ID != 0 {
				o.ID = semantics.OperationID(int(o.ID) + r.Operations)
			}
			g.Operations[i] = o
		}
	}
	if r.Types == nil {
		return &g
	}
	g.Return = r.Type(f.Return)
	g.Instrs = make([]Instr, len(f.Instrs))
	for i, in := range f.Instrs {
		in.Type = r.Type(in.Type)
		if in.Op == OpInstanceOf {
			in.Aux = int32(r.Type(semantics.TypeID(in.Aux)))
		}
		g.Instrs[i] = in
	}
	g.Tokens = make([]Token, len(f.Tokens))
	for i, t := range f.Tokens {
		t.Object = r.Type(t.Object)
		g.Tokens[i] = t
	}
	g.Records = make([]Record, len(f.Records))
	for i, rec := range f.Records {
		rec.Object = r.Type(rec.Object)
		g.Records[i] = rec
	}
	return &g
}

// startsItself reports whether a body may run before anybody in sight has called
// it.
func (f *Func) startsItself() bool {
	return f.Kind == FuncTrigger || f.Kind == FuncScript || f.Kind == FuncStaticInit
}
