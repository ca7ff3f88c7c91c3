package semantics

import (
	"github.com/apexvet/apexvet/parser"
)

// expr resolves an expression and returns its type.
func (r *fileResolver) expr(n parser.Node) TypeID {
	e := r.entity(n, false)
	if e.kind.isValue() {
		return e.typ
	}
	return TypeUnknown
}

// entity resolves an expression. Before a dot a name may also be a type or a
// namespace.
func (r *fileResolver) entity(n parser.Node, qualifier bool) entity {
	var e entity
	switch n.Kind() {
	case parser.KindIdentifier:
		e = r.identifier(n, qualifier)
	case parser.KindFieldAccess:
		e = r.member(n, r.entity(n.Child(parser.FieldObject), true), n.Child(parser.FieldName))
	case parser.KindMethodCall:
		e = r.call(n)
	case parser.KindParenthesizedExpression, parser.KindBindExpression:
		e = r.entity(n.FirstChild(), false)
	case parser.KindNewExpression:
		e = value(r.create(n))
	default:
		e = value(r.operator(n))
	}
	if e.kind.isValue() {
		r.set(n, e.typ)
	}
	return e
}

// operator resolves the expressions that are no names, members or calls.
func (r *fileResolver) operator(n parser.Node) TypeID {
	switch n.Kind() {
	case parser.KindStringLiteral, parser.KindMultilineStringLiteral:
		return TypeString
	case parser.KindIntegerLiteral:
		return TypeInteger
	case parser.KindLongLiteral:
		return TypeLong
	case parser.KindDecimalLiteral:
		if text := n.Text(); len(text) > 0 && (text[len(text)-1] == 'd' || text[len(text)-1] == 'D') {
			return TypeDouble
		}
		return TypeDecimal
	case parser.KindBooleanLiteral:
		return TypeBoolean
	case parser.KindNullLiteral:
		return TypeNull
	case parser.KindThis:
		r.refer(n, RefClass, uint32(r.class))
		return r.p.Classes[r.class].Type
	case parser.KindSuper:
		c := &r.p.Classes[r.class]
		r.refer(n, RefClass, uint32(c.Super))
		return c.SuperType
	case parser.KindIndexExpression:
		t := r.table.at(r.expr(n.Child(parser.FieldArray)))
		r.expr(n.Child(parser.FieldIndex))
		if t.Kind == KindList {
			return t.Elem
		}
		return TypeUnknown
	case parser.KindClassLiteral:
		r.typeNode(n.Child(parser.FieldType))
		return r.table.platform[platformTypeClass]
	case parser.KindSOQLExpression:
		return r.soql(n)
	case parser.KindSOSLExpression:
		return r.sosl(n)
	case parser.KindAssignmentExpression:
		t := r.expr(n.Child(parser.FieldLeft))
		r.expr(n.Child(parser.FieldRight))
		return t
	case parser.KindTernaryExpression:
		r.expr(n.Child(parser.FieldCondition))
		a := r.expr(n.Child(parser.FieldConsequence))
		return r.join(a, r.expr(n.Child(parser.FieldAlternative)))
	case parser.KindBinaryExpression:
		return r.binary(n)
	case parser.KindInstanceofExpression:
		r.expr(n.Child(parser.FieldValue))
		r.typeNode(n.Child(parser.FieldType))
		return TypeBoolean
	case parser.KindUnaryExpression:
		t := r.expr(n.Child(parser.FieldOperand))
		if n.Child(parser.FieldOperator).Text() == "!" {
			return TypeBoolean
		}
		return t
	case parser.KindUpdateExpression:
		return r.expr(n.Child(parser.FieldOperand))
	case parser.KindCastExpression:
		t := r.typeNode(n.Child(parser.FieldType))
		r.expr(n.Child(parser.FieldValue))
		return t
	}
	for c := range n.Children() {
		r.visit(c)
	}
	return TypeUnknown
}

// binary resolves an operator with two operands.
func (r *fileResolver) binary(n parser.Node) TypeID {
	a := r.expr(n.Child(parser.FieldLeft))
	b := r.expr(n.Child(parser.FieldRight))
	switch n.Child(parser.FieldOperator).Text() {
	case "??":
		return r.join(a, b)
	case "+":
		if a == TypeString || b == TypeString {
			return TypeString
		}
		return arithmetic(a, b)
	case "-", "*", "/", "%":
		return arithmetic(a, b)
	case "&", "|", "^":
		if a == TypeBoolean && b == TypeBoolean {
			return TypeBoolean
		}
		return arithmetic(a, b)
	case "<<", ">>", ">>>":
		return a
	}
	return TypeBoolean
}

