package must

import (
	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/semantics"
	"github.com/apexvet/apexvet/semantics/platform"
)

var (
	memberUserMode   = platform.Member("AccessLevel.USER_MODE")
	memberSystemMode = platform.Member("AccessLevel.SYSTEM_MODE")
	memberReadable   = platform.Member("AccessType.READABLE")
	memberCreatable  = platform.Member("AccessType.CREATABLE")
	memberUpdatable  = platform.Member("AccessType.UPDATABLE")
	memberUpsertable = platform.Member("AccessType.UPSERTABLE")
)

// staticDesc is what a member of the platform designates.
func staticDesc(member int32) desc {
	switch platform.MemberID(member) {
	case 0:
		return desc{}
	case memberUserMode:
		return desc{kind: mode, obj: userMode}
	case memberSystemMode:
		return desc{kind: mode, obj: systemMode}
	case memberReadable:
		return desc{kind: access, fld: 1}
	case memberCreatable:
		return desc{kind: access, fld: 2}
	case memberUpdatable:
		return desc{kind: access, fld: 3}
	case memberUpsertable:
		return desc{kind: access, fld: 4}
	}
	return desc{}
}

// desc is what a value designates.
type desc struct {
	kind descKind
	obj  Term // an object, or the value itself where it is not known
	fld  Term
}

type descKind uint8

const (
	notYet    descKind = iota
	plain              // a record, a collection, a token, a describe result, a name: of object obj
	global             // the map of all objects
	fields             // the fields of obj: describe.fields, or the map of them
	oneField           // field fld of obj
	mode               // an access level: obj
	access             // an AccessType: perms in fld as an index
	inDescent          // being computed
)

// desc returns what a value designates.
func (fr *frame) desc(v ir.Value) desc {
	if v <= 0 || int(v) >= len(fr.descs) {
		return desc{kind: plain, obj: unknownTerm}
	}
	switch d := fr.descs[v]; d.kind {
	case notYet:
	case inDescent:
		return desc{kind: inDescent}
	default:
		return d
	}
	fr.descs[v].kind = inDescent
	d := fr.describe(v)
	if d.kind == notYet || d.kind == inDescent {
		d = desc{kind: plain, obj: valueTerm(int32(v))}
	}
	fr.descs[v] = d
	return d
}

func (fr *frame) describe(v ir.Value) desc {
	in := &fr.f.Instrs[v]
	if obj := fr.a.objectOf(in.Type); obj != semantics.TypeUnknown {
		return desc{kind: plain, obj: objectTerm(obj)}
	}
	d := fr.describeOp(v, in)
	if d.kind == plain && (in.Op == ir.OpParam || in.Op == ir.OpCell) {
		switch fr.a.world.Describes(in.Type) { // what the type says of a map
		case MapOfFields:
			d.kind = fields
		case MapOfObjects:
			d = desc{kind: global}
		}
	}
	return d
}

func (fr *frame) describeOp(v ir.Value, in *ir.Instr) desc {
	switch in.Op {
	case ir.OpToken:
		t := fr.f.Tokens[in.Aux]
		switch t.Kind {
		case ir.TokenField, ir.TokenDescribeField:
			return desc{kind: oneField, obj: objectTerm(t.Object), fld: fr.a.name(t.Field)}
		}
		return desc{kind: plain, obj: objectTerm(t.Object)}
	case ir.OpParam:
		return desc{kind: plain, obj: paramTerm(in.Aux)}
	case ir.OpCell:
		return fr.describeCell(v, in)
	case ir.OpConst:
		if c := fr.f.Consts[in.Aux]; c.Kind == ir.ConstString {
			if obj := fr.a.world.ObjectNamed(c.Text); obj != semantics.TypeUnknown {
				return desc{kind: plain, obj: objectTerm(obj)}
			}
		}
	case ir.OpRecord:
		return desc{kind: plain, obj: objectTerm(fr.f.Records[in.Aux].Object)}
	case ir.OpPhi:
		return fr.join(v)
	case ir.OpCast, ir.OpIndex:
		return fr.desc(fr.f.Arg(v, 0))
	case ir.OpList, ir.OpSet:
		if in.Sub == 0 && len(fr.f.Args(v)) > 0 {
			return fr.join(v)
		}
	case ir.OpStatic:
		return staticDesc(in.Aux)
	case ir.OpRead:
		return fr.describeRead(v, in)
	case ir.OpCall, ir.OpNew:
		return fr.describeCall(v)
	}
	return desc{}
}

// join designates what all operands designate.
func (fr *frame) join(v ir.Value) desc {
	var all desc
	for _, a := range fr.f.Args(v) {
		if a == v {
			continue
		}
		d := fr.desc(a)
		switch {
		case d.kind == inDescent:
			continue
		case all.kind == notYet:
			all = d
		case all != d:
			return desc{}
		}
	}
	return all
}

