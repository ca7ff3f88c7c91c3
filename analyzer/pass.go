package analyzer

import (
	"fmt"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
)

// passes makes the passes of one file. What analyzers computed for one rule serves the next.
type passes struct {
	run     *run
	file    *project.File
	out     *outcome
	blank   analysis.Pass
	results map[*analysis.Analyzer]any
}

func newPasses(r *run, f *project.File, out *outcome) *passes {
	p := &passes{run: r, file: f, out: out, results: map[*analysis.Analyzer]any{
		rules.Project:   r.snapshot,
		rules.Semantics: r.program,
		rules.DataFlow:  r.flow,
	}}
	if f.Tree != nil {
		p.results[rules.Source] = &rules.SourceFile{File: f}
	}
	if f.Document != nil {
		p.results[rules.Document] = &rules.DocumentFile{File: f}
	}
	if f.Kind == project.KindText || f.Kind == project.KindLightning {
		p.results[rules.Text] = &rules.TextFile{File: f}
	}
	if f.Markup != nil {
		p.results[rules.Markup] = &rules.MarkupFile{File: f}
	}
	p.blank = p.blankPass()
	return p
}

// rule runs a rule, after what it requires.
func (p *passes) rule(rule *rules.Rule) {
	failure := contain(func() error {
		if err := p.require(rule.Requires); err != nil {
			return err
		}
		pass := p.pass(rule.Analyzer)
		rules.Attach(pass, &rules.PassContext{Rule: rule, Settings: p.run.opts.Settings, Now: p.run.opts.Now, Report: func(f rules.Finding) {
			p.report(rule, f)
		}})
		_, err := rule.Run(pass)
		return err
	})
	if failure != "" {
		p.out.ledger = append(p.out.ledger, failed(p.file.Path, fmt.Sprintf("rule %s failed: %s", rule.Name, failure)))
	}
}

// require computes the results of analyzers that are neither roots nor rules, once per file.
func (p *passes) require(list []*analysis.Analyzer) error {
	for _, a := range list {
		if _, ok := p.results[a]; ok {
			continue
		}
		if err := p.require(a.Requires); err != nil {
			return err
		}
		pass := p.pass(a)
		rules.Attach(pass, &rules.PassContext{Now: p.run.opts.Now})
		result, err := a.Run(pass)
		if err != nil {
			return fmt.Errorf("%s: %w", a.Name, err)
		}
		p.results[a] = result
	}
	return nil
}

// pass makes a pass for the analyzer from the one that all passes of the file have in common.
func (p *passes) pass(a *analysis.Analyzer) *analysis.Pass {
	pass := p.blank
	pass.Analyzer = a
	pass.ResultOf = make(map[*analysis.Analyzer]any, len(a.Requires)+1)
	for _, required := range a.Requires {
		pass.ResultOf[required] = p.results[required]
	}
	return &pass
}

// blankPass is what all passes of a file have in common. The parts of go/analysis that have no meaning for Apex panic
// with a message that says so, where a bare Pass would panic in odd places.
func (p *passes) blankPass() analysis.Pass {
	set := token.NewFileSet()
	set.AddExistingFiles(p.file.TokenFile())
	return analysis.Pass{
		Fset:              set,
		OtherFiles:        []string{p.file.Path},
		Pkg:               types.NewPackage(p.file.Path, "apex"),
		TypesInfo:         &types.Info{},
		Module:            &analysis.Module{Path: p.file.Path},
		ReadFile:          p.readFile,
		ImportObjectFact:  func(types.Object, analysis.Fact) bool { panic(noFacts) },
		ImportPackageFact: func(*types.Package, analysis.Fact) bool { panic(noFacts) },
		ExportObjectFact:  func(types.Object, analysis.Fact) { panic(noFacts) },
		ExportPackageFact: func(analysis.Fact) { panic(noFacts) },
		AllPackageFacts:   func() []analysis.PackageFact { panic(noFacts) },
		AllObjectFacts:    func() []analysis.ObjectFact { panic(noFacts) },
	}
}

const noFacts = "apexvet has no facts: require rules.Semantics or rules.DataFlow for what other files say"

func (p *passes) readFile(name string) ([]byte, error) {
	if name != p.file.Path {
		return nil, fmt.Errorf("%s is not the file of this pass, which is %s", name, p.file.Path)
	}
	return p.file.Text, nil
}

// report keeps a finding. One that lies outside of the file of the pass is a fault of the rule.
func (p *passes) report(rule *rules.Rule, f rules.Finding) {
	variant, _ := rule.Variant(f.Category)
	found := Finding{Rule: rule, Variant: variant, Message: f.Message, Subject: f.Subject}
	found.Location = p.run.locate(f.Pos, f.End)
	if found.Location.Path != p.file.Path {
		panic(fmt.Sprintf("the finding %q lies in %s, outside of the file of the pass", f.Message, found.Location.Path))
	}
	for _, s := range f.Path {
		found.Path = append(found.Path, Step{p.run.locate(s.Pos, s.End), s.Message})
	}
	for _, s := range f.Notes {
		found.Notes = append(found.Notes, Step{p.run.locate(s.Pos, s.End), s.Message})
	}
	for _, s := range f.Redact {
		p.out.redact = append(p.out.redact, p.run.locate(s.Pos, s.End))
	}
	if p.run.suppressed(&found) {
		p.out.suppressed++
		return
	}
	p.out.findings = append(p.out.findings, found)
}

// locate turns positions of a finding into a place, and panics if there is no such place: a fault of the rule.
func (r *run) locate(pos, end token.Pos) Location {
	if !pos.IsValid() {
		panic("a finding or one of its steps has no position")
	}
	if !end.IsValid() {
		end = pos
	}
	id, from := project.Locate(pos)
	endID, to := project.Locate(end)
	f := r.snapshot.File(id)
	if f == nil || endID != id || from > to || to > len(f.Text) {
		panic(fmt.Sprintf("the positions %d to %d are no place in a file", pos, end))
	}
	return Location{Path: f.Path, Start: from, End: to}
}
