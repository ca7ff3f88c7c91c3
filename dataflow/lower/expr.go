package lower

import (
	"slices"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/semantics"
)

func isExpression(k parser.Kind) bool {
	switch k {
	case parser.KindIdentifier, parser.KindFieldAccess, parser.KindMethodCall, parser.KindIndexExpression,
		parser.KindParenthesizedExpression, parser.KindNewExpression, parser.KindClassLiteral, parser.KindSOQLExpression,
		parser.KindSOSLExpression, parser.KindAssignmentExpression, parser.KindTernaryExpression, parser.KindBinaryExpression,
		parser.KindInstanceofExpression, parser.KindUnaryExpression, parser.KindUpdateExpression, parser.KindCastExpression,
		parser.KindThis, parser.KindSuper, parser.KindStringLiteral, parser.KindMultilineStringLiteral, parser.KindIntegerLiteral,
		parser.KindLongLiteral, parser.KindDecimalLiteral, parser.KindBooleanLiteral, parser.KindNullLiteral:
		return true
	}
	return false
}

func (l *Lowerer) null() ir.Value {
	if !l.b.Reachable() {
		return 0
	}
	return l.b.Const(ir.Const{Kind: ir.ConstNull}, -1, semantics.TypeNull)
}

func (l *Lowerer) boolean(b bool) ir.Value {
	if !l.b.Reachable() {
		return 0
	}
	if b {
		return l.b.Const(ir.Const{Kind: ir.ConstTrue}, -1, semantics.TypeBoolean)
	}
	return l.b.Const(ir.Const{Kind: ir.ConstFalse}, -1, semantics.TypeBoolean)
}

// expr lowers an expression and returns its value, 0 where control cannot come.
func (l *Lowerer) expr(n parser.Node) ir.Value {
	if !l.b.Reachable() || l.b.Full() {
		return 0
	}
	v := l.value(n)
	if v == 0 && l.b.Reachable() {
		return l.unknown(n)
	}
	l.set(n, v)
	return v
}

func (l *Lowerer) value(n parser.Node) ir.Value {
	switch n.Kind() {
	case parser.KindIdentifier, parser.KindFieldAccess:
		v, _ := l.name(n)
		return v
	case parser.KindMethodCall:
		return l.call(n)
	case parser.KindParenthesizedExpression:
		return l.expr(n.FirstChild())
	case parser.KindNewExpression:
		return l.create(n)
	case parser.KindBinaryExpression:
		return l.binary(n)
	case parser.KindUnaryExpression:
		return l.unary(n)
	case parser.KindUpdateExpression:
		operand := n.Child(parser.FieldOperand)
		old := l.expr(operand)
		v := l.emit(ir.OpBinary, n, uint8(ir.Other), 0, old)
		l.assign(operand, v, n)
		return v
	case parser.KindAssignmentExpression:
		return l.assignment(n)
	case parser.KindTernaryExpression:
		return l.ternary(n)
	case parser.KindCastExpression:
		v := l.expr(n.Child(parser.FieldValue))
		if v == 0 {
			return 0
		}
		v = l.b.Emit(ir.OpCast, int32(n.Index()), l.fi.TypeOf(n), 0, 0, v)
		l.mayThrow()
		return v
	case parser.KindInstanceofExpression:
		v := l.expr(n.Child(parser.FieldValue))
		return l.emit(ir.OpInstanceOf, n, 0, int32(l.fi.TypeOf(n.Child(parser.FieldType))), v)
	case parser.KindIndexExpression:
		a := l.expr(n.Child(parser.FieldArray))
		i := l.expr(n.Child(parser.FieldIndex))
		v := l.emit(ir.OpIndex, n, 0, 0, a, i)
		l.mayThrow()
		return v
	case parser.KindThis, parser.KindSuper:
		return l.this()
	case parser.KindSOQLExpression, parser.KindSOSLExpression:
		return l.query(n)
	}
	if v := l.literal(n); v != 0 {
		return v
	}
	var args []ir.Value
	for c := range n.Children() {
		if isExpression(c.Kind()) {
			args = append(args, l.expr(c))
		} else {
			l.stmt(c)
		}
	}
	return l.unknown(n, args...)
}

func (l *Lowerer) this() ir.Value {
	if l.f.This == 0 {
		l.f.This = l.b.EmitEntry(ir.OpThis, -1, l.prog.Class(l.m.Class).Type, 0)
	}
	return l.f.This
}

