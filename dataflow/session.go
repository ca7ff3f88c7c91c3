package dataflow

import (
	"context"
	"slices"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/dataflow/lower"
	"github.com/apexvet/apexvet/dataflow/must"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/semantics"
)

// Session analyses one program after another, each the meaning of a snapshot that
// follows from the one before by edits, and computes anew only what an edit
// reaches. Its results are those of Build. It is for one goroutine; the results
// are for any number.
//
// The stages and what each depends on:
//   - the code of a file: its text, and the interfaces of all files. Where an
//     interface changes all files are lowered again;
//   - the summary of a component of the call graph: its code and the summaries of
//     its callees. One that comes out as it was wakes no caller;
//   - a verdict: all code and summaries above it in the call graph.
//
// Calls are linked, and contexts found, in the whole program each time.
type Session struct {
	opts Options
	prev *Result
	// interfaces are the hashes of the files of prev.
	interfaces []semantics.Hash
	work       Work
}

// Work counts what the last Build of a session has computed anew.
type Work struct {
	// Files were lowered, Functions summarized, and Verdicts explained, which only
	// those are that miss something.
	Files, Functions, Verdicts int
}

// NewSession begins a session.
func NewSession(opts Options) *Session {
	opts.keep = true
	return &Session{opts: opts}
}

// Work returns what the last Build has computed anew.
func (s *Session) Work() Work { return s.work }

// Build analyses the next program.
func (s *Session) Build(ctx context.Context, prog *semantics.Program) *Result {
	hashes := make([]semantics.Hash, len(prog.Files))
	parallel(ctx, len(prog.Files), max(s.opts.Workers, 1), func() func(int) {
		return func(i int) { hashes[i] = s.interfaceOf(prog, i) }
	})
	if ctx.Err() != nil {
		return BuildWith(ctx, prog, s.opts)
	}
	opts := s.opts
	if s.prev != nil && slices.Equal(hashes, s.interfaces) {
		opts.reuse = newReuse(s.prev, prog)
	}
	r := BuildWith(ctx, prog, opts)
	if ctx.Err() != nil {
		return r
	}
	s.prev, s.interfaces = r, hashes
	s.work = Work{Files: r.lowerings, Functions: r.must.Summarized, Verdicts: r.must.Explained}
	return r
}

// interfaceOf returns the hash of the interface of a file, that of the program
// before if the file is the same.
func (s *Session) interfaceOf(prog *semantics.Program, i int) semantics.Hash {
	if s.prev != nil && i < len(s.interfaces) && s.prev.Program.Files[i].File == prog.Files[i].File {
		return s.interfaces[i]
	}
	return semantics.InterfaceHash(prog.Files[i].File)
}

// reuse is what one program can take from another with the same interfaces.
type reuse struct {
	from  *Result
	files []bool // the file, and what it means, are the same
	types []semantics.TypeID
	ops   []int // by file: what is added to the ids of its operations
}

// newReuse compares two programs; nil if they have less in common than their
// interfaces.
func newReuse(from *Result, prog *semantics.Program) *reuse {
	old := from.Program
	if len(old.Methods) != len(prog.Methods) || len(old.Fields) != len(prog.Fields) || len(old.Classes) != len(prog.Classes) {
		return nil
	}
	for i := range prog.Methods {
		if a, b := &old.Methods[i], &prog.Methods[i]; a.Key != b.Key || len(a.Entries) != len(b.Entries) || a.IsTest != b.IsTest {
			return nil
		}
	}
	if !sameMetadata(old, prog) {
		return nil
	}
	u := &reuse{from: from, files: make([]bool, len(prog.Files)), ops: make([]int, len(prog.Files))}
	if !u.mapTypes(old, prog) {
		return nil
	}
	for i, f := range prog.Files {
		g := old.Files[i]
		u.files[i] = f.Tree == g.Tree && f.File.Path == g.File.Path && u.sameMeaning(g, f)
		if len(f.Operations) > 0 && len(g.Operations) > 0 {
			u.ops[i] = int(f.Operations[0]) - int(g.Operations[0])
		}
	}
	return u
}

// sameMetadata reports whether all that is no Apex is the same.
func sameMetadata(old, now *semantics.Program) bool {
	return slices.EqualFunc(old.Snapshot.Files, now.Snapshot.Files, func(a, b *project.File) bool {
		return a == b || a.Kind.IsApex() && b.Kind.IsApex()
	})
}

