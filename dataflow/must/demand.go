package must

import (
	"slices"
	"strings"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/semantics"
)

// verbPerms are the permissions that DML needs.
var verbPerms = [...][]Perm{
	semantics.VerbInsert:      {Create},
	semantics.VerbUpdate:      {Update},
	semantics.VerbUpsert:      {Create, Update},
	semantics.VerbDelete:      {Delete},
	semantics.VerbUndelete:    {Undelete},
	semantics.VerbMerge:       {Merge},
	semantics.VerbConvertLead: {Update},
}

// clausesOf lists what an operation needs, objects first. The second result is
// the mode that the text of a dynamic query asks for.
func (fr *frame) clausesOf(row *semantics.Operation, op *ir.Operation) ([]clause, semantics.Mode) {
	switch {
	case row.CustomMetadata, row.PlatformEvent:
		return nil, semantics.ModeUnknown
	case row.Verb == semantics.VerbQuery, row.Verb == semantics.VerbSearch:
		if row.Dynamic {
			return fr.dynamicClauses(op)
		}
		return fr.queryClauses(row), semantics.ModeUnknown
	case row.Verb == semantics.VerbConvertLead:
		for i := range row.Objects {
			if row.Objects[i].Type > semantics.TypeSObject {
				return []clause{{perm: Update, obj: objectTerm(row.Objects[i].Type)}}, semantics.ModeUnknown
			}
		}
		return nil, semantics.ModeUnknown
	case int(row.Verb) >= len(verbPerms) || len(verbPerms[row.Verb]) == 0:
		return nil, semantics.ModeUnknown
	}
	return fr.recordClauses(row, op), semantics.ModeUnknown
}

func (fr *frame) queryClauses(row *semantics.Operation) []clause {
	var objects, names []clause
	enforced := row.Mode == semantics.ModeSecurityEnforced
	for i := range row.Objects {
		use := &row.Objects[i]
		obj := fr.a.objectOf(use.Type)
		if obj == semantics.TypeUnknown {
			if use.Role != semantics.RoleTarget {
				continue
			}
			if !enforced {
				objects = append(objects, clause{perm: Read, role: use.Role, obj: unknownTerm})
			}
			continue
		}
		c := clause{perm: Read, role: use.Role, obj: objectTerm(obj)}
		if !enforced && !hasClause(objects, c) {
			objects = append(objects, c)
		}
		for k := range use.Fields {
			fu := &use.Fields[k]
			// A path belongs to the object at its end, which has a role of its own
			// where it is known.
			if noFieldSecurity[fu.Name] || strings.Contains(fu.Name, ".") || enforced && selects(use, fu.Name) {
				continue
			}
			c.fld = fr.a.name(fu.Name)
			if !hasClause(names, c) {
				names = append(names, c)
			}
		}
	}
	return append(objects, names...)
}

// selects reports whether a query reads a field: WITH SECURITY_ENFORCED checks it then,
// wherever else it stands.
func selects(use *semantics.ObjectUse, name string) bool {
	return slices.ContainsFunc(use.Fields, func(f semantics.FieldUse) bool {
		return f.Clause == semantics.ClauseSelect && f.Name == name
	})
}

// noFieldSecurity are the fields that everybody who may read a record may read.
var noFieldSecurity = map[string]bool{
	"id": true, "isdeleted": true, "createdbyid": true, "createddate": true, "lastmodifiedbyid": true,
	"lastmodifieddate": true, "systemmodstamp": true,
}

func hasClause(list []clause, c clause) bool {
	for _, d := range list {
		if d.perm == c.perm && d.obj == c.obj && d.fld == c.fld {
			return true
		}
	}
	return false
}

func (fr *frame) dynamicClauses(op *ir.Operation) ([]clause, semantics.Mode) {
	fr.sum.asked = true
	text := fr.a.world.QueryText(fr.f, op)
	switch text.Mode {
	case semantics.ModeUser, semantics.ModeSystem:
		return nil, text.Mode
	case semantics.ModeSecurityEnforced: // the objects are checked, the fields of its conditions not
		return nil, semantics.ModeUnknown
	}
	var list []clause
	add := func(obj Term) {
		if c := (clause{perm: Read, obj: obj}); !hasClause(list, c) {
			list = append(list, c)
		}
	}
	for _, id := range text.Objects {
		add(objectTerm(id))
	}
	for _, v := range text.Named {
		add(fr.termOf(v))
	}
	if !text.Known {
		add(fr.queryTerm(op))
	}
	for _, f := range text.Fields {
		c := clause{perm: Read, obj: objectTerm(f.Object), fld: fr.a.name(f.Name)}
		if !noFieldSecurity[f.Name] && !hasClause(list, c) {
			list = append(list, c)
		}
	}
	return list, semantics.ModeUnknown
}

