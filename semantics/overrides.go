package semantics

import (
	"cmp"
	"slices"
)

// Overrides returns the methods of the project that may run where a method is
// called virtually, the method itself left out: those of the same signature in
// classes below it, and for an interface what its implementing classes inherit.
// The result is sorted by id.
func (p *Program) Overrides(id MethodID) []MethodID {
	m := p.Method(id)
	if m.name == 0 {
		return nil
	}
	var found []MethodID
	seen := map[ClassID]bool{m.Class: true}
	queue := []ClassID{m.Class}
	for len(queue) > 0 {
		class := queue[0]
		queue = queue[1:]
		for _, sub := range p.Class(class).Subclasses {
			if seen[sub] {
				continue
			}
			seen[sub] = true
			queue = append(queue, sub)
			if o := p.implementation(sub, m); o != 0 && o != id && !slices.Contains(found, o) {
				found = append(found, o)
			}
		}
	}
	slices.Sort(found)
	return found
}

// implementation finds the method with the signature of m that an instance of a
// class runs; of an accessor that of the same property.
func (p *Program) implementation(class ClassID, m *Method) MethodID {
	if m.Field != 0 {
		return p.accessorOf(class, m)
	}
	for range maxHierarchy {
		if class == 0 {
			return 0
		}
		c := &p.Classes[class]
		for _, x := range c.methodsNamed(m.name) {
			if o := &p.Methods[x.id]; sameParams(o, m) && o.Modifiers&Static == 0 {
				return o.ID
			}
		}
		class = c.Super
	}
	return 0
}

// accessorOf finds the accessor that an instance of a class runs for m.
func (p *Program) accessorOf(class ClassID, m *Method) MethodID {
	name := p.Fields[m.Field].name
	for range maxHierarchy {
		if class == 0 {
			return 0
		}
		c := &p.Classes[class]
		if x, ok := c.find(name, memberField); ok {
			f := &p.Fields[x.id]
			switch {
			case m.Kind == MethodGetter && f.Getter != 0:
				return f.Getter
			case m.Kind == MethodSetter && f.Setter != 0:
				return f.Setter
			}
		}
		class = c.Super
	}
	return 0
}

// methodsNamed returns the methods of the class itself with a name.
func (c *Class) methodsNamed(name NameID) []member {
	index := c.memberIndex
	first, _ := slices.BinarySearchFunc(index, name, func(m member, name NameID) int {
		if m.name != name {
			return cmp.Compare(m.name, name)
		}
		return cmp.Compare(m.kind, memberMethod)
	})
	last := first
	for last < len(index) && index[last].name == name && index[last].kind == memberMethod {
		last++
	}
	return index[first:last]
}

func sameParams(a, b *Method) bool {
	return slices.EqualFunc(a.Params, b.Params, func(x, y Param) bool { return x.Type == y.Type })
}
