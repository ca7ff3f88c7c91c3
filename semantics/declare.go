package semantics

import (
	"path"
	"slices"
	"strings"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/project"
)

// declarations are what one file declares, before anything is resolved. Ids in
// it count from 1 within the file; linking shifts them.
type declarations struct {
	file    *FileInfo
	classes []Class
	methods []Method
	fields  []Field
	types   []classTypes // by class, the syntax of its types
	params  [][]paramDecl
	results []parser.Node // by method
	ftypes  []parser.Node // by field
	objects []parser.Node // names that stand where only an object can
}

type classTypes struct {
	super      parser.Node
	interfaces []parser.Node
	object     parser.Node // of a trigger
}

type paramDecl struct{ node, typ, name parser.Node }

// declare reads the declarations of a file.
func declare(file *project.File, p *Program) *declarations {
	d := &declarations{file: &FileInfo{File: file, Tree: file.Tree, program: p}}
	root := file.Tree.Root()
	var loose []parser.Node // statements outside of any declaration
	var looseMembers []parser.Node
	top := slices.Collect(root.Children())
	var strays []parser.Node // members that a stray brace has put behind their class
	if i := slices.IndexFunc(top, isClass); i >= 0 && file.Kind == project.KindClass && len(file.Tree.Errors()) > 0 {
		top, strays = top[:i+1], top[i+1:]
	}
	for _, n := range top {
		switch n.Kind() {
		case parser.KindClassDeclaration, parser.KindInterfaceDeclaration, parser.KindEnumDeclaration:
			d.class(n, 0, file.IsTest && file.Kind == project.KindClass, strays)
		case parser.KindTriggerDeclaration:
			d.trigger(n)
		case parser.KindMethodDeclaration, parser.KindPropertyDeclaration, parser.KindFieldDeclaration, parser.KindConstructorDeclaration:
			looseMembers = append(looseMembers, n)
		default:
			loose = append(loose, n)
		}
	}
	if slices.ContainsFunc(looseMembers, isMethod) {
		// Methods of a script see the variables of the script.
		looseMembers = append(looseMembers, variablesOf(loose)...)
		loose = slices.DeleteFunc(loose, isVariables)
	}
	if len(looseMembers) > 0 || len(loose) > 0 && file.Kind != project.KindClass {
		name := strings.TrimSuffix(path.Base(file.Path), path.Ext(file.Path))
		script := d.addClass(Class{Kind: ClassKindScript, Name: name, Key: "script:" + lower(name), Node: root}, classTypes{})
		for _, n := range looseMembers {
			d.member(n, script)
		}
		if len(loose) > 0 {
			d.addMethod(Method{
				Class: script, Kind: MethodScript, Name: name, Node: root, Bodies: loose, Modifiers: Static,
			}, nil, parser.Node{})
		}
		d.initializers(script)
	}
	if !file.IsTest {
		d.findObjects()
	}
	return d
}

func (d *declarations) addClass(c Class, types classTypes) ClassID {
	c.File = d.file
	c.ID = ClassID(len(d.classes) + 1)
	d.classes = append(d.classes, c)
	d.types = append(d.types, types)
	return c.ID
}

func (d *declarations) addMethod(m Method, params []paramDecl, result parser.Node) MethodID {
	m.ID = MethodID(len(d.methods) + 1)
	c := &d.classes[m.Class-1]
	m.IsTest = m.IsTest || c.IsTest
	d.methods = append(d.methods, m)
	d.params = append(d.params, params)
	d.results = append(d.results, result)
	c.Methods = append(c.Methods, m.ID)
	return m.ID
}

func (d *declarations) addField(f Field, typ parser.Node) FieldID {
	f.ID = FieldID(len(d.fields) + 1)
	d.fields = append(d.fields, f)
	d.ftypes = append(d.ftypes, typ)
	c := &d.classes[f.Class-1]
	c.Fields = append(c.Fields, f.ID)
	return f.ID
}

func isClass(n parser.Node) bool {
	switch n.Kind() {
	case parser.KindClassDeclaration, parser.KindInterfaceDeclaration, parser.KindEnumDeclaration:
		return true
	}
	return false
}

// misplaced returns the members that a missing brace has put into a block of the class: each belongs to the class
// that stands nearest around it.
func misplaced(class parser.Node) []parser.Node {
	var found []parser.Node
	if !class.HasError() {
		return nil
	}
	for n := range class.Descendants() {
		switch n.Kind() {
		case parser.KindMethodDeclaration, parser.KindConstructorDeclaration, parser.KindPropertyDeclaration,
			parser.KindClassDeclaration, parser.KindInterfaceDeclaration, parser.KindEnumDeclaration:
		default:
			continue
		}
		up := n.Parent()
		if up.Kind() != parser.KindBlock {
			continue
		}
		for up.Valid() && !isClass(up) {
			up = up.Parent()
		}
		if up == class {
			found = append(found, n)
		}
	}
	return found
}

