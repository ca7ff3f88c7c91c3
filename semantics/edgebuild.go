package semantics

import (
	"cmp"
	"context"
	"slices"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/semantics/platform"
)

// hubKey says which calls share a hub.
type hubKey struct {
	class  ClassID
	method MethodID
	member platform.MemberID
	names  string    // of classes that may be made by reflection, sorted; "*" for any
	file   *FileInfo // from where the names are looked up, if that matters

	triggers triggerKey // of a hub of triggers
	events   TriggerEvents
}

// openEdge is an edge that does not know its hub yet.
type openEdge struct {
	Edge
	hub hubKey
}

// edgeBuilder finds the edges out of the code of one file.
type edgeBuilder struct {
	p      *Program
	file   *FileInfo
	edges  []openEdge
	inits  map[ClassID]MethodID // the method that last touched a class
	flows  map[MethodID]map[VariableID]flow
	makers map[MethodID]bool // methods with a newInstance()
}

// access is a use of a property or of a static field of another class.
type access struct {
	node   int32
	field  FieldID
	method MethodID
}

// iteration is a for-each statement over an object of the project.
type iteration struct {
	node   parser.Node
	typ    TypeID
	method MethodID
}

// resolveEdges builds the call graph. The bodies of all files are resolved.
func (p *Program) resolveEdges(ctx context.Context, workers int) error {
	p.findActive()
	p.findImplementers()
	builders := make([]*edgeBuilder, len(p.Files))
	err := each(ctx, workers, len(p.Files), func(i int) {
		b := &edgeBuilder{p: p, file: p.Files[i]}
		b.build()
		builders[i] = b
	})
	if err != nil {
		return err
	}
	p.joinEdges(builders)
	err = each(ctx, workers, len(p.Hubs)-1, func(i int) { p.fillHub(&p.Hubs[i+1]) })
	if err != nil {
		return err
	}
	p.turnAround()
	return nil
}

// findActive notes which initialisers do anything that matters outside of them.
func (p *Program) findActive() {
	p.active = make([]bool, len(p.Methods))
	for _, f := range p.Files {
		for i := range f.Calls {
			if c := &f.Calls[i]; c.Kind != CallPlatform && c.Kind != CallNew || c.Kind == CallPlatform && c.Member.Op() != platform.OpNone {
				p.active[c.Method] = true
			}
		}
		for _, a := range f.accesses {
			p.active[a.method] = true
		}
		for _, id := range f.Operations {
			p.active[p.Operations[id].Method] = true
		}
	}
}

// joinEdges numbers the edges and hubs of all files in their order.
func (p *Program) joinEdges(builders []*edgeBuilder) {
	total := 1
	for _, b := range builders {
		total += len(b.edges)
	}
	p.Edges = make([]Edge, 1, total)
	p.Hubs = make([]Hub, 1)
	hubs := map[hubKey]HubID{}
	p.graph.from = make([]EdgeID, len(p.Methods)+1)
	for _, b := range builders {
		b.file.edges = make([]edgeAt, 0, len(b.edges))
		for i := range b.edges {
			e := &b.edges[i]
			if e.hub != (hubKey{}) {
				id, ok := hubs[e.hub]
				if !ok {
					id = HubID(len(p.Hubs))
					hubs[e.hub] = id
					p.Hubs = append(p.Hubs, Hub{
						ID: id, Class: e.hub.class, Method: e.hub.method, Member: e.hub.member,
						names: e.hub.names, file: e.hub.file, triggers: e.hub.triggers, events: e.hub.events,
					})
				}
				e.Hub = id
			}
			e.ID = EdgeID(len(p.Edges))
			p.graph.from[e.From+1]++
			b.file.edges = append(b.file.edges, edgeAt{int32(e.Node.Index()), e.ID})
			p.Edges = append(p.Edges, e.Edge)
		}
		slices.SortFunc(b.file.edges, func(x, y edgeAt) int { return cmp.Or(cmp.Compare(x.node, y.node), cmp.Compare(x.id, y.id)) })
	}
	p.graph.from[0] = 1
	for i := range len(p.Methods) {
		p.graph.from[i+1] += p.graph.from[i]
	}
}

// turnAround builds the tables of callers, and hands the doubts of hubs to
// their edges.
func (p *Program) turnAround() {
	for i := 1; i < len(p.Edges); i++ {
		e := &p.Edges[i]
		e.Open = e.Open || e.Hub != 0 && p.Hubs[e.Hub].Open
	}
	p.graph.to = newRows(len(p.Methods), func(add func(from, to uint32)) {
		for i := 1; i < len(p.Edges); i++ {
			for _, m := range p.Edges[i].To {
				add(uint32(m), uint32(i))
			}
		}
	})
	p.graph.toHub = newRows(len(p.Hubs), func(add func(from, to uint32)) {
		for i := 1; i < len(p.Edges); i++ {
			if h := p.Edges[i].Hub; h != 0 {
				add(uint32(h), uint32(i))
			}
		}
	})
	p.graph.hubsOf = newRows(len(p.Methods), func(add func(from, to uint32)) {
		for i := 1; i < len(p.Hubs); i++ {
			for _, m := range p.Hubs[i].Targets {
				add(uint32(m), uint32(i))
			}
		}
	})
}

