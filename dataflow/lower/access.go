package lower

import (
	"strings"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/semantics"
)

// name lowers a simple or dotted name. The second result is false where the name
// stands for no value: a type or a namespace before a dot.
func (l *Lowerer) name(n parser.Node) (ir.Value, bool) {
	if !l.b.Reachable() {
		return 0, false
	}
	ref := l.fi.Ref(n)
	switch ref.Kind {
	case semantics.RefVariable:
		id := semantics.VariableID(ref.ID)
		if id < l.first {
			return l.unknown(n), true
		}
		v := l.b.Read(ir.Var(id - l.first))
		l.set(n, v)
		return v, true
	case semantics.RefField:
		return l.field(n, semantics.FieldID(ref.ID)), true
	case semantics.RefSObjectToken, semantics.RefDescribeObject:
		kind := ir.TokenObject
		if ref.Kind == semantics.RefDescribeObject {
			kind = ir.TokenDescribeObject
		}
		return l.token(n, ir.Token{Kind: kind, Object: semantics.TypeID(ref.ID)}), true
	case semantics.RefFieldToken, semantics.RefDescribeField:
		name := n.Child(parser.FieldName).FoldedText()
		t := ir.Token{Kind: ir.TokenField, Object: semantics.TypeID(ref.ID), Field: name}
		if ref.Kind == semantics.RefDescribeField {
			t.Kind = ir.TokenDescribeField
		} else if name == "sobject" { // Account.SObject, another spelling of SObjectType
			t = ir.Token{Kind: ir.TokenObject, Object: t.Object}
		}
		return l.token(n, t), true
	case semantics.RefLabel:
		return l.emit(ir.OpLabel, n, 0, l.b.Name(n.Child(parser.FieldName).FoldedText())), true
	case semantics.RefPlatformMember:
		return l.platformMember(n, ref), true
	case semantics.RefClass, semantics.RefPlatformType, semantics.RefNamespace:
		return 0, false
	case semantics.RefSObjectType:
		return l.emit(ir.OpToken, n, 0, l.addToken(ir.Token{Kind: ir.TokenObject, Object: semantics.TypeID(ref.ID)})), false
	}
	if n.Kind() != parser.KindFieldAccess {
		return 0, false
	}
	return l.member(n)
}

func (l *Lowerer) addToken(t ir.Token) int32 {
	l.f.Tokens = append(l.f.Tokens, t)
	return int32(len(l.f.Tokens) - 1)
}

func (l *Lowerer) token(n parser.Node, t ir.Token) ir.Value {
	return l.emit(ir.OpToken, n, 0, l.addToken(t))
}

// platformMember lowers a property or constant of the platform.
func (l *Lowerer) platformMember(n parser.Node, ref semantics.Ref) ir.Value {
	m, _ := ref.Member()
	if m.Static() || n.Kind() != parser.KindFieldAccess {
		return l.emit(ir.OpStatic, n, 0, int32(m))
	}
	v, _ := l.member(n)
	return v
}

// member lowers the read of a member by name: of a record, of a platform object,
// of something unknown.
func (l *Lowerer) member(n parser.Node) (ir.Value, bool) {
	object, name := n.Child(parser.FieldObject), n.Child(parser.FieldName)
	recv, isValue := l.receiver(object)
	if !l.b.Reachable() {
		return 0, false
	}
	if recv == 0 {
		if !isValue && l.fi.Ref(object).Kind != semantics.RefNone {
			// A constant of an unknown class, a value of an unknown namespace.
			return l.emit(ir.OpRead, n, 0, l.b.Name(n.FoldedText())), true
		}
		return l.emit(ir.OpRead, n, 0, l.b.Name(n.FoldedText())), isValue
	}
	read := func() ir.Value {
		v := l.b.Emit(ir.OpRead, int32(n.Index()), l.fi.TypeOf(n), 0, l.b.Name(name.FoldedText()), recv)
		if l.f.Op(recv) != ir.OpThis {
			l.mayThrow()
		}
		return v
	}
	return l.safely(n, recv, read), true
}

// receiver lowers what stands before a dot.
func (l *Lowerer) receiver(n parser.Node) (ir.Value, bool) {
	switch n.Kind() {
	case parser.KindNone:
		return 0, false
	case parser.KindIdentifier, parser.KindFieldAccess:
		v, isValue := l.name(n)
		if v != 0 {
			l.set(n, v)
		}
		return v, isValue
	}
	return l.expr(n), true
}

// safely reads through ?. as through a dot, with a branch for null.
func (l *Lowerer) safely(n parser.Node, recv ir.Value, read func() ir.Value) ir.Value {
	if operatorOf(n) != "?." {
		v := read()
		l.set(n, v)
		return v
	}
	result := l.temp(l.fi.TypeOf(n))
	l.ifNull(recv, n, func() { l.b.Write(result, l.null()) }, func() { l.b.Write(result, read()) })
	return l.b.Read(result)
}

// ownField reports whether a name stands for a cell: a static field, or one of
// the current object.
func (l *Lowerer) ownField(n parser.Node, fd *semantics.Field) bool {
	if fd.Modifiers&semantics.Static != 0 || n.Kind() == parser.KindIdentifier {
		return true
	}
	switch n.Child(parser.FieldObject).Kind() {
	case parser.KindThis, parser.KindSuper:
		return true
	}
	return false
}

