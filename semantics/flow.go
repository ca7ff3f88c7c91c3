package semantics

import (
	"github.com/apexvet/apexvet/parser"
)

// flow is what a method assigns to a local variable: enough to follow a job or
// the name of a class to where it is made, without data flow.
type flow struct {
	values []parser.Node // declarators' values and assignments; not complete if unsure
	casts  []TypeID      // types that the variable is cast to
	unsure bool          // assigned in another way
}

// flowOf returns what the method around a node assigns to its local variables.
func (b *edgeBuilder) flowOf(id MethodID) map[VariableID]flow {
	if known, ok := b.flows[id]; ok {
		return known
	}
	if b.flows == nil {
		b.flows = map[MethodID]map[VariableID]flow{}
	}
	flows := map[VariableID]flow{}
	b.flows[id] = flows
	for _, body := range b.p.Methods[id].Bodies {
		for n := range body.Descendants() {
			b.follow(flows, n)
		}
	}
	return flows
}

func (b *edgeBuilder) follow(flows map[VariableID]flow, n parser.Node) {
	switch n.Kind() {
	case parser.KindVariableDeclarator:
		if v, ok := b.file.Ref(n.Child(parser.FieldName)).Variable(); ok {
			if value := n.Child(parser.FieldValue); value.Valid() {
				x := flows[v]
				x.values = append(x.values, value)
				flows[v] = x
			}
		}
	case parser.KindAssignmentExpression:
		if v, ok := b.file.Ref(n.Child(parser.FieldLeft)).Variable(); ok {
			x := flows[v]
			x.values = append(x.values, n.Child(parser.FieldRight))
			x.unsure = x.unsure || n.Child(parser.FieldOperator).Text() != "="
			flows[v] = x
		}
	case parser.KindCastExpression:
		if v, ok := b.file.Ref(unwrapped(n.Child(parser.FieldValue))).Variable(); ok {
			x := flows[v]
			x.casts = append(x.casts, b.file.TypeOf(n))
			flows[v] = x
		}
	}
}

// unwrapped returns an expression without the parentheses around it.
func unwrapped(n parser.Node) parser.Node {
	for n.Kind() == parser.KindParenthesizedExpression {
		n = n.FirstChild()
	}
	return n
}

// maxFlow bounds how many assignments are followed from one place.
const maxFlow = 16

// origins returns the expressions that may give a local variable its value, the
// expression itself if it is none, and nothing where that is not sure.
func (b *edgeBuilder) origins(n parser.Node, method MethodID) []parser.Node {
	n = unwrapped(n)
	v, ok := b.file.Ref(n).Variable()
	if !ok {
		return []parser.Node{n}
	}
	if b.file.Variables[v].Kind != VariableLocal {
		return nil
	}
	x := b.flowOf(method)[v]
	if x.unsure || len(x.values) > maxFlow {
		return nil
	}
	var list []parser.Node
	for _, value := range x.values {
		if value = unwrapped(value); value.Kind() != parser.KindNullLiteral {
			list = append(list, value)
		}
	}
	return list
}

// classesOf returns the classes of the project that an expression may be of, and
// whether they are exactly those at run time. It returns none where the
// expression may be of other classes too.
func (b *edgeBuilder) classesOf(n parser.Node, method MethodID) (classes []ClassID, exact bool) {
	if t := b.p.Type(b.file.TypeOf(unwrapped(n))); t.Kind == KindClass && b.exactClass(n) == 0 && b.p.Classes[t.Class].Kind == ClassKindClass {
		if len(b.p.Classes[t.Class].Subclasses) == 0 {
			return []ClassID{t.Class}, true
		}
	}
	exact = true
	for _, origin := range b.origins(n, method) {
		class := b.exactClass(origin)
		if class == 0 {
			exact = false
			class = b.p.Type(b.file.TypeOf(origin)).Class
		}
		if class == 0 {
			return nil, false
		}
		classes = append(classes, class)
	}
	if len(classes) == 0 {
		if class := b.p.Type(b.file.TypeOf(unwrapped(n))).Class; class != 0 {
			return []ClassID{class}, false
		}
	}
	return classes, exact
}
