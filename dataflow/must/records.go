package must

import (
	"slices"
	"strings"

	"github.com/apexvet/apexvet/dataflow/ir"
)

// element is what is put into a local collection, and where.
type element struct {
	v, at ir.Value
}

// elementsOf lists what a local collection is filled with. The second result is
// false if other code may fill it, or if it is not local. The collection is asked
// about at an instruction that does not count as a use.
func (fr *frame) elementsOf(box, at ir.Value, depth int) ([]element, bool) {
	in := &fr.f.Instrs[box]
	switch in.Op {
	case ir.OpList, ir.OpSet, ir.OpMap:
		if in.Sub != 0 || depth > maxNesting {
			return nil, false
		}
	default:
		return nil, false
	}
	var list []element
	for i, a := range fr.f.Args(box) {
		if in.Op != ir.OpMap || i%2 == 1 {
			list = append(list, element{v: a, at: box})
		}
	}
	for _, u := range fr.usesOf(box) {
		if u == at || fr.isOperation(u) {
			continue
		}
		var ok bool
		if list, ok = fr.elementsBy(list, box, u, depth); !ok {
			return nil, false
		}
	}
	return list, true
}

// elementsBy adds what one use puts into a collection.
func (fr *frame) elementsBy(list []element, box, use ir.Value, depth int) ([]element, bool) {
	switch fr.f.Instrs[use].Op {
	case ir.OpDML, ir.OpElement, ir.OpIndex, ir.OpCompare, ir.OpQuery, ir.OpHasNext:
		return list, true
	case ir.OpSetIndex:
		return append(list, element{v: fr.f.Arg(use, 2), at: use}), fr.f.Arg(use, 0) == box
	case ir.OpCall:
	default:
		return nil, false
	}
	call := fr.f.CallOf(use)
	if call == nil || call.Kind != ir.CallPlatform || !call.HasReceiver {
		return nil, false
	}
	receives := fr.f.Arg(use, 0) == box
	args := fr.f.Arguments(call)
	switch e := fr.a.effects.of[call.Member]; {
	case !receives && e == addElements: // read into another collection
	case !receives:
		return nil, false
	case e == inspects || e == sameObject || e == lookUp:
	case e == addElement && len(args) > 0, e == putElement && len(args) > 1:
		list = append(list, element{v: args[len(args)-1], at: use})
	case e == addElements && len(args) > 0:
		if more, ok := fr.elementsOf(fr.container(args[0]), use, depth+1); ok && len(more) > 0 {
			return append(list, more...), true
		}
		list = append(list, element{v: args[0], at: use})
	default:
		return nil, false
	}
	return list, true
}

// elementsHold reports whether a clause held for each element of a local
// collection when it was added.
func (fr *frame) elementsHold(c clause, box, at ir.Value) bool {
	if fr.trivial && !fr.anyStrip() {
		return false
	}
	list, ok := fr.elementsOf(box, at, 0)
	for _, e := range list {
		m := fr.at(e.at)
		if !fr.elementHolds(c, e.v, &m) {
			return false
		}
	}
	return ok && len(list) > 0
}

// elementHolds reports whether a clause holds for a record when it is added to a
// collection: its object is that of the record where the collection's is open.
func (fr *frame) elementHolds(c clause, elem ir.Value, m *set) bool {
	if !c.obj.constant() || c.obj == unknownTerm {
		if d := fr.desc(elem); d.kind == plain && d.obj != noTerm {
			c.obj = d.obj
		}
	}
	return fr.holds(c, m, noTerm) || fr.coveredBy(c, elem) || fr.foreign(c, elem)
}

// foreign reports whether an element is certainly not of the object of a clause.
func (fr *frame) foreign(c clause, elem ir.Value) bool {
	t := fr.termOf(elem)
	return c.obj.kind() == kindObject && t.kind() == kindObject && t != c.obj
}

// objectsOf returns the objects of the records of DML: one, or those of the
// elements of a collection of any objects.
func (fr *frame) objectsOf(records, at ir.Value) []Term {
	if records == 0 {
		return nil
	}
	if d := fr.desc(records); d.kind == plain && d.obj.portable() && d.obj != noTerm {
		return []Term{d.obj}
	}
	list, ok := fr.elementsOf(fr.container(records), at, 0)
	var objects []Term
	for _, e := range list {
		t := fr.termOf(e.v)
		if !t.portable() {
			return nil
		}
		if !slices.Contains(objects, t) {
			objects = append(objects, t)
		}
	}
	if !ok || len(objects) > maxObjects {
		return nil
	}
	return objects
}

// maxObjects is the number of objects in one collection that are told apart.
const maxObjects = 8

// assignment is a field that is set on a record.
type assignment struct {
	obj  Term // unknownTerm if the record's object is not known
	name Term
}

// maxRelated bounds the values that are looked at for the fields of an operation.
const maxRelated = 200

