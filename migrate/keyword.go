package migrate

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/semantics"
)

// The keywords.
const (
	keywordWith      = "with sharing"
	keywordWithout   = "without sharing"
	keywordInherited = "inherited sharing"
)

// keywords gives classes without a sharing keyword the one that keeps their sharing, where that matters to something.
func (p *planner) keywords() {
	r := p.r
	program := r.before.program
	given := map[semantics.ClassID]string{}
	p.given = given
	// A keyword that a class is given holds for its subclasses too: those that ran otherwise need one of their own, and so on.
	for grew := true; grew; {
		grew = false
		for i := 1; i < len(program.Classes); i++ {
			id := semantics.ClassID(i)
			c := &program.Classes[i]
			u := r.before.unit(id)
			if given[id] != "" || c.Kind != semantics.ClassKindClass || c.SharingNode.Valid() || !r.carried.classes[id] || u.context ||
				c.IsTest || editable(u) != "" {
				continue
			}
			word, conflict := p.keyword(id)
			inherits := p.sharingWith(id, given)
			if inherits == program.ClassSharing(id).Sharing && (inherits != semantics.SharingCaller || word == keywordInherited) {
				if conflict != "" && p.r.after.program.ClassSharing(id) != program.ClassSharing(id) {
					p.conflicts[id] = conflict
				}
				continue
			}
			given[id] = word
			if conflict != "" {
				p.conflicts[id] = conflict
			}
			grew = true
		}
	}
	for i := 1; i < len(program.Classes); i++ {
		if word := given[semantics.ClassID(i)]; word != "" {
			c := &program.Classes[i]
			u := r.before.unit(c.ID)
			at := classWord(c)
			p.add(u, at, at, word+" ", EditSharing)
		}
	}
}

// sharingWith returns the sharing of a class at the target when others are given keywords.
func (p *planner) sharingWith(id semantics.ClassID, given map[semantics.ClassID]string) semantics.Sharing {
	program := p.r.before.program
	for at, depth := id, 0; at != 0 && depth < 64; at, depth = program.Class(at).Super, depth+1 {
		switch given[at] {
		case keywordWith:
			return semantics.SharingWith
		case keywordWithout:
			return semantics.SharingWithout
		case keywordInherited:
			return semantics.SharingCaller
		}
		if program.Class(at).SharingNode.Valid() {
			break
		}
	}
	return p.r.after.program.ClassSharing(id).Sharing
}

// keyword returns the keyword that keeps what a class does today. A class without one runs with the sharing of its
// callers and, entered by the platform, without sharing, from Aura with: no keyword says all of that at once. Where more
// than one applies, `inherited sharing` is the one that shows nobody more than today; what then changes is found by
// comparing, and conflict says what it is.
func (p *planner) keyword(id semantics.ClassID) (word, conflict string) {
	r := p.r
	program := r.before.program
	switch program.ClassSharing(id).Sharing {
	case semantics.SharingWith:
		return keywordWith, ""
	case semantics.SharingWithout:
		return keywordWithout, ""
	}
	isTest := within(r.before.unit(id).tests, program.Class(id).NameNode.Start())
	var entered, other string // what needs `without sharing`, and what it would take sharing from
	for _, m := range program.Class(id).Methods {
		// Test methods have no say in what the class does in production.
		if !r.carried.methods[m] || r.before.test[m] && !isTest {
			continue
		}
		for _, kind := range r.before.entries(m) {
			way := fmt.Sprintf("entered as %s %s", kind, r.before.methodName(m))
			switch {
			case r.before.enteredAs(m, kind) != WithoutSharing:
				other = cmp.Or(other, way)
			case kind != semantics.EntryTrigger && kind != semantics.EntryFramework:
				entered = cmp.Or(entered, way)
			}
		}
		for e := range program.Callers(m) {
			if e.Synchronous() && e.Kind != semantics.EdgeTrigger && program.Method(e.From).Class != id && (r.before.test[m] || !r.before.test[e.From]) &&
				r.before.sharing[e.From]&^WithoutSharing != 0 {
				other = cmp.Or(other, fmt.Sprintf("called by %s %s", r.before.methodName(e.From), r.before.sharing[e.From]))
			}
		}
	}
	switch {
	case entered == "":
		return keywordInherited, ""
	case other == "":
		return keywordWithout, ""
	}
	return keywordInherited, fmt.Sprintf(
		"no keyword keeps all of today: it runs without sharing when %s, and not always when %s. `inherited sharing` shows nobody more than today; "+
			"to keep the rest, move the entry point to a class `without sharing` of its own", entered, other)
}

// classWord returns the offset of the word `class` in the declaration of a class.
func classWord(c *semantics.Class) int {
	at := c.Node.Start()
	if modifiers := c.Node.Child(parser.FieldModifiers); modifiers.Valid() {
		at = modifiers.End()
	}
	return skipBlanks(c.Node.Tree(), at)
}

// skipBlanks returns the offset of the next word from an offset on: blanks and comments are passed over.
func skipBlanks(tree *parser.Tree, at int) int {
	text := tree.Text()
	comments := tree.Comments()
	for {
		for isBlank(text, at) || at < len(text) && text[at] == '\f' {
			at++
		}
		i, found := slices.BinarySearchFunc(comments, at, func(c parser.Comment, at int) int { return c.Start - at })
		if !found {
			return at
		}
		at = comments[i].End
	}
}