// sameMeaning reports whether a file with the same text means the same: what its
// calls and operations are about.
func (u *reuse) sameMeaning(old, now *semantics.FileInfo) bool {
	if len(old.Operations) != len(now.Operations) || len(old.Calls) != len(now.Calls) || len(old.Variables) != len(now.Variables) {
		return false
	}
	for i := range now.Calls {
		a, b := &old.Calls[i], &now.Calls[i]
		if a.Kind != b.Kind || a.Member != b.Member || a.Virtual != b.Virtual || u.typ(a.ReceiverType) != b.ReceiverType || !slices.Equal(a.Callees, b.Callees) {
			return false
		}
	}
	for i := range now.Variables {
		if u.typ(old.Variables[i].Type) != now.Variables[i].Type {
			return false
		}
	}
	return true
}

func (u *reuse) typ(t semantics.TypeID) semantics.TypeID {
	return (&ir.Relocation{Types: u.types}).Type(t)
}

// mapTypes finds the new ids of types by what they are. It leaves types nil if all
// have kept theirs.
func (u *reuse) mapTypes(old, prog *semantics.Program) bool {
	type what struct {
		kind  semantics.TypeKind
		name  string
		class semantics.ClassID
	}
	same := old.Types() <= prog.Types()
	for i := 0; same && i < old.Types(); i++ {
		a, b := old.Type(semantics.TypeID(i)), prog.Type(semantics.TypeID(i))
		same = a.Kind == b.Kind && a.Name == b.Name && a.Class == b.Class
	}
	if same {
		return true
	}
	ids := make(map[what]semantics.TypeID, prog.Types())
	for i := range prog.Types() {
		t := prog.Type(semantics.TypeID(i))
		k := what{t.Kind, t.Name, t.Class}
		if _, twice := ids[k]; twice {
			return false // two projects with a type of one name
		}
		ids[k] = semantics.TypeID(i)
	}
	u.types = make([]semantics.TypeID, old.Types())
	for i := range u.types {
		t := old.Type(semantics.TypeID(i))
		u.types[i] = ids[what{t.Kind, t.Name, t.Class}]
	}
	return true
}

// sameFields reports whether what the code of other files takes for granted of
// fields is the same.
func (u *reuse) sameFields(facts []ir.Field) bool {
	for i := range facts {
		a, b := &u.from.funcs.Fields[i], &facts[i]
		if a.Stable != b.Stable || a.Owned != b.Owned || a.Static != b.Static {
			return false
		}
	}
	return true
}

// file returns the code of a file as it was, nil if it must be lowered again.
func (u *reuse) file(i int) *lower.File {
	if u == nil || !u.files[i] {
		return nil
	}
	old := u.from.lowered[i]
	loc := &ir.Relocation{Types: u.types, Operations: u.ops[i]}
	f := *old
	f.Funcs = make([]*ir.Func, len(old.Funcs))
	for k, fn := range old.Funcs {
		f.Funcs[k] = fn.Relocate(loc)
	}
	return &f
}

// previous tells package must what is left of the analysis before.
func (u *reuse) previous(r *Result) *must.Previous {
	p := &must.Previous{
		Result: u.from.must, Types: u.types, Bodies: make([]ir.FuncID, len(r.funcs.Funcs)),
		Operations: sameOperations(u.from.Program, r.Program),
	}
	for i := range p.Bodies {
		p.Bodies[i] = ir.NoFunc
	}
	for i := range r.files {
		if !u.files[i] {
			continue
		}
		now, old := r.files[i].first, u.from.files[i].first
		for k := range r.lowered[i].Funcs {
			p.Bodies[int(now)+k] = old + ir.FuncID(k)
		}
	}
	return p
}

// sameOperations gives the new id of each old operation: those of a method keep
// their order, and a method that has other ones has none in common.
func sameOperations(old, now *semantics.Program) []semantics.OperationID {
	were, are := operationsOf(old), operationsOf(now)
	out := make([]semantics.OperationID, len(old.Operations))
	for m := range were {
		if len(were[m]) != len(are[m]) {
			continue
		}
		for i, id := range were[m] {
			a, b := old.Operation(id), now.Operation(are[m][i])
			if a.Verb == b.Verb && a.Form == b.Form && a.Mode == b.Mode && a.Source == b.Source {
				out[id] = b.ID
			}
		}
	}
	return out
}

// operationsOf lists the operations of each method.
func operationsOf(p *semantics.Program) [][]semantics.OperationID {
	list := make([][]semantics.OperationID, len(p.Methods))
	for id := 1; id < len(p.Operations); id++ {
		m := p.Operations[id].Method
		list[m] = append(list[m], semantics.OperationID(id))
	}
	return list
}