// queryTerm names the object of a query whose text is not known: by its type, or
// not at all.
func (fr *frame) queryTerm(op *ir.Operation) Term {
	if obj := fr.a.objectOf(fr.f.Instrs[op.Value].Type); obj != semantics.TypeUnknown {
		return objectTerm(obj)
	}
	return unknownTerm
}

func (fr *frame) recordClauses(row *semantics.Operation, op *ir.Operation) []clause {
	objects := fr.objectsOf(op.Records, op.Value)
	if len(objects) == 0 || len(objects) == 1 && !objects[0].constant() {
		for i := range row.Objects {
			if o := fr.a.objectOf(row.Objects[i].Type); row.Objects[i].Role == semantics.RoleTarget && o != semantics.TypeUnknown {
				objects = []Term{objectTerm(o)}
				break
			}
		}
	}
	if len(objects) == 0 {
		objects = []Term{unknownTerm}
	}
	var list []clause
	perms := verbPerms[row.Verb]
	for _, obj := range objects {
		for _, p := range perms {
			list = append(list, clause{perm: p, obj: obj})
		}
		if row.Verb == semantics.VerbUpsert {
			list = append(list, clause{perm: Write, obj: obj})
		}
	}
	if row.Verb == semantics.VerbDelete || row.Verb == semantics.VerbUndelete || row.Verb == semantics.VerbMerge {
		return list
	}
	for _, set := range fr.assigned(op.Records, op.Value) {
		obj := set.obj
		if !slices.Contains(objects, obj) {
			if len(objects) != 1 || obj.kind() == kindObject {
				continue
			}
			obj = objects[0]
		}
		for _, p := range perms {
			c := clause{perm: p, obj: obj, fld: set.name}
			if !hasClause(list, c) {
				list = append(list, c)
			}
		}
	}
	return list
}

// container returns the collection behind a value: the map of map.values(), the
// list of a cast.
func (fr *frame) container(v ir.Value) ir.Value {
	for range 8 {
		switch fr.f.Instrs[v].Op {
		case ir.OpCast:
			v = fr.f.Arg(v, 0)
			continue
		case ir.OpCall:
			if c := fr.f.CallOf(v); c != nil && c.Kind == ir.CallPlatform && c.HasReceiver && c.Name == "values" && fr.a.effects.of[c.Member] == sameObject {
				v = fr.f.Arg(v, 0)
				continue
			}
		}
		break
	}
	return v
}

// maxNesting bounds how often a collection may be filled from another one.
const maxNesting = 4

func (fr *frame) coveredBy(c clause, v ir.Value) bool {
	cl := fr.cleansedBy(v)
	return cl.param == 0 && cl.covers(c.perm, c.fld != noTerm)
}

func (fr *frame) isOperation(v ir.Value) bool {
	for i := range fr.f.Operations {
		if fr.f.Operations[i].Value == v {
			return true
		}
	}
	return false
}

// anyStrip reports whether the body calls stripInaccessible at all.
func (fr *frame) anyStrip() bool {
	for i := range fr.f.Calls {
		if c := &fr.f.Calls[i]; c.Kind == ir.CallPlatform && fr.a.effects.of[c.Member] == stripCall {
			return true
		}
	}
	return false
}

// strippedLater returns what stripInaccessible does for the result of a query that
// goes nowhere else.
func (fr *frame) strippedLater(query ir.Value) cleansing {
	if !fr.anyStrip() {
		return cleansing{}
	}
	var all cleansing
	found := false
	for _, u := range fr.usesOf(query) {
		call := fr.f.CallOf(u)
		if call == nil || call.Kind != ir.CallPlatform {
			return cleansing{}
		}
		if e := fr.a.effects.of[call.Member]; e == inspects {
			continue
		} else if e != stripCall {
			return cleansing{}
		}
		cl := fr.stripEffect(u)
		if found {
			cl = cleansing{objects: cl.objects & all.objects, fields: cl.fields & all.fields}
		}
		all, found = cl, true
	}
	for i := range fr.f.Blocks { // returned as it is
		if fr.f.Blocks[i].Cond == query {
			return cleansing{}
		}
	}
	return all
}
