package lower

import (
	"slices"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/semantics"
)

// File is the code of one file.
type File struct {
	Funcs []*ir.Func
	// Values gives the value of each node of the tree in its function, 0 where it
	// has none.
	Values []ir.Value
	// Ranges are the nodes that belong to each function, in order.
	Ranges []Range
	// Stores are the assignments to fields, in the order of functions.
	Stores []Store
}

// Range says that the nodes [First, Last) belong to Funcs[Func].
type Range struct {
	First, Last int32
	Func        int32
}

// Store is an assignment to a field in Funcs[Func].
type Store struct {
	Field semantics.FieldID
	Func  int32
	Value ir.Value
}

// Lowerer lowers one body after another and keeps its tables. It is not safe for
// concurrent use.
type Lowerer struct {
	prog  *semantics.Program
	facts []ir.Field

	fi    *semantics.FileInfo
	file  int32
	tree  *parser.Tree
	out   *File
	b     ir.Builder
	f     *ir.Func
	body  ir.Func // reused between bodies
	m     *semantics.Method
	nodes []int32 // nodes of the current body that have a value

	first   semantics.VariableID // of the body
	cells   []cell
	nvars   int32
	jumps   []jump
	finally []*finallyScope
	handler ir.BlockID
	result  ir.Var // of a return through finally
	lastHit int    // where the last call was found in fi.Calls
	args    []ir.Value
}

// cell is a field that the body reads or writes as a variable.
type cell struct {
	field    semantics.FieldID
	v        ir.Var
	volatile bool // calls may write it
}

// jump is where break and continue go.
type jump struct {
	brk, cont ir.BlockID
	finally   int // number of finally scopes around the loop
}

// New makes a Lowerer. The facts say which fields are stable; see Fields.
func New(prog *semantics.Program, facts []ir.Field) *Lowerer {
	return &Lowerer{prog: prog, facts: facts}
}

// File lowers all bodies of a file that are not test code.
func (l *Lowerer) File(fi *semantics.FileInfo, index int32) *File {
	l.fi, l.file, l.tree, l.lastHit = fi, index, fi.Tree, 0
	l.out = &File{}
	for _, id := range fi.Classes {
		c := l.prog.Class(id)
		if c.IsTest {
			continue
		}
		for _, m := range c.Methods {
			if method := l.prog.Method(m); !method.IsTest && len(method.Bodies) > 0 {
				l.method(method)
			}
		}
	}
	sortRanges(l.out.Ranges)
	return l.out
}

// sortRanges orders ranges by their first node: inner classes are lowered after
// the classes around them.
func sortRanges(r []Range) {
	for i := 1; i < len(r); i++ {
		for j := i; j > 0 && r[j].First < r[j-1].First; j-- {
			r[j], r[j-1] = r[j-1], r[j]
		}
	}
}

var funcKinds = [...]ir.FuncKind{
	semantics.MethodOrdinary:     ir.FuncMethod,
	semantics.MethodConstructor:  ir.FuncConstructor,
	semantics.MethodGetter:       ir.FuncGetter,
	semantics.MethodSetter:       ir.FuncSetter,
	semantics.MethodStaticInit:   ir.FuncStaticInit,
	semantics.MethodInstanceInit: ir.FuncInstanceInit,
	semantics.MethodTrigger:      ir.FuncTrigger,
	semantics.MethodScript:       ir.FuncScript,
}

func (l *Lowerer) method(m *semantics.Method) {
	if l.out.Values == nil {
		l.out.Values = make([]ir.Value, l.tree.Len())
	}
	switch m.Kind {
	case semantics.MethodStaticInit, semantics.MethodInstanceInit:
		for i := range m.Bodies {
			l.function(m, m.Bodies[i:i+1], int32(i))
		}
	default:
		l.function(m, m.Bodies, 0)
	}
}

