package lower

import (
	"slices"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/semantics"
)

// stmt lowers a statement. Where control cannot come nothing is lowered.
func (l *Lowerer) stmt(n parser.Node) {
	if !l.b.Reachable() || l.b.Full() {
		return
	}
	switch n.Kind() {
	case parser.KindNone, parser.KindEmptyStatement, parser.KindTooDeep, parser.KindModifiers, parser.KindAnnotation, parser.KindToken,
		parser.KindClassDeclaration, parser.KindInterfaceDeclaration, parser.KindEnumDeclaration, parser.KindMethodDeclaration,
		parser.KindPropertyDeclaration, parser.KindFieldDeclaration, parser.KindConstructorDeclaration, parser.KindInitializer:
	case parser.KindBlock, parser.KindTriggerBody:
		for c := range n.Children() {
			l.stmt(c)
		}
	case parser.KindLocalVariableDeclaration:
		l.locals(n)
	case parser.KindExpressionStatement:
		l.expr(n.FirstChild())
	case parser.KindIfStatement:
		l.ifChain(n)
	case parser.KindWhileStatement:
		l.loop(n.Child(parser.FieldCondition), n.Child(parser.FieldBody), nil)
	case parser.KindDoStatement:
		l.doLoop(n)
	case parser.KindForStatement:
		l.forLoop(n)
	case parser.KindForEachStatement:
		l.forEach(n)
	case parser.KindReturnStatement:
		l.returns(n)
	case parser.KindThrowStatement:
		v := l.expr(n.Child(parser.FieldValue))
		l.b.Throw(v, int32(n.Index()), l.handler)
	case parser.KindBreakStatement:
		if k := len(l.jumps); k > 0 {
			l.leave(l.jumps[k-1].brk, l.jumps[k-1].finally)
		}
	case parser.KindContinueStatement:
		for _, v := range slices.Backward(l.jumps) {
			if v.cont != ir.NoBlock {
				l.leave(v.cont, v.finally)
				break
			}
		}
	case parser.KindTryStatement:
		l.try(n)
	case parser.KindSwitchStatement:
		l.switchOn(n)
	case parser.KindDMLStatement:
		l.dml(n)
	case parser.KindRunAsStatement:
		l.expr(n.Child(parser.FieldCall))
		l.stmt(n.Child(parser.FieldBody))
	default:
		if isExpression(n.Kind()) {
			l.expr(n)
			return
		}
		// A damaged range: whatever statements are left in it.
		for c := range n.Children() {
			l.stmt(c)
		}
	}
}

func (l *Lowerer) locals(n parser.Node) {
	for d := range n.ChildrenBy(parser.FieldDeclarator) {
		name := d.Child(parser.FieldName)
		value := d.Child(parser.FieldValue)
		var v ir.Value
		if value.Valid() {
			v = l.expr(value)
		} else {
			v = l.null()
		}
		if id, ok := l.fi.Ref(name).Variable(); ok {
			l.write(id, v, name)
		}
	}
}

// write assigns a local variable.
func (l *Lowerer) write(id semantics.VariableID, v ir.Value, name parser.Node) {
	if id < l.first || v == 0 {
		return
	}
	v = l.typed(v, l.fi.Variable(id).Type)
	l.b.Write(ir.Var(id-l.first), v)
	l.set(name, v)
}

// typed gives a value the declared type of what it is assigned to, where that
// says more: an object for a generic record.
func (l *Lowerer) typed(v ir.Value, declared semantics.TypeID) ir.Value {
	if v == 0 || l.f.Instrs[v].Type == declared || declared == semantics.TypeUnknown {
		return v
	}
	t := l.prog.Type(declared)
	if t.IsCollection() {
		t = l.prog.Type(t.Elem)
	}
	if t.Kind != semantics.KindSObject || l.f.Op(v) == ir.OpConst || declared == semantics.TypeSObject {
		return v
	}
	return l.b.Emit(ir.OpCast, -1, declared, 0, 0, v)
}

// ifChain lowers if and all its else-ifs without recursion.
func (l *Lowerer) ifChain(n parser.Node) {
	done := l.b.NewBlock()
	for {
		yes, no := l.b.NewBlock(), l.b.NewBlock()
		l.cond(n.Child(parser.FieldCondition), yes, no)
		l.b.Seal(yes)
		l.b.Seal(no)
		l.b.StartIfReached(yes)
		l.stmt(n.Child(parser.FieldConsequence))
		l.b.Jump(done)
		l.b.StartIfReached(no)
		other := n.Child(parser.FieldAlternative)
		if other.Kind() != parser.KindIfStatement {
			l.stmt(other)
			break
		}
		if !l.b.Reachable() || l.b.Full() {
			break
		}
		n = other
	}
	l.b.Jump(done)
	l.b.Seal(done)
	l.b.StartIfReached(done)
}

// loop lowers a loop that tests its condition first. An invalid condition is
// always true.
func (l *Lowerer) loop(condition, body parser.Node, update func()) {
	header, inside, next, exit := l.b.NewBlock(), l.b.NewBlock(), l.b.NewBlock(), l.b.NewBlock()
	l.b.Jump(header)
	l.b.Start(header)
	if condition.Valid() {
		l.cond(condition, inside, exit)
	} else {
		l.b.Jump(inside)
	}
	l.b.Seal(inside)
	l.b.StartIfReached(inside)
	l.jumps = append(l.jumps, jump{brk: exit, cont: next, finally: len(l.finally)})
	l.stmt(body)
	l.jumps = l.jumps[:len(l.jumps)-1]
	l.b.Jump(next)
	l.b.Seal(next)
	l.b.StartIfReached(next)
	if update != nil && l.b.Reachable() {
		update()
	}
	l.b.Jump(header)
	l.b.Seal(header)
	l.b.Seal(exit)
	l.b.StartIfReached(exit)
}

