package lower

import (
	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/semantics"
	"github.com/apexvet/apexvet/semantics/platform"
)

// callAt returns what semantics knows of a call. Calls are asked for in about the
// order in which they are listed.
func (l *Lowerer) callAt(n parser.Node) *semantics.Call {
	if i := l.lastHit; i < len(l.fi.Calls) && l.fi.Calls[i].Node == n {
		l.lastHit++
		return &l.fi.Calls[i]
	}
	c := l.fi.Call(n)
	if c != nil {
		low, high := 0, len(l.fi.Calls)
		for low < high {
			mid := int(uint(low+high) >> 1)
			if l.fi.Calls[mid].Node.Index() <= n.Index() {
				low = mid + 1
			} else {
				high = mid
			}
		}
		l.lastHit = low
	}
	return c
}

// call lowers a method call, this(...) and super(...).
func (l *Lowerer) call(n parser.Node) ir.Value {
	sem := l.callAt(n)
	object, name := n.Child(parser.FieldObject), n.Child(parser.FieldName)
	c := ir.Call{Name: name.FoldedText()}
	var recv ir.Value
	isValue := false
	if object.Valid() {
		recv, isValue = l.receiver(object)
		if !l.b.Reachable() {
			return 0
		}
		switch object.Kind() {
		case parser.KindThis, parser.KindSuper:
			c.OnThis = true
		case parser.KindIdentifier, parser.KindFieldAccess:
			if !isValue {
				c.Qualifier = plainName(object)
			}
		}
	}
	if sem != nil {
		l.target(&c, sem)
	}
	if c.Kind == ir.CallProject && !object.Valid() {
		c.OnThis = sem != nil && !sem.Static
	}
	if (sem != nil && sem.Static || !isValue) && l.fi.Ref(object).Kind != semantics.RefSObjectType {
		recv = 0 // but Account.getSObjectType() is asked of the object
	}
	run := func() ir.Value { return l.invoke(n, c, recv, sem) }
	if recv != 0 {
		return l.safely(n, recv, run)
	}
	return run()
}

// plainName returns the folded text of a dotted name without blanks.
func plainName(n parser.Node) string {
	s := n.FoldedText()
	for i := range len(s) {
		if s[i] <= ' ' {
			b := make([]byte, 0, len(s))
			for j := range len(s) {
				if s[j] > ' ' {
					b = append(b, s[j])
				}
			}
			return string(b)
		}
	}
	return s
}

// invoke lowers the arguments and the call itself.
func (l *Lowerer) invoke(n parser.Node, c ir.Call, recv ir.Value, sem *semantics.Call) ir.Value {
	base := len(l.args)
	if recv != 0 {
		c.HasReceiver = true
		l.args = append(l.args, recv)
	}
	for a := range n.Child(parser.FieldArguments).Children() {
		v := l.expr(a)
		l.args = append(l.args, v)
	}
	args := append([]ir.Value(nil), l.args[base:]...)
	l.args = l.args[:base]
	if !l.b.Reachable() {
		return 0
	}
	if sem != nil && sem.Kind == semantics.CallPlatform && sem.Member.Op() != platform.OpNone {
		return l.databaseCall(n, c, args)
	}
	return l.emitCall(ir.OpCall, n, l.fi.TypeOf(n), c, args)
}

// target says where a call goes.
func (l *Lowerer) target(c *ir.Call, sem *semantics.Call) {
	switch sem.Kind {
	case semantics.CallProject:
		c.Kind, c.Methods, c.Open = ir.CallProject, sem.Callees, sem.Virtual
	case semantics.CallConstructor:
		c.Kind, c.Methods, c.OnThis = ir.CallProject, sem.Callees, true
	case semantics.CallPlatform:
		c.Kind, c.Member = ir.CallPlatform, sem.Member
	case semantics.CallNew, semantics.CallImplicit:
		c.Kind = ir.CallImplicit
	}
}

// databaseCall lowers a method that is a database operation.
func (l *Lowerer) databaseCall(n parser.Node, c ir.Call, args []ir.Value) ir.Value {
	op := l.fi.Operation(n)
	if op == nil {
		return l.emitCall(ir.OpCall, n, l.fi.TypeOf(n), c, args)
	}
	handler := l.handler
	l.handler = ir.NoBlock // the block ends below, after the fields are clobbered
	v := l.emitCall(ir.OpCall, n, l.fi.TypeOf(n), c, args)
	l.handler = handler
	l.addOperation(op, v)
	if op.Verb.IsDML() {
		l.clobberStatics(v)
	}
	l.mayThrow()
	return v
}

func (l *Lowerer) addOperation(op *semantics.Operation, v ir.Value, binds ...ir.Value) {
	l.f.Operations = append(l.f.Operations, ir.Operation{
		ID: op.ID, Value: v, Records: l.valueAt(op.Operand), Second: l.valueAt(op.Operand2), Mode: l.valueAt(op.ModeNode), Binds: binds,
	})
}

