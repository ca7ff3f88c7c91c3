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

// keywords gives classes without a sharing keyword the one that keeps their sharing, where that matters to something. Where
// none does, the class keeps its version, with all that it extends; keywords then reports that the program has to be built
// again.
func (p *planner) keywords() (held bool) {
	r := p.r
	program := r.before.program
	p.given = map[semantics.ClassID]string{}
	// A keyword that a class is given holds for its subclasses too: those that ran otherwise need one of their own, and so on.
	for grew := true; grew; {
		grew = false
		for i := 1; i < len(program.Classes); i++ {
			id := semantics.ClassID(i)
			c := &program.Classes[i]
			if p.given[id] != "" || c.Kind != semantics.ClassKindClass || c.SharingNode.Valid() || !p.carried.classes[id] {
				continue
			}
			inherits, byKeyword := p.sharingWith(id)
			word, conflict := p.keyword(id)
			if inherits == program.ClassSharing(id).Sharing && (!byKeyword || inherits != semantics.SharingCaller || word == keywordInherited && conflict == "") {
				continue
			}
			if reason := p.fixed(c); reason != "" && conflict == "" {
				conflict = fmt.Sprintf("it needs %#q when its superclass is raised or given a keyword, and %s", word, reason)
			}
			if conflict == "" {
				p.given[id] = word
				grew = true
				continue
			}
			held = p.conflict(id, conflict) || held
		}
	}
	return held
}

// conflict notes that no edit keeps the sharing of a class: it keeps its version, with all that it extends. It reports
// whether that is new of one of them.
func (p *planner) conflict(id semantics.ClassID, reason string) (held bool) {
	program := p.r.before.program
	p.conflicts[id] = reason
	for depth := 0; id != 0 && depth < 64; id, depth = program.Class(id).Super, depth+1 {
		held = p.hold(p.r.before.unit(id)) || held
	}
	return held
}

// openChains finds the classes of which only a class that the project does not hold could tell whether their sharing changes.
func (p *planner) openChains() (held bool) {
	program := p.r.before.program
	for i := 1; i < len(program.Classes); i++ {
		c := &program.Classes[i]
		u := p.r.before.unit(c.ID)
		s := program.ClassSharing(c.ID)
		if s.Reason != semantics.SharingOpenChain || !p.carried.classes[c.ID] || !u.raised || p.refused[u] != "" ||
			u.from >= versionOfUserMode || p.r.Target < versionOfUserMode {
			continue
		}
		super := program.Type(program.Class(s.Class).SuperType).Display
		held = p.conflict(c.ID, fmt.Sprintf(
			"its superclass %s is not in the project: if that has no sharing keyword either, the class runs with sharing from %s on; give it the keyword that it needs",
			super, versionOfUserMode)) || held
	}
	return held
}

// fixed says why a class cannot be given a keyword, empty if it can.
func (p *planner) fixed(c *semantics.Class) string {
	u := p.r.before.unit(c.ID)
	switch {
	case u.context:
		return "it is not among what was named"
	case c.IsTest:
		return "it is a test class, and those are not raised"
	}
	if reason := editable(u); reason != "" {
		return "is not edited: " + reason
	}
	return ""
}

// writeKeywords makes edits of the keywords that are given.
func (p *planner) writeKeywords() {
	program := p.r.before.program
	for i := 1; i < len(program.Classes); i++ {
		if word := p.given[semantics.ClassID(i)]; word != "" {
			c := &program.Classes[i]
			at := classWord(c)
			p.add(p.r.before.unit(c.ID), at, at, word+" ", EditSharing)
		}
	}
}

// sharingWith returns the sharing of a class at the target with the keywords that are given so far, and whether one of them
// decides.
func (p *planner) sharingWith(id semantics.ClassID) (sharing semantics.Sharing, byKeyword bool) {
	program := p.r.before.program
	for at, depth := id, 0; at != 0 && depth < 64; at, depth = program.Class(at).Super, depth+1 {
		switch p.given[at] {
		case keywordWith:
			return semantics.SharingWith, true
		case keywordWithout:
			return semantics.SharingWithout, true
		case keywordInherited:
			return semantics.SharingCaller, true
		}
		if program.Class(at).SharingNode.Valid() {
			break
		}
	}
	return p.after.program.ClassSharing(id).Sharing, false
}

// keyword returns the keyword that keeps what a class does today. A class without one runs with the sharing of its
// callers and, entered by the platform, without sharing, from Aura with: no keyword says all of that at once. Where more
// than one applies, conflict says what it is.
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
		if !p.carried.methods[m] || r.before.test[m] && !isTest {
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
		"no keyword keeps all of today: it runs without sharing when %s, and not always when %s; give the entry point a class `without sharing` "+
			"of its own, and this one `inherited sharing`", entered, other)
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
