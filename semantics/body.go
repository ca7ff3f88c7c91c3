package semantics

import (
	"slices"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/semantics/platform"
)

// fileResolver resolves the bodies of one file.
type fileResolver struct {
	typeResolver
	method     MethodID
	scope      []scoped
	stack      []TypeID // types of the arguments of open calls
	callees    []MethodID
	operations []Operation
	qualifiers []entity // by parser.Name: what a simple name means before a dot outside of any class
}

type scoped struct {
	name parser.Name
	id   VariableID
}

// resolveFile resolves all bodies of a file that are not test code.
func resolveFile(p *Program, file *FileInfo) *fileResolver {
	r := &fileResolver{typeResolver: *newTypeResolver(p, file, p.types.layer())}
	bodies := 0
	for _, id := range file.Classes {
		for _, m := range p.Classes[id].Methods {
			if method := &p.Methods[m]; !method.IsTest && len(method.Bodies) > 0 {
				bodies++
			}
		}
	}
	if bodies == 0 {
		return r
	}
	file.types = make([]TypeID, file.Tree.Len())
	file.refs = make([]Ref, file.Tree.Len())
	file.Variables = make([]Variable, 1, 1+file.Tree.CountOf(parser.KindVariableDeclarator, parser.KindFormalParameter))
	file.Calls = make([]Call, 0, file.Tree.CountOf(parser.KindMethodCall, parser.KindNewExpression))
	for _, id := range file.Classes {
		c := &p.Classes[id]
		if c.IsTest {
			continue
		}
		r.class = id
		for _, m := range c.Methods {
			if !p.Methods[m].IsTest {
				r.body(m)
			}
		}
	}
	byNode := func(a, b Call) int { return a.Node.Index() - b.Node.Index() }
	if !slices.IsSortedFunc(file.Calls, byNode) {
		slices.SortFunc(file.Calls, byNode)
	}
	for i := range file.Calls {
		file.refs[file.Calls[i].Node.Index()] = Ref{RefCall, uint32(i)}
	}
	slices.SortFunc(r.operations, func(a, b Operation) int { return a.Node.Index() - b.Node.Index() })
	r.file = file
	return r
}

// body resolves one method.
func (r *fileResolver) body(id MethodID) {
	m := &r.p.Methods[id]
	r.method = id
	r.scope = r.scope[:0]
	m.FirstVariable = VariableID(len(r.file.Variables))
	for i := range m.Params {
		param := &m.Params[i]
		name := param.Node.Child(parser.FieldName)
		kind := VariableParameter
		bound := name.Name()
		if m.Kind == MethodSetter {
			kind = VariableSetter
			bound = r.tree.Lookup("value")
		}
		param.Variable = r.bind(kind, name, bound, param.Name, param.Type)
		if t := param.Node.Child(parser.FieldType); t.Valid() {
			r.set(t, param.Type)
		}
	}
	for _, b := range m.Bodies {
		if b.Kind() == parser.KindVariableDeclarator {
			r.visit(b.Child(parser.FieldValue))
			continue
		}
		r.visit(b)
	}
	m.LastVariable = VariableID(len(r.file.Variables))
}

func (r *fileResolver) set(n parser.Node, t TypeID) {
	if i := n.Index(); i >= 0 {
		r.file.types[i] = t
	}
}

func (r *fileResolver) refer(n parser.Node, kind RefKind, id uint32) {
	if i := n.Index(); i >= 0 {
		r.file.refs[i] = Ref{kind, id}
		if kind == RefField {
			r.use(i, FieldID(id))
		}
	}
}

// use notes the use of a field that may run code: of a property, or of another
// class that has static initialisers.
func (r *fileResolver) use(node int, id FieldID) {
	f := &r.p.Fields[id]
	if f.IsProperty || f.Modifiers&Static != 0 && f.Class != r.class && r.p.Classes[f.Class].StaticInit != 0 {
		r.file.accesses = append(r.file.accesses, access{int32(node), id, r.method})
	}
}

