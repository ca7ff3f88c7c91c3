package migrate

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/semantics"
)

// Documents are the root elements of the metadata that Analyze needs in a snapshot.
func Documents() []string {
	return []string{"ApexClass", "ApexTrigger", "CustomField", "CustomObject"}
}

// A Report says what raising the version of the selected classes and triggers changes.
type Report struct {
	Target project.Version
	// Classes are the classes, triggers and interfaces that are raised, inner classes as well: those that guests reach
	// come first, then users', and among each those with the most changes.
	Classes []Class
	// Skipped are the files that are not raised, by path.
	Skipped []Skipped
	// Elsewhere are the operations of other files whose sharing changes all the same, by path.
	Elsewhere []Operation
	Summary   Summary
	// Ledger is what the analysis did not cover.
	Ledger []project.LedgerEntry

	snapshot *project.Snapshot
	units    []*unit
	opts     Options
	before   *world
	after    *world
	carried  carried
}

// A Class is a class, interface, enum or trigger that is raised.
type Class struct {
	Name   string
	Kind   string // class, interface, enum or trigger
	Path   string
	Line   int
	From   project.Version // zero for an unknown one
	Source project.VersionSource
	// Audience is on whose behalf its changing operations run: of several the one to look at first.
	Audience Audience
	// Before and After are the sharing of the class today and at the target.
	Before, After ClassSharing
	// Passes says that the class hands its sharing on to code that works on records, its own or that of others.
	Passes     bool
	Operations []Operation // in the order of the text
	// Breaks are the places that do not compile at the target.
	Breaks []Break
	// Test says that it is test code, Library that it is a copy of a library.
	Test    bool
	Library string

	id semantics.ClassID
}

// ClassSharing is the sharing that a class has and what decides it.
type ClassSharing struct {
	Sharing string // with, without, caller, unknown or none
	Reason  string
}

// Changed returns how many operations change.
func (c *Class) Changed() int {
	n := 0
	for i := range c.Operations {
		if c.Operations[i].Changed() {
			n++
		}
	}
	return n
}

// SharingChanges reports whether the class gets another sharing and that matters to an operation or to what it calls.
func (c *Class) SharingChanges() bool { return c.Passes && c.Before.Sharing != c.After.Sharing }

// An Operation is a database operation and how it runs before and after.
type Operation struct {
	// Label says what it does: "insert Account", "query Contact", "Database.query".
	Label  string
	Verb   semantics.Verb
	Form   semantics.Form
	Class  string
	Method string // the method around it, as Class.method
	Path   string
	Line   int
	Column int // in UTF-16 code units, from 1
	Offset int
	Before State
	After  State
	// Decides says what decides the mode: version, syntax, argument, trigger, platform or text.
	Decides  string
	Audience Audience
	// Ways are the nearest entry points that lead to it, one for each audience.
	Ways    []Way
	Effects []Effect

	id semantics.OperationID
}

// Changed reports whether the operation runs differently at the target, or does not compile there.
func (o *Operation) Changed() bool {
	return o.Before != o.After || slices.Contains(o.Effects, EffectNotCompiled) || slices.Contains(o.Effects, EffectTextFails)
}

// A Break is a place that does not compile at the target.
type Break struct {
	// ID is security-enforced or access-modifier.
	ID           string
	Subject      string
	Line, Column int
	Offset       int
	Text         string
}

// Summary counts.
type Summary struct {
	Classes    int                // raised
	Triggers   int                // raised
	Versions   map[string]int     // files raised, by their version today
	Operations int                // in what is raised
	Changed    int                // of them
	Audiences  [audienceCount]int // of changed operations
	Effects    [effectCount]int   // operations with the effect
	// Unchanged counts the operations that do not change by what decides their mode.
	Unchanged map[string]int
	// InertClasses say `without sharing`, and it means nothing any more for at least one operation.
	InertClasses int
	// SharingClasses are the classes that get another sharing which matters.
	SharingClasses int
	Breaks         map[string]int
	Skipped        int
	Elsewhere      int
}

// Analyze finds what changes in a snapshot, which must hold the documents of [Documents].
func Analyze(ctx context.Context, snapshot *project.Snapshot, opts Options) (*Report, error) {
	if !opts.Target.Known() {
		return nil, errors.New("there is no version to raise to")
	}
	r := &Report{Target: opts.Target, snapshot: snapshot, opts: opts}
	r.units, r.Skipped = unitsOf(snapshot, opts)
	var err error
	if r.before, err = build(ctx, at(snapshot, r.units, today, asRead), r.units, opts.Workers); err != nil {
		return nil, err
	}
	if r.after, err = r.before.at(ctx, at(snapshot, r.units, opts.target, asRead), opts.Workers); err != nil {
		return nil, err
	}
	r.carried = r.carry(func(*semantics.Operation) bool { return false }, nil)
	r.fill()
	for _, e := range snapshot.Ledger {
		if e.Incomplete {
			r.Ledger = append(r.Ledger, e)
		}
	}
	return r, nil
}

// Incomplete reports whether something may change that the report does not name.
func (r *Report) Incomplete() bool {
	return len(r.Ledger) > 0 || slices.ContainsFunc(r.Skipped, func(s Skipped) bool { return s.Incomplete })
}

