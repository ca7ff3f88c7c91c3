package access

import (
	"fmt"
	"slices"
	"strings"

	"github.com/apexvet/apexvet/dataflow/must"
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/semantics"
)

// uncheckedFields is an operation that misses permissions on fields. Its needs are those that are about fields.
type uncheckedFields struct {
	*unchecked
	// names are the fields that are known, as people write them, in the order of the operation.
	names []string
	// onlyNames says that all of them are the Name of an object.
	onlyNames bool
}

func newUncheckedFields(u *unchecked) *uncheckedFields {
	of := *u
	of.needs = nil
	fields := &uncheckedFields{unchecked: &of, onlyNames: true}
	for _, set := range u.verdict.UncheckedFields() {
		for _, field := range set.Fields {
			if alwaysVisible(u.prog, set.Object, field) {
				continue
			}
			n := must.Need{Perm: set.Perm, Object: set.Object, Field: field, Role: set.Role}
			of.needs = append(of.needs, n)
			if field == "?" {
				continue
			}
			fields.onlyNames = fields.onlyNames && field == "name"
			if name := u.fieldName(n); !slices.Contains(fields.names, name) {
				fields.names = append(fields.names, name)
			}
		}
	}
	return fields
}

// fieldName spells a field as the operation does, or the code before it.
func (u *unchecked) fieldName(n must.Need) string {
	for i := range u.op.Objects {
		for _, use := range u.op.Objects[i].Fields {
			if use.Name == n.Field && use.Node.Valid() {
				return use.Node.Text()
			}
		}
	}
	for node := range u.prog.Method(u.op.Method).Node.Descendants() {
		if node.Kind() == parser.KindFieldAccess {
			if name := node.Child(parser.FieldName); name.FoldedText() == n.Field {
				return name.Text()
			}
		}
	}
	return n.Field
}

// variant judges what is missing; it is empty where there is nothing to report.
func (u *uncheckedFields) variant() string {
	kind := "-read"
	if u.op.Verb.IsDML() {
		kind = "-write"
	}
	switch {
	case len(u.needs) == 0 || u.decided() || u.undeclared():
		return ""
	case u.reach == reachSystem:
		return "system-context"
	case u.reach == reachJob:
		return ""
	case u.reach == reachNobody:
		return "unused-code"
	case u.setupRows() || u.ownRows():
		return "setup-rows"
	case len(u.names) == 0:
		return "unknown-fields"
	case u.onlyNames:
		return "name-only"
	case u.conditionsOnly():
		return "condition"
	case u.reach == reachUser && u.guest():
		return "guest" + kind
	case u.reach == reachUser && !u.op.VersionUnknown:
		return "unchecked" + kind
	}
	return "unseen-callers" + kind
}

// conditionsOnly reports whether a query names the fields in conditions and for ordering only: they do not leave it.
func (u *uncheckedFields) conditionsOnly() bool {
	if u.op.Dynamic || u.op.Verb != semantics.VerbQuery {
		return false
	}
	for _, n := range u.needs {
		for i := range u.op.Objects {
			for _, use := range u.op.Objects[i].Fields {
				if use.Name == n.Field && use.Clause == semantics.ClauseSelect {
					return false
				}
			}
		}
	}
	return true
}

// message says which fields nothing checks, who gets here and what to do.
func (u *uncheckedFields) message(variant string) string {
	var b strings.Builder
	fields := u.fieldList()
	fmt.Fprintf(&b, "This %s of %s runs in system mode", noun(u.op.Verb), u.objects())
	if u.op.VersionUnknown {
		b.WriteString(" if the API version of this file, which is not known, is below 67.0")
	}
	does := "reads"
	if u.op.Verb.IsDML() {
		does = "sets"
	}
	var verbs []string
	for _, p := range u.perms() {
		verbs = append(verbs, p.String())
	}
	sight := ""
	if u.reach == reachUnseen {
		sight = " in sight"
	}
	fmt.Fprintf(&b, " and %s %s, and nothing%s checks that the user may %s %s", does, fields, sight, enumeration(verbs), plural(len(u.names), "that field", "these fields"))
	if way := u.way(); way != "" {
		b.WriteString("; " + way)
	}
	b.WriteString(". " + u.fieldAdvice(variant))
	return b.String()
}

// fieldList names the fields: "Phone, Fax and 3 more fields".
func (u *uncheckedFields) fieldList() string {
	names := u.names
	switch {
	case len(names) == 0:
		return "fields that are not known"
	case len(names) > 4:
		names = append(slices.Clone(names[:3]), fmt.Sprintf("%d more fields", len(u.names)-3))
	}
	return enumeration(names)
}

// fieldAdvice says how to let the platform check, or how to check by hand.
func (u *uncheckedFields) fieldAdvice(variant string) string {
	advice := u.advice(variant)
	if variant == "system-context" {
		return advice
	}
	put, _, _ := strings.Cut(advice, ", or test")
	access := "READABLE"
	switch u.op.Verb {
	case semantics.VerbInsert:
		access = "CREATABLE"
	case semantics.VerbUpdate:
		access = "UPDATABLE"
	case semantics.VerbUpsert:
		access = "UPSERTABLE"
	}
	return put + ", or use what Security.stripInaccessible(AccessType." + access + ", ...) leaves."
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// guest reports whether guests may make a request that leads here unchecked.
func (u *unchecked) guest() bool {
	for _, e := range u.verdict.Entries {
		if e.Guest {
			return true
		}
	}
	return false
}
