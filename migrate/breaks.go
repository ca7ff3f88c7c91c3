package migrate

import (
	"cmp"
	"slices"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/semantics"
)

// The kinds of breaks.
const (
	BreakSecurityEnforced = "security-enforced"
	BreakAccessModifier   = "access-modifier"
)

// findBreaks finds what does not compile in a class at the target.
func (r *Report) findBreaks(c *Class) {
	u := r.before.unit(c.id)
	for i := range c.Operations {
		o := &c.Operations[i]
		if !slices.Contains(o.Effects, EffectNotCompiled) {
			continue
		}
		clause := r.before.program.Operation(o.id).ModeNode
		at := u.position(clause.Start())
		c.Breaks = append(c.Breaks, Break{
			ID: BreakSecurityEnforced, Subject: o.Label, Line: at.Line, Column: at.Column, Offset: clause.Start(),
			Text: "WITH SECURITY_ENFORCED does not compile from 67.0 on",
		})
	}
	if u.from < versionOfAccessModifiers && r.Target >= versionOfAccessModifiers {
		for _, id := range r.before.program.Class(c.id).Methods {
			if word := r.missingAccess(id); word.Valid() {
				m := r.before.program.Method(id)
				at := u.position(m.NameNode.Start())
				c.Breaks = append(c.Breaks, Break{
					ID: BreakAccessModifier, Subject: r.before.methodName(id), Line: at.Line, Column: at.Column, Offset: m.NameNode.Start(),
					Text: "an " + word.FoldedText() + " method needs protected, public or global from 65.0 on",
				})
			}
		}
	}
	slices.SortFunc(c.Breaks, func(a, b Break) int { return cmp.Compare(a.Offset, b.Offset) })
}

const accessModifiers = semantics.Protected | semantics.Public | semantics.Global

// missingAccess returns the word abstract or override of a method that needs an access modifier and has none, or private.
func (r *Report) missingAccess(id semantics.MethodID) parser.Node {
	m := r.before.program.Method(id)
	if m.Kind != semantics.MethodOrdinary || m.Modifiers&accessModifiers != 0 ||
		r.before.program.Class(m.Class).Kind != semantics.ClassKindClass {
		return parser.Node{}
	}
	return modifier(m.Node, "abstract", "override")
}

// modifier returns the first of the modifiers of a declaration that is one of the words.
func modifier(declaration parser.Node, words ...string) parser.Node {
	for n := range declaration.Child(parser.FieldModifiers).Children() {
		if n.Kind() == parser.KindModifier && slices.Contains(words, n.FoldedText()) {
			return n
		}
	}
	return parser.Node{}
}
