package semantics

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/apexvet/apexvet/parser"
)

// linker joins the declarations of all files into one program.
type linker struct {
	p        *Program
	declared []*declarations
	workers  int
}

func (l *linker) link(ctx context.Context) error {
	p := l.p
	p.types = *newTypeTable()
	p.names = nameTable{ids: map[string]NameID{}}
	if err := l.number(ctx); err != nil {
		return err
	}
	l.nameClasses()
	p.noteDuplicates()
	l.nameObjects()
	if err := l.members(ctx); err != nil {
		return err
	}
	l.hierarchy()
	if err := l.signatures(ctx); err != nil {
		return err
	}
	p.resolveSharing()
	return nil
}

// number gives out the ids of the program and lays everything into one slice of
// each kind.
func (l *linker) number(ctx context.Context) error {
	p := l.p
	classes, methods, fields := make([]ClassID, len(l.declared)), make([]MethodID, len(l.declared)), make([]FieldID, len(l.declared))
	class, method, field := ClassID(1), MethodID(1), FieldID(1)
	for i, d := range l.declared {
		p.Files = append(p.Files, d.file)
		p.byFile[d.file.File.ID] = int32(len(p.Files))
		classes[i], methods[i], fields[i] = class, method, field
		class += ClassID(len(d.classes))
		method += MethodID(len(d.methods))
		field += FieldID(len(d.fields))
	}
	p.Classes, p.Methods, p.Fields = make([]Class, class), make([]Method, method), make([]Field, field)
	p.Classes[0].File = &FileInfo{program: p}
	return each(ctx, l.workers, len(l.declared), func(i int) {
		d := l.declared[i]
		d.shift(classes[i]-1, methods[i]-1, fields[i]-1)
		copy(p.Classes[classes[i]:], d.classes)
		copy(p.Methods[methods[i]:], d.methods)
		copy(p.Fields[fields[i]:], d.fields)
	})
}

// shift makes ids within the file ids of the program.
func (d *declarations) shift(byClass ClassID, byMethod MethodID, byField FieldID) {
	d.file.Classes = make([]ClassID, len(d.classes))
	for i := range d.classes {
		c := &d.classes[i]
		c.ID += byClass
		shift(&c.Outer, byClass)
		shift(&c.StaticInit, byMethod)
		shift(&c.InstInit, byMethod)
		shiftAll(c.Methods, byMethod)
		shiftAll(c.Fields, byField)
		shiftAll(c.Inner, byClass)
		d.file.Classes[i] = c.ID
	}
	for i := range d.methods {
		m := &d.methods[i]
		m.ID += byMethod
		shift(&m.Class, byClass)
		shift(&m.Field, byField)
	}
	for i := range d.fields {
		f := &d.fields[i]
		f.ID += byField
		shift(&f.Class, byClass)
		shift(&f.Getter, byMethod)
		shift(&f.Setter, byMethod)
	}
}

func shift[ID ~uint32](id *ID, by ID) {
	if *id != 0 {
		*id += by
	}
}

func shiftAll[ID ~uint32](ids []ID, by ID) {
	for i := range ids {
		ids[i] += by
	}
}

// nameClasses makes classes known by their keys and gives them types.
func (l *linker) nameClasses() {
	p := l.p
	p.classes = make(map[string][]ClassID, len(p.Classes))
	p.types.classes = make([]TypeID, len(p.Classes))
	for i := 1; i < len(p.Classes); i++ {
		c := &p.Classes[i]
		if c.Kind != ClassKindTrigger && c.Kind != ClassKindScript && c.Outer == 0 {
			p.classes[c.Key] = append(p.classes[c.Key], c.ID)
		}
		display := c.Name
		if c.Outer != 0 {
			display = p.types.at(p.Classes[c.Outer].Type).Display + "." + c.Name
		}
		t := Type{Kind: KindClass, Name: c.Key, Display: display, Class: c.ID, Platform: platformObject}
		if c.Kind == ClassKindEnum {
			t.Platform = platformEnum
		}
		c.Type = p.types.add(t)
		p.types.classes[c.ID] = c.Type
	}
}

// nameObjects makes known which names are objects because they stand where only
// an object can.
func (l *linker) nameObjects() {
	p := l.p
	p.objects = map[string]bool{}
	for _, d := range l.declared {
		for _, n := range d.objects {
			name := stripNamespace(n.FoldedText(), d.file)
			if name != "" && !strings.ContainsAny(name, ". \t\r\n") {
				p.objects[name] = true
			}
		}
	}
}

