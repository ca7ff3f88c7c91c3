package semantics

import (
	"slices"
	"strings"

	"github.com/apexvet/apexvet/parser"
)

// anyName is the name of a class of which nothing is known.
const anyName = "*"

// newInstance adds the edge to the constructors that Type.newInstance() may run.
func (b *edgeBuilder) newInstance(c *Call, e Edge) {
	e.Kind = EdgeReflective
	key := anyName
	if names, known := b.typeNames(c.Receiver, c.Method); known {
		key = nameKey(names)
	}
	bases := b.castsOf(c.Node, c.Method)
	if len(bases) == 0 && key != anyName {
		bases = []ClassID{0}
	}
	if len(bases) == 0 {
		e.Open = true
		b.add(e, hubKey{})
		return
	}
	for _, base := range bases {
		b.add(e, hubKey{class: base, names: key, file: b.hubFile(key)})
	}
}

// nameKey joins names of classes in a canonical way.
func nameKey(names []string) string {
	slices.Sort(names)
	return strings.Join(slices.Compact(names), " ")
}

// madeFrom returns the key of the names of the classes that an expression is an
// instance of, if newInstance() has made it from known ones; else an empty one.
func (b *edgeBuilder) madeFrom(n parser.Node, method MethodID) string {
	var names []string
	for _, origin := range b.origins(n, method) {
		for origin.Kind() == parser.KindCastExpression || origin.Kind() == parser.KindParenthesizedExpression {
			origin = unwrapped(origin)
			if origin.Kind() == parser.KindCastExpression {
				origin = origin.Child(parser.FieldValue)
			}
		}
		c := b.file.Call(origin)
		if c == nil || c.Kind != CallPlatform || c.Member != memberNewInstance {
			return ""
		}
		more, known := b.typeNames(c.Receiver, method)
		if !known {
			return ""
		}
		names = append(names, more...)
	}
	return nameKey(names)
}

// hubFile returns the file from which names of classes are looked up: it matters
// only where a name does not stand for one class, or bears a namespace.
func (b *edgeBuilder) hubFile(names string) *FileInfo {
	if names == anyName || names == "" {
		return nil
	}
	for name := range strings.SplitSeq(names, " ") {
		outer, _, _ := strings.Cut(name, ".")
		if len(b.p.classes[outer]) != 1 {
			return b.file
		}
	}
	return nil
}

// castsOf returns the classes and interfaces that an expression is cast to, at
// once or through a variable.
func (b *edgeBuilder) castsOf(n parser.Node, method MethodID) []ClassID {
	up := n.Parent()
	for up.Kind() == parser.KindParenthesizedExpression {
		up = up.Parent()
	}
	var types []TypeID
	var name parser.Node
	switch up.Kind() {
	case parser.KindCastExpression:
		types = []TypeID{b.file.TypeOf(up)}
	case parser.KindVariableDeclarator:
		name = up.Child(parser.FieldName)
	case parser.KindAssignmentExpression:
		name = up.Child(parser.FieldLeft)
	}
	if v, ok := b.file.Ref(name).Variable(); ok {
		types = b.flowOf(method)[v].casts
	}
	var classes []ClassID
	for _, t := range types {
		if class := b.p.Type(t).Class; class != 0 && !slices.Contains(classes, class) {
			classes = append(classes, class)
		}
	}
	slices.Sort(classes)
	return classes
}

// typeNames returns the folded names of the classes that an expression of type
// Type may stand for, and whether these are all.
func (b *edgeBuilder) typeNames(n parser.Node, method MethodID) (names []string, known bool) {
	for _, origin := range b.origins(n, method) {
		switch origin.Kind() {
		case parser.KindClassLiteral:
			if class := b.p.Type(b.file.TypeOf(origin.Child(parser.FieldType))).Class; class != 0 {
				names = append(names, b.p.Classes[class].Key)
				continue
			}
		case parser.KindMethodCall:
			if c := b.file.Call(origin); c != nil && c.Kind == CallPlatform && c.Member == memberForName {
				first, second := argument(origin, 0), argument(origin, 1)
				if second.Valid() {
					first = second
				}
				if more, ok := b.textsOf(first, method); ok {
					names = append(names, more...)
					continue
				}
			}
		}
		return nil, false
	}
	return names, len(names) > 0
}

