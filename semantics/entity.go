package semantics

import (
	"strings"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/semantics/platform"
)

// entity is what a name means: a value of a type, a type, a namespace, or one
// of the places of the describe syntax that are neither.
type entity struct {
	kind   entityKind
	typ    TypeID // of a value, or the type itself
	object TypeID // of the describe syntax: the object described
}

type entityKind uint8

const (
	entityNone         entityKind = iota // nothing that is known
	entityNothing                        // looked up, and nothing that is known
	entityType                           // a class, a type of the platform or an object
	entityNamespace                      // System, Schema, Messaging, the project's own
	entityDescribeRoot                   // Schema.SObjectType
	entityLabelRoot                      // System.Label
	entityPageRoot                       // Page
	entityValue
	entityLabel  // a value: System.Label.x, and perhaps a namespace before one
	entityFields // a value: the fields of a describe result
	entityTokens // a value: the field tokens of an object, Account.fields
	entityFieldSets
)

func (k entityKind) isValue() bool { return k >= entityValue }

func value(t TypeID) entity { return entity{kind: entityValue, typ: t} }

// identifier resolves a simple name: a variable, a field of the class or of the
// classes around it, and before a dot a type or namespace.
func (r *fileResolver) identifier(n parser.Node, qualifier bool) entity {
	name := n.Name()
	if v := r.local(name); v != 0 {
		r.refer(n, RefVariable, uint32(v))
		return value(r.file.Variables[v].Type)
	}
	if id := r.memberName(name); id != 0 {
		for class := r.class; class != 0; class = r.p.Classes[class].Outer {
			if f := r.fieldOf(class, id); f != 0 {
				r.refer(n, RefField, uint32(f))
				return value(r.p.Fields[f].Type)
			}
		}
	}
	if !qualifier {
		return entity{}
	}
	if c := r.innerClass(name); c != 0 {
		r.refer(n, RefClass, uint32(c))
		return entity{kind: entityType, typ: r.p.Classes[c].Type}
	}
	r.qualifiers = reach(r.qualifiers, name, r.tree)
	e := r.qualifiers[name]
	if e.kind == entityNone {
		e = r.qualifier(r.tree.NameText(name), n.Text())
		r.qualifiers[name] = e
	}
	r.referType(n, e)
	return e
}

// referType notes that a node names a type or namespace.
func (r *fileResolver) referType(n parser.Node, e entity) {
	switch e.kind {
	case entityType:
		switch t := r.table.at(e.typ); t.Kind {
		case KindClass:
			r.refer(n, RefClass, uint32(t.Class))
		case KindSObject:
			r.refer(n, RefSObjectType, uint32(e.typ))
		default:
			r.refer(n, RefPlatformType, uint32(t.Platform))
		}
	case entityNamespace, entityDescribeRoot, entityLabelRoot, entityPageRoot:
		r.refer(n, RefNamespace, 0)
	}
}

// qualifier resolves a simple name before a dot outside of any class.
func (r *fileResolver) qualifier(folded, display string) entity {
	if c := r.p.nearest(r.p.classes[folded], r.file); c != 0 {
		return entity{kind: entityType, typ: r.p.Classes[c].Type}
	}
	switch folded {
	case "dom", "auth", "cache", "metadata", "process", "connectapi", "datacloud", "flow", "reports", "wave",
		"formulaeval", "dataweave", "invocable", "compression", "kbmanagement", "txnsecurity", "userprovisioning", "support",
		"visualeditor", "slack", "applauncher", "canvas":
		return entity{kind: entityNamespace}
	case "sobjecttype":
		return entity{kind: entityDescribeRoot}
	case "label":
		return entity{kind: entityLabelRoot}
	case "page":
		return entity{kind: entityPageRoot}
	}
	if t := platform.Type(folded); t != 0 && !isSystemOnly(folded) {
		return entity{kind: entityType, typ: r.table.platform[t]}
	}
	if p := r.file.File.Project; p != nil && p.Namespace != "" && folded == lower(p.Namespace) {
		return entity{kind: entityNamespace}
	}
	if platform.IsObjectName(folded) || r.p.objects[stripNamespace(folded, r.file)] {
		return entity{kind: entityType, typ: r.object(folded, display)}
	}
	return entity{kind: entityNothing}
}