// hierarchy resolves superclasses and interfaces. The superclasses of outer
// classes come first: they may bring the inner types that others name.
func (l *linker) hierarchy() {
	p := l.p
	for _, inner := range []bool{false, true} {
		for _, d := range l.declared {
			r := newTypeResolver(p, d.file, &p.types)
			for i := range d.types {
				c := p.Class(d.file.Classes[i])
				if (c.Outer != 0) != inner {
					continue
				}
				r.class = c.ID
				t := &d.types[i]
				if t.super.Valid() {
					// The superclass is looked up around the class, not in it.
					r.class = c.Outer
					c.SuperType = r.resolve(t.super)
					if s := p.types.at(c.SuperType); s.Kind == KindClass && s.Class != c.ID {
						c.Super = s.Class
					}
				}
				if t.object.Valid() {
					c.TriggerOf = r.object(t.object.FoldedText(), t.object.Text())
				}
			}
		}
	}
	for _, d := range l.declared {
		r := newTypeResolver(p, d.file, &p.types)
		for i := range d.types {
			c := p.Class(d.file.Classes[i])
			r.class = c.Outer
			for _, n := range d.types[i].interfaces {
				c.Interfaces = append(c.Interfaces, r.resolve(n))
			}
		}
	}
	for i := 1; i < len(p.Classes); i++ {
		c := &p.Classes[i]
		if c.Super != 0 && p.isCyclic(c.ID) {
			c.Super = 0
		}
		if c.Super != 0 {
			s := &p.Classes[c.Super]
			s.Subclasses = append(s.Subclasses, c.ID)
		}
		for _, id := range c.Interfaces {
			if t := p.types.at(id); t.Kind == KindClass && t.Class != c.ID {
				s := &p.Classes[t.Class]
				s.Subclasses = append(s.Subclasses, c.ID)
			}
		}
	}
}

// isCyclic reports whether a class is its own ancestor, in broken sources.
func (p *Program) isCyclic(id ClassID) bool {
	at := p.Classes[id].Super
	for range maxHierarchy {
		if at == 0 {
			return false
		}
		if at == id {
			return true
		}
		at = p.Classes[at].Super
	}
	return true
}

// members builds the index by which members are found.
func (l *linker) members(ctx context.Context) error {
	p := l.p
	for i := 1; i < len(p.Classes); i++ {
		c := &p.Classes[i]
		for _, id := range c.Fields {
			p.Fields[id].name = p.names.intern(p.Fields[id].NameNode.FoldedText())
		}
		for _, id := range c.Methods {
			if m := &p.Methods[id]; m.Kind == MethodOrdinary {
				m.name = p.names.intern(m.NameNode.FoldedText())
			}
		}
		for _, id := range c.Inner {
			p.names.intern(p.Classes[id].simpleKey())
		}
	}
	return each(ctx, l.workers, len(p.Classes)-1, func(i int) { l.index(&p.Classes[i+1]) })
}

// index builds the index of one class.
func (l *linker) index(c *Class) {
	p := l.p
	index := make([]member, 0, len(c.Fields)+len(c.Methods)+len(c.Inner))
	for _, id := range c.Fields {
		f := &p.Fields[id]
		f.Key = c.Key + "." + p.names.texts[f.name-1]
		if c.Kind == ClassKindEnum {
			f.Type = c.Type
		}
		index = append(index, member{f.name, memberField, uint32(id)})
	}
	for _, id := range c.Methods {
		m := &p.Methods[id]
		if m.Kind == MethodConstructor {
			c.Constructors = append(c.Constructors, id)
		}
		if m.Kind == MethodOrdinary {
			index = append(index, member{m.name, memberMethod, uint32(id)})
		}
	}
	for _, id := range c.Inner {
		index = append(index, member{p.names.lookup(p.Classes[id].simpleKey()), memberClass, uint32(id)})
	}
	slices.SortFunc(index, func(a, b member) int {
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.kind, b.kind), cmp.Compare(a.id, b.id))
	})
	c.memberIndex = index
}

// signatures resolves the types of fields, parameters and results: each file in
// a layer of its own, which are joined in the order of files.
func (l *linker) signatures(ctx context.Context) error {
	p := l.p
	layers := make([]*typeTable, len(l.declared))
	err := each(ctx, l.workers, len(l.declared), func(i int) {
		layers[i] = p.types.layer()
		l.signaturesOf(l.declared[i], layers[i])
	})
	if err != nil {
		return err
	}
	first := TypeID(len(p.types.types))
	remaps := make([][]TypeID, len(layers))
	for i, layer := range layers {
		remaps[i] = p.types.mergeLayer(layer)
	}
	return each(ctx, l.workers, len(l.declared), func(i int) { l.finishSignatures(l.declared[i], first, remaps[i]) })
}

