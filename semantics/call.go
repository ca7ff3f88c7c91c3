package semantics

import (
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/semantics/platform"
)

// call resolves a method call: first what stands before the dot, then the
// arguments, then the method.
func (r *fileResolver) call(n parser.Node) entity {
	slot := len(r.file.Calls)
	r.file.Calls = append(r.file.Calls, Call{Node: n})
	var object, name, list parser.Node
	for c := range n.Children() {
		switch c.Field() {
		case parser.FieldObject:
			object = c
		case parser.FieldName:
			name = c
		case parser.FieldArguments:
			list = c
		}
	}
	var q entity
	if object.Valid() {
		q = r.entity(object, true)
	}
	base := len(r.stack)
	for a := range list.Children() {
		t := r.expr(a)
		r.stack = append(r.stack, t)
	}
	c := Call{Node: n, Receiver: object, Method: r.method}
	var result entity
	switch {
	case name.Kind() == parser.KindThis || name.Kind() == parser.KindSuper:
		r.constructorCall(&c, name, base)
		result = value(TypeVoid)
	case !object.Valid():
		result = value(r.unqualified(&c, name, base))
	case object.Kind() == parser.KindSuper:
		c.Super = true
		result = r.onValue(&c, q, name, base)
	case q.kind == entityType:
		result = value(r.onType(&c, q, name, base))
	case q.kind.isValue():
		result = r.onValue(&c, q, name, base)
		if c.Kind == CallUnknown && object.Kind() == parser.KindIdentifier {
			result = r.onHiddenType(&c, result, name, base)
		}
	default:
		c.Reason = ReasonReceiver
		if object.Kind() == parser.KindIdentifier || object.Kind() == parser.KindFieldAccess {
			c.Reason = r.whyUnknown(object)
		}
	}
	if c.Kind == CallPlatform && c.Member.Op() != platform.OpNone {
		r.methodOperation(n, list, c.Member, base)
	}
	r.stack = r.stack[:base]
	r.file.Calls[slot] = c
	return result
}

// onHiddenType resolves a call on a type whose name a variable bears too: Test
// may be a property, and Test.isRunningTest() still is the platform's.
func (r *fileResolver) onHiddenType(c *Call, unknown entity, name parser.Node, base int) entity {
	object := c.Receiver
	q := r.qualifier(object.FoldedText(), object.Text())
	if q.kind != entityType {
		return unknown
	}
	retry := Call{Node: c.Node, Receiver: object, Method: c.Method}
	result := r.onType(&retry, q, name, base)
	if retry.Kind == CallUnknown {
		return unknown
	}
	r.set(object, TypeUnknown)
	r.referType(object, q)
	*c = retry
	return value(result)
}

// whyUnknown tells a name that nothing declares, such as a class of a managed
// package, from a value of unknown type.
func (r *fileResolver) whyUnknown(object parser.Node) UnknownReason {
	for object.Kind() == parser.KindFieldAccess {
		object = object.Child(parser.FieldObject)
	}
	if object.Kind() == parser.KindIdentifier && r.file.refs[object.Index()].Kind == RefNone {
		if r.openSuper(r.class) {
			return ReasonOpenSuper
		}
		return ReasonUnresolvedType
	}
	return ReasonReceiver
}

// openSuper reports whether a class, or one around it, has an ancestor that
// nothing here declares.
func (r *fileResolver) openSuper(class ClassID) bool {
	for at := class; at != 0; at = r.p.Classes[at].Outer {
		up := at
		for range maxHierarchy {
			c := &r.p.Classes[up]
			if c.Super == 0 {
				if r.table.at(c.SuperType).Kind == KindUnresolved {
					return true
				}
				break
			}
			up = c.Super
		}
	}
	return false
}

// platformSuper returns the type of the platform that a class descends from,
// zero if there is none.
func (r *fileResolver) platformSuper(class ClassID) platform.TypeID {
	for range maxHierarchy {
		c := &r.p.Classes[class]
		if c.Super == 0 {
			if t := r.table.at(c.SuperType); t.Kind == KindPlatform {
				return t.Platform
			}
			return 0
		}
		class = c.Super
	}
	return 0
}

// unqualified resolves a call without a receiver: a method of the class, of its
// superclasses, or of the classes around it.
func (r *fileResolver) unqualified(c *Call, name parser.Node, base int) TypeID {
	id := r.memberName(name.Name())
	c.ReceiverType = r.p.Classes[r.class].Type
	for class := r.class; class != 0; class = r.p.Classes[class].Outer {
		if t, ok := r.projectMethod(c, class, id, base); ok {
			return t
		}
	}
	folded := name.FoldedText()
	for class := r.class; class != 0; class = r.p.Classes[class].Outer {
		if t, ok := r.inherited(c, class, folded, base); ok {
			return t
		}
	}
	c.Reason = ReasonNoMethod
	if r.openSuper(r.class) {
		c.Reason = ReasonOpenSuper
	}
	return TypeUnknown
}

