package migrate

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/semantics"
)

// PreserveOptions says what to write.
type PreserveOptions struct {
	// Preserve writes modes and keywords that keep what the code does today.
	Preserve bool
	// Raise writes the target into the -meta.xml files.
	Raise bool
}

// An Edit replaces a range of bytes of a file's text, without a byte order mark, by words.
type Edit struct {
	Start, End int
	New        string
	// Reason says why: mode, security-enforced, sharing, access-modifier or version.
	Reason string
}

// The reasons of edits.
const (
	EditMode             = "mode"
	EditSecurityEnforced = "security-enforced"
	EditSharing          = "sharing"
	EditAccessModifier   = "access-modifier"
	EditVersion          = "version"
)

// Left is a place that a person has to look at: no edit keeps it as it is.
type Left struct {
	Path         string
	Line, Column int
	Offset       int
	Subject      string
	Reason       string
}

// A planner collects edits and what is left over, by file.
type planner struct {
	r *Report
	// after is the program at the target, but for the files that are held.
	after *world
	edits map[*unit][]Edit
	left  []Left
	// closest are the queries that get something stricter than what they have, assumed the places where what is written keeps
	// today's behaviour only if something holds that is not known.
	closest, assumed []Left
	// given are the keywords that classes are given.
	given map[semantics.ClassID]string
	// conflicts are the classes whose sharing no edit keeps, with what it is.
	conflicts map[semantics.ClassID]string
	carried   carried
	// held are the files that would not do at the target what they do today, whatever is written: they keep their version.
	held map[*unit]bool
	// refused are the files that are not edited, with the reason.
	refused map[*unit]string
	// notRaised are the files whose version cannot be raised, with the reason.
	notRaised map[*unit]string
}

func newPlanner(r *Report) *planner {
	return &planner{
		r: r, after: r.after, edits: map[*unit][]Edit{}, conflicts: map[semantics.ClassID]string{}, held: map[*unit]bool{},
		refused: map[*unit]string{}, notRaised: map[*unit]string{},
	}
}

// version is the version of a file when all is done.
func (p *planner) version(u *unit) project.Version {
	if p.refused[u] != "" || p.held[u] {
		return u.from
	}
	return p.r.opts.target(u)
}

// hold keeps the version of a file as it is, and reports whether that is new.
func (p *planner) hold(u *unit) bool {
	if !u.raised || p.held[u] || p.refused[u] != "" {
		return false
	}
	p.held[u] = true
	return true
}

// editable says why a file cannot be edited; empty if it can.
func editable(u *unit) string {
	f := u.file
	switch {
	case f.Encoding != project.UTF8:
		return fmt.Sprintf("it is stored as %s; save it as UTF-8", f.Encoding)
	case f.Tree == nil:
		return "it was not read whole"
	case f.Tree.Limit() != parser.LimitNone:
		return "it is too large or nested too deep to be read whole"
	case len(f.Tree.Errors()) > 0:
		at := u.position(f.Tree.Errors()[0].Start)
		return fmt.Sprintf("there is a syntax error at %d:%d", at.Line, at.Column)
	case !u.from.Known():
		return "its API version is not known, so neither is what it does today; --from names one"
	}
	return ""
}

func (p *planner) add(u *unit, start, end int, text, reason string) {
	p.edits[u] = append(p.edits[u], Edit{Start: start, End: end, New: text, Reason: reason})
}

// place makes a Left of an offset in a file.
func (u *unit) place(offset int, subject, reason string) Left {
	at := u.position(offset)
	return Left{Path: u.file.Path, Line: at.Line, Column: at.Column, Offset: offset, Subject: subject, Reason: reason}
}

// leave leaves a place to a person; until then the file keeps its version.
func (p *planner) leave(u *unit, offset int, subject, reason string) {
	p.left = append(p.left, u.place(offset, subject, reason))
	p.hold(u)
}