// function lowers one body: that of a method, or a piece of an initialiser.
func (l *Lowerer) function(m *semantics.Method, bodies []parser.Node, piece int32) {
	l.m = m
	l.body = ir.Func{
		Method: m.ID, Class: m.Class, Piece: piece, File: l.file, Node: int32(m.Node.Index()), Static: m.IsStatic(),
		Kind: funcKinds[m.Kind], Entry: len(m.Entries) > 0, User: servesUser(m), Guest: servesGuest(m), Outside: startsItself(m), Return: m.Return,
		Instrs: l.body.Instrs[:0], Blocks: l.body.Blocks[:0], Params: l.body.Params[:0], Calls: l.body.Calls[:0],
		Operations: l.body.Operations[:0], Consts: l.body.Consts[:0], Tokens: l.body.Tokens[:0], Records: l.body.Records[:0],
		Loops: l.body.Loops[:0], Names: l.body.Names[:0], Cells: l.body.Cells[:0],
	}
	if m.Kind == semantics.MethodStaticInit || m.Kind == semantics.MethodInstanceInit {
		l.body.Node = int32(bodies[0].Index())
		l.body.Entry, l.body.User = l.classEntered(m)
	}
	l.f = &l.body
	l.b.Entry = l.atEntry
	l.b.Reset(l.f)
	l.nodes = l.nodes[:0]
	l.jumps, l.finally = l.jumps[:0], l.finally[:0]
	l.handler = ir.NoBlock
	l.variables(m)
	fn := int32(len(l.out.Funcs))
	for _, body := range bodies {
		first := int32(body.Index())
		last := l.endOf(body)
		l.findCells(first, last)
		l.out.Ranges = append(l.out.Ranges, Range{First: first, Last: last, Func: fn})
	}
	stores := len(l.out.Stores)
	if m.Kind == semantics.MethodConstructor {
		l.initializers(bodies[0])
	}
	for _, body := range bodies {
		if body.Kind() == parser.KindVariableDeclarator {
			l.fieldInitializer(body)
		} else {
			l.stmt(body)
		}
	}
	l.b.Return(0, -1)
	f := l.b.Finish()
	for _, n := range l.nodes {
		if f.TooLong {
			l.out.Values[n] = 0
		} else {
			l.out.Values[n] = l.b.Resolve(l.out.Values[n])
		}
	}
	for i := stores; i < len(l.out.Stores); i++ {
		l.out.Stores[i].Func = fn
		l.out.Stores[i].Value = l.b.Resolve(l.out.Stores[i].Value)
	}
	if f.TooLong {
		l.out.Stores = l.out.Stores[:stores]
	}
	l.out.Funcs = append(l.out.Funcs, f)
}

// endOf returns the index of the first node after a subtree.
func (l *Lowerer) endOf(n parser.Node) int32 {
	for at := n; at.Valid(); at = at.Parent() {
		if next := at.NextSibling(); next.Valid() {
			return int32(next.Index())
		}
	}
	return int32(l.tree.Len())
}

// variables makes a variable of each local and parameter, and the values of the
// parameters.
func (l *Lowerer) variables(m *semantics.Method) {
	l.first = m.FirstVariable
	l.nvars = 0
	l.cells = l.cells[:0]
	for id := m.FirstVariable; id < m.LastVariable; id++ {
		l.b.Types = append(l.b.Types, l.fi.Variable(id).Type)
		l.nvars++
	}
	l.result = l.temp(m.Return)
	for i := range m.Params {
		p := &m.Params[i]
		node := int32(-1)
		if n := p.Node.Child(parser.FieldName); n.Valid() {
			node = int32(n.Index())
		}
		v := l.b.EmitEntry(ir.OpParam, node, p.Type, int32(i))
		l.f.Params = append(l.f.Params, v)
		if p.Variable >= l.first && p.Variable < m.LastVariable {
			l.b.Write(ir.Var(p.Variable-l.first), v)
		}
	}
	if m.Kind == semantics.MethodSetter && len(m.Params) == 0 {
		l.setterParam(m)
	}
}

// setterParam makes the implicit parameter of a setter.
func (l *Lowerer) setterParam(m *semantics.Method) {
	for id := m.FirstVariable; id < m.LastVariable; id++ {
		if v := l.fi.Variable(id); v.Kind == semantics.VariableSetter {
			p := l.b.EmitEntry(ir.OpParam, -1, v.Type, 0)
			l.f.Params = append(l.f.Params, p)
			l.b.Write(ir.Var(id-l.first), p)
			return
		}
	}
}

// temp makes a variable that the text does not name.
func (l *Lowerer) temp(t semantics.TypeID) ir.Var {
	v := ir.Var(l.nvars)
	l.nvars++
	l.b.Types = append(l.b.Types, t)
	return v
}

// startsItself reports whether a body may run before anybody in sight has called
// it.
func startsItself(m *semantics.Method) bool {
	switch m.Kind {
	case semantics.MethodTrigger, semantics.MethodScript, semantics.MethodStaticInit:
		return true
	}
	return false
}

// servesGuest reports whether a guest may make the request for which the platform
// calls a method.
func servesGuest(m *semantics.Method) bool {
	return slices.ContainsFunc(m.Entries, func(e semantics.EntryPoint) bool { return e.Audience == semantics.AudienceGuest })
}

// servesUser reports whether the platform calls a method for a user's request.
func servesUser(m *semantics.Method) bool {
	for i := range m.Entries {
		if m.Entries[i].Audience != semantics.AudienceSystem {
			return true
		}
	}
	return false
}