// inherited resolves a method that a class has from the platform: from a
// superclass such as Exception, an interface, or Object.
func (r *fileResolver) inherited(c *Call, class ClassID, folded string, base int) (TypeID, bool) {
	if t := r.platformSuper(class); t != 0 {
		if m := t.Method(folded, false); m != 0 {
			return r.platformCall(c, m, r.table.platform[t], base), true
		}
	}
	if t, ok := r.fromInterface(c, class, folded, base, 0); ok {
		return t, true
	}
	if folded == "clone" {
		r.platformCall(c, platformObject.Method(folded, false), TypeObject, base)
		return r.p.Classes[class].Type, true
	}
	if m := platformObject.Method(folded, false); m != 0 {
		return r.platformCall(c, m, TypeObject, base), true
	}
	return TypeUnknown, false
}

// fromInterface looks in the platform interfaces of a class.
func (r *fileResolver) fromInterface(c *Call, class ClassID, folded string, base, depth int) (TypeID, bool) {
	if class == 0 || depth > maxHierarchy {
		return TypeUnknown, false
	}
	k := &r.p.Classes[class]
	for _, i := range k.Interfaces {
		switch t := r.table.at(i); t.Kind {
		case KindPlatform:
			if m := t.Platform.Method(folded, false); m != 0 {
				return r.platformCall(c, m, i, base), true
			}
		case KindClass:
			if t, ok := r.fromInterface(c, t.Class, folded, base, depth+1); ok {
				return t, true
			}
		}
	}
	return r.fromInterface(c, k.Super, folded, base, depth+1)
}

// projectMethod resolves a method of a class or of what it extends or
// implements in the project.
func (r *fileResolver) projectMethod(c *Call, class ClassID, name NameID, base int) (TypeID, bool) {
	if name == 0 {
		return TypeUnknown, false
	}
	var buffer [8]MethodID
	found := r.candidates(buffer[:0], class, name, len(r.stack)-base, 0)
	if len(found) == 0 {
		return TypeUnknown, false
	}
	c.Kind = CallProject
	r.choose(c, found, base)
	first := &r.p.Methods[c.Callees[0]]
	result := first.Return
	c.Static = first.Modifiers&Static != 0
	for _, id := range c.Callees {
		m := &r.p.Methods[id]
		if m.Return != result {
			result = TypeUnknown
		}
		if !c.Super && m.Modifiers&Static == 0 &&
			(m.Modifiers&(Virtual|Abstract|Override) != 0 || r.p.Classes[m.Class].Kind == ClassKindInterface) {
			c.Virtual = true
		}
	}
	return result, true
}

// candidates gathers the methods of a name and arity, those that a subclass
// overrides left out.
func (r *fileResolver) candidates(found []MethodID, class ClassID, name NameID, arity, depth int) []MethodID {
	if class == 0 || depth > maxHierarchy {
		return found
	}
	c := &r.p.Classes[class]
	if first, ok := c.find(name, memberMethod); ok {
		index := c.memberIndex
		for i := r.indexOf(index, first); i < len(index) && index[i].name == name && index[i].kind == memberMethod; i++ {
			m := &r.p.Methods[index[i].id]
			if len(m.Params) == arity && !r.overridden(found, m) {
				found = append(found, m.ID)
			}
		}
	}
	found = r.candidates(found, c.Super, name, arity, depth+1)
	if c.Kind == ClassKindInterface || c.Modifiers&Abstract != 0 {
		for _, i := range c.Interfaces {
			if t := r.table.at(i); t.Kind == KindClass {
				found = r.candidates(found, t.Class, name, arity, depth+1)
			}
		}
	}
	return found
}