// dml lowers a DML statement.
func (l *Lowerer) dml(n parser.Node) {
	records := l.expr(n.Child(parser.FieldValue))
	var args []ir.Value
	if second := n.Child(parser.FieldDuplicate); second.Valid() {
		args = append(args, records, l.expr(second))
	} else {
		args = append(args, records)
	}
	if !l.b.Reachable() {
		return
	}
	v := l.emit(ir.OpDML, n, 0, int32(len(l.f.Operations)), args...)
	op := l.fi.Operation(n)
	if op == nil {
		op = &semantics.Operation{}
	}
	l.addOperation(op, v)
	l.clobberStatics(v)
	l.mayThrow()
}

// query lowers a SOQL or SOSL expression with its binds.
func (l *Lowerer) query(n parser.Node) ir.Value {
	binds := l.binds(n, nil)
	if !l.b.Reachable() {
		return 0
	}
	v := l.emit(ir.OpQuery, n, 0, int32(len(l.f.Operations)), binds...)
	op := l.fi.Operation(n)
	if op == nil {
		op = &semantics.Operation{}
	}
	l.addOperation(op, v, binds...)
	l.mayThrow()
	return v
}

// binds lowers the bind expressions in a query.
func (l *Lowerer) binds(n parser.Node, list []ir.Value) []ir.Value {
	for c := range n.Children() {
		if c.Kind() == parser.KindBindExpression {
			list = append(list, l.expr(c.Child(parser.FieldValue)))
			continue
		}
		list = l.binds(c, list)
	}
	return list
}

// create lowers a new expression.
func (l *Lowerer) create(n parser.Node) ir.Value {
	t := l.prog.Type(l.fi.TypeOf(n))
	switch {
	case n.Child(parser.FieldSize).Valid():
		l.expr(n.Child(parser.FieldSize))
		return l.emit(ir.OpList, n, 0, 0)
	case n.Child(parser.FieldInitializer).Valid():
		return l.initialized(n, t)
	case t.Kind == semantics.KindSObject:
		return l.record(n)
	}
	list := n.Child(parser.FieldArguments)
	var args []ir.Value
	for a := range list.Children() {
		if a.Kind() == parser.KindFieldInitializer {
			a = a.Child(parser.FieldValue)
		}
		args = append(args, l.expr(a))
	}
	if !l.b.Reachable() {
		return 0
	}
	if op, ok := collectionOps[t.Kind]; ok {
		if len(args) > 0 && isNumber(l.f.Instrs[args[0]].Type) { // the capacity
			args = nil
		}
		open := uint8(0)
		if len(args) > 0 {
			open = 1
		}
		return l.emit(op, n, open, 0, args...)
	}
	c := ir.Call{Kind: ir.CallUnknown, Name: n.Child(parser.FieldType).FoldedText()}
	sem := l.callAt(n)
	if sem != nil {
		l.target(&c, sem)
		c.OnThis = false
		if sem.Kind == semantics.CallImplicit && l.runsMore(n) {
			c.Kind = ir.CallInit
		}
	}
	return l.emitCall(ir.OpNew, n, l.fi.TypeOf(n), c, args)
}

func isNumber(t semantics.TypeID) bool {
	return t == semantics.TypeInteger || t == semantics.TypeLong
}

var collectionOps = map[semantics.TypeKind]ir.Op{
	semantics.KindList: ir.OpList, semantics.KindSet: ir.OpSet, semantics.KindMap: ir.OpMap,
}

// initialized lowers new T{...}.
func (l *Lowerer) initialized(n parser.Node, t *semantics.Type) ir.Value {
	op, ok := collectionOps[t.Kind]
	if !ok {
		op = ir.OpList
	}
	var args []ir.Value
	for e := range n.Child(parser.FieldInitializer).Children() {
		if e.Kind() == parser.KindMapEntry {
			op = ir.OpMap
			args = append(args, l.expr(e.Child(parser.FieldKey)), l.expr(e.Child(parser.FieldValue)))
			continue
		}
		args = append(args, l.expr(e))
	}
	return l.emit(op, n, 0, 0, args...)
}

// record lowers new Account(Name = 'x').
func (l *Lowerer) record(n parser.Node) ir.Value {
	rec := ir.Record{Object: l.fi.TypeOf(n)}
	var args []ir.Value
	for a := range n.Child(parser.FieldArguments).Children() {
		if a.Kind() != parser.KindFieldInitializer {
			l.expr(a)
			continue
		}
		rec.Fields = append(rec.Fields, a.Child(parser.FieldName).FoldedText())
		args = append(args, l.expr(a.Child(parser.FieldValue)))
	}
	if !l.b.Reachable() {
		return 0
	}
	l.f.Records = append(l.f.Records, rec)
	return l.emit(ir.OpRecord, n, 0, int32(len(l.f.Records)-1), args...)
}
