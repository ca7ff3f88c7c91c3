package semantics

import "github.com/apexvet/apexvet/parser"

// create resolves a new expression.
func (r *fileResolver) create(n parser.Node) TypeID {
	slot := len(r.file.Calls)
	r.file.Calls = append(r.file.Calls, Call{Node: n})
	t := r.typeNode(n.Child(parser.FieldType))
	base := len(r.stack)
	for c := range n.Children() {
		switch c.Field() {
		case parser.FieldArguments:
			for a := range c.Children() {
				if a.Kind() == parser.KindFieldInitializer {
					name := a.Child(parser.FieldName)
					r.refer(name, RefSObjectField, uint32(t))
					r.set(name, r.fieldType(t, name.FoldedText()))
					r.expr(a.Child(parser.FieldValue))
					continue
				}
				arg := r.expr(a)
				r.stack = append(r.stack, arg)
			}
		case parser.FieldInitializer:
			for e := range c.Children() {
				if e.Kind() == parser.KindMapEntry {
					r.expr(e.Child(parser.FieldKey))
					r.expr(e.Child(parser.FieldValue))
					continue
				}
				r.expr(e)
			}
		case parser.FieldSize:
			r.expr(c)
			t = r.table.list(t)
		}
	}
	c := Call{Node: n, Method: r.method, ReceiverType: t, Static: true, Kind: CallNew}
	if at := r.table.at(t); at.Kind == KindClass {
		r.construct(&c, at.Class, base)
	} else if at.Kind == KindUnresolved {
		c.Kind, c.Reason = CallUnknown, ReasonUnresolvedType
	}
	r.stack = r.stack[:base]
	r.file.Calls[slot] = c
	return t
}

// constructorCall resolves this(...) and super(...).
func (r *fileResolver) constructorCall(c *Call, name parser.Node, base int) {
	class := r.class
	if name.Kind() == parser.KindSuper {
		c.Super = true
		class = r.p.Classes[r.class].Super
		if class == 0 {
			c.Kind, c.ReceiverType = CallNew, r.p.Classes[r.class].SuperType
			return
		}
	}
	c.ReceiverType = r.p.Classes[class].Type
	r.construct(c, class, base)
}

// construct finds the constructors of a class that fit the arguments.
func (r *fileResolver) construct(c *Call, class ClassID, base int) {
	var buffer [8]MethodID
	found := buffer[:0]
	declared := r.p.Classes[class].Constructors
	for _, id := range declared {
		if len(r.p.Methods[id].Params) == len(r.stack)-base {
			found = append(found, id)
		}
	}
	switch {
	case len(found) > 0:
		c.Kind = CallConstructor
		r.choose(c, found, base)
	case len(declared) == 0 || r.isException(class):
		c.Kind = CallImplicit
		c.CrossFile = r.p.Classes[class].File != r.file
	default:
		c.Reason = ReasonNoMethod
	}
}

func (r *fileResolver) isException(class ClassID) bool {
	return r.platformSuper(class).Extends(platformException)
}
