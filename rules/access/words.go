package access

import (
	"fmt"
	"slices"
	"strings"

	"github.com/apexvet/apexvet/dataflow/must"
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/semantics"
)

// message says what goes wrong at the operation and what to do about it, in one sentence each.
func (u *unchecked) message(variant string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "This %s of %s runs in system mode", noun(u.op.Verb), u.objects())
	if u.op.VersionUnknown {
		b.WriteString(" if the API version of this file, which is not known, is below 67.0")
	}
	b.WriteString(", ")
	switch m := u.wrongCheck(); {
	case strings.HasPrefix(variant, "wrong-check"):
		b.WriteString("and the check of " + u.checked(m) + " does not count: " + u.missText(m))
	case variant == "unused-code":
		b.WriteString("and nothing checks that the user may " + u.permissions() + ", but nobody calls this method")
	default:
		if u.reach == reachUnseen {
			b.WriteString("and nothing in sight checks that the user may " + u.permissions())
		} else {
			b.WriteString("and nothing checks that the user may " + u.permissions())
		}
		if m := u.otherOperation(); m != nil {
			b.WriteString(" (" + describeTests[m.Perm] + " is another permission)")
		}
	}
	if way := u.way(); way != "" {
		b.WriteString("; " + way)
	}
	b.WriteString(". " + u.advice(variant))
	return b.String()
}

// way names the entry points that lead to the operation.
func (u *unchecked) way() string {
	if u.reach != reachUser && u.reach != reachSystem {
		return ""
	}
	var names []string
	for _, e := range u.verdict.Entries {
		user := e.User && !onlyGlobal(u.prog.Method(e.Method))
		if user == (u.reach == reachUser) && (!e.NoCaller || servesTriggers(u.prog, e.Method)) {
			names = append(names, entryName(u.prog, e.Method))
		}
	}
	if len(names) == 0 {
		return ""
	}
	if len(names) == 1 && u.entry == u.op.Method && u.reach == reachUser {
		return "it is in " + names[0]
	}
	verb := "lead"
	if len(names) == 1 {
		verb = "leads"
	}
	only := ""
	if u.reach == reachSystem {
		only = "only "
	}
	return only + enumeration(names) + " " + verb + " here"
}

// objects names the objects whose permissions are missing.
func (u *unchecked) objects() string {
	var names []string
	unknown := false
	for _, n := range u.needs {
		if n.Object == semantics.TypeUnknown {
			unknown = true
		} else if name := u.prog.Type(n.Object).Display; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	switch {
	case len(names) == 0:
		return "records"
	case unknown:
		names = append(names, "others")
	case len(names) > 3:
		names = append(names[:2], fmt.Sprintf("%d more", len(names)-2))
	}
	return enumeration(names)
}

// perms lists the missing permissions.
func (u *unchecked) perms() []must.Perm {
	var perms []must.Perm
	for _, n := range u.needs {
		if !slices.Contains(perms, n.Perm) {
			perms = append(perms, n.Perm)
		}
	}
	return perms
}

// permissions says what the user must be allowed to: "create and update Contact records".
func (u *unchecked) permissions() string {
	var verbs []string
	for _, p := range u.perms() {
		verbs = append(verbs, p.String())
	}
	if u.unknownObjects() {
		return enumeration(verbs) + " them"
	}
	return enumeration(verbs) + " " + u.objects() + " records"
}

// describeTests are the methods of a describe result that test permissions.
var describeTests = [...]string{
	must.Read: "isAccessible()", must.Create: "isCreateable()", must.Update: "isUpdateable()",
	must.Delete: "isDeletable()", must.Undelete: "isUndeletable()", must.Merge: "isMergeable()",
}

// advice says how to let the platform check, or how to check by hand.
func (u *unchecked) advice(variant string) string {
	verb := u.op.Verb.String()
	user, system := "AccessLevel.USER_MODE", "AccessLevel.SYSTEM_MODE"
	put := "Pass "
	switch u.op.Form {
	case semantics.FormStatement:
		put, user, system = "Write ", "`"+verb+" as user`", "`"+verb+" as system`"
	case semantics.FormSOQL, semantics.FormSOSL:
		put, user, system = "Add ", "WITH USER_MODE", "WITH SYSTEM_MODE"
	}
	if variant == "system-context" {
		return put + user + ", or " + system + " if it is meant to be so."
	}
	var tests []string
	for _, p := range u.perms() {
		tests = append(tests, describeTests[p])
	}
	of := "of the object's describe result"
	if names := u.needs; len(names) > 0 && !u.unknownObjects() {
		of = "for " + u.objects()
	}
	return fmt.Sprintf("%s%s, or test %s %s first.", put, user, enumeration(tests), of)
}

// checked names what a check is about: "isUpdateable() on Contact".
func (u *unchecked) checked(m *must.NearMiss) string {
	on := "another object"
	if m.Object != semantics.TypeUnknown {
		on = u.prog.Type(m.Object).Display
	}
	if m.Field != "" {
		on += "." + m.Field
	}
	return describeTests[m.Perm] + " on " + on
}

// missText says why a check does not hold.
func (u *unchecked) missText(m *must.NearMiss) string {
	noun := noun(u.op.Verb)
	switch m.Reason {
	case must.OtherObject:
		return "it is about another object"
	case must.OtherOperation:
		return "the " + noun + " needs another permission"
	case must.OtherField:
		if m.Field == "" {
			return "it says nothing about fields"
		}
		return "it is about another field"
	case must.AfterUse:
		return "it comes after the " + noun
	case must.Ignored:
		return "nothing depends on its result"
	case must.Negated:
		return "the " + noun + " runs where it has failed"
	}
	return "there is a way around it"
}

// path makes the steps from the entry to the operation.
func (u *unchecked) path() []rules.Step {
	var steps []rules.Step
	for i, s := range u.verdict.Path {
		node := u.flow.Node(s.Node)
		text := stepText(node)
		switch {
		case i == len(u.verdict.Path)-1:
			text = "the " + noun(u.op.Verb) + " in system mode"
		case i == 0:
			node = u.prog.Method(s.Method).NameNode
			text = "entry point: " + entryName(u.prog, s.Method)
			if len(u.verdict.Entries) > 0 && u.verdict.Entries[0].NoCaller && !servesTriggers(u.prog, s.Method) {
				text = "nobody in sight calls " + entryName(u.prog, s.Method)
			}
		}
		if info := u.prog.FileOf(s.Method); info != nil && node.Valid() {
			steps = append(steps, rules.StepAtNode(info.File, node, text))
		}
	}
	return steps
}

// stepText says how a place on the path leads on.
func stepText(n parser.Node) string {
	switch n.Kind() {
	case parser.KindMethodCall:
		return "calls " + n.Child(parser.FieldName).Text()
	case parser.KindNewExpression:
		return "makes a " + n.Child(parser.FieldType).Text()
	}
	return "leads on"
}

// notes makes a step for each check that does not hold.
func (u *unchecked) notes() []rules.Step {
	var steps []rules.Step
	for i := range u.verdict.NearMisses {
		m := &u.verdict.NearMisses[i]
		if node := u.flow.Node(m.Node); node.Valid() {
			file := u.prog.Files[m.Node.File].File
			steps = append(steps, rules.StepAtNode(file, node, "the check of "+u.checked(m)+" does not count: "+u.missText(m)))
		}
	}
	return steps
}

// noun names an operation.
func noun(verb semantics.Verb) string {
	if verb == semantics.VerbConvertLead {
		return "conversion"
	}
	return verb.String()
}

// enumeration joins words: "a, b and c".
func enumeration(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
