package semantics

import (
	"strings"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/semantics/platform"
)

// operation returns an operation with the mode that holds where nothing says
// another.
func (r *fileResolver) operation(n parser.Node, verb Verb, form Form) Operation {
	op := Operation{Verb: verb, Form: form, Node: n, File: r.file, Method: r.method, Class: r.class}
	if r.inTrigger() {
		op.Mode, op.Source = ModeSystem, ModeFromTrigger
		return op
	}
	op.Mode = DefaultMode(r.file.File)
	op.VersionUnknown = op.Mode == ModeUnknown
	return op
}

// inTrigger reports whether the code belongs to a trigger itself. Classes inside
// of one do not exist.
func (r *fileResolver) inTrigger() bool { return r.p.Classes[r.class].Kind == ClassKindTrigger }

func (op *Operation) setMode(mode Mode, source ModeSource, n parser.Node) {
	op.Mode, op.Source, op.ModeNode, op.VersionUnknown = mode, source, n, false
}

// finish derives what depends on all objects and keeps the operation.
func (r *fileResolver) finish(op Operation) {
	targets, metadata, events, recordTypes := 0, 0, 0, 0
	for i := range op.Objects {
		o := &op.Objects[i]
		if o.Role != RoleTarget && o.Role != RoleSemiJoin {
			continue
		}
		name := r.table.at(o.Type).Name
		targets++
		switch {
		case strings.HasSuffix(name, "__mdt"):
			metadata++
		case strings.HasSuffix(name, "__e"):
			events++
		case name == "recordtype":
			recordTypes++
		}
	}
	op.CustomMetadata = targets > 0 && targets == metadata
	op.PlatformEvent = targets > 0 && targets == events
	op.RecordType = targets > 0 && targets == recordTypes
	r.operations = append(r.operations, op)
}

func verbOf(keyword string) Verb {
	for v := VerbInsert; v <= VerbMerge; v++ {
		if verbNames[v] == keyword {
			return v
		}
	}
	return VerbNone
}

// dmlStatement resolves insert, update and the like.
func (r *fileResolver) dmlStatement(n parser.Node) {
	op := r.operation(n, verbOf(n.Child(parser.FieldOperation).FoldedText()), FormStatement)
	if access := n.Child(parser.FieldAccessLevel); access.Valid() {
		mode := ModeUser
		if access.FoldedText() == "system" {
			mode = ModeSystem
		}
		op.setMode(mode, ModeFromSyntax, access)
	}
	op.Operand = n.Child(parser.FieldValue)
	t := r.expr(op.Operand)
	r.recordsOf(&op, op.Operand, t)
	if op.Operand2 = n.Child(parser.FieldDuplicate); op.Operand2.Valid() {
		r.expr(op.Operand2)
	}
	if external := n.Child(parser.FieldExternalID); external.Valid() {
		r.entity(external, true)
	}
	r.finish(op)
}

// opVerbs are the verbs of the platform's methods.
var opVerbs = [...]Verb{
	platform.OpNone: VerbNone, platform.OpQuery: VerbQuery, platform.OpSearch: VerbSearch, platform.OpInsert: VerbInsert,
	platform.OpUpdate: VerbUpdate, platform.OpUpsert: VerbUpsert, platform.OpDelete: VerbDelete, platform.OpUndelete: VerbUndelete,
	platform.OpMerge: VerbMerge, platform.OpConvertLead: VerbConvertLead, platform.OpPublish: VerbPublish,
	platform.OpLock: VerbLock, platform.OpEmptyRecycleBin: VerbEmptyRecycleBin, platform.OpSubmitApproval: VerbSubmitApproval,
}

// methodOperation makes an operation of a call such as Database.insert(x). The
// types of its arguments are on the stack from base.
func (r *fileResolver) methodOperation(n, list parser.Node, m platform.MemberID, base int) {
	op := r.operation(n, opVerbs[m.Op()], FormMethod)
	first := list.FirstChild()
	second := first.NextSibling()
	args := r.stack[base:]
	access, mode := r.accessLevel(list, m, args)
	switch op.Verb {
	case VerbPublish, VerbLock, VerbEmptyRecycleBin, VerbSubmitApproval:
		op.setMode(ModeNone, ModeFromPlatform, parser.Node{})
	default:
		if access.Valid() {
			op.setMode(mode, ModeFromArgument, access)
		}
	}
	op.Operand = first
	op.Count = strings.HasPrefix(m.Key(), "countquery")
	operand := TypeUnknown
	if len(args) > 0 {
		operand = args[0]
	}
	switch op.Verb {
	case VerbQuery, VerbSearch:
		if r.isQuery(first) {
			// getQueryLocator([SELECT ...]) is the query in brackets, run in the mode of the call.
			if access.Valid() {
				r.retarget(first, mode, access)
			}
			return
		}
		op.Dynamic = m.Key() != "suggest"
	case VerbMerge:
		op.Operand2 = second
		r.recordsOf(&op, first, operand)
	case VerbConvertLead:
		op.Objects = []ObjectUse{{Role: RoleTarget, Type: r.object("lead", "Lead"), Name: "lead", Node: first}}
	case VerbSubmitApproval:
	default:
		r.recordsOf(&op, first, operand)
	}
	r.finish(op)
}