// build finds the edges of the file, sorted by method and place.
func (b *edgeBuilder) build() {
	var delegating map[MethodID]bool // constructors that call this(...) or super(...), with this(...) true
	for i := range b.file.Calls {
		c := &b.file.Calls[i]
		if name := c.Node.Child(parser.FieldName).Kind(); name == parser.KindThis || name == parser.KindSuper {
			if delegating == nil {
				delegating = map[MethodID]bool{}
			}
			delegating[c.Method] = delegating[c.Method] || name == parser.KindThis
		}
		if c.Kind == CallPlatform && c.Member == memberNewInstance {
			if b.makers == nil {
				b.makers = map[MethodID]bool{}
			}
			b.makers[c.Method] = true
		}
	}
	for i := range b.file.Calls {
		b.call(&b.file.Calls[i])
	}
	for _, id := range b.file.Classes {
		for _, m := range b.p.Classes[id].Constructors {
			if method := &b.p.Methods[m]; !method.IsTest {
				b.constructor(method, delegating)
			}
		}
	}
	for _, a := range b.file.accesses {
		b.access(a)
	}
	for _, id := range b.file.Operations {
		b.operation(&b.p.Operations[id])
	}
	for _, it := range b.file.iterations {
		for _, m := range [...]platform.MemberID{memberIterator, memberHasNext, memberNext} {
			b.contract(Edge{Kind: EdgeCallback, From: it.method, Node: it.node}, b.p.Type(it.typ).Class, m, false)
		}
	}
	slices.SortStableFunc(b.edges, func(x, y openEdge) int {
		return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.Node.Index(), y.Node.Index()), cmp.Compare(x.Kind, y.Kind))
	})
}

func (b *edgeBuilder) add(e Edge, hub hubKey) {
	b.edges = append(b.edges, openEdge{e, hub})
}

// call adds the edges of a call.
func (b *edgeBuilder) call(c *Call) {
	e := Edge{From: c.Method, Node: c.Node}
	switch c.Kind {
	case CallProject:
		b.projectCall(c, e)
	case CallConstructor:
		e.To = sorted(c.Callees)
		b.add(e, hubKey{})
		b.touch(e, b.p.Methods[c.Callees[0]].Class)
	case CallImplicit:
		class := b.p.Type(c.ReceiverType).Class
		if to := b.p.construction(class); len(to) > 0 {
			e.Kind, e.To = EdgeImplicit, to
			b.add(e, hubKey{})
		}
		b.touch(e, class)
	case CallPlatform:
		b.platformCall(c, e)
	}
}

func (b *edgeBuilder) projectCall(c *Call, e Edge) {
	first := &b.p.Methods[c.Callees[0]]
	if c.Static {
		b.touch(e, first.Class)
	}
	switch {
	case hasAnnotation(first.Annotations, "future"):
		e.Kind, e.Job, e.To = EdgeAsync, EntryFuture, sorted(c.Callees)
	case c.Virtual:
		class := b.p.Type(c.ReceiverType).Class
		exact := b.exactClass(c.Receiver)
		names := ""
		if b.makers[c.Method] {
			names = b.madeFrom(c.Receiver, c.Method)
		}
		for _, id := range c.Callees {
			b.virtual(e, class, exact, id, names)
		}
		return
	default:
		e.To = sorted(c.Callees)
	}
	b.add(e, hubKey{})
}

// sorted returns ids in ascending order: the result of a call with several
// candidates is otherwise in the order of the hierarchy.
func sorted(ids []MethodID) []MethodID {
	if slices.IsSorted(ids) {
		return ids
	}
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return ids
}

// virtual adds the edge of a call of a method that may be overridden. An
// instance that was just made has no subclass; names are those of the classes
// that it was made from by reflection, where they are known.
func (b *edgeBuilder) virtual(e Edge, class, exact ClassID, id MethodID, names string) {
	m := &b.p.Methods[id]
	if m.Modifiers&Static != 0 {
		e.To = []MethodID{id}
		b.add(e, hubKey{})
		return
	}
	if class == 0 || b.p.implementation(class, m) == 0 {
		class = m.Class
	}
	if exact == 0 && len(b.p.Classes[class].Subclasses) == 0 && !b.p.extensible(class) {
		exact = class
	}
	if exact != 0 {
		if o := b.p.implementation(exact, m); o != 0 && len(b.p.Methods[o].Bodies) > 0 {
			e.To = []MethodID{o}
			b.add(e, hubKey{})
			return
		}
	}
	e.Kind = EdgeVirtual
	b.add(e, hubKey{class: class, method: id, names: names, file: b.hubFile(names)})
}

// exactClass returns the class of an expression that makes an instance, zero for
// any other expression.
func (b *edgeBuilder) exactClass(n parser.Node) ClassID {
	for n.Kind() == parser.KindParenthesizedExpression {
		n = n.FirstChild()
	}
	if n.Kind() != parser.KindNewExpression {
		return 0
	}
	return b.p.Type(b.file.TypeOf(n)).Class
}