func (r *fileResolver) indexOf(index []member, m member) int {
	low, high := 0, len(index)
	for low < high {
		mid := int(uint(low+high) >> 1)
		if x := index[mid]; x.name < m.name || x.name == m.name && (x.kind < m.kind || x.kind == m.kind && x.id < m.id) {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

func (r *fileResolver) overridden(found []MethodID, m *Method) bool {
	for _, id := range found {
		same := true
		other := &r.p.Methods[id]
		for i := range m.Params {
			if other.Params[i].Type != m.Params[i].Type {
				same = false
				break
			}
		}
		if same {
			return true
		}
	}
	return false
}

// choose keeps the methods whose parameters fit the arguments best. All have
// the right number of parameters.
func (r *fileResolver) choose(c *Call, found []MethodID, base int) {
	if len(found) > 1 {
		best, kept := -1, 0
		for _, id := range found {
			score := r.fit(&r.p.Methods[id], base)
			switch {
			case score < 0 || score < best:
				continue
			case score > best:
				best, kept = score, 0
			}
			found[kept] = id
			kept++
		}
		// Where nothing fits our types are wrong, not the program: all may be meant.
		if kept > 0 {
			found = found[:kept]
		}
	}
	first := len(r.callees)
	r.callees = append(r.callees, found...)
	c.Callees = r.callees[first:len(r.callees):len(r.callees)]
	for _, id := range found {
		if r.p.Classes[r.p.Methods[id].Class].File != r.file {
			c.CrossFile = true
		}
	}
}

// fit rates how well the arguments fit a method; negative if they cannot.
func (r *fileResolver) fit(m *Method, base int) int {
	score := 0
	for i := range m.Params {
		arg, param := r.stack[base+i], m.Params[i].Type
		switch {
		case arg == TypeUnknown || param == TypeUnknown:
			score++
		case arg == param:
			score += 4
		case r.assignable(arg, param):
			score += 2
			if param == TypeObject {
				score--
			}
		case r.table.at(arg).Kind == KindUnresolved || r.table.at(param).Kind == KindUnresolved:
			score++
		default:
			return -1
		}
	}
	return score
}

// onType resolves Type.method(...).
func (r *fileResolver) onType(c *Call, q entity, name parser.Node, base int) TypeID {
	c.Static = true
	c.ReceiverType = q.typ
	t := r.table.at(q.typ)
	folded := name.FoldedText()
	if t.Kind == KindClass {
		if result, ok := r.projectMethod(c, t.Class, r.memberName(name.Name()), base); ok {
			return result
		}
		class := &r.p.Classes[t.Class]
		if class.Kind == ClassKindEnum {
			if m := platformEnum.Method(folded, true); m != 0 {
				r.platformCall(c, m, q.typ, base)
				if folded == "values" {
					return r.table.list(q.typ)
				}
				return q.typ
			}
		}
		c.Reason = ReasonNoMethod
		if r.openSuper(t.Class) {
			c.Reason = ReasonOpenSuper
		}
		return TypeUnknown
	}
	if m := t.Platform.Method(folded, true); m != 0 {
		return r.platformCall(c, m, q.typ, base)
	}
	if t.Platform != 0 && t.Platform.Kind() == platform.Enum {
		if m := platformEnum.Method(folded, true); m != 0 {
			r.platformCall(c, m, q.typ, base)
			if folded == "values" {
				return r.table.list(q.typ)
			}
			return q.typ
		}
	}
	if t.Kind == KindPlatform && platform.IsStandardObject(t.Platform.Key()) {
		if m := platformSObject.Method(folded, true); m != 0 {
			return r.platformCall(c, m, r.object(t.Platform.Key(), t.Platform.Name()), base)
		}
	}
	c.Reason = ReasonNoMember
	return TypeUnknown
}

// onValue resolves value.method(...).
func (r *fileResolver) onValue(c *Call, q entity, name parser.Node, base int) entity {
	c.ReceiverType = q.typ
	t := r.table.at(q.typ)
	folded := name.FoldedText()
	switch t.Kind {
	case KindClass:
		if result, ok := r.projectMethod(c, t.Class, r.memberName(name.Name()), base); ok {
			return value(result)
		}
		if r.p.Classes[t.Class].Kind == ClassKindEnum {
			if m := platformEnum.Method(folded, false); m != 0 {
				return value(r.platformCall(c, m, q.typ, base))
			}
		}
		if result, ok := r.inherited(c, t.Class, folded, base); ok {
			return value(result)
		}
		c.Reason = ReasonNoMethod
		if r.openSuper(t.Class) {
			c.Reason = ReasonOpenSuper
		}
		return entity{}
	case KindUnknown, KindNull, KindVoid:
		c.Reason = ReasonReceiver
		return entity{}
	case KindUnresolved:
		c.Reason = ReasonUnresolvedType
		return entity{}
	}
	m := t.Platform.Method(folded, false)
	if m == 0 && q.typ == TypeSObject && r.isRelationship(c.Receiver) {
		// Without the object's metadata x__r may be one parent or many children.
		if m = platformList.Method(folded, false); m != 0 {
			return value(r.platformCall(c, m, r.table.list(TypeSObject), base))
		}
	}
	if m == 0 && t.Kind == KindList && r.isQuery(c.Receiver) {
		// [SELECT ...].getSObjectType(): a method of the only record.
		if m = platformSObject.Method(folded, false); m != 0 {
			return value(r.platformCall(c, m, t.Elem, base))
		}
	}
	if m == 0 && t.Platform.Kind() == platform.Enum {
		m = platformEnum.Method(folded, false)
	}
	if m == 0 {
		m = platformObject.Method(folded, false)
	}
	if m == 0 {
		c.Reason = ReasonNoMember
		return entity{}
	}
	e := value(r.platformCall(c, m, q.typ, base))
	// Account.SObjectType.getDescribe() still describes Account.
	e.object = q.object
	return e
}
