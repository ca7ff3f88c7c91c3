package semantics

import (
	"slices"
)

// fillHub finds the targets of a hub.
func (p *Program) fillHub(h *Hub) {
	var roots []ClassID
	switch {
	case h.events != 0:
		p.fillTriggers(h)
		return
	case h.Class != 0:
		roots = []ClassID{h.Class}
	case h.Member != 0:
		roots = p.implementers[h.Member.Owner()]
	}
	classes := p.descendants(roots)
	if h.Method == 0 && h.Member == 0 {
		p.fillReflective(h, classes)
		return
	}
	for _, class := range p.narrow(h, classes) {
		c := &p.Classes[class]
		if c.IsTest || c.Kind != ClassKindClass {
			continue
		}
		var target MethodID
		if h.Member != 0 {
			target = p.fulfils(class, h.Member)
		} else {
			target = p.implementation(class, &p.Methods[h.Method])
		}
		switch {
		case target != 0 && len(p.Methods[target].Bodies) > 0:
			h.Targets = append(h.Targets, target)
		case c.Modifiers&Abstract == 0 && p.isOpen(class):
			h.Open = true
		}
	}
	slices.Sort(h.Targets)
	h.Targets = slices.Compact(h.Targets)
	h.Open = h.Open || len(h.Targets) == 0 || h.Class == 0 || p.extensible(h.Class)
}

// descendants returns classes and all below them, sorted.
func (p *Program) descendants(roots []ClassID) []ClassID {
	found := slices.Clone(roots)
	if len(found) == 1 && len(p.Classes[found[0]].Subclasses) == 0 {
		return found
	}
	seen := make(map[ClassID]bool, len(found))
	for _, c := range found {
		seen[c] = true
	}
	for i := 0; i < len(found); i++ {
		for _, sub := range p.Classes[found[i]].Subclasses {
			if !seen[sub] {
				seen[sub] = true
				found = append(found, sub)
			}
		}
	}
	slices.Sort(found)
	return found
}

// isOpen reports whether a class has an ancestor that nothing here declares.
func (p *Program) isOpen(class ClassID) bool {
	for range maxHierarchy {
		c := &p.Classes[class]
		if c.Super == 0 {
			return p.Type(c.SuperType).Kind == KindUnresolved
		}
		class = c.Super
	}
	return true
}

// extensible reports whether code outside of the project can extend a class or
// implement an interface: a global one of a namespaced package.
func (p *Program) extensible(class ClassID) bool {
	c := &p.Classes[class]
	if c.Modifiers&Global == 0 || c.Kind == ClassKindClass && c.Modifiers&(Virtual|Abstract) == 0 {
		return false
	}
	project := c.File.File.Project
	return project != nil && project.Namespace != ""
}
