package semantics

import (
	"strings"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/semantics/platform"
)

// typeResolver resolves the types that are written in one file.
type typeResolver struct {
	p     *Program
	file  *FileInfo
	tree  *parser.Tree
	table *typeTable
	class ClassID // where the name stands

	known   []TypeID // by parser.Name: what a simple name means outside of any class
	members []NameID // by parser.Name plus one; 0 is not looked up yet
}

func newTypeResolver(p *Program, file *FileInfo, table *typeTable) *typeResolver {
	return &typeResolver{p: p, file: file, tree: file.Tree, table: table}
}

// resolve returns the type that a type node names.
func (r *typeResolver) resolve(n parser.Node) TypeID {
	switch n.Kind() {
	case parser.KindTypeIdentifier, parser.KindIdentifier:
		return r.simple(n)
	case parser.KindQualifiedType, parser.KindFieldAccess:
		return r.qualified(n)
	case parser.KindGenericType:
		return r.generic(n)
	case parser.KindArrayType:
		return r.table.list(r.resolve(n.Child(parser.FieldElement)))
	case parser.KindVoidType:
		return TypeVoid
	}
	return TypeUnknown
}

// simple resolves a name without dots: inner types of the class, of the classes
// around and above it, then classes of the project, types of the platform and
// objects.
func (r *typeResolver) simple(n parser.Node) TypeID {
	name := n.Name()
	if name == parser.NoName {
		return TypeUnknown
	}
	if c := r.innerClass(name); c != 0 {
		return r.p.Classes[c].Type
	}
	r.known = reach(r.known, name, r.tree)
	if id := r.known[name]; id != 0 {
		return id
	}
	id := r.global(r.tree.NameText(name), n.Text())
	r.known[name] = id
	return id
}

// global resolves a simple name outside of any class.
func (r *typeResolver) global(folded, display string) TypeID {
	if c := r.p.nearest(r.p.classes[folded], r.file); c != 0 {
		return r.p.Classes[c].Type
	}
	if t := platform.Type(folded); t != 0 && !strings.Contains(folded, ".") && !isSystemOnly(folded) {
		return r.table.platform[t]
	}
	return r.objectOrUnresolved(folded, display)
}

func (r *typeResolver) objectOrUnresolved(folded, display string) TypeID {
	name := stripNamespace(folded, r.file)
	if name != folded {
		display = display[len(display)-len(name):]
	}
	if platform.IsObjectName(name) || r.p.objects[name] {
		return r.table.named(KindSObject, name, display)
	}
	return r.table.named(KindUnresolved, name, display)
}

// object resolves a name that stands where only an object can.
func (r *typeResolver) object(folded, display string) TypeID {
	folded = strings.TrimPrefix(folded, "schema.")
	if folded == "" || strings.ContainsAny(folded, ". \t\r\n") {
		return TypeUnknown
	}
	if folded == "sobject" {
		return TypeSObject
	}
	if len(display) > len(folded) {
		display = display[len(display)-len(folded):]
	}
	name := stripNamespace(folded, r.file)
	display = display[len(display)-len(name):]
	if id, ok := r.lookupNamed(name); ok {
		if r.table.at(id).Kind == KindSObject {
			return id
		}
	}
	return r.table.named(KindSObject, name, display)
}

func (r *typeResolver) lookupNamed(name string) (TypeID, bool) {
	if r.table.base != nil {
		if id, ok := r.table.base.names[name]; ok {
			return id, true
		}
	}
	id, ok := r.table.names[name]
	return id, ok
}

// isSystemOnly reports whether a name is a table entry that is no type of its
// own in code.
func isSystemOnly(folded string) bool { return folded == "enum" || folded == "sobjecttypefields" }

// innerClass finds an inner class by name in the class, the classes above it
// and the class around it.
func (r *typeResolver) innerClass(name parser.Name) ClassID {
	if r.class == 0 {
		return 0
	}
	id := r.memberName(name)
	if id == 0 {
		return 0
	}
	for at := r.class; at != 0; at = r.p.Classes[at].Outer {
		up := at
		for range maxHierarchy {
			if up == 0 {
				break
			}
			if m, ok := r.p.Classes[up].find(id, memberClass); ok {
				return ClassID(m.id)
			}
			up = r.p.Classes[up].Super
		}
	}
	return 0
}

// reach makes a table by names long enough for one. The first names of a tree are
// those of its declarations, and more often than not there is no need for others.
func reach[T any](table []T, name parser.Name, tree *parser.Tree) []T {
	if int(name) < len(table) {
		return table
	}
	longer := make([]T, min(tree.Names(), 4*(int(name)+16)))
	copy(longer, table)
	return longer
}

// memberName translates a name of the tree to the program's names of members.
func (r *typeResolver) memberName(name parser.Name) NameID {
	if name == parser.NoName {
		return 0
	}
	r.members = reach(r.members, name, r.tree)
	if id := r.members[name]; id != 0 {
		return id - 1
	}
	id := r.p.names.lookup(r.tree.NameText(name))
	r.members[name] = id + 1
	return id
}