// constructor adds what a constructor runs unsaid: without this(...) the
// initialiser of the instance, without super(...) a constructor above.
func (b *edgeBuilder) constructor(m *Method, delegating map[MethodID]bool) {
	this, explicit := delegating[m.ID]
	if this {
		return
	}
	c := &b.p.Classes[m.Class]
	var to []MethodID
	if !explicit {
		to = b.p.superConstruction(to, m.Class)
	}
	if c.InstInit != 0 && b.p.active[c.InstInit] {
		to = append(to, c.InstInit)
	}
	if len(to) > 0 {
		slices.Sort(to)
		b.add(Edge{Kind: EdgeImplicit, From: m.ID, Node: m.Node, To: to}, hubKey{})
	}
}

// construction returns what runs when an instance of a class without
// constructors is made, or one of a class with them by newInstance().
func (p *Program) construction(class ClassID) []MethodID {
	var to []MethodID
	c := &p.Classes[class]
	for _, id := range c.Constructors {
		if len(p.Methods[id].Params) == 0 {
			return []MethodID{id}
		}
	}
	to = p.superConstruction(to, class)
	if c.InstInit != 0 && p.active[c.InstInit] {
		to = append(to, c.InstInit)
	}
	slices.Sort(to)
	return to
}

// superConstruction appends what the implicit super() of a class runs: the
// constructor without parameters of the nearest superclass that declares any,
// and the initialisers between.
func (p *Program) superConstruction(to []MethodID, class ClassID) []MethodID {
	for range maxHierarchy {
		class = p.Classes[class].Super
		if class == 0 {
			break
		}
		c := &p.Classes[class]
		for _, id := range c.Constructors {
			if len(p.Methods[id].Params) == 0 {
				return append(to, id)
			}
		}
		if len(c.Constructors) > 0 {
			break
		}
		if c.InstInit != 0 && p.active[c.InstInit] {
			to = append(to, c.InstInit)
		}
	}
	return to
}

// touch adds the edge to the static initialisers of a class, once for each
// method that uses it.
func (b *edgeBuilder) touch(e Edge, class ClassID) {
	if class == b.p.Methods[e.From].Class {
		return
	}
	for range maxHierarchy {
		if class == 0 {
			return
		}
		c := &b.p.Classes[class]
		if c.StaticInit != 0 && b.p.active[c.StaticInit] && b.inits[class] != e.From {
			if b.inits == nil {
				b.inits = map[ClassID]MethodID{}
			}
			b.inits[class] = e.From
			b.add(Edge{Kind: EdgeStaticInit, From: e.From, Node: e.Node, To: []MethodID{c.StaticInit}}, hubKey{})
		}
		class = c.Super
	}
}

// access adds the edges of a use of a property.
func (b *edgeBuilder) access(a access) {
	n := b.file.Tree.Node(int(a.node))
	if ref := b.file.refs[a.node]; ref.Kind != RefField || FieldID(ref.ID) != a.field {
		return // it turned out to be something else
	}
	f := &b.p.Fields[a.field]
	e := Edge{Kind: EdgeAccessor, From: a.method, Node: n}
	if f.Modifiers&Static != 0 {
		b.touch(e, f.Class)
	}
	if !f.IsProperty || b.p.Methods[a.method].Field == a.field {
		return // in its own accessors a property is a field
	}
	read, write := usage(n)
	if read {
		b.accessor(e, n, f.Getter)
	}
	if write {
		b.accessor(e, n, f.Setter)
	}
}

// accessor adds the edge to a getter or setter, or to those that override it.
func (b *edgeBuilder) accessor(e Edge, n parser.Node, id MethodID) {
	if id == 0 {
		return
	}
	m := &b.p.Methods[id]
	if m.Modifiers&(Virtual|Abstract|Override) != 0 && m.Modifiers&Static == 0 {
		class := m.Class
		if object := n.Child(parser.FieldObject); object.Valid() {
			if t := b.p.Type(b.file.TypeOf(object)); t.Kind == KindClass {
				class = t.Class
			}
		} else {
			class = b.p.Methods[e.From].Class
		}
		if len(b.p.Classes[class].Subclasses) > 0 {
			b.add(e, hubKey{class: class, method: id})
			return
		}
		if o := b.p.implementation(class, m); o != 0 {
			id, m = o, &b.p.Methods[o]
		}
	}
	if len(m.Bodies) > 0 {
		e.To = []MethodID{id}
		b.add(e, hubKey{})
	}
}

// usage tells whether an expression is read, written, or both.
func usage(n parser.Node) (read, write bool) {
	up := n.Parent()
	switch {
	case up.Kind() == parser.KindUpdateExpression:
		return true, true
	case up.Kind() == parser.KindAssignmentExpression && n.Field() == parser.FieldLeft:
		return up.Child(parser.FieldOperator).Text() != "=", true
	}
	return true, false
}