// arithmetic returns the type of a sum, difference, product or quotient.
func arithmetic(a, b TypeID) TypeID {
	switch {
	case a == TypeDate || a == TypeDatetime || a == TypeTime:
		return a
	case isNumber(a) && isNumber(b):
		return widest(a, b)
	case a == TypeNull || a == TypeUnknown && isNumber(b):
		return TypeUnknown
	}
	return TypeUnknown
}

func isNumber(t TypeID) bool {
	return t == TypeInteger || t == TypeLong || t == TypeDouble || t == TypeDecimal
}

// widest returns the wider of two types of numbers. With a Decimal everything
// becomes one.
func widest(a, b TypeID) TypeID { return max(a, b) }

// join returns the type of a value that is one of two.
func (r *fileResolver) join(a, b TypeID) TypeID {
	switch {
	case a == b || b == TypeNull:
		return a
	case a == TypeNull:
		return b
	case a == TypeUnknown || b == TypeUnknown:
		return TypeUnknown
	case isNumber(a) && isNumber(b):
		return widest(a, b)
	}
	fits, back := r.assignable(a, b), r.assignable(b, a)
	switch {
	case fits == back && fits:
		// Id and String, List<SObject> and List<Account>: the more general one.
		if a == TypeString || r.isGeneral(a) {
			return a
		}
		return b
	case fits:
		return b
	case back:
		return a
	case r.table.at(a).Kind == KindSObject && r.table.at(b).Kind == KindSObject:
		return TypeSObject
	}
	return TypeUnknown
}

func (r *fileResolver) isGeneral(id TypeID) bool {
	t := r.table.at(id)
	return id == TypeSObject || t.IsCollection() && t.Elem == TypeSObject
}

// assignable reports whether a value of one type may stand where another is
// expected. Unknown types fit nothing here; callers treat them apart.
func (r *fileResolver) assignable(from, to TypeID) bool {
	if from == to || to == TypeObject || from == TypeNull {
		return true
	}
	f, t := r.table.at(from), r.table.at(to)
	switch {
	case isNumber(from) && isNumber(to):
		return from <= to
	case from == TypeRecordID && to == TypeString, from == TypeString && to == TypeRecordID, from == TypeDate && to == TypeDatetime:
		return true
	case f.Kind == KindSObject && t.Kind == KindSObject:
		return from == TypeSObject || to == TypeSObject
	case f.Kind == KindClass:
		return r.extends(f.Class, to, 0)
	case f.Kind == KindPlatform && t.Kind == KindPlatform:
		return f.Platform == t.Platform || f.Platform.Extends(t.Platform)
	case f.IsCollection() && t.Kind == f.Kind:
		return r.assignable(f.Elem, t.Elem) && (f.Kind != KindMap || r.assignable(f.Key, t.Key)) ||
			f.Elem == TypeUnknown || t.Elem == TypeUnknown
	case f.Kind == KindList && t.Kind == KindSObject:
		// A query yields a list, which may become its only record.
		return f.Elem == to
	case t.Platform == platformIterable && f.IsCollection():
		return true
	}
	return false
}

// extends reports whether a class extends or implements a type.
func (r *fileResolver) extends(class ClassID, to TypeID, depth int) bool {
	if class == 0 || depth > maxHierarchy {
		return false
	}
	c := &r.p.Classes[class]
	if c.Type == to || c.SuperType == to {
		return true
	}
	t := r.table.at(to)
	for _, i := range c.Interfaces {
		it := r.table.at(i)
		if i == to || it.Kind == KindClass && r.extends(it.Class, to, depth+1) ||
			it.Kind == KindPlatform && t.Kind == KindPlatform && it.Platform == t.Platform {
			return true
		}
	}
	if s := r.table.at(c.SuperType); s.Kind == KindPlatform && t.Kind == KindPlatform && s.Platform.Extends(t.Platform) {
		return true
	}
	return r.extends(c.Super, to, depth+1)
}