// declare makes a variable known from here to the end of its block.
func (r *fileResolver) declare(kind VariableKind, name parser.Node, t TypeID) {
	r.bind(kind, name, name.Name(), name.Text(), t)
}

func (r *fileResolver) bind(kind VariableKind, node parser.Node, name parser.Name, text string, t TypeID) VariableID {
	id := VariableID(len(r.file.Variables))
	r.file.Variables = append(r.file.Variables, Variable{Kind: kind, Name: text, Type: t, Node: node, Method: r.method})
	r.set(node, t)
	r.refer(node, RefVariable, uint32(id))
	if name != parser.NoName {
		r.scope = append(r.scope, scoped{name, id})
	}
	return id
}

func (r *fileResolver) local(name parser.Name) VariableID {
	for _, v := range slices.Backward(r.scope) {
		if v.name == name {
			return v.id
		}
	}
	return 0
}

// typeNode resolves the type of a declaration, a cast or the like.
func (r *fileResolver) typeNode(n parser.Node) TypeID {
	if !n.Valid() {
		return TypeUnknown
	}
	t := r.resolve(n)
	r.set(n, t)
	return t
}

// visit resolves a statement or expression with everything in it.
func (r *fileResolver) visit(n parser.Node) {
	switch n.Kind() {
	case parser.KindNone, parser.KindToken, parser.KindModifiers, parser.KindAnnotation, parser.KindTooDeep:
	case parser.KindBlock, parser.KindForStatement:
		r.inScope(n)
	case parser.KindLocalVariableDeclaration:
		t := r.typeNode(n.Child(parser.FieldType))
		for v := range n.ChildrenBy(parser.FieldDeclarator) {
			if value := v.Child(parser.FieldValue); value.Valid() {
				r.expr(value)
			}
			r.set(v, t)
			r.declare(VariableLocal, v.Child(parser.FieldName), t)
		}
	case parser.KindForEachStatement:
		r.forEach(n)
	case parser.KindCatchClause:
		mark := len(r.scope)
		r.declare(VariableCatch, n.Child(parser.FieldName), r.typeNode(n.Child(parser.FieldType)))
		r.visit(n.Child(parser.FieldBody))
		r.scope = r.scope[:mark]
	case parser.KindSwitchStatement:
		r.switchOn(n)
	case parser.KindDMLStatement:
		r.dmlStatement(n)
	case parser.KindClassDeclaration, parser.KindInterfaceDeclaration, parser.KindEnumDeclaration, parser.KindMethodDeclaration,
		parser.KindPropertyDeclaration, parser.KindFieldDeclaration, parser.KindConstructorDeclaration, parser.KindInitializer:
		// Members have bodies of their own.
	default:
		if isExpression(n.Kind()) {
			r.expr(n)
			return
		}
		for c := range n.Children() {
			r.visit(c)
		}
	}
}

func (r *fileResolver) inScope(n parser.Node) {
	mark := len(r.scope)
	for c := range n.Children() {
		r.visit(c)
	}
	r.scope = r.scope[:mark]
}

func (r *fileResolver) forEach(n parser.Node) {
	mark := len(r.scope)
	if t := r.expr(n.Child(parser.FieldValue)); r.table.at(t).Kind == KindClass {
		r.file.iterations = append(r.file.iterations, iteration{n, t, r.method})
	}
	r.declare(VariableForEach, n.Child(parser.FieldName), r.typeNode(n.Child(parser.FieldType)))
	r.visit(n.Child(parser.FieldBody))
	r.scope = r.scope[:mark]
}

// switchOn resolves a switch statement: its labels are constants of the enum
// that is switched on, or types with a variable.
func (r *fileResolver) switchOn(n parser.Node) {
	on := r.expr(n.Child(parser.FieldValue))
	for when := range n.ChildrenBy(parser.FieldWhen) {
		mark := len(r.scope)
		for c := range when.Children() {
			switch c.Field() {
			case parser.FieldValue:
				r.label(c, on)
			case parser.FieldType:
				r.declare(VariableSwitchWhen, when.Child(parser.FieldName), r.typeNode(c))
			case parser.FieldBody:
				r.visit(c)
			}
		}
		r.scope = r.scope[:mark]
	}
}