func (fr *frame) describeCell(v ir.Value, in *ir.Instr) desc {
	id := semantics.FieldID(in.Aux)
	if fact := fr.a.fieldFact(id, fr.f.ID); fact != nil && fact.desc.kind != notYet {
		return fact.desc
	}
	if fr.a.stable(id) && len(fr.f.Args(v)) == 0 {
		return desc{kind: plain, obj: fieldTerm(id)}
	}
	return desc{}
}

func (fr *frame) describeRead(v ir.Value, in *ir.Instr) desc {
	if len(fr.f.Args(v)) == 0 {
		return desc{}
	}
	of := fr.desc(fr.f.Arg(v, 0))
	name := fr.f.Names[in.Aux]
	switch {
	case of.kind == plain && (name == "fields" || name == "sobjecttype") && of.obj != unknownTerm && !fr.isRecord(fr.f.Arg(v, 0)):
		if name == "fields" {
			return desc{kind: fields, obj: of.obj}
		}
		return of
	case of.kind == fields:
		return desc{kind: oneField, obj: of.obj, fld: fr.a.name(name)}
	}
	return desc{}
}

func (fr *frame) isRecord(v ir.Value) bool {
	return fr.a.objectOf(fr.f.Instrs[v].Type) != semantics.TypeUnknown
}

func (fr *frame) describeCall(v ir.Value) desc {
	c := fr.f.CallOf(v)
	if c == nil {
		return desc{}
	}
	switch c.Kind {
	case ir.CallPlatform:
		return fr.describePlatform(c)
	case ir.CallProject:
		return fr.describeResult(c)
	}
	return desc{}
}

func (fr *frame) describePlatform(c *ir.Call) desc {
	recv := fr.f.Receiver(c)
	args := fr.f.Arguments(c)
	switch fr.a.effects.of[c.Member] {
	case describe, sobjectType, sameObject:
		return fr.desc(recv)
	case ownObject:
		d := fr.desc(recv)
		d.kind, d.fld = plain, noTerm
		return d
	case globalDescribe:
		return desc{kind: global}
	case describeObjects:
		if len(args) > 0 {
			return fr.desc(args[0])
		}
	case fieldMap:
		d := fr.desc(recv)
		if d.kind == fields {
			return d
		}
	case nameText:
		if len(args) == 1 && !fr.isRecord(args[0]) {
			if d := fr.desc(args[0]); d.kind == plain {
				return d
			}
		}
	case lookUp:
		if len(args) == 0 {
			return desc{}
		}
		switch d := fr.desc(recv); d.kind {
		case global:
			if d := fr.desc(args[0]); d.kind == plain {
				return d
			}
		case fields:
			return desc{kind: oneField, obj: d.obj, fld: fr.fieldName(args[0])}
		}
	case stripped:
		if strip := fr.stripOf(recv); strip != 0 {
			if s := fr.f.CallOf(strip); s != nil {
				if args := fr.f.Arguments(s); len(args) > 1 {
					return fr.desc(args[1])
				}
			}
		}
	}
	return desc{}
}

// describeResult gives what the result of a project method designates, in terms
// of this frame.
func (fr *frame) describeResult(c *ir.Call) desc {
	if c.Open || len(c.Callees) == 0 {
		return desc{}
	}
	var all desc
	for i, id := range c.Callees {
		d := fr.a.sums[id].result
		if d.kind == notYet {
			return desc{}
		}
		d.obj, d.fld = fr.translate(fr.passed(c), d.obj), fr.translateField(fr.passed(c), d.fld)
		if i > 0 && d != all {
			return desc{}
		}
		all = d
	}
	if all.obj == unknownTerm || all.fld == unknownTerm {
		return desc{}
	}
	return all
}

// fieldName returns the term for a field that is named by a value: a constant, a
// parameter, an SObjectField.
func (fr *frame) fieldName(v ir.Value) Term {
	switch in := &fr.f.Instrs[v]; in.Op {
	case ir.OpConst:
		if c := fr.f.Consts[in.Aux]; c.Kind == ir.ConstString {
			return fr.a.name(c.Text)
		}
	case ir.OpParam:
		return paramTerm(in.Aux)
	}
	if d := fr.desc(v); d.kind == oneField {
		return d.fld
	} else if d.kind == plain && d.obj.kind() == kindParam {
		return d.obj
	}
	fr.sum.asked = true
	if s, ok := fr.a.world.ConstantText(fr.f, v); ok {
		return fr.a.name(s)
	}
	return valueTerm(int32(v))
}
