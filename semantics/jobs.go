package semantics

import (
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/semantics/platform"
)

// Members of the platform that call back into the project, or are called back.
var (
	memberEnqueueJob      = platform.Type("system").Method("enqueuejob", true)
	memberAttachFinalizer = platform.Type("system").Method("attachfinalizer", true)
	memberSchedule        = platform.Type("system").Method("schedule", true)
	memberScheduleBatch   = platform.Type("system").Method("schedulebatch", true)
	memberExecuteBatch    = platform.Type("database").Method("executebatch", true)
	memberNewInstance     = platformTypeClass.Method("newinstance", false)
	memberForName         = platformTypeClass.Method("forname", true)
	memberSort            = platformList.Method("sort", false)

	memberQueueable   = platform.Type("queueable").Method("execute", false)
	memberFinalizer   = platform.Type("finalizer").Method("execute", false)
	memberSchedulable = platform.Type("schedulable").Method("execute", false)
	memberStart       = platform.Type("database.batchable").Method("start", false)
	memberBatch       = platform.Type("database.batchable").Method("execute", false)
	memberFinish      = platform.Type("database.batchable").Method("finish", false)
	memberCompareTo   = platform.Type("comparable").Method("compareto", false)
	memberCompare     = platform.Type("comparator").Method("compare", false)
	memberIterator    = platformIterable.Method("iterator", false)
	memberHasNext     = platform.Type("iterator").Method("hasnext", false)
	memberNext        = platform.Type("iterator").Method("next", false)
	memberOnFailure   = platform.Type("eventbus.eventpublishfailurecallback").Method("onfailure", false)
	memberOnSuccess   = platform.Type("eventbus.eventpublishsuccesscallback").Method("onsuccess", false)
)

// jobs are the methods that hand an object to the platform, to be run later.
var jobs = map[platform.MemberID]struct {
	argument int
	entry    EntryKind
	members  []platform.MemberID
}{
	memberEnqueueJob:      {0, EntryQueueable, []platform.MemberID{memberQueueable}},
	memberAttachFinalizer: {0, EntryFinalizer, []platform.MemberID{memberFinalizer}},
	memberSchedule:        {2, EntrySchedulable, []platform.MemberID{memberSchedulable}},
	memberExecuteBatch:    {0, EntryBatchable, []platform.MemberID{memberStart, memberBatch, memberFinish}},
	memberScheduleBatch:   {0, EntrySchedulable, []platform.MemberID{memberStart, memberBatch, memberFinish}},
}

// platformCall adds the edges of a call of the platform that comes back into the
// project.
func (b *edgeBuilder) platformCall(c *Call, e Edge) {
	owner := c.Member.Owner()
	if job, ok := jobs[c.Member]; ok {
		e.Kind, e.Job = EdgeAsync, job.entry
		b.handOver(e, argument(c.Node, job.argument), job.members...)
		return
	}
	switch {
	case c.Member == memberNewInstance:
		b.newInstance(c, e)
	case c.Member == memberSort:
		e.Kind = EdgeCallback
		if comparator := argument(c.Node, 0); comparator.Valid() {
			b.handOver(e, comparator, memberCompare)
		} else if class := b.p.Type(b.p.Type(c.ReceiverType).Elem).Class; class != 0 {
			b.contract(e, class, memberCompareTo, false)
		}
	case c.Member.Op() == platform.OpPublish:
		if callback := argument(c.Node, 1); callback.Valid() {
			e.Kind = EdgeCallback
			b.handOver(e, callback, memberOnSuccess, memberOnFailure)
		}
	case isContract(owner) && b.p.implementers[owner] != nil:
		e.Kind = EdgeVirtual
		class := ClassID(0)
		if t := b.p.Type(b.file.TypeOf(c.Receiver)); t.Kind == KindClass {
			class = t.Class
		}
		b.contract(e, class, c.Member, class == 0)
	}
}

// isContract reports whether classes of the project can stand for a type of the
// platform: an interface, or one of the two that the tables keep as classes.
func isContract(t platform.TypeID) bool {
	return t.Kind() == platform.Interface || t == platformIterable || t == memberNext.Owner()
}

// argument returns the argument of a call at a position.
func argument(call parser.Node, position int) parser.Node {
	for a := range call.Child(parser.FieldArguments).Children() {
		if position == 0 {
			return a
		}
		position--
	}
	return parser.Node{}
}

// handOver adds edges to the methods that the platform runs of an object.
func (b *edgeBuilder) handOver(e Edge, object parser.Node, members ...platform.MemberID) {
	classes, exact := b.classesOf(object, e.From)
	if len(classes) == 0 {
		for _, m := range members {
			b.contract(e, 0, m, true)
		}
		return
	}
	for _, class := range classes {
		if !exact && len(b.p.Classes[class].Subclasses) > 0 {
			for _, m := range members {
				b.contract(e, class, m, false)
			}
			continue
		}
		to := e
		to.To = nil
		for _, m := range members {
			if o := b.p.fulfils(class, m); o != 0 {
				to.To = append(to.To, o)
			}
		}
		to.To = sorted(to.To)
		to.Open = len(to.To) == 0
		b.add(to, hubKey{})
	}
}

