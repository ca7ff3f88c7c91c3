package lower

import (
	"slices"
	"sync/atomic"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/semantics"
)

// findCells notes the fields that a body names, so that calls can clobber those
// that they may write.
func (l *Lowerer) findCells(first, last int32) {
	for i := first; i < last; i++ {
		n := l.tree.Node(int(i))
		switch n.Kind() {
		case parser.KindIdentifier, parser.KindFieldAccess:
			if id, ok := l.fi.Ref(n).Field(); ok {
				l.addCell(id)
			}
		}
	}
}

func (l *Lowerer) addCell(id semantics.FieldID) {
	for i := range l.cells {
		if l.cells[i].field == id {
			return
		}
	}
	fd := l.prog.Field(id)
	l.cells = append(l.cells, cell{field: id, v: l.temp(fd.Type), volatile: !l.facts[id].Stable || l.assigns(id)})
}

// assigns reports whether this body is one of those that may assign a stable
// field.
func (l *Lowerer) assigns(id semantics.FieldID) bool {
	if l.facts[id].Static {
		return l.m.Kind == semantics.MethodStaticInit
	}
	return l.m.Kind == semantics.MethodConstructor || l.m.Kind == semantics.MethodInstanceInit
}

func (l *Lowerer) cell(id semantics.FieldID) *cell {
	for i := range l.cells {
		if l.cells[i].field == id {
			return &l.cells[i]
		}
	}
	l.addCell(id)
	return &l.cells[len(l.cells)-1]
}

// readCell reads a field of the current object or a static field.
func (l *Lowerer) readCell(id semantics.FieldID) ir.Value {
	if !l.b.Reachable() {
		return 0
	}
	c := l.cell(id)
	v := l.b.Read(c.v)
	if v != 0 && l.f.Op(v) == ir.OpClobber {
		l.noteCell(id)
		v = l.b.Emit(ir.OpCell, -1, l.prog.Field(id).Type, 0, int32(id), v)
		l.b.Write(c.v, v)
	}
	return v
}

// setCell writes a field of the current object or a static field.
func (l *Lowerer) setCell(id semantics.FieldID, v ir.Value, n parser.Node) {
	if !l.b.Reachable() || v == 0 {
		return
	}
	l.b.Emit(ir.OpSetCell, int32(n.Index()), l.prog.Field(id).Type, 0, int32(id), v)
	l.b.Write(l.cell(id).v, l.typed(v, l.prog.Field(id).Type))
	l.out.Stores = append(l.out.Stores, Store{Field: id, Value: v})
}

// clobber marks what a call may have written.
func (l *Lowerer) clobber(kind ir.CallKind, call ir.Value) {
	switch kind {
	case ir.CallPlatform, ir.CallImplicit:
		return
	}
	clobber := ir.Value(0)
	for i := range l.cells {
		if !l.cells[i].volatile {
			continue
		}
		if clobber == 0 {
			clobber = l.b.Emit(ir.OpClobber, -1, 0, 0, 0, call)
		}
		l.b.Write(l.cells[i].v, clobber)
	}
}

// clobberStatics marks the static fields after DML: triggers may write them.
func (l *Lowerer) clobberStatics(dml ir.Value) {
	clobber := ir.Value(0)
	for i := range l.cells {
		if !l.cells[i].volatile || l.prog.Field(l.cells[i].field).Modifiers&semantics.Static == 0 {
			continue
		}
		if clobber == 0 {
			clobber = l.b.Emit(ir.OpClobber, -1, 0, 0, 0, dml)
		}
		l.b.Write(l.cells[i].v, clobber)
	}
}

// noteCell says that the body depends on what others left in a field.
func (l *Lowerer) noteCell(id semantics.FieldID) {
	if slices.Contains(l.f.Cells, id) {
		return
	}
	l.f.Cells = append(l.f.Cells, id)
}