// plan makes all edits of source text.
func (p *planner) plan(ctx context.Context) error {
	r := p.r
	for _, u := range r.units {
		if u != nil && u.raised {
			if reason := editable(u); reason != "" {
				p.refused[u] = reason
			}
		}
	}
	for i := range r.Classes {
		c := &r.Classes[i]
		u := r.before.unit(c.id)
		if p.refused[u] != "" {
			continue
		}
		for k := range c.Operations {
			p.operation(u, &c.Operations[k])
		}
		for _, b := range c.Breaks {
			if b.ID == BreakAccessModifier {
				p.accessModifier(u, c, b)
			}
		}
	}
	if err := p.settle(ctx); err != nil {
		return err
	}
	p.writeKeywords()
	for u, edits := range p.edits {
		if p.held[u] {
			// A query that compiles as it is stays as it is.
			edits = slices.DeleteFunc(edits, func(e Edit) bool { return e.Reason == EditSecurityEnforced })
		}
		slices.SortStableFunc(edits, func(a, b Edit) int { return cmp.Compare(a.Start, b.Start) })
		p.edits[u] = edits
	}
	return nil
}

// settle finds the keywords that classes are given and the files that are held. A keyword ends what callers hand on, so that
// fewer classes need one, or have to be held, once it is known: the search begins anew with what it found until it finds the
// same again.
func (p *planner) settle(ctx context.Context) error {
	const (
		rounds   = 8
		relaxing = 5 // rounds in which what was held may be let go
	)
	base := maps.Clone(p.held)
	for round := range rounds {
		given, held := p.given, p.held
		if round < relaxing {
			p.held, p.conflicts = maps.Clone(base), map[semantics.ClassID]string{}
		}
		for again := true; again; {
			var err error
			p.after, err = p.r.before.at(ctx, at(p.r.snapshot, p.r.units, p.version, asRead), p.r.opts.Workers)
			if err != nil {
				return err
			}
			p.carried = p.r.carry(p.becomesUserMode, given)
			again = p.openChains()
			again = p.keywords() || again
		}
		if maps.Equal(given, p.given) && maps.Equal(held, p.held) {
			break
		}
	}
	return nil
}

// becomesUserMode reports whether an operation is a query WITH SECURITY_ENFORCED that gets WITH USER_MODE.
func (p *planner) becomesUserMode(op *semantics.Operation) bool {
	u := p.r.before.unit(op.Class)
	return op.Mode == semantics.ModeSecurityEnforced && p.version(u) >= versionOfUserMode && u.from < versionOfUserMode
}

// operation writes the mode that an operation has today.
func (p *planner) operation(u *unit, o *Operation) {
	op := p.r.before.program.Operation(o.id)
	if slices.Contains(o.Effects, EffectNotCompiled) {
		p.securityEnforced(u, op)
		return
	}
	if slices.Contains(o.Effects, EffectTextFails) {
		p.leave(u, o.Offset, o.Label, "the text of the query says WITH SECURITY_ENFORCED"+p.saidAt(o.id)+", which fails from 67.0 on; say WITH USER_MODE in the text")
		return
	}
	if o.Before.Mode != semantics.ModeSystem || o.After.Mode != semantics.ModeUser {
		return
	}
	switch op.Form {
	case semantics.FormStatement:
		p.statement(u, op)
	case semantics.FormSOQL:
		p.soql(u, o, op)
	case semantics.FormSOSL:
		p.sosl(u, op)
	case semantics.FormMethod:
		p.method(u, o, op)
	}
}

// saidAt names the literal in which the text of a query says WITH SECURITY_ENFORCED.
func (p *planner) saidAt(id semantics.OperationID) string {
	ref := p.r.before.texts[id].said
	files := p.r.before.program.Files
	if ref.Node == 0 || int(ref.File) >= len(files) {
		return ""
	}
	f := files[ref.File]
	u := p.r.units[f.File.ID]
	at := u.position(f.Tree.Node(int(ref.Node) - 1).Start())
	return fmt.Sprintf(" at %s:%d:%d", u.file.Path, at.Line, at.Column)
}