// contract adds an edge to the methods by which classes at or below class, or
// all of the project for zero, fulfil what a type of the platform demands.
func (b *edgeBuilder) contract(e Edge, class ClassID, member platform.MemberID, open bool) {
	if member == 0 {
		return
	}
	if class != 0 && len(b.p.Classes[class].Subclasses) == 0 {
		if o := b.p.fulfils(class, member); o != 0 {
			e.To = []MethodID{o}
			b.add(e, hubKey{})
		}
		return
	}
	e.Open = open
	b.add(e, hubKey{class: class, member: member})
}

// fulfils finds the method by which instances of a class fulfil a member of an
// interface of the platform, zero if the project has none. The compiler takes a
// static method for it too.
func (p *Program) fulfils(class ClassID, member platform.MemberID) MethodID {
	name := p.names.lookup(member.Key())
	if name == 0 {
		return 0
	}
	for range maxHierarchy {
		if class == 0 {
			return 0
		}
		for _, x := range p.Classes[class].methodsNamed(name) {
			if m := &p.Methods[x.id]; len(m.Bodies) > 0 && p.fits(m, member) {
				return m.ID
			}
		}
		class = p.Classes[class].Super
	}
	return 0
}

// fits reports whether the parameters of a method are those of a member: in
// number, and in type where the member's is a type of the platform.
func (p *Program) fits(m *Method, member platform.MemberID) bool {
	first, last := member.Signatures()
	for s := first; s < last; s++ {
		if s.Arity() != len(m.Params) {
			continue
		}
		same := true
		for i := range m.Params {
			x := s.Param(i).Expr()
			t := p.Type(m.Params[i].Type)
			if x.Form == platform.FormType && x.Type != platformObject && x.Type != t.Platform {
				same = false
			}
		}
		if same {
			return true
		}
	}
	return false
}

// findImplementers notes the classes that name a type of the platform as their
// superclass or interface.
func (p *Program) findImplementers() {
	p.implementers = map[platform.TypeID][]ClassID{}
	note := func(c *Class, id TypeID) {
		if t := p.Type(id); t.Kind == KindPlatform {
			p.implementers[t.Platform] = append(p.implementers[t.Platform], c.ID)
		}
	}
	for i := 1; i < len(p.Classes); i++ {
		c := &p.Classes[i]
		if c.IsTest {
			continue
		}
		note(c, c.SuperType)
		for _, t := range c.Interfaces {
			note(c, t)
		}
	}
}

// operation adds the edges to the triggers of an operation's objects.
func (b *edgeBuilder) operation(op *Operation) {
	events := op.Verb.events()
	if events == 0 {
		return
	}
	e := Edge{Kind: EdgeTrigger, From: op.Method, Node: op.Node}
	for i := range op.Objects {
		o := &op.Objects[i]
		if o.Role != RoleTarget {
			continue
		}
		if name := b.p.Type(o.Type).Name; o.Type != TypeSObject && name != "" {
			b.trigger(e, name, events)
			continue
		}
		e.Open, e.Events = true, events
		b.add(e, hubKey{})
		e.Open = false
	}
	if op.Verb == VerbConvertLead {
		for _, name := range [...]string{"account", "contact", "opportunity"} {
			b.trigger(e, name, VerbInsert.events()|VerbUpdate.events())
		}
	}
}

// trigger adds the edge to the triggers of an object that events of it start.
func (b *edgeBuilder) trigger(e Edge, object string, events TriggerEvents) {
	key := triggerKey{b.file.File.Project, object}
	if set := b.p.triggers[key]; set != nil && set.on&events != 0 {
		e.Events = events & set.on
		b.add(e, hubKey{triggers: key, events: e.Events})
	}
}

// events returns the events of triggers that a verb makes happen.
func (v Verb) events() TriggerEvents {
	switch v {
	case VerbInsert:
		return BeforeInsert | AfterInsert
	case VerbUpdate, VerbConvertLead:
		return BeforeUpdate | AfterUpdate
	case VerbUpsert:
		return BeforeInsert | AfterInsert | BeforeUpdate | AfterUpdate
	case VerbDelete:
		return BeforeDelete | AfterDelete
	case VerbUndelete:
		return AfterUndelete
	case VerbMerge:
		return BeforeUpdate | AfterUpdate | BeforeDelete | AfterDelete
	case VerbPublish:
		return AfterInsert
	}
	return 0
}

// triggerKey names an object within a project, triggerSet holds its triggers and
// the events of all of them.
type (
	triggerKey struct {
		project *project.Project
		object  string // folded
	}
	triggerSet struct {
		classes []ClassID
		on      TriggerEvents
	}
)

// findTriggers notes the triggers of each object.
func (p *Program) findTriggers() {
	p.triggers = map[triggerKey]*triggerSet{}
	for i := 1; i < len(p.Classes); i++ {
		c := &p.Classes[i]
		if c.Kind != ClassKindTrigger || c.TriggerOf == TypeUnknown {
			continue
		}
		key := triggerKey{c.File.File.Project, p.Type(c.TriggerOf).Name}
		set := p.triggers[key]
		if set == nil {
			set = &triggerSet{}
			p.triggers[key] = set
		}
		set.classes = append(set.classes, c.ID)
		set.on |= c.TriggerOn
	}
}

// fillTriggers finds the bodies of the triggers of a hub.
func (p *Program) fillTriggers(h *Hub) {
	for _, class := range p.triggers[h.triggers].classes {
		c := &p.Classes[class]
		if c.TriggerOn&h.events == 0 {
			continue
		}
		for _, id := range c.Methods {
			if p.Methods[id].Kind == MethodTrigger {
				h.Targets = append(h.Targets, id)
			}
		}
	}
}