// class declares a class, interface or enum with everything in it, and the strays that belong to it.
func (d *declarations) class(n parser.Node, outer ClassID, test bool, strays []parser.Node) {
	c := Class{Node: n, Outer: outer, NameNode: n.Child(parser.FieldName), IsTest: test}
	c.Name = c.NameNode.Text()
	c.Key = lower(c.Name)
	if outer != 0 {
		c.Key = d.classes[outer-1].Key + "." + c.Key
		c.IsTest = c.IsTest || d.classes[outer-1].IsTest
	}
	switch n.Kind() {
	case parser.KindInterfaceDeclaration:
		c.Kind = ClassKindInterface
	case parser.KindEnumDeclaration:
		c.Kind = ClassKindEnum
	}
	c.Modifiers, c.Annotations, c.SharingNode = modifiersOf(n)
	if hasAnnotation(c.Annotations, "istest") {
		c.IsTest = true
	}
	types := classTypes{super: n.Child(parser.FieldSuperclass)}
	for i := range n.ChildrenBy(parser.FieldInterface) {
		types.interfaces = append(types.interfaces, i)
	}
	id := d.addClass(c, types)
	if outer != 0 {
		o := &d.classes[outer-1]
		o.Inner = append(o.Inner, id)
	}
	if outer == 0 {
		d.reserve(n.Child(parser.FieldBody))
	}
	for m := range n.Child(parser.FieldBody).Children() {
		d.member(m, id)
	}
	for _, m := range slices.Concat(misplaced(n), strays) {
		d.member(m, id)
	}
	d.initializers(id)
}

// reserve makes room for the methods and fields in the body of a class.
func (d *declarations) reserve(body parser.Node) {
	methods, fields := members(body)
	d.methods = slices.Grow(d.methods, methods)
	d.params = slices.Grow(d.params, methods)
	d.results = slices.Grow(d.results, methods)
	d.fields = slices.Grow(d.fields, fields)
	d.ftypes = slices.Grow(d.ftypes, fields)
}

// members counts, about, what the body of a class will become.
func members(body parser.Node) (methods, fields int) {
	methods = 1 // an initialiser
	for m := range body.Children() {
		switch m.Kind() {
		case parser.KindMethodDeclaration, parser.KindConstructorDeclaration:
			methods++
		case parser.KindPropertyDeclaration:
			methods += 2
			fields++
		case parser.KindFieldDeclaration, parser.KindEnumConstant:
			fields++
		case parser.KindClassDeclaration, parser.KindInterfaceDeclaration, parser.KindEnumDeclaration:
			inMethods, inFields := members(m.Child(parser.FieldBody))
			methods += inMethods
			fields += inFields
		}
	}
	return methods, fields
}

// trigger declares a trigger as a class whose body is a method.
func (d *declarations) trigger(n parser.Node) {
	c := Class{Kind: ClassKindTrigger, Node: n, NameNode: n.Child(parser.FieldName)}
	c.Name = c.NameNode.Text()
	c.Key = "trigger:" + lower(c.Name)
	for e := range n.ChildrenBy(parser.FieldEvent) {
		c.TriggerOn |= triggerEvent(e.Child(parser.FieldTime).FoldedText(), e.Child(parser.FieldOperation).FoldedText())
	}
	object := n.Child(parser.FieldObject)
	id := d.addClass(c, classTypes{object: object})
	d.objects = append(d.objects, object)
	body := n.Child(parser.FieldBody)
	for m := range body.Children() {
		switch m.Kind() {
		case parser.KindMethodDeclaration, parser.KindPropertyDeclaration, parser.KindFieldDeclaration, parser.KindConstructorDeclaration,
			parser.KindClassDeclaration, parser.KindInterfaceDeclaration, parser.KindEnumDeclaration:
			d.member(m, id)
		}
	}
	d.addMethod(Method{
		Class: id, Kind: MethodTrigger, Name: c.Name, Node: n, NameNode: c.NameNode, Modifiers: Static,
		Bodies: []parser.Node{body},
	}, nil, parser.Node{})
	d.initializers(id)
}

var triggerEvents = map[string]TriggerEvents{
	"before insert": BeforeInsert, "before update": BeforeUpdate, "before delete": BeforeDelete,
	"after insert": AfterInsert, "after update": AfterUpdate, "after delete": AfterDelete, "after undelete": AfterUndelete,
}

func triggerEvent(when, operation string) TriggerEvents { return triggerEvents[when+" "+operation] }