// statement makes `insert as system x` of `insert x`.
func (p *planner) statement(u *unit, op *semantics.Operation) {
	end := op.Node.Child(parser.FieldOperation).End()
	text := " as system"
	if !isBlank(u.file.Text, end) {
		text += " "
	}
	p.add(u, end, end, text, EditMode)
}

func isBlank(text []byte, i int) bool {
	return i < len(text) && (text[i] == ' ' || text[i] == '\t' || text[i] == '\r' || text[i] == '\n')
}

// soql adds WITH SYSTEM_MODE behind the clauses that it has to follow: FROM, USING SCOPE and WHERE.
func (p *planner) soql(u *unit, o *Operation, op *semantics.Operation) {
	query := op.Node.Child(parser.FieldQuery)
	if with := query.Child(parser.FieldWith); with.Valid() {
		p.leave(u, with.Start(), o.Label, "the query has a WITH clause already, and whether a mode may stand beside it is not documented")
		return
	}
	end := 0
	for _, field := range []parser.Field{parser.FieldFrom, parser.FieldUsing, parser.FieldWhere} {
		end = max(end, query.Child(field).End())
	}
	p.add(u, end, end, " WITH SYSTEM_MODE", EditMode)
}

// sosl adds WITH SYSTEM_MODE before LIMIT, OFFSET and UPDATE, or at the end.
func (p *planner) sosl(u *unit, op *semantics.Operation) {
	query := op.Node.Child(parser.FieldQuery)
	for _, field := range []parser.Field{parser.FieldLimit, parser.FieldOffset, parser.FieldUpdate} {
		if clause := query.Child(field); clause.Valid() {
			p.add(u, clause.Start(), clause.Start(), "WITH SYSTEM_MODE ", EditMode)
			return
		}
	}
	bracket := op.Node.End() - 1
	text := " WITH SYSTEM_MODE"
	if isBlank(u.file.Text, bracket-1) {
		text = text[1:]
	}
	p.add(u, bracket, bracket, text, EditMode)
}

// method passes AccessLevel.SYSTEM_MODE: each method of Database and Search that takes an access level takes it last,
// behind any of its other parameters (Apex Reference Guide, Database and Search).
func (p *planner) method(u *unit, o *Operation, op *semantics.Operation) {
	member := op.File.MemberOf(op.Node)
	var last parser.Node
	for a := range op.Node.Child(parser.FieldArguments).Children() {
		last = a
	}
	switch {
	case member.Key() == "suggest":
		p.leave(u, o.Offset, o.Label, "Search.suggest takes no access level")
	case !last.Valid() || last.Kind() == parser.KindNullLiteral:
		p.leave(u, o.Offset, o.Label, "its last argument is null, which may stand for the access level")
	default:
		if slices.Contains(o.Effects, EffectTextUnknown) {
			p.assumed = append(p.assumed, u.place(o.Offset, o.Label, "the text of the query is not known here; it must not say a mode itself"))
		}
		p.add(u, last.End(), last.End(), ", "+p.accessLevel(op)+".SYSTEM_MODE", EditMode)
	}
}

// accessLevel names the class AccessLevel as it can be named where something else bears the name.
func (p *planner) accessLevel(op *semantics.Operation) string {
	program := p.r.before.program
	hidden := program.LookupClass("accesslevel", op.File) != 0
	for _, id := range op.File.Classes {
		c := program.Class(id)
		hidden = hidden || fold(c.Name) == "accesslevel"
		for _, f := range c.Fields {
			hidden = hidden || fold(program.Field(f).Name) == "accesslevel"
		}
	}
	for i := range op.File.Variables {
		hidden = hidden || fold(op.File.Variables[i].Name) == "accesslevel"
	}
	if hidden {
		return "System.AccessLevel"
	}
	return "AccessLevel"
}

// securityEnforced replaces the clause that does not compile by the one that comes closest and never checks less.
func (p *planner) securityEnforced(u *unit, op *semantics.Operation) {
	p.add(u, op.ModeNode.Start(), op.ModeNode.End(), "USER_MODE", EditSecurityEnforced)
}
