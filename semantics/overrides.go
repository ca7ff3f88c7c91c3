package semantics

import "slices"

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
// class runs.
func (p *Program) implementation(class ClassID, m *Method) MethodID {
	for range maxHierarchy {
		if class == 0 {
			return 0
		}
		c := &p.Classes[class]
		for _, x := range c.memberIndex {
			if x.name != m.name || x.kind != memberMethod {
				continue
			}
			if o := &p.Methods[x.id]; sameParams(o, m) && o.Modifiers&Static == 0 {
				return o.ID
			}
		}
		class = c.Super
	}
	return 0
}

func sameParams(a, b *Method) bool {
	return slices.EqualFunc(a.Params, b.Params, func(x, y Param) bool { return x.Type == y.Type })
}