// classEntered reports whether the platform enters a class, so that its
// initialisers run, and whether it does so for a user's request.
func (l *Lowerer) classEntered(m *semantics.Method) (entered, user bool) {
	for _, id := range l.prog.Class(m.Class).Methods {
		o := l.prog.Method(id)
		if len(o.Entries) == 0 {
			continue
		}
		if m.Kind == semantics.MethodStaticInit || !o.IsStatic() && l.noConstructor(m.Class) {
			entered, user = true, user || servesUser(o)
		}
	}
	return entered, user
}

func (l *Lowerer) noConstructor(class semantics.ClassID) bool {
	for _, id := range l.prog.Class(class).Methods {
		if l.prog.Method(id).Kind == semantics.MethodConstructor {
			return false
		}
	}
	return true
}

// runsMore reports whether a construction runs code that is not called: of
// superclasses, of initialisers.
func (l *Lowerer) runsMore(n parser.Node) bool {
	for e := range l.fi.EdgesAt(n) {
		if e.Kind == semantics.EdgeImplicit {
			return true
		}
	}
	return false
}

// initializers makes a constructor run the initialisers of its class first,
// unless it calls another constructor of the class that does.
func (l *Lowerer) initializers(body parser.Node) {
	var run []semantics.MethodID
	if init := l.prog.Class(l.m.Class).InstInit; init != 0 {
		run = append(run, init)
	}
	if len(run) == 0 && !l.runsMore(l.m.Node) {
		return
	}
	first := body.FirstChild()
	if first.Kind() == parser.KindExpressionStatement {
		first = first.FirstChild()
	}
	if first.Kind() == parser.KindMethodCall && first.Child(parser.FieldName).Kind() == parser.KindThis {
		return
	}
	l.emitCall(ir.OpCall, l.m.Node, 0, ir.Call{Kind: ir.CallInit, OnThis: true, Name: "<init>", Methods: run}, nil)
}

// fieldInitializer lowers `name = value` of a field.
func (l *Lowerer) fieldInitializer(n parser.Node) {
	var id semantics.FieldID
	for _, f := range l.prog.Class(l.m.Class).Fields {
		if l.prog.Field(f).Node == n {
			id = f
			break
		}
	}
	v := l.expr(n.Child(parser.FieldValue))
	if id != 0 {
		l.setCell(id, v, n)
	}
}

// set notes the value of a node.
func (l *Lowerer) set(n parser.Node, v ir.Value) {
	i := n.Index()
	if i < 0 || v == 0 || i >= len(l.out.Values) || l.out.Values[i] != 0 {
		return // the first copy of a finally block stays
	}
	l.out.Values[i] = v
	l.nodes = append(l.nodes, int32(i))
}

func (l *Lowerer) valueAt(n parser.Node) ir.Value {
	if i := n.Index(); i >= 0 && i < len(l.out.Values) {
		return l.out.Values[i]
	}
	return 0
}

// emit appends an instruction for a node.
func (l *Lowerer) emit(op ir.Op, n parser.Node, sub uint8, aux int32, args ...ir.Value) ir.Value {
	v := l.b.Emit(op, int32(n.Index()), l.fi.TypeOf(n), sub, aux, args...)
	l.set(n, v)
	return v
}

func (l *Lowerer) unknown(n parser.Node, args ...ir.Value) ir.Value {
	return l.emit(ir.OpUnknown, n, 0, 0, args...)
}

// mayThrow ends the block after an instruction that may throw.
func (l *Lowerer) mayThrow() { l.b.MayThrow(l.handler) }

// emitCall appends a call.
func (l *Lowerer) emitCall(op ir.Op, n parser.Node, typ semantics.TypeID, c ir.Call, args []ir.Value) ir.Value {
	if !l.b.Reachable() {
		return 0
	}
	c.Node = int32(n.Index())
	i := int32(len(l.f.Calls))
	l.f.Calls = append(l.f.Calls, c)
	v := l.b.Emit(op, c.Node, typ, 0, i, args...)
	l.f.Calls[i].Value = v
	if c.Kind == ir.CallPlatform && len(l.cells) > 0 && l.callsBack(n) {
		c.Kind = ir.CallUnknown
	}
	l.clobber(c.Kind, v)
	l.mayThrow()
	return v
}

// callsBack reports whether a call of the platform runs code of the project.
func (l *Lowerer) callsBack(n parser.Node) bool {
	for e := range l.fi.EdgesAt(n) {
		if e.Synchronous() {
			return true
		}
	}
	return false
}