// accessLevel finds the argument that says the mode and what it says.
func (r *fileResolver) accessLevel(list parser.Node, m platform.MemberID, args []TypeID) (parser.Node, Mode) {
	level := r.table.platform[platformAccessLevel]
	i := 0
	for a := range list.Children() {
		if i >= len(args) {
			break
		}
		if args[i] == level {
			return a, r.modeOf(a)
		}
		i++
	}
	// An argument of unknown type where only an AccessLevel can stand.
	first, last := m.Signatures()
	position := -1
	for s := first; s < last; s++ {
		if s.Arity() != len(args) {
			continue
		}
		at := -1
		for i := range args {
			if r.table.expr(s.Param(i), TypeUnknown) == level {
				at = i
			}
		}
		if at < 0 {
			return parser.Node{}, ModeUnknown
		}
		position = at
	}
	i = 0
	for a := range list.Children() {
		if i == position {
			if args[i] == TypeNull {
				return parser.Node{}, ModeUnknown
			}
			return a, ModeByValue
		}
		i++
	}
	return parser.Node{}, ModeUnknown
}

// modeOf returns the mode that an AccessLevel expression says by itself.
func (r *fileResolver) modeOf(n parser.Node) Mode {
	for n.Kind() == parser.KindParenthesizedExpression {
		n = n.FirstChild()
	}
	switch n.Kind() {
	case parser.KindFieldAccess:
		if ref := r.file.refs[n.Index()]; ref.Kind == RefPlatformMember {
			switch platform.MemberID(ref.ID).Key() {
			case "user_mode":
				return ModeUser
			case "system_mode":
				return ModeSystem
			}
		}
	case parser.KindMethodCall:
		// AccessLevel.USER_MODE.withPermissionSetId(id) is user mode.
		if n.Child(parser.FieldName).FoldedText() == "withpermissionsetid" {
			return r.modeOf(n.Child(parser.FieldObject))
		}
	}
	return ModeByValue
}

// retarget gives a query in brackets the mode of the call around it, unless it
// says one itself.
func (r *fileResolver) retarget(query parser.Node, mode Mode, access parser.Node) {
	for query.Kind() == parser.KindParenthesizedExpression {
		query = query.FirstChild()
	}
	for i := len(r.operations) - 1; i >= 0; i-- {
		if op := &r.operations[i]; op.Node == query {
			if op.Source != ModeFromSyntax {
				op.setMode(mode, ModeFromArgument, access)
			}
			return
		}
	}
}

// recordsOf notes the objects of the records that an operation works on.
func (r *fileResolver) recordsOf(op *Operation, n parser.Node, t TypeID) {
	for n.Kind() == parser.KindParenthesizedExpression {
		n = n.FirstChild()
	}
	elem := t
	for at := r.table.at(elem); at.IsCollection(); at = r.table.at(elem) {
		elem = at.Elem
	}
	if (elem == TypeSObject || elem == TypeUnknown) && r.literalRecords(op, n) {
		return
	}
	use := ObjectUse{Role: RoleTarget, Node: n}
	switch at := r.table.at(elem); at.Kind {
	case KindSObject, KindUnresolved:
		use.Type, use.Name = elem, at.Name
	}
	use.Fields = r.fieldsSet(n)
	op.Objects = append(op.Objects, use)
}

// literalRecords reads the objects of a list that is written out, where its own
// type says only SObject.
func (r *fileResolver) literalRecords(op *Operation, n parser.Node) bool {
	list := n.Child(parser.FieldInitializer)
	if n.Kind() != parser.KindNewExpression || !list.FirstChild().Valid() {
		return false
	}
	first := len(op.Objects)
	for e := range list.Children() {
		t := r.file.types[e.Index()]
		if r.table.at(t).Kind != KindSObject || t == TypeSObject {
			op.Objects = op.Objects[:first]
			return false
		}
		known := false
		for i := first; i < len(op.Objects); i++ {
			if op.Objects[i].Type == t {
				op.Objects[i].Fields = append(op.Objects[i].Fields, r.fieldsSet(e)...)
				known = true
			}
		}
		if !known {
			op.Objects = append(op.Objects, ObjectUse{
				Role: RoleTarget, Type: t, Name: r.table.at(t).Name, Node: e, Fields: r.fieldsSet(e),
			})
		}
	}
	return true
}

// fieldsSet returns the fields that `new T(F = v)`, alone or in a list that is
// written out, sets.
func (r *fileResolver) fieldsSet(n parser.Node) []FieldUse {
	if n.Kind() != parser.KindNewExpression {
		return nil
	}
	var fields []FieldUse
	for e := range n.Child(parser.FieldInitializer).Children() {
		fields = append(fields, r.fieldsSet(e)...)
	}
	for a := range n.Child(parser.FieldArguments).Children() {
		if a.Kind() == parser.KindFieldInitializer {
			name := a.Child(parser.FieldName)
			fields = append(fields, FieldUse{Name: stripNamespace(name.FoldedText(), r.file), Clause: ClauseSet, Node: name})
		}
	}
	return fields
}