// member resolves the name behind a dot.
func (r *fileResolver) member(n parser.Node, q entity, name parser.Node) entity {
	switch q.kind {
	case entityType:
		return r.staticMember(n, q, name)
	case entityNamespace:
		return r.inNamespaceMember(n, name)
	case entityDescribeRoot:
		object := r.object(name.FoldedText(), name.Text())
		r.refer(n, RefDescribeObject, uint32(object))
		return entity{kind: entityValue, typ: r.table.platform[platformDescribeObject], object: object}
	case entityLabelRoot, entityLabel:
		r.refer(n, RefLabel, 0)
		return entity{kind: entityLabel, typ: TypeString}
	case entityFields:
		if q.object != TypeUnknown {
			r.refer(n, RefDescribeField, uint32(q.object))
		}
		return entity{kind: entityValue, typ: r.table.platform[platformDescribeField], object: q.object}
	case entityPageRoot:
		r.refer(n, RefPage, 0)
		return value(r.table.platform[platformPageReference])
	case entityTokens:
		return r.fieldToken(n, q.object)
	case entityFieldSets:
		return value(r.table.platform[platformFieldSet])
	case entityValue:
		return r.instanceMember(n, q, name)
	}
	return entity{}
}

// staticMember resolves Type.name.
func (r *fileResolver) staticMember(n parser.Node, q entity, name parser.Node) entity {
	t := r.table.at(q.typ)
	switch t.Kind {
	case KindClass:
		id := r.memberName(name.Name())
		if f := r.fieldOf(t.Class, id); f != 0 {
			r.refer(n, RefField, uint32(f))
			return value(r.p.Fields[f].Type)
		}
		if inner := r.innerOf(t.Class, name); inner != 0 {
			r.refer(n, RefClass, uint32(inner))
			return entity{kind: entityType, typ: r.p.Classes[inner].Type}
		}
		return entity{}
	case KindSObject:
		return r.tokenMember(n, q.typ, name)
	}
	if t.Platform == 0 {
		return entity{}
	}
	folded := name.FoldedText()
	if key := t.Platform.Key(); key == "system" || key == "schema" {
		return r.inNamespaceMember(n, name)
	}
	if m := t.Platform.Property(folded, true); m != 0 && m.Static() {
		r.refer(n, RefPlatformMember, uint32(m))
		if t.Platform == platformTrigger {
			return value(r.triggerVariable(folded, m))
		}
		first, _ := m.Signatures()
		return value(r.table.expr(first.Result(), q.typ))
	}
	if inner := platform.Type(t.Platform.Key() + "." + folded); inner != 0 {
		e := entity{kind: entityType, typ: r.table.platform[inner]}
		r.referType(n, e)
		return e
	}
	if platform.IsStandardObject(t.Platform.Key()) {
		return r.tokenMember(n, r.object(t.Platform.Key(), t.Platform.Name()), name)
	}
	return entity{}
}

// tokenMember resolves the tokens of the schema: Account.SObjectType,
// Account.Name.
func (r *fileResolver) tokenMember(n parser.Node, object TypeID, name parser.Node) entity {
	switch name.FoldedText() {
	case "sobjecttype":
		r.refer(n, RefSObjectToken, uint32(object))
		return entity{kind: entityValue, typ: r.table.platform[platformSObjectType], object: object}
	case "fields":
		return entity{kind: entityTokens, typ: r.table.platform[platformFields], object: object}
	case "fieldsets":
		return entity{kind: entityFieldSets, typ: r.table.platform[platformFieldSets], object: object}
	}
	return r.fieldToken(n, object)
}

func (r *fileResolver) fieldToken(n parser.Node, object TypeID) entity {
	r.refer(n, RefFieldToken, uint32(object))
	return entity{kind: entityValue, typ: r.table.platform[platformSObjectField], object: object}
}

// triggerVariable returns the type of a context variable: in a trigger, lists
// and maps of its object.
func (r *fileResolver) triggerVariable(folded string, m platform.MemberID) TypeID {
	object := r.p.Classes[r.class].TriggerOf
	if object != TypeUnknown {
		switch folded {
		case "new", "old":
			return r.table.list(object)
		case "newmap", "oldmap":
			return r.table.mapOf(TypeRecordID, object)
		}
	}
	first, _ := m.Signatures()
	return r.table.expr(first.Result(), TypeUnknown)
}

