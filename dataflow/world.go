package dataflow

import (
	stdstrings "strings"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/semantics"
)

// world answers the questions of package must.
type world struct {
	r *Result
	// objects gives the object that a type holds, by TypeID.
	objects []semantics.TypeID
	names   map[string]semantics.TypeID
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

func (w *world) ObjectNamed(name string) semantics.TypeID {
	return w.names[stdstrings.ToLower(name)]
}

func (w *world) Operation(id semantics.OperationID) *semantics.Operation {
	return w.r.Program.Operation(id)
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
func (w *world) QueryText(f *ir.Func, op *ir.Operation) (objects []semantics.TypeID, mode semantics.Mode, known bool) {
	value := w.r.texts.Value(f, op.Records)
	known = true
	for i, t := range value.Templates {
		q := readQuery(t)
		if i == 0 {
			mode = q.mode
		} else if mode != q.mode {
			mode = semantics.ModeUnknown
		}
		for _, name := range q.objects {
			id := w.ObjectNamed(name)
			if id == semantics.TypeUnknown {
				known = false
				continue
			}
			if !stdstrings.HasSuffix(name, "__mdt") { // everybody may read custom metadata
				objects = append(objects, id)
			}
		}
		known = known && q.complete && len(q.objects) > 0
	}
	if len(value.Templates) == 0 {
		return nil, semantics.ModeUnknown, false
	}
	return objects, mode, known
}