// fill makes the classes and operations of the report.
func (r *Report) fill() {
	p := r.before.program
	reach := newReach(r.before)
	index := map[semantics.ClassID]int{}
	for i := 1; i < len(p.Classes); i++ {
		c := &p.Classes[i]
		u := r.before.unit(c.ID)
		if !u.raised || c.Kind == semantics.ClassKindScript {
			continue
		}
		index[c.ID] = len(r.Classes)
		at := u.position(c.NameNode.Start())
		r.Classes = append(r.Classes, Class{
			Name: r.before.className(c.ID), Kind: classKinds[c.Kind], Path: u.file.Path, Line: at.Line,
			From: u.from, Source: u.file.VersionSource, Audience: AudienceNone,
			Before: classSharing(r.before, c.ID), After: classSharing(r.after, c.ID), Passes: r.carried.classes[c.ID],
			Test: within(u.tests, c.NameNode.Start()), Library: library(u.file), id: c.ID,
		})
	}
	for i := 1; i < len(p.Operations); i++ {
		id := semantics.OperationID(i)
		class := p.Operations[i].Class
		at, raised := index[class]
		op := r.operation(id, reach)
		switch {
		case raised:
			r.Classes[at].Operations = append(r.Classes[at].Operations, op)
		case op.Changed():
			r.Elsewhere = append(r.Elsewhere, op)
		}
	}
	for i := range r.Classes {
		r.findBreaks(&r.Classes[i])
		c := &r.Classes[i]
		c.Audience = AudienceNone
		if c.Test {
			c.Audience = AudienceTest
		}
		for k := range c.Operations {
			if o := &c.Operations[k]; o.Changed() {
				c.Audience = min(c.Audience, o.Audience)
			}
		}
	}
	r.summarize()
	slices.SortStableFunc(r.Classes, func(a, b Class) int {
		return cmp.Or(
			cmp.Compare(a.Audience, b.Audience), cmp.Compare(b.Changed(), a.Changed()),
			cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line),
		)
	})
}

var classKinds = map[semantics.ClassKind]string{
	semantics.ClassKindClass: "class", semantics.ClassKindInterface: "interface",
	semantics.ClassKindEnum: "enum", semantics.ClassKindTrigger: "trigger",
}

func library(f *project.File) string {
	if f.Vendored {
		return f.Library
	}
	return ""
}

// sharingWords name the kinds of sharing of a class.
var sharingWords = map[semantics.Sharing]string{
	semantics.SharingWith: "with", semantics.SharingWithout: "without", semantics.SharingCaller: "caller",
	semantics.SharingUnknown: "unknown",
}

func classSharing(w *world, id semantics.ClassID) ClassSharing {
	s := w.program.ClassSharing(id)
	c := ClassSharing{Sharing: sharingWords[s.Sharing]}
	decides := w.className(s.Class)
	switch s.Reason {
	case semantics.SharingByKeyword:
		c.Reason = "its own keyword"
		if s.Sharing == semantics.SharingCaller {
			c.Sharing = "inherited"
		}
	case semantics.SharingByAncestor:
		c.Reason = "the keyword of its superclass " + decides
		if s.Sharing == semantics.SharingCaller {
			c.Sharing = "inherited"
		}
	case semantics.SharingByVersion:
		c.Reason = "no keyword: the default of " + w.program.Class(s.Class).File.File.APIVersion.String()
		if s.Class != id {
			c.Reason += " of its superclass " + decides
		}
	case semantics.SharingByCaller:
		c.Reason = "no keyword"
	case semantics.SharingByTrigger:
		c.Reason = "the body of a trigger"
	case semantics.SharingOpenChain:
		c.Reason = "its superclass " + w.program.Type(w.program.Class(s.Class).SuperType).Display + " is not in the project"
	case semantics.SharingNotAClass:
		c.Sharing, c.Reason = "none", "it has no code of its own"
	}
	return c
}

// carried are the methods, and their classes, whose sharing comes to matter: they work on records, or call code that takes
// their sharing and does, or code that is not known.
type carried struct {
	methods []bool // by MethodID
	classes map[semantics.ClassID]bool
}

// carry finds them. Operations in user mode work with sharing whatever their class says, and so do those of which userMode
// says that they will be in it. Keywords that are given to classes are taken for their own.
func (r *Report) carry(userMode func(*semantics.Operation) bool, given map[semantics.ClassID]string) carried {
	p := r.before.program
	c := carried{methods: make([]bool, len(p.Methods)), classes: map[semantics.ClassID]bool{}}
	var queue []semantics.MethodID
	mark := func(id semantics.MethodID) {
		if id != 0 && !c.methods[id] {
			c.methods[id] = true
			queue = append(queue, id)
		}
	}
	for i := 1; i < len(p.Operations); i++ {
		if op := &p.Operations[i]; op.Verb != semantics.VerbPublish && r.before.modes[i] != semantics.ModeUser && !userMode(op) {
			mark(op.Method)
		}
	}
	for _, f := range p.Files {
		for i := range f.Calls {
			if call := &f.Calls[i]; call.Kind == semantics.CallUnknown && call.Reason != semantics.ReasonNoMember {
				mark(call.Method)
			}
		}
	}
	for len(queue) > 0 {
		id := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		class := p.Method(id).Class
		c.classes[class] = true
		if p.ClassSharing(class).Sharing != semantics.SharingCaller {
			continue
		}
		fixed := given[class] != "" && given[class] != keywordInherited
		for e := range p.Callers(id) {
			if e.Synchronous() && e.Kind != semantics.EdgeTrigger && (!fixed || p.Method(e.From).Class == class) {
				mark(e.From)
			}
		}
	}
	return c
}