// inNamespaceMember resolves Namespace.Name.
func (r *fileResolver) inNamespaceMember(n, name parser.Node) entity {
	path := foldedPath(n)
	namespace, last, ok := strings.Cut(path, ".")
	if !ok || strings.Contains(last, ".") {
		if t := platform.Type(path); t != 0 {
			e := entity{kind: entityType, typ: r.table.platform[t]}
			r.referType(n, e)
			return e
		}
		return entity{}
	}
	var e entity
	switch {
	case namespace == "system" && last == "label":
		e = entity{kind: entityLabelRoot}
	case namespace == "system" && last == "page":
		e = entity{kind: entityPageRoot}
	case namespace == "schema" && last == "sobjecttype":
		e = entity{kind: entityDescribeRoot}
	default:
		t := r.inNamespace(namespace, last, name.Text())
		if t == TypeUnknown {
			if known := platform.Type(path); known != 0 {
				t = r.table.platform[known]
			}
		}
		if t == TypeUnknown || r.table.at(t).Kind == KindUnresolved {
			return entity{kind: entityNamespace}
		}
		e = entity{kind: entityType, typ: t}
	}
	r.referType(n, e)
	return e
}

// instanceMember resolves value.name.
func (r *fileResolver) instanceMember(n parser.Node, q entity, name parser.Node) entity {
	t := r.table.at(q.typ)
	switch t.Kind {
	case KindClass:
		if f := r.fieldOf(t.Class, r.memberName(name.Name())); f != 0 {
			r.refer(n, RefField, uint32(f))
			return value(r.p.Fields[f].Type)
		}
	case KindSObject:
		if hidesObject(n, t) && name.FoldedText() == "sobjecttype" {
			return r.tokenMember(n, q.typ, name)
		}
		return r.recordField(n, q.typ, name)
	case KindList:
		// [SELECT ...].Name: the only record of a query.
		if r.isQuery(n.Child(parser.FieldObject)) {
			return r.recordField(n, t.Elem, name)
		}
	case KindPlatform:
		folded := name.FoldedText()
		if t.Platform == platformDescribeObject {
			switch folded {
			case "fields":
				return entity{kind: entityFields, typ: r.table.platform[platformFields], object: q.object}
			case "fieldsets":
				return entity{kind: entityFieldSets, typ: r.table.platform[platformFieldSets], object: q.object}
			}
		}
		if t.Platform == platformFields {
			return entity{kind: entityValue, typ: r.table.platform[platformDescribeField], object: q.object}
		}
		if m := t.Platform.Property(folded, false); m != 0 {
			r.refer(n, RefPlatformMember, uint32(m))
			first, _ := m.Signatures()
			return value(r.table.expr(first.Result(), q.typ))
		}
	}
	return entity{}
}

// hidesObject reports whether the name before a dot is a variable that is called
// like the object that it is of: `Account account` hides Account. A token that is
// asked of it is meant to be the object's; a few objects have such a field.
func hidesObject(n parser.Node, t *Type) bool {
	switch t.Name {
	case "recordtype", "objectpermissions", "fieldpermissions":
		return false
	}
	object := n.Child(parser.FieldObject)
	return object.Kind() == parser.KindIdentifier && object.FoldedText() == t.Name
}

// isQuery reports whether an expression is a query in brackets.
func (r *fileResolver) isQuery(n parser.Node) bool {
	for n.Kind() == parser.KindParenthesizedExpression {
		n = n.FirstChild()
	}
	return n.Kind() == parser.KindSOQLExpression
}

// recordField resolves the field of a record.
func (r *fileResolver) recordField(n parser.Node, object TypeID, name parser.Node) entity {
	r.refer(n, RefSObjectField, uint32(object))
	return value(r.fieldType(object, name.FoldedText()))
}

// title spells a folded name of an object for people.
func title(folded string) string { return strings.ToUpper(folded[:1]) + folded[1:] }

// fieldType returns the type of a field of an object, as far as it is known.
func (r *fileResolver) fieldType(object TypeID, folded string) TypeID {
	folded = stripNamespace(folded, r.file)
	if t := r.p.declaredField(r.table.at(object).Name, folded); t.set {
		if t.object != "" {
			return r.object(t.object, title(t.object))
		}
		return t.typ
	}
	if child := r.p.childObject(r.table.at(object).Name, folded); child != "" {
		return r.table.list(r.object(child, title(child)))
	}
	switch {
	case strings.HasSuffix(folded, "__r"):
		return TypeSObject
	case strings.Contains(folded, "__"):
		return TypeUnknown
	case folded == "parent" && object != TypeSObject:
		return object
	}
	if known := platform.FieldType(folded); known != "" {
		return r.p.types.names[known]
	}
	if parent := platform.ParentObject(folded); parent != "" {
		return r.object(parent, title(parent))
	}
	if child := platform.ChildObject(folded); child != "" {
		return r.table.list(r.object(child, title(child)))
	}
	return TypeUnknown
}