// accessor returns the accessor with a body that a read or write of a property
// runs, 0 for a plain field and inside the property's own accessors.
func (l *Lowerer) accessor(fd *semantics.Field, id semantics.MethodID) semantics.MethodID {
	if id == 0 || l.m.Field == fd.ID || len(l.prog.Method(id).Bodies) == 0 {
		return 0
	}
	return id
}

// field lowers the read of a field or property.
func (l *Lowerer) field(n parser.Node, id semantics.FieldID) ir.Value {
	fd := l.prog.Field(id)
	getter := l.accessor(fd, fd.Getter)
	if l.ownField(n, fd) {
		if getter != 0 {
			return l.runAccessor(n, getter, fd, 0, 0, true)
		}
		v := l.readCell(id)
		l.set(n, v)
		return v
	}
	recv, _ := l.receiver(n.Child(parser.FieldObject))
	if recv == 0 {
		return l.unknown(n)
	}
	return l.safely(n, recv, func() ir.Value {
		if getter != 0 {
			return l.runAccessor(n, getter, fd, recv, 0, false)
		}
		v := l.b.Emit(ir.OpLoad, int32(n.Index()), l.fi.TypeOf(n), 0, int32(id), recv)
		l.mayThrow()
		return v
	})
}

// runAccessor calls an accessor; of a setter, v is what is assigned.
func (l *Lowerer) runAccessor(n parser.Node, id semantics.MethodID, fd *semantics.Field, recv, v ir.Value, own bool) ir.Value {
	m := l.prog.Method(id)
	c := ir.Call{
		Kind: ir.CallProject, Name: strings.ToLower(fd.Name), HasReceiver: recv != 0, OnThis: own && !m.IsStatic(),
		Open: m.Modifiers&(semantics.Virtual|semantics.Abstract|semantics.Override) != 0, Methods: []semantics.MethodID{id},
	}
	var args []ir.Value
	if recv != 0 {
		args = append(args, recv)
	}
	typ := semantics.TypeVoid
	if v != 0 {
		args = append(args, v)
	} else {
		typ = l.fi.TypeOf(n)
	}
	return l.emitCall(ir.OpCall, n, typ, c, args)
}

// assignment lowers = and the operators that combine with it.
func (l *Lowerer) assignment(n parser.Node) ir.Value {
	left, right := n.Child(parser.FieldLeft), n.Child(parser.FieldRight)
	op := operatorOf(n)
	if op == "=" {
		v := l.expr(right)
		l.assign(left, v, n)
		return v
	}
	old := l.expr(left)
	v := l.expr(right)
	if !l.b.Reachable() {
		return 0
	}
	if op == "+=" {
		v = l.emit(ir.OpAdd, n, 0, 0, old, v)
	} else {
		v = l.emit(ir.OpBinary, n, uint8(ir.Other), 0, old, v)
	}
	l.assign(left, v, n)
	return v
}

// assign writes a value to what stands on the left.
func (l *Lowerer) assign(left parser.Node, v ir.Value, n parser.Node) {
	if !l.b.Reachable() || v == 0 {
		return
	}
	if left.Kind() == parser.KindIndexExpression {
		a := l.expr(left.Child(parser.FieldArray))
		i := l.expr(left.Child(parser.FieldIndex))
		l.b.Emit(ir.OpSetIndex, int32(n.Index()), 0, 0, 0, a, i, v)
		l.mayThrow()
		return
	}
	switch ref := l.fi.Ref(left); ref.Kind {
	case semantics.RefVariable:
		l.write(semantics.VariableID(ref.ID), v, left)
		return
	case semantics.RefField:
		l.assignField(left, semantics.FieldID(ref.ID), v, n)
		return
	}
	if left.Kind() != parser.KindFieldAccess {
		return
	}
	recv, _ := l.receiver(left.Child(parser.FieldObject))
	if recv == 0 || !l.b.Reachable() {
		return
	}
	l.b.Emit(ir.OpWrite, int32(n.Index()), 0, 0, l.b.Name(left.Child(parser.FieldName).FoldedText()), recv, v)
	l.mayThrow()
}

func (l *Lowerer) assignField(left parser.Node, id semantics.FieldID, v ir.Value, n parser.Node) {
	fd := l.prog.Field(id)
	setter := l.accessor(fd, fd.Setter)
	if l.ownField(left, fd) {
		if setter != 0 {
			l.runAccessor(left, setter, fd, 0, v, true)
			return
		}
		l.setCell(id, v, n)
		return
	}
	recv, _ := l.receiver(left.Child(parser.FieldObject))
	if recv == 0 || !l.b.Reachable() {
		return
	}
	if setter != 0 {
		l.runAccessor(left, setter, fd, recv, v, false)
		return
	}
	l.b.Emit(ir.OpStore, int32(n.Index()), 0, 0, int32(id), recv, v)
	l.out.Stores = append(l.out.Stores, Store{Field: id, Value: v})
	// The object may be this one.
	if c := l.cell(id); c.volatile {
		l.b.Write(c.v, l.b.Emit(ir.OpClobber, -1, 0, 0, 0, recv))
	}
	l.mayThrow()
}