// textsOf returns the folded texts that an expression may have: literals, and
// the values that a field of custom metadata has in the repository.
func (b *edgeBuilder) textsOf(n parser.Node, method MethodID) (texts []string, known bool) {
	for _, origin := range b.origins(n, method) {
		switch origin.Kind() {
		case parser.KindStringLiteral:
			texts = append(texts, lower(strings.Trim(origin.Text(), "'")))
			continue
		case parser.KindFieldAccess:
			if ref := b.file.Ref(origin); ref.Kind == RefSObjectField {
				field := origin.Child(parser.FieldName).FoldedText()
				if more := b.p.recordTexts(b.p.Type(TypeID(ref.ID)).Name, stripNamespace(field, b.file)); len(more) > 0 {
					texts = append(texts, more...)
					continue
				}
			}
		}
		return nil, false
	}
	return texts, len(texts) > 0
}

// fillReflective finds the constructors of a hub: of the classes named, or of
// all that are below its class.
func (p *Program) fillReflective(h *Hub, below []ClassID) {
	below = p.narrow(h, below)
	for _, class := range below {
		c := &p.Classes[class]
		if c.IsTest || c.Kind != ClassKindClass || c.Modifiers&Abstract != 0 {
			continue
		}
		h.Instances = append(h.Instances, class)
		h.Targets = append(h.Targets, p.construction(class)...)
	}
	slices.Sort(h.Targets)
	h.Targets = slices.Compact(h.Targets)
	h.Open = h.Open || len(h.Instances) == 0
}

// narrow returns the classes with the names of the hub, if there are any among
// those that it may be of, else all of these.
func (p *Program) narrow(h *Hub, below []ClassID) []ClassID {
	switch h.names {
	case "":
		return below
	case anyName:
		h.Open = p.extensible(h.Class)
		return below
	}
	named := p.ClassesNamed(strings.Split(h.names, " "), h.file)
	if h.Class != 0 {
		named = slices.DeleteFunc(named, func(c ClassID) bool {
			_, found := slices.BinarySearch(below, c)
			return !found
		})
	}
	if len(named) == 0 {
		h.Open = true
		return below
	}
	return named
}

// ClassesNamed returns the classes with one of the names, as Type.forName would
// find them from a file, sorted by id. Names may bear the project's namespace,
// before a dot or two underscores.
func (p *Program) ClassesNamed(names []string, from *FileInfo) []ClassID {
	var found []ClassID
	for _, name := range names {
		if id := p.reflected(lower(name), from); id != 0 {
			found = append(found, id)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

func (p *Program) reflected(folded string, from *FileInfo) ClassID {
	if id := p.classNamed(folded, from); id != 0 {
		return id
	}
	if from == nil || from.File.Project == nil || from.File.Project.Namespace == "" {
		return 0
	}
	rest, ok := strings.CutPrefix(folded, lower(from.File.Project.Namespace))
	if !ok {
		return 0
	}
	if rest, ok = strings.CutPrefix(rest, "."); !ok {
		if rest, ok = strings.CutPrefix(rest, "__"); !ok {
			return 0
		}
	}
	return p.classNamed(rest, from)
}

// Constructions returns what newInstance() runs of a class: for data flow, which
// may know the values of names that are not written out where they are used.
func (p *Program) Constructions(class ClassID) []MethodID { return p.construction(class) }

// recordTexts returns the folded values that records of custom metadata in the
// repository give to a field.
func (p *Program) recordTexts(object, field string) []string {
	return p.records[recordField{object, field}]
}

type recordField struct{ object, field string }