// assigned lists the fields that are set, before an instruction, on the records in
// a value: where they are made, by assignment, through another name for them, on
// the elements of a collection of them.
func (fr *frame) assigned(records, at ir.Value) []assignment {
	if records == 0 {
		return nil
	}
	s := &recordSearch{fr: fr, at: at}
	s.add(records)
	for i := 0; i != len(s.from); i++ { // it grows
		s.sources(s.from[i])
	}
	s.names = slices.Clone(s.from)
	for i := 0; i != len(s.names); i++ {
		s.fieldsOf(s.names[i])
	}
	return s.found
}

// recordSearch is one search for the fields that are set on records.
type recordSearch struct {
	fr    *frame
	at    ir.Value
	from  []ir.Value // values that the records come from
	names []ir.Value // those, and what else the same records are called
	found []assignment
}

func (s *recordSearch) add(v ir.Value) {
	if v > 0 && len(s.from) < maxRelated && !slices.Contains(s.from, v) {
		s.from = append(s.from, v)
	}
}

func (s *recordSearch) name(v ir.Value) {
	if len(s.names) < maxRelated && !slices.Contains(s.names, v) {
		s.names = append(s.names, v)
	}
}

// sources adds what a value is taken from.
func (s *recordSearch) sources(v ir.Value) {
	f := s.fr.f
	switch in := &f.Instrs[v]; in.Op {
	case ir.OpCast, ir.OpElement, ir.OpIndex:
		s.add(f.Arg(v, 0))
	case ir.OpPhi, ir.OpList, ir.OpSet:
		for _, a := range f.Args(v) {
			s.add(a)
		}
	case ir.OpMap:
		for i, a := range f.Args(v) {
			if i%2 == 1 {
				s.add(a)
			}
		}
	case ir.OpCall:
		c := f.CallOf(v)
		if c == nil || c.Kind != ir.CallPlatform || !c.HasReceiver {
			break
		}
		switch s.fr.a.effects.of[c.Member] {
		case sameObject, lookUp:
			s.add(f.Receiver(c))
		}
	}
	for _, u := range s.fr.usesOf(v) {
		switch c := f.CallOf(u); {
		case f.Op(u) == ir.OpSetIndex && f.Arg(u, 0) == v:
			s.add(f.Arg(u, 2))
		case c != nil && c.Kind == ir.CallPlatform && c.HasReceiver && f.Arg(u, 0) == v:
			switch s.fr.a.effects.of[c.Member] {
			case addElement, addElements, putElement:
				if args := f.Arguments(c); len(args) > 0 {
					s.add(args[len(args)-1])
				}
			}
		}
	}
}

// fieldsOf adds the fields that are set through one name, and further names.
func (s *recordSearch) fieldsOf(v ir.Value) {
	f := s.fr.f
	if in := &f.Instrs[v]; in.Op == ir.OpRecord {
		for _, name := range f.Records[in.Aux].Fields {
			s.set(v, s.fr.a.name(name))
		}
	}
	for _, u := range s.fr.usesOf(v) {
		switch in := &f.Instrs[u]; in.Op {
		case ir.OpWrite:
			if f.Arg(u, 0) == v && s.before(u) {
				s.set(v, s.fr.a.name(f.Names[in.Aux]))
			}
		case ir.OpCast, ir.OpElement, ir.OpIndex, ir.OpPhi:
			s.name(u)
		case ir.OpCall:
			c := f.CallOf(u)
			if c == nil || c.Kind != ir.CallPlatform || !c.HasReceiver || f.Arg(u, 0) != v {
				continue
			}
			switch s.fr.a.effects.of[c.Member] {
			case sameObject, lookUp:
				s.name(u)
			case putField:
				if args := f.Arguments(c); len(args) == 2 && s.before(u) {
					s.set(v, s.fr.fieldName(args[0]))
				}
			}
		}
	}
}

// set notes a field unless everybody may see and set it, or it is no field.
func (s *recordSearch) set(v ir.Value, name Term) {
	if name.kind() != kindName {
		return
	}
	if text := s.fr.a.text(name); noFieldSecurity[text] || strings.HasSuffix(text, "__r") {
		return
	}
	a := assignment{obj: s.fr.termOf(v), name: name}
	if !slices.Contains(s.found, a) {
		s.found = append(s.found, a)
	}
}

// before reports whether an assignment may come before the operation.
func (s *recordSearch) before(write ir.Value) bool {
	f := s.fr.f
	from, to := f.Instrs[write].Block, f.Instrs[s.at].Block
	if from == to && write < s.at {
		return true
	}
	// Along the edges of the graph, at least one.
	seen := make([]bool, len(f.Blocks))
	todo := []ir.BlockID{from}
	for len(todo) > 0 {
		b := &f.Blocks[todo[len(todo)-1]]
		todo = todo[:len(todo)-1]
		for _, next := range [...]ir.BlockID{b.Succs[0], b.Succs[1], b.Handler} {
			if next == to {
				return true
			}
			if next != ir.NoBlock && !seen[next] {
				seen[next] = true
				todo = append(todo, next)
			}
		}
	}
	return false
}
