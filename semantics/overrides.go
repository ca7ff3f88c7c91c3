package semantics

import (
	"cmp"
	"slices"
)

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