// member declares one member of a class body.
func (d *declarations) member(n parser.Node, class ClassID) {
	switch n.Kind() {
	case parser.KindClassDeclaration, parser.KindInterfaceDeclaration, parser.KindEnumDeclaration:
		d.class(n, class, d.classes[class-1].IsTest, nil)
	case parser.KindMethodDeclaration, parser.KindConstructorDeclaration:
		d.method(n, class)
	case parser.KindPropertyDeclaration:
		d.property(n, class)
	case parser.KindFieldDeclaration, parser.KindLocalVariableDeclaration:
		modifiers, annotations, _ := modifiersOf(n)
		if isVariables(n) {
			modifiers |= Static
		}
		typ := n.Child(parser.FieldType)
		for v := range n.ChildrenBy(parser.FieldDeclarator) {
			name := v.Child(parser.FieldName)
			d.addField(Field{
				Class: class, Name: name.Text(), Node: v, NameNode: name, Value: v.Child(parser.FieldValue),
				Modifiers: modifiers, Annotations: annotations,
			}, typ)
		}
	case parser.KindEnumConstant:
		name := n.Child(parser.FieldName)
		if !name.Valid() {
			name = n
		}
		c := &d.classes[class-1]
		c.Constants = append(c.Constants, name.FoldedText())
		d.addField(Field{
			Class: class, Name: name.Text(), Node: n, NameNode: name, Modifiers: Public | Static | Final, IsConstant: true,
		}, parser.Node{})
	case parser.KindError:
		for m := range n.Children() {
			d.member(m, class)
		}
	}
}

func (d *declarations) method(n parser.Node, class ClassID) {
	m := Method{Class: class, Node: n, NameNode: n.Child(parser.FieldName)}
	m.Name = m.NameNode.Text()
	if n.Kind() == parser.KindConstructorDeclaration {
		m.Kind = MethodConstructor
	}
	m.Modifiers, m.Annotations, _ = modifiersOf(n)
	if d.classes[class-1].Kind == ClassKindInterface {
		m.Modifiers |= Public | Abstract
	}
	m.IsTest = m.Modifiers&TestMethod != 0 || hasAnnotation(m.Annotations, "istest") || hasAnnotation(m.Annotations, "testsetup")
	if body := n.Child(parser.FieldBody); body.Valid() {
		m.Bodies = []parser.Node{body}
	}
	var params []paramDecl
	for p := range n.Child(parser.FieldParameters).Children() {
		if p.Kind() == parser.KindFormalParameter {
			params = append(params, paramDecl{p, p.Child(parser.FieldType), p.Child(parser.FieldName)})
		}
	}
	d.addMethod(m, params, n.Child(parser.FieldType))
}

func (d *declarations) property(n parser.Node, class ClassID) {
	f := Field{Class: class, Node: n, NameNode: n.Child(parser.FieldName), IsProperty: true}
	f.Name = f.NameNode.Text()
	f.Modifiers, f.Annotations, _ = modifiersOf(n)
	typ := n.Child(parser.FieldType)
	id := d.addField(f, typ)
	for a := range n.Child(parser.FieldAccessors).Children() {
		if a.Kind() != parser.KindAccessor {
			continue
		}
		own, annotations, _ := modifiersOf(a)
		access := Private | Protected | Public | Global
		if own&access == 0 {
			own |= f.Modifiers & access
		}
		m := Method{
			Class: class, Name: f.Name, Node: a, NameNode: f.NameNode, Field: id, Annotations: annotations,
			Modifiers: own | f.Modifiers&(Static|Virtual|Abstract|Override|WebService),
		}
		if body := a.Child(parser.FieldBody); body.Valid() {
			m.Bodies = []parser.Node{body}
		}
		if a.Child(parser.FieldName).FoldedText() == "set" {
			m.Kind = MethodSetter
			d.fields[id-1].Setter = d.addMethod(m, nil, parser.Node{})
		} else {
			m.Kind = MethodGetter
			d.fields[id-1].Getter = d.addMethod(m, nil, typ)
		}
	}
}

