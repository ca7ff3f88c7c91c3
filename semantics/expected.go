package semantics

import "github.com/apexvet/apexvet/parser"

// ExpectedType returns the type that the place of an expression asks for: that
// of the variable that it is assigned to, of the cast around it, of the result
// of the method that returns it. It is TypeUnknown where the place asks for
// nothing. What a dynamic query returns is generic; this says what the code
// takes it for.
func (f *FileInfo) ExpectedType(n parser.Node, method MethodID) TypeID {
	p := n.Parent()
	switch p.Kind() {
	case parser.KindParenthesizedExpression:
		return f.ExpectedType(p, method)
	case parser.KindCastExpression, parser.KindNewExpression:
		return f.TypeOf(p)
	case parser.KindCreationArguments: // new Map<Id, Account>(...)
		return f.ExpectedType(p, method)
	case parser.KindAssignmentExpression:
		if n.Field() == parser.FieldRight {
			return f.TypeOf(p.Child(parser.FieldLeft))
		}
	case parser.KindVariableDeclarator, parser.KindForEachStatement:
		if n.Field() != parser.FieldValue {
			return TypeUnknown
		}
		ref := f.Ref(p.Child(parser.FieldName))
		if id, ok := ref.Variable(); ok {
			return f.Variable(id).Type
		}
		if id, ok := ref.Field(); ok {
			return f.program.Field(id).Type
		}
	case parser.KindReturnStatement:
		return f.program.Method(method).Return
	}
	return TypeUnknown
}
