package migrate

import (
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/semantics"
)

// accessModifier gives a method the narrowest access modifier that compiles: that of the method it overrides, and
// protected where it declares the method itself.
func (p *planner) accessModifier(u *unit, c *Class, b Break) {
	program := p.r.before.program
	for _, id := range program.Class(c.id).Methods {
		m := program.Method(id)
		if m.NameNode.Start() != b.Offset {
			continue
		}
		access := p.r.access(id)
		if access == "" {
			p.leave(u, b.Offset, b.Subject, "it needs the access modifier of the method that it overrides, which the project does not hold")
			return
		}
		if private := modifier(m.Node, "private"); private.Valid() {
			p.add(u, private.Start(), private.End(), access, EditAccessModifier)
			return
		}
		word := modifier(m.Node, "abstract", "override")
		p.add(u, word.Start(), word.Start(), access+" ", EditAccessModifier)
		return
	}
}

// objectMethods are the methods that every class has.
var objectMethods = map[string]bool{"tostring": true, "equals": true, "hashcode": true}

// access returns the access modifier that a method without one needs, empty where the project does not tell.
func (r *Report) access(id semantics.MethodID) string {
	program := r.before.program
	m := program.Method(id)
	if modifier(m.Node, "override") == (parser.Node{}) {
		return "protected"
	}
	class := program.Class(m.Class)
	for depth := 0; class.Super != 0 && depth < 64; depth++ {
		class = program.Class(class.Super)
		for _, other := range class.Methods {
			o := program.Method(other)
			if o.Kind != semantics.MethodOrdinary || fold(o.Name) != fold(m.Name) || !sameParameters(o, m) {
				continue
			}
			switch {
			case o.Modifiers&semantics.Global != 0:
				return "global"
			case o.Modifiers&semantics.Public != 0:
				return "public"
			case o.Modifiers&semantics.Protected != 0 || o.Modifiers&semantics.Override == 0:
				return "protected"
			}
		}
	}
	if program.Type(class.SuperType).Kind == semantics.KindUnresolved {
		return ""
	}
	if objectMethods[fold(m.Name)] {
		return "public"
	}
	return ""
}

func sameParameters(a, b *semantics.Method) bool {
	if len(a.Params) != len(b.Params) {
		return false
	}
	for i := range a.Params {
		if a.Params[i].Type != b.Params[i].Type {
			return false
		}
	}
	return true
}