func (l *Lowerer) literal(n parser.Node) ir.Value {
	c := ir.Const{}
	switch n.Kind() {
	case parser.KindStringLiteral:
		c = ir.Const{Kind: ir.ConstString, Text: Unquote(n.Text())}
	case parser.KindMultilineStringLiteral:
		c = ir.Const{Kind: ir.ConstString, Text: UnquoteBlock(n.Text())}
	case parser.KindIntegerLiteral, parser.KindLongLiteral, parser.KindDecimalLiteral:
		c = ir.Const{Kind: ir.ConstNumber, Text: n.Text()}
	case parser.KindBooleanLiteral:
		c.Kind = ir.ConstFalse
		if n.FoldedText() == "true" {
			c.Kind = ir.ConstTrue
		}
	case parser.KindNullLiteral:
		c.Kind = ir.ConstNull
	case parser.KindClassLiteral:
		c = ir.Const{Kind: ir.ConstType, Text: n.Child(parser.FieldType).FoldedText()}
	default:
		return 0
	}
	return l.b.Const(c, int32(n.Index()), l.fi.TypeOf(n))
}

// unary lowers ! - + and ~.
func (l *Lowerer) unary(n parser.Node) ir.Value {
	v := l.expr(n.Child(parser.FieldOperand))
	if n.Child(parser.FieldOperator).Text() == "!" {
		return l.emit(ir.OpNot, n, 0, 0, v)
	}
	return l.emit(ir.OpUnary, n, uint8(ir.Other), 0, v)
}

var comparisons = map[string]ir.Operator{
	"==": ir.Equal, "===": ir.Equal, "!=": ir.NotEqual, "!==": ir.NotEqual, "<>": ir.NotEqual,
	"<": ir.Less, "<=": ir.LessEqual, ">": ir.Greater, ">=": ir.GreaterEqual,
}

func operatorOf(n parser.Node) string { return n.Child(parser.FieldOperator).Text() }

// binary lowers a chain of operators that leans to the left without recursion:
// texts are built of thousands of summands.
func (l *Lowerer) binary(n parser.Node) ir.Value {
	switch operatorOf(n) {
	case "&&", "||":
		return l.logical(n)
	case "??":
		return l.coalesce(n)
	}
	var spine []parser.Node
	at := n
	for at.Kind() == parser.KindBinaryExpression {
		if op := operatorOf(at); op == "&&" || op == "||" || op == "??" {
			break
		}
		spine = append(spine, at)
		at = at.Child(parser.FieldLeft)
	}
	v := l.expr(at)
	var sum []ir.Value // the summands of a chain of + so far
	for i, e := range slices.Backward(spine) {

		right := l.expr(e.Child(parser.FieldRight))
		if !l.b.Reachable() {
			return 0
		}
		op := operatorOf(e)
		if op == "+" {
			if sum == nil {
				sum = append(sum, v)
			}
			sum = append(sum, right)
			// The chain goes on only where all of it is text: numbers are added first.
			if i > 0 && operatorOf(spine[i-1]) == "+" && !l.mixed(e) {
				continue
			}
			v = l.emit(ir.OpAdd, e, 0, 0, sum...)
			sum = nil
			continue
		}
		if c, ok := comparisons[op]; ok {
			v = l.emit(ir.OpCompare, e, uint8(c), 0, v, right)
			continue
		}
		kind := ir.Other
		switch op {
		case "-":
			kind = ir.Subtract
		case "*":
			kind = ir.Multiply
		case "/":
			kind = ir.Divide
		}
		v = l.emit(ir.OpBinary, e, uint8(kind), 0, v, right)
		if kind == ir.Divide {
			l.mayThrow()
		}
	}
	return v
}

// mixed reports whether a sum is one of numbers, so that adding text to it must
// not join its parts.
func (l *Lowerer) mixed(e parser.Node) bool {
	t := l.fi.TypeOf(e)
	return t != semantics.TypeString && t != semantics.TypeUnknown
}