func (r *fileResolver) label(n parser.Node, on TypeID) {
	for n.Kind() == parser.KindParenthesizedExpression && n.FirstChild().Valid() {
		n = n.FirstChild()
	}
	if n.Kind() != parser.KindIdentifier {
		r.expr(n)
		return
	}
	switch t := r.table.at(on); t.Kind {
	case KindClass:
		if f := r.fieldOf(t.Class, r.memberName(n.Name())); f != 0 {
			r.refer(n, RefField, uint32(f))
			r.set(n, on)
			return
		}
	case KindPlatform:
		if m := t.Platform.Property(n.FoldedText(), true); m != 0 {
			r.refer(n, RefPlatformMember, uint32(m))
			r.set(n, on)
			return
		}
	}
	r.expr(n)
}

// fieldOf finds a field of a class or its superclasses.
func (r *fileResolver) fieldOf(class ClassID, name NameID) FieldID {
	if name == 0 {
		return 0
	}
	for range maxHierarchy {
		if class == 0 {
			return 0
		}
		c := &r.p.Classes[class]
		if m, ok := c.find(name, memberField); ok {
			return FieldID(m.id)
		}
		class = c.Super
	}
	return 0
}

// remap replaces the ids of the file's own types by those of the program.
func (r *fileResolver) remap(first TypeID, ids []TypeID) {
	move := func(id *TypeID) {
		if *id >= first {
			*id = ids[*id-first]
		}
	}
	for i := range r.file.types {
		move(&r.file.types[i])
	}
	for i := range r.file.refs {
		ref := &r.file.refs[i]
		switch ref.Kind {
		case RefSObjectType, RefSObjectField, RefSObjectToken, RefFieldToken, RefDescribeObject, RefDescribeField:
			id := TypeID(ref.ID)
			move(&id)
			ref.ID = uint32(id)
		}
	}
	for i := range r.file.Variables {
		move(&r.file.Variables[i].Type)
	}
	for i := range r.file.Calls {
		move(&r.file.Calls[i].ReceiverType)
	}
	for i := range r.operations {
		for j := range r.operations[i].Objects {
			move(&r.operations[i].Objects[j].Type)
		}
	}
}

// isExpression reports whether nodes of a kind have a type, for the kinds that
// the grammar does not group.
func isExpression(k parser.Kind) bool {
	switch k {
	case parser.KindIdentifier, parser.KindFieldAccess, parser.KindMethodCall, parser.KindIndexExpression,
		parser.KindParenthesizedExpression, parser.KindNewExpression, parser.KindClassLiteral, parser.KindSOQLExpression,
		parser.KindSOSLExpression, parser.KindAssignmentExpression, parser.KindTernaryExpression, parser.KindBinaryExpression,
		parser.KindInstanceofExpression, parser.KindUnaryExpression, parser.KindUpdateExpression, parser.KindCastExpression,
		parser.KindThis, parser.KindSuper, parser.KindStringLiteral, parser.KindMultilineStringLiteral, parser.KindIntegerLiteral,
		parser.KindLongLiteral, parser.KindDecimalLiteral, parser.KindBooleanLiteral, parser.KindNullLiteral,
		parser.KindBindExpression:
		return true
	}
	return false
}

// Platform types whose members have a meaning of their own.
var (
	platformAccessLevel    = platform.Type("accesslevel")
	platformTrigger        = platform.Type("trigger")
	platformDescribeObject = platform.Type("describesobjectresult")
	platformDescribeField  = platform.Type("describefieldresult")
	platformFields         = platform.Type("sobjecttypefields")
	platformFieldSets      = platform.Type("sobjecttypefieldsets")
	platformFieldSet       = platform.Type("fieldset")
	platformSObjectType    = platform.Type("sobjecttype")
	platformSObjectField   = platform.Type("sobjectfield")
	platformTypeClass      = platform.Type("type")
	platformMath           = platform.Type("math")
	platformPageReference  = platform.Type("pagereference")
)