func (l *linker) signaturesOf(d *declarations, table *typeTable) {
	p := l.p
	r := newTypeResolver(p, d.file, table)
	var previous parser.Node
	for i, typ := range d.ftypes {
		f := &p.Fields[d.fields[i].ID]
		if f.IsConstant {
			continue
		}
		if typ == previous && i > 0 {
			f.Type = p.Fields[f.ID-1].Type
			continue
		}
		r.class = f.Class
		f.Type = r.resolve(typ)
		previous = typ
	}
	for i := range d.methods {
		m := &p.Methods[d.methods[i].ID]
		r.class = m.Class
		switch m.Kind {
		case MethodOrdinary, MethodGetter:
			m.Return = r.resolve(d.results[i])
		default:
			m.Return = TypeVoid
		}
		if len(d.params[i]) > 0 {
			m.Params = make([]Param, len(d.params[i]))
		}
		for j, param := range d.params[i] {
			m.Params[j] = Param{Name: param.name.Text(), Type: r.resolve(param.typ), Node: param.node}
		}
		if m.Kind == MethodSetter {
			m.Params = []Param{{Name: "value", Type: p.Fields[m.Field].Type}}
		}
	}
}

// finishSignatures puts in the program's own ids and names the methods.
func (l *linker) finishSignatures(d *declarations, first TypeID, ids []TypeID) {
	p := l.p
	move := func(id *TypeID) {
		if *id >= first {
			*id = ids[*id-first]
		}
	}
	for i := range d.fields {
		move(&p.Fields[d.fields[i].ID].Type)
	}
	var key []byte
	for i := range d.methods {
		m := &p.Methods[d.methods[i].ID]
		move(&m.Return)
		for j := range m.Params {
			move(&m.Params[j].Type)
		}
		key = p.appendKey(key[:0], m)
		m.Key = string(key)
	}
}

// appendKey appends the persistent name of a method.
func (p *Program) appendKey(key []byte, m *Method) []byte {
	key = append(key, p.Classes[m.Class].Key...)
	key = append(key, '.')
	if m.name != 0 {
		key = append(key, p.names.texts[m.name-1]...)
	} else {
		key = append(key, lower(m.Name)...)
	}
	switch m.Kind {
	case MethodGetter:
		return append(key, ".get"...)
	case MethodSetter:
		return append(key, ".set"...)
	case MethodTrigger, MethodScript, MethodStaticInit, MethodInstanceInit:
		return key
	}
	key = append(key, '(')
	for i := range m.Params {
		if i > 0 {
			key = append(key, ',')
		}
		if name := p.types.at(m.Params[i].Type).Name; name != "" {
			key = append(key, name...)
		} else {
			key = append(key, '?')
		}
	}
	return append(key, ')')
}

// classNamed finds an outer or inner class by its folded key, as seen from a
// file.
func (p *Program) classNamed(folded string, from *FileInfo) ClassID {
	outer, inner, nested := strings.Cut(folded, ".")
	id := p.nearest(p.classes[outer], from)
	if !nested || id == 0 {
		return id
	}
	m, ok := p.Classes[id].find(p.names.lookup(inner), memberClass)
	if !ok {
		return 0
	}
	return ClassID(m.id)
}

// simpleKey returns the folded name of a class without that of the class around
// it.
func (c *Class) simpleKey() string { return c.Key[strings.LastIndexByte(c.Key, '.')+1:] }

// nearest chooses among classes of one name: those of another project never
// count, and of the own project the own package directory comes first, then the
// order of directories.
func (p *Program) nearest(ids []ClassID, from *FileInfo) ClassID {
	if len(ids) == 0 {
		return 0
	}
	if from == nil || len(ids) == 1 && p.Classes[ids[0]].File.File.Project == from.File.Project {
		return ids[0]
	}
	best, rank := ClassID(0), 0
	for _, id := range ids {
		f := p.Classes[id].File.File
		if f.Project != from.File.Project {
			continue
		}
		r := 2 + f.PackageDir
		switch {
		case f == from.File:
			r = 0
		case f.PackageDir == from.File.PackageDir:
			r = 1
		case f.PackageDir < 0:
			r = 1 << 20
		}
		if best == 0 || r < rank {
			best, rank = id, r
		}
	}
	return best
}

// stripNamespace removes the project's own namespace from a folded name of an
// object or field: ns__Thing__c is Thing__c.
func stripNamespace(folded string, from *FileInfo) string {
	if from.File.Project == nil || from.File.Project.Namespace == "" {
		return folded
	}
	rest, ok := strings.CutPrefix(folded, lower(from.File.Project.Namespace)+"__")
	if ok && strings.Contains(rest, "__") {
		return rest
	}
	return folded
}