// atEntry makes the value that a variable has when the body begins.
func (l *Lowerer) atEntry(v ir.Var) ir.Value {
	for i := range l.cells {
		if l.cells[i].v == v {
			id := l.cells[i].field
			l.noteCell(id)
			return l.b.EmitEntry(ir.OpCell, -1, l.prog.Field(id).Type, int32(id))
		}
	}
	return 0
}

// Fields finds, for the fields that the files declare, how often they are
// assigned and which of them nothing can assign once their object is made. Call
// it for each file before lowering; files may be done in parallel.
func Fields(prog *semantics.Program, fi *semantics.FileInfo, facts []ir.Field) {
	constructing := map[semantics.FieldID]bool{} // assigned by constructors and initialisers only
	for _, class := range fi.Classes {
		for _, id := range prog.Class(class).Fields {
			fd := prog.Field(id)
			facts[id].Static = fd.Modifiers&semantics.Static != 0
			facts[id].Owned = owned(prog, fd) || facts[id].Static && fd.Modifiers&semantics.Global == 0
			constructing[id] = true
			if fd.Value.Valid() || fd.IsConstant {
				atomic.AddInt32(&facts[id].Count, 1)
			}
		}
	}
	for n := range fi.Tree.NodesOf(parser.KindAssignmentExpression, parser.KindUpdateExpression) {
		left := n.Child(parser.FieldLeft)
		if n.Kind() == parser.KindUpdateExpression {
			left = n.Child(parser.FieldOperand)
		}
		id, ok := fi.Ref(left).Field()
		if !ok {
			continue
		}
		_, here := constructing[id]
		if !here && fi.File.IsTest {
			continue
		}
		atomic.AddInt32(&facts[id].Count, 1)
		if !here {
			continue
		}
		if !constructs(prog, prog.Field(id), n, left) {
			constructing[id] = false
		}
	}
	for id, only := range constructing {
		facts[id].Stable = only && owned(prog, prog.Field(id))
	}
}

// owned reports whether only its own file can assign a field. A static one that
// others can assign is in sight all the same, unless it is global.
func owned(prog *semantics.Program, fd *semantics.Field) bool {
	const open = semantics.Public | semantics.Global | semantics.Protected | semantics.WebService
	if fd.Modifiers&open == 0 || fd.Modifiers&semantics.Final != 0 || fd.IsConstant {
		return true
	}
	if fd.IsProperty {
		if fd.Setter == 0 {
			return true
		}
		if prog.Method(fd.Setter).Modifiers&open == 0 {
			return true
		}
	}
	for id := fd.Class; id != 0; id = prog.Class(id).Outer {
		if c := prog.Class(id); c.Outer != 0 && c.Modifiers&open == 0 {
			return true // nobody else can name the class
		}
	}
	return false
}

// constructs reports whether an assignment is part of making the object: it
// stands in a constructor or initialiser of the class and assigns its own field.
func constructs(prog *semantics.Program, fd *semantics.Field, n, left parser.Node) bool {
	if left.Kind() == parser.KindFieldAccess && left.Child(parser.FieldObject).Kind() != parser.KindThis && fd.Modifiers&semantics.Static == 0 {
		return false
	}
	for at := n.Parent(); at.Valid(); at = at.Parent() {
		switch at.Kind() {
		case parser.KindConstructorDeclaration:
			return fd.Modifiers&semantics.Static == 0 && at.Parent().Parent() == prog.Class(fd.Class).Node
		case parser.KindInitializer:
			static := at.Child(parser.FieldStatic).Valid()
			return static == (fd.Modifiers&semantics.Static != 0) && at.Parent().Parent() == prog.Class(fd.Class).Node
		case parser.KindFieldDeclaration:
			return at.Parent().Parent() == prog.Class(fd.Class).Node
		case parser.KindMethodDeclaration, parser.KindAccessor, parser.KindTriggerDeclaration:
			return false
		}
	}
	return false
}