// initializers gathers the initialiser blocks and field initialisers of a class
// into at most one static and one instance method, in source order.
func (d *declarations) initializers(class ClassID) {
	var static, instance []parser.Node
	c := &d.classes[class-1]
	body := c.Node.Child(parser.FieldBody)
	if c.Kind == ClassKindScript {
		body = c.Node
	}
	var visit func(n parser.Node)
	visit = func(n parser.Node) {
		switch n.Kind() {
		case parser.KindInitializer:
			if n.Child(parser.FieldStatic).Valid() {
				static = append(static, n.Child(parser.FieldBody))
			} else {
				instance = append(instance, n.Child(parser.FieldBody))
			}
		case parser.KindFieldDeclaration, parser.KindLocalVariableDeclaration:
			if isVariables(n) && !d.isField(class, n) {
				return
			}
			modifiers, _, _ := modifiersOf(n)
			if isVariables(n) {
				modifiers |= Static
			}
			for v := range n.ChildrenBy(parser.FieldDeclarator) {
				if !v.Child(parser.FieldValue).Valid() {
					continue
				}
				if modifiers&Static != 0 {
					static = append(static, v)
				} else {
					instance = append(instance, v)
				}
			}
		case parser.KindError:
			for m := range n.Children() {
				visit(m)
			}
		}
	}
	for n := range body.Children() {
		visit(n)
	}
	if len(static) > 0 {
		id := d.addMethod(Method{
			Class: class, Kind: MethodStaticInit, Name: "<clinit>", Node: d.classes[class-1].Node, NameNode: d.classes[class-1].NameNode,
			Bodies: static, Modifiers: Static | Private,
		}, nil, parser.Node{})
		d.classes[class-1].StaticInit = id
	}
	if len(instance) > 0 {
		id := d.addMethod(Method{
			Class: class, Kind: MethodInstanceInit, Name: "<init>", Node: d.classes[class-1].Node, NameNode: d.classes[class-1].NameNode,
			Bodies: instance, Modifiers: Private,
		}, nil, parser.Node{})
		d.classes[class-1].InstInit = id
	}
}

func isMethod(n parser.Node) bool { return n.Kind() == parser.KindMethodDeclaration }

func isVariables(n parser.Node) bool { return n.Kind() == parser.KindLocalVariableDeclaration }

func variablesOf(statements []parser.Node) []parser.Node {
	var list []parser.Node
	for _, n := range statements {
		if isVariables(n) {
			list = append(list, n)
		}
	}
	return list
}

// isField reports whether a declaration of variables was declared as fields of
// a class.
func (d *declarations) isField(class ClassID, n parser.Node) bool {
	return slices.ContainsFunc(d.classes[class-1].Fields, func(id FieldID) bool { return d.fields[id-1].Node.Parent() == n })
}

// findObjects notes the names that stand in FROM and RETURNING clauses or are
// created with field values: nothing but objects can.
func (d *declarations) findObjects() {
	for n := range d.file.Tree.NodesOf(parser.KindFromSource, parser.KindReturningObject, parser.KindFieldInitializer) {
		switch n.Kind() {
		case parser.KindFieldInitializer:
			created := n.Parent().Parent()
			if typ := created.Child(parser.FieldType); typ.Kind() == parser.KindTypeIdentifier {
				d.objects = append(d.objects, typ)
			}
		case parser.KindReturningObject:
			d.objects = append(d.objects, n.Child(parser.FieldName))
		default:
			if !isChildSubquery(n.Parent().Parent()) {
				d.objects = append(d.objects, n.Child(parser.FieldName))
			}
		}
	}
}

// isChildSubquery reports whether a soql_query stands in a SELECT list, where
// its FROM names a relationship.
func isChildSubquery(query parser.Node) bool {
	return query.Parent().Kind() == parser.KindSubquery && query.Parent().Parent().Kind() == parser.KindSelectClause
}

var modifierNames = map[string]Modifiers{
	"public": Public, "private": Private, "protected": Protected, "global": Global, "static": Static, "final": Final,
	"abstract": Abstract, "virtual": Virtual, "override": Override, "transient": Transient, "webservice": WebService,
	"testmethod": TestMethod,
}

// modifiersOf reads the modifiers and annotations of a declaration.
func modifiersOf(n parser.Node) (set Modifiers, annotations []Annotation, sharing parser.Node) {
	for m := range n.Child(parser.FieldModifiers).Children() {
		switch m.Kind() {
		case parser.KindModifier:
			set |= modifierNames[m.FoldedText()]
		case parser.KindAnnotation:
			annotations = append(annotations, Annotation{m.Child(parser.FieldName).FoldedText(), m})
		case parser.KindSharingModifier:
			sharing = m
			switch m.Child(parser.FieldSharing).FoldedText() {
			case "with":
				set |= WithSharing
			case "without":
				set |= WithoutSharing
			case "inherited":
				set |= InheritedSharing
			}
		}
	}
	return set, annotations, sharing
}

func hasAnnotation(list []Annotation, folded string) bool {
	for i := range list {
		if list[i].Name == folded {
			return true
		}
	}
	return false
}

// Argument returns the value of an argument of the annotation by its folded
// name; with an empty name that of an argument without one.
func (a Annotation) Argument(folded string) parser.Node {
	for n := range a.Node.Child(parser.FieldArguments).Children() {
		if n.Kind() == parser.KindAnnotationParameter {
			if n.Child(parser.FieldName).FoldedText() == folded {
				return n.Child(parser.FieldValue)
			}
		} else if folded == "" {
			return n
		}
	}
	return parser.Node{}
}