func (l *Lowerer) doLoop(n parser.Node) {
	inside, test, exit := l.b.NewBlock(), l.b.NewBlock(), l.b.NewBlock()
	l.b.Jump(inside)
	l.b.Start(inside)
	l.jumps = append(l.jumps, jump{brk: exit, cont: test, finally: len(l.finally)})
	l.stmt(n.Child(parser.FieldBody))
	l.jumps = l.jumps[:len(l.jumps)-1]
	l.b.Jump(test)
	l.b.Seal(test)
	l.b.StartIfReached(test)
	if l.b.Reachable() {
		l.cond(n.Child(parser.FieldCondition), inside, exit)
	}
	l.b.Seal(inside)
	l.b.Seal(exit)
	l.b.StartIfReached(exit)
}

func (l *Lowerer) forLoop(n parser.Node) {
	for init := range n.ChildrenBy(parser.FieldInit) {
		if init.Kind() == parser.KindLocalVariableDeclaration {
			l.locals(init)
		} else {
			l.expr(init)
		}
	}
	if !l.b.Reachable() {
		return
	}
	l.loop(n.Child(parser.FieldCondition), n.Child(parser.FieldBody), func() {
		for u := range n.ChildrenBy(parser.FieldUpdate) {
			l.expr(u)
		}
	})
}

func (l *Lowerer) forEach(n parser.Node) {
	coll := l.expr(n.Child(parser.FieldValue))
	if !l.b.Reachable() {
		return
	}
	header, body, exit := l.b.NewBlock(), l.b.NewBlock(), l.b.NewBlock()
	index := int32(len(l.f.Loops))
	l.f.Loops = append(l.f.Loops, ir.Loop{Collection: coll, Header: header, Body: body, Exit: exit})
	l.b.Jump(header)
	l.b.Start(header)
	more := l.b.Emit(ir.OpHasNext, -1, semantics.TypeBoolean, 0, index, coll)
	l.b.Branch(more, body, exit, int32(n.Index()))
	l.b.Seal(body)
	l.b.Start(body)
	name := n.Child(parser.FieldName)
	elem := l.b.Emit(ir.OpElement, int32(name.Index()), l.fi.TypeOf(name), 0, index, coll)
	l.f.Loops[index].Element = elem
	if id, ok := l.fi.Ref(name).Variable(); ok {
		l.write(id, elem, name)
	}
	l.jumps = append(l.jumps, jump{brk: exit, cont: header, finally: len(l.finally)})
	l.stmt(n.Child(parser.FieldBody))
	l.jumps = l.jumps[:len(l.jumps)-1]
	l.b.Jump(header)
	l.b.Seal(header)
	l.b.Seal(exit)
	l.b.StartIfReached(exit)
}

func (l *Lowerer) returns(n parser.Node) {
	var v ir.Value
	if value := n.Child(parser.FieldValue); value.Valid() {
		v = l.expr(value)
	}
	if !l.b.Reachable() {
		return
	}
	if k := len(l.finally); k > 0 {
		if v != 0 {
			l.b.Write(l.result, v)
		}
		l.finally[k-1].returns = true
		l.b.Jump(l.finally[k-1].abrupt)
		return
	}
	l.b.Return(v, int32(n.Index()))
}

// switchOn lowers a switch to a chain of comparisons.
func (l *Lowerer) switchOn(n parser.Node) {
	on := l.expr(n.Child(parser.FieldValue))
	if !l.b.Reachable() {
		return
	}
	done := l.b.NewBlock()
	for when := range n.ChildrenBy(parser.FieldWhen) {
		if !l.b.Reachable() || l.b.Full() {
			break
		}
		body, next := l.b.NewBlock(), l.b.NewBlock()
		var bound parser.Node
		switch {
		case when.Child(parser.FieldElse).Valid():
			l.b.Jump(body)
		case when.Child(parser.FieldType).Valid():
			bound = when.Child(parser.FieldName)
			is := l.b.Emit(ir.OpInstanceOf, int32(when.Index()), semantics.TypeBoolean, 0, int32(l.fi.TypeOf(when.Child(parser.FieldType))), on)
			l.b.Branch(is, body, next, int32(when.Index()))
		default:
			l.labels(when, on, body, next)
		}
		l.b.Seal(body)
		l.b.StartIfReached(body)
		if id, ok := l.fi.Ref(bound).Variable(); ok && l.b.Reachable() {
			l.write(id, l.b.Emit(ir.OpCast, int32(bound.Index()), l.fi.TypeOf(bound), 0, 0, on), bound)
		}
		l.stmt(when.Child(parser.FieldBody))
		l.b.Jump(done)
		l.b.Seal(next)
		l.b.StartIfReached(next)
	}
	l.b.Jump(done)
	l.b.Seal(done)
	l.b.StartIfReached(done)
}

// labels compares with each value of a when clause in turn.
func (l *Lowerer) labels(when parser.Node, on ir.Value, body, next ir.BlockID) {
	for label := range when.ChildrenBy(parser.FieldValue) {
		v := l.expr(label)
		if !l.b.Reachable() {
			return
		}
		eq := l.b.Emit(ir.OpCompare, int32(label.Index()), semantics.TypeBoolean, uint8(ir.Equal), 0, on, v)
		other := l.b.NewBlock()
		l.b.Branch(eq, body, other, int32(label.Index()))
		l.b.Seal(other)
		l.b.Start(other)
	}
	l.b.Jump(next)
}
