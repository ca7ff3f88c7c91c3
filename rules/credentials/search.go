package credentials

import (
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/dataflow"
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/redact"
	"github.com/apexvet/apexvet/rules/internal/secret"
	"github.com/apexvet/apexvet/rules/internal/trace"
	"github.com/apexvet/apexvet/semantics"
)

// credentials searches a file for secrets, once for all rules.
var credentials = &analysis.Analyzer{
	Name:       "credentials",
	Doc:        "the secrets of a file, each with the rule it belongs to",
	Run:        run,
	Requires:   []*analysis.Analyzer{rules.Source, rules.Semantics, rules.DataFlow},
	ResultType: reflect.TypeFor[[]found](),
}

// found is a secret and the rule it belongs to.
type found struct {
	owner   owner
	finding rules.Finding
}

// report reports what belongs to a rule.
func report(rule owner) func(*analysis.Pass) (any, error) {
	return func(pass *analysis.Pass) (any, error) {
		for _, f := range pass.ResultOf[credentials].([]found) {
			if f.owner == rule {
				rules.Report(pass, f.finding)
			}
		}
		return nil, nil
	}
}

// A search is the run over one file.
type search struct {
	flow *dataflow.Result
	file *semantics.FileInfo

	uses  []use
	useOf map[parser.Node]int // index in uses, by the literal
	// owned are the literals that a holder holds, reported or not.
	owned map[parser.Node]bool
	found []found
}

func run(pass *analysis.Pass) (any, error) {
	file := rules.SemanticsOf(pass).File(rules.SourceOf(pass).ID)
	if file == nil {
		return []found(nil), nil
	}
	s := &search{flow: rules.DataFlowOf(pass), file: file, useOf: map[parser.Node]int{}, owned: map[parser.Node]bool{}}
	s.collectUses()
	s.holders(s.hold)
	s.sent()
	s.rest()
	return s.found, nil
}

func (s *search) texts(n parser.Node) []trace.Text {
	if !n.Valid() {
		return nil
	}
	return trace.Of(s.flow, s.file, n)
}

// hold judges what a holder is given. Of each text that it can be the strongest evidence counts.
func (s *search) hold(h holder) {
	if !s.deservesLook(h) {
		return
	}
	if elements := elements(h.value); elements != nil {
		for _, e := range elements {
			h.value = e
			s.hold(h)
		}
		return
	}
	reported := map[parser.Node]bool{}
	for _, text := range s.texts(h.value) {
		for _, literal := range text.Literals(0, len(text.String)) {
			s.owned[literal] = s.owned[literal] || h.value.Contains(literal)
		}
		var best evidence
		for _, e := range s.weigh(h, text) {
			if e.rank() > best.rank() && within(h.value, e.text.Literals(e.start, e.end)) {
				best = e
			}
		}
		if best.variant == "" {
			continue
		}
		literals := best.text.Literals(best.start, best.end)
		if reported[literals[0]] {
			continue
		}
		reported[literals[0]] = true
		place := s.place(literals)
		if place == trace.Production && secret.IsForTests(h.name) {
			place = trace.Doubtful
		}
		switch place {
		case trace.OnlyInTests:
		case trace.Doubtful:
			s.add(h.owner, inDoubt(best.variant), h.what, best, h.value)
		default:
			s.add(h.owner, best.variant, h.what, best, h.value)
		}
	}
}

// deservesLook reports whether a holder can hold a secret: its name, a use of one of its literals or the text of one says
// more than nothing. It spares most of the text of a project the evaluation.
func (s *search) deservesLook(h holder) bool {
	named := secret.Name(h.name) != secret.NoHint || secret.Header(h.name) != secret.OtherHeader
	return anyLiteral(h.value, func(n parser.Node) bool {
		_, used := s.useOf[n]
		return named || used || secret.MayHold(n.Text())
	})
}

// elements returns the elements of a list or set that is written out; map entries are holders of their own.
func elements(n parser.Node) []parser.Node {
	initializer := n.Child(parser.FieldInitializer)
	if n.Kind() != parser.KindNewExpression || !initializer.Valid() {
		return nil
	}
	all := []parser.Node{}
	for e := range initializer.Children() {
		if e.Kind() != parser.KindMapEntry {
			all = append(all, e)
		}
	}
	return all
}