// logical lowers && and || whose value is used.
func (l *Lowerer) logical(n parser.Node) ir.Value {
	result := l.temp(semantics.TypeBoolean)
	and := operatorOf(n) == "&&"
	more, short, done := l.b.NewBlock(), l.b.NewBlock(), l.b.NewBlock()
	if and {
		l.cond(n.Child(parser.FieldLeft), more, short)
	} else {
		l.cond(n.Child(parser.FieldLeft), short, more)
	}
	l.b.Seal(more)
	l.b.Seal(short)
	l.b.StartIfReached(more)
	if l.b.Reachable() {
		v := l.expr(n.Child(parser.FieldRight))
		l.b.Write(result, v)
		l.b.Jump(done)
	}
	l.b.StartIfReached(short)
	if l.b.Reachable() {
		l.b.Write(result, l.boolean(!and))
		l.b.Jump(done)
	}
	l.b.Seal(done)
	l.b.StartIfReached(done)
	return l.b.Read(result)
}

// coalesce lowers a ?? b, and a ?? b ?? c, from left to right.
func (l *Lowerer) coalesce(n parser.Node) ir.Value {
	result := l.temp(l.fi.TypeOf(n))
	first := l.expr(n.Child(parser.FieldLeft))
	if !l.b.Reachable() {
		return 0
	}
	l.b.Write(result, first)
	l.ifNull(first, n, func() {
		v := l.expr(n.Child(parser.FieldRight))
		l.b.Write(result, v)
	}, nil)
	return l.b.Read(result)
}

// ifNull branches on whether a value is null.
func (l *Lowerer) ifNull(v ir.Value, n parser.Node, yes, no func()) {
	isNull, other, done := l.b.NewBlock(), l.b.NewBlock(), l.b.NewBlock()
	test := l.b.Emit(ir.OpCompare, -1, semantics.TypeBoolean, uint8(ir.Equal), 0, v, l.null())
	l.b.Branch(test, isNull, other, int32(n.Index()))
	l.b.Seal(isNull)
	l.b.Seal(other)
	l.b.Start(isNull)
	if yes != nil {
		yes()
	}
	l.b.Jump(done)
	l.b.Start(other)
	if no != nil {
		no()
	}
	l.b.Jump(done)
	l.b.Seal(done)
	l.b.StartIfReached(done)
}

func (l *Lowerer) ternary(n parser.Node) ir.Value {
	result := l.temp(l.fi.TypeOf(n))
	yes, no, done := l.b.NewBlock(), l.b.NewBlock(), l.b.NewBlock()
	l.cond(n.Child(parser.FieldCondition), yes, no)
	l.b.Seal(yes)
	l.b.Seal(no)
	l.arm(yes, n.Child(parser.FieldConsequence), result, done)
	l.arm(no, n.Child(parser.FieldAlternative), result, done)
	l.b.Seal(done)
	l.b.StartIfReached(done)
	return l.b.Read(result)
}

func (l *Lowerer) arm(blk ir.BlockID, n parser.Node, result ir.Var, done ir.BlockID) {
	l.b.StartIfReached(blk)
	if l.b.Reachable() {
		v := l.expr(n)
		l.b.Write(result, v)
		l.b.Jump(done)
	}
}

// cond lowers a condition to branches.
func (l *Lowerer) cond(n parser.Node, yes, no ir.BlockID) {
	if !l.b.Reachable() {
		return
	}
	for n.Kind() == parser.KindParenthesizedExpression {
		n = n.FirstChild()
	}
	switch n.Kind() {
	case parser.KindUnaryExpression:
		if operatorOf(n) == "!" {
			l.cond(n.Child(parser.FieldOperand), no, yes)
			return
		}
	case parser.KindBinaryExpression:
		switch operatorOf(n) {
		case "&&":
			more := l.b.NewBlock()
			l.cond(n.Child(parser.FieldLeft), more, no)
			l.b.Seal(more)
			l.b.StartIfReached(more)
			l.cond(n.Child(parser.FieldRight), yes, no)
			return
		case "||":
			more := l.b.NewBlock()
			l.cond(n.Child(parser.FieldLeft), yes, more)
			l.b.Seal(more)
			l.b.StartIfReached(more)
			l.cond(n.Child(parser.FieldRight), yes, no)
			return
		}
	case parser.KindBooleanLiteral:
		if n.FoldedText() == "true" {
			l.b.Jump(yes)
		} else {
			l.b.Jump(no)
		}
		return
	}
	v := l.expr(n)
	l.b.Branch(v, yes, no, int32(n.Index()))
}