// find returns the first member of a kind with a name.
func (c *Class) find(name NameID, kind memberKind) (member, bool) {
	index := c.memberIndex
	low, high := 0, len(index)
	for low < high {
		mid := int(uint(low+high) >> 1)
		if m := index[mid]; m.name < name || m.name == name && m.kind < kind {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low < len(index) && index[low].name == name && index[low].kind == kind {
		return index[low], true
	}
	return member{}, false
}

// qualified resolves a name with dots.
func (r *typeResolver) qualified(n parser.Node) TypeID {
	name := n.Child(parser.FieldName)
	object := n.Child(parser.FieldObject)
	if object.Kind() == parser.KindIdentifier || object.Kind() == parser.KindTypeIdentifier {
		first := object.FoldedText()
		if inner := r.innerOf(r.simpleClass(object.Name()), name); inner != 0 {
			return r.p.Classes[inner].Type
		}
		if id := r.inNamespace(first, name.FoldedText(), name.Text()); id != TypeUnknown {
			return id
		}
	} else if outer := r.resolve(object); r.table.at(outer).Kind == KindClass {
		if inner := r.innerOf(r.table.at(outer).Class, name); inner != 0 {
			return r.p.Classes[inner].Type
		}
	}
	folded := foldedPath(n)
	if t := platform.Type(folded); t != 0 {
		return r.table.platform[t]
	}
	for i := range generatedTypes {
		if strings.HasPrefix(folded, generatedTypes[i].prefix) {
			return r.table.platform[platform.Type(generatedTypes[i].typ)]
		}
	}
	if rest, ok := strings.CutPrefix(folded, "system."); ok {
		folded = rest
	}
	return r.table.named(KindUnresolved, folded, folded)
}

// generatedTypes are the types that the platform makes of pages, flows and
// scripts: each behaves like one type of the tables.
var generatedTypes = [...]struct{ prefix, typ string }{
	{"component.", "apexpages.component"},
	{"dataweavescriptresource.", "dataweave.script"},
	{"flow.interview.", "flow.interview"},
}

// simpleClass returns the class that a simple name means, zero if it means
// something else.
func (r *typeResolver) simpleClass(name parser.Name) ClassID {
	if c := r.innerClass(name); c != 0 {
		return c
	}
	return r.p.nearest(r.p.classes[r.tree.NameText(name)], r.file)
}

func (r *typeResolver) innerOf(class ClassID, name parser.Node) ClassID {
	id := r.memberName(name.Name())
	if id == 0 {
		return 0
	}
	for range maxHierarchy {
		if class == 0 {
			return 0
		}
		c := &r.p.Classes[class]
		if m, ok := c.find(id, memberClass); ok {
			return ClassID(m.id)
		}
		class = c.Super
	}
	return 0
}

// inNamespace resolves a type that is qualified with a namespace: System,
// Schema, or the project's own.
func (r *typeResolver) inNamespace(namespace, folded, display string) TypeID {
	switch {
	case namespace == "system":
		if t := platform.Type(folded); t != 0 && !isSystemOnly(folded) {
			return r.table.platform[t]
		}
	case namespace == "schema":
		if platform.IsObjectName(folded) || r.p.objects[folded] {
			return r.object(folded, display)
		}
		if t := platform.Type(folded); t != 0 {
			return r.table.platform[t]
		}
		return r.object(folded, display)
	case r.file.File.Project != nil && namespace == lower(r.file.File.Project.Namespace):
		return r.global(folded, display)
	}
	return TypeUnknown
}

// generic resolves List<T>, Set<T>, Map<K, V> and the platform's interfaces with
// a type argument.
func (r *typeResolver) generic(n parser.Node) TypeID {
	var args [2]TypeID
	i := 0
	for a := range n.Child(parser.FieldArguments).Children() {
		t := r.resolve(a)
		if i < len(args) {
			args[i] = t
		}
		i++
	}
	name := n.Child(parser.FieldName)
	switch name.FoldedText() {
	case "list", "system.list":
		return r.table.list(args[0])
	case "set", "system.set":
		return r.table.set(args[0])
	case "map", "system.map":
		return r.table.mapOf(args[0], args[1])
	}
	base := r.resolve(name)
	if t := r.table.at(base); t.Kind == KindPlatform && t.Elem == 0 {
		return r.table.generic(t.Platform, args[0])
	}
	return base
}

// foldedPath returns the folded text of a dotted name without blanks and
// comments between its parts.
func foldedPath(n parser.Node) string {
	switch n.Kind() {
	case parser.KindFieldAccess, parser.KindQualifiedType:
		return foldedPath(n.Child(parser.FieldObject)) + "." + n.Child(parser.FieldName).FoldedText()
	case parser.KindIdentifier, parser.KindTypeIdentifier:
		return n.FoldedText()
	case parser.KindFieldName:
		if first := n.FirstChild(); first.Valid() {
			var b strings.Builder
			for c := range n.Children() {
				if b.Len() > 0 {
					b.WriteByte('.')
				}
				b.WriteString(c.FoldedText())
			}
			return b.String()
		}
	}
	return n.FoldedText()
}
