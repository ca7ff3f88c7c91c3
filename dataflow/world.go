package dataflow

import (
	stdstrings "strings"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/dataflow/must"
	"github.com/apexvet/apexvet/dataflow/strings"
	"github.com/apexvet/apexvet/semantics"
)

// world answers the questions of package must.
type world struct {
	r *Result
	// objects gives the object that a type holds, by TypeID.
	objects []semantics.TypeID
	names   map[string]semantics.TypeID
	// mapOfFields and mapOfObjects are the types of such maps, if the program has
	// them.
	mapOfFields, mapOfObjects semantics.TypeID
}

func newWorld(r *Result) *world {
	p := r.Program
	w := &world{r: r, objects: make([]semantics.TypeID, p.Types()), names: map[string]semantics.TypeID{}}
	for i := range w.objects {
		id := semantics.TypeID(i)
		t := p.Type(id)
		if t.Kind == semantics.KindSObject && id != semantics.TypeSObject {
			w.names[t.Name] = id
		}
		switch t.Name {
		case "map<string,sobjectfield>":
			w.mapOfFields = id
		case "map<string,sobjecttype>":
			w.mapOfObjects = id
		}
		for t.IsCollection() {
			id = t.Elem
			t = p.Type(id)
		}
		if t.Kind == semantics.KindSObject && id != semantics.TypeSObject {
			w.objects[i] = id
		}
	}
	return w
}

func (w *world) Object(t semantics.TypeID) semantics.TypeID {
	if int(t) < len(w.objects) {
		return w.objects[t]
	}
	return semantics.TypeUnknown
}

func (w *world) Describes(t semantics.TypeID) must.Describes {
	switch t {
	case semantics.TypeUnknown:
	case w.mapOfFields:
		return must.MapOfFields
	case w.mapOfObjects:
		return must.MapOfObjects
	}
	return must.MapOfNothing
}

func (w *world) ObjectNamed(name string) semantics.TypeID {
	return w.names[stdstrings.ToLower(name)]
}

func (w *world) Operation(id semantics.OperationID) *semantics.Operation {
	return w.r.Program.Operation(id)
}

func (w *world) MethodName(id semantics.MethodID) string {
	name, _, _ := stdstrings.Cut(w.r.Program.Method(id).Key, "(")
	return name
}

func (w *world) ConstantText(f *ir.Func, v ir.Value) (string, bool) {
	return w.r.texts.Value(f, v).Constant()
}

// FieldMembers returns the constants in a list or set that a field is assigned
// once.
func (w *world) FieldMembers(id semantics.FieldID) []string {
	fd := &w.r.funcs.Fields[id]
	if fd.Count != 1 || len(fd.Stores) != 1 || !fd.Owned {
		return nil
	}
	f, v := w.r.funcs.Funcs[fd.Stores[0].Func], fd.Stores[0].Value
	if op := f.Op(v); op != ir.OpList && op != ir.OpSet || f.Instrs[v].Sub != 0 {
		return nil
	}
	var names []string
	for _, a := range f.Args(v) {
		s, ok := w.r.texts.Value(f, a).Constant()
		if !ok {
			return nil
		}
		names = append(names, s)
	}
	return names
}

// QueryText reads the text of a dynamic query: the objects in its FROM clauses
// and the mode in its WITH clause, if all that the text can be agree on one.
func (w *world) QueryText(f *ir.Func, op *ir.Operation) must.QueryText {
	value := w.r.texts.Value(f, op.Records)
	out := must.QueryText{Known: len(value.Templates) > 0}
	for i, t := range value.Templates {
		q := readQuery(t)
		if i == 0 {
			out.Mode = q.mode
		} else if out.Mode != q.mode {
			out.Mode = semantics.ModeUnknown
		}
		for _, name := range q.objects {
			id := w.ObjectNamed(name)
			if id == semantics.TypeUnknown {
				out.Known = false
				continue
			}
			n := len(out.Objects)
			if out.Objects = w.readable(out.Objects, id); len(out.Objects) > n {
				for _, name := range q.fields {
					out.Fields = append(out.Fields, must.FieldName{Object: id, Name: name})
				}
			}
		}
		for _, hole := range q.holes {
			if v := w.valueOf(f, hole); v != 0 {
				out.Named = append(out.Named, v)
			} else {
				out.Known = false
			}
		}
		out.Known = out.Known && q.complete && len(q.objects)+len(q.holes) > 0
	}
	if !out.Known {
		// The code says by a type what it takes the records for.
		row := w.Operation(op.ID)
		if id := w.Object(row.File.ExpectedType(row.Node, row.Method)); id != semantics.TypeUnknown {
			out.Objects, out.Named, out.Known = w.readable(nil, id), nil, true
		}
	}
	return out
}

// valueOf returns the value in f that fills a hole, zero if it is another body's.
func (w *world) valueOf(f *ir.Func, hole strings.Piece) ir.Value {
	if id := hole.FieldID(); id != 0 {
		for v := range f.Instrs {
			if in := &f.Instrs[v]; in.Op == ir.OpCell && semantics.FieldID(in.Aux) == id && len(f.Args(ir.Value(v))) == 0 {
				return ir.Value(v)
			}
		}
	}
	if fn, i, ok := hole.Param(); ok {
		if fn == f.ID && i < len(f.Params) {
			return f.Params[i]
		}
		return 0
	}
	if g, v := w.r.Value(w.r.Node(hole.Origin)); g == f {
		return v
	}
	return 0
}

// readable adds an object unless it is custom metadata, which everybody may read.
func (w *world) readable(list []semantics.TypeID, id semantics.TypeID) []semantics.TypeID {
	if stdstrings.HasSuffix(w.r.Program.Type(id).Name, "__mdt") {
		return list
	}
	return append(list, id)
}