func within(n parser.Node, literals []parser.Node) bool {
	return slices.ContainsFunc(literals, n.Contains)
}

// add notes a finding. Its region is the literal, or the whole value where the secret is put together of several.
func (s *search) add(owner owner, variant, what string, e evidence, value parser.Node) {
	region := value
	if literals := e.text.Literals(e.start, e.end); len(literals) == 1 && value.Contains(literals[0]) {
		region = literals[0]
	}
	if e.name != "" {
		what += ", in its " + e.name + ","
	}
	finding := rules.AtNode(s.file.File, region, variant, what, e.detail)
	finding.Subject = strings.TrimPrefix(what, "The ")
	finding.Redact = redact.Range(e.text, e.start, e.end)
	if e.use != nil && e.use.argument.Valid() && !e.use.argument.Contains(region) {
		finding.Path = []rules.Step{
			rules.StepAtNode(s.file.File, region, "the literal is written here"),
			rules.StepAtNode(s.file.File, e.use.argument, "and used as "+e.use.as+" here"),
		}
	}
	s.found = append(s.found, found{owner, finding})
}

// sent reports credentials in requests that nothing holds: literals in the arguments, and those of other files, which
// are reported where they are sent.
func (s *search) sent() {
	reported := map[parser.Node]bool{}
	for i := range s.uses {
		u := &s.uses[i]
		literals := u.text.Literals(u.start, u.end)
		if !u.inRequest || s.anyOwned(literals) || len(literals) == 0 || reported[literals[0]] {
			continue
		}
		local := literals[0].Tree() == s.file.Tree
		if !local && !s.onlySeenHere(u) {
			continue
		}
		variant, what := possible, "T"+u.as[1:]
		switch {
		case u.Kind == secret.Known && local:
			variant = knownShape
		case u.Kind == secret.Known:
			continue // Reported where it is written, whatever holds it.
		case u.Kind < secret.Word:
			variant = nameOnly
		case u.sure:
			variant = sent
		}
		switch s.place(literals) {
		case trace.OnlyInTests:
			continue
		case trace.Doubtful:
			variant = inDoubt(variant)
		}
		reported[literals[0]] = true
		e := evidence{detail: detail(u.Judgement), text: u.text, start: u.start, end: u.end}
		if local && !u.argument.Contains(literals[0]) {
			// A literal that a method returns, say: it is reported where it stands.
			e.use = u
			s.add(requestRule, variant, what, e, literals[0])
			continue
		}
		s.add(requestRule, variant, what, e, u.argument)
		if !local {
			f := &s.found[len(s.found)-1].finding
			source := u.text.Sources(u.start, u.end)[0]
			f.Path = []rules.Step{
				rules.StepAtNode(source.File, source.Literal, "the literal is written here"),
				rules.StepAtNode(s.file.File, u.argument, "and sent here"),
			}
		}
	}
	for node := range reported {
		s.owned[node] = true
	}
}

// onlySeenHere reports whether a literal of another file is the default of a field there that nothing but this use shows
// to be a secret. What else a field may hold at some time is too weak a hint across files: it may be a sample, and the real
// value come from JSON.
func (s *search) onlySeenHere(u *use) bool {
	source := u.text.Sources(u.start, u.end)[0]
	field := trace.DefaultOf(s.file.Program().File(source.File.ID), source.Literal)
	if field == nil {
		return false
	}
	there := evidence{variant: byValue(u.Judgement, secret.Name(field.Name))}
	return there.rank() < evidence{variant: possible}.rank()
}

func (s *search) anyOwned(literals []parser.Node) bool {
	return slices.ContainsFunc(literals, func(l parser.Node) bool { return s.owned[l] })
}

// rest reports the values of a known shape that stand anywhere else: in an argument, in a result.
func (s *search) rest() {
	for n := range s.file.Tree.NodesOf(parser.KindStringLiteral, parser.KindMultilineStringLiteral) {
		if !secret.IsKnown(strings.Trim(n.Text(), "'")) || s.owned[n] {
			continue
		}
		for _, text := range s.texts(n) {
			if j := secret.Judge(text.String); j.Kind == secret.Known {
				s.add(assignmentRule, knownShape, "This literal", evidence{detail: detail(j), text: text, start: j.Start, end: j.End}, n)
				break
			}
		}
	}
}
