// Package analyzer is the driver: it runs rules over a snapshot and turns what they report into a result.
//
// Each rule gets one pass per file, and files are analysed in parallel. A rule that panics or fails costs its findings
// in that file and an entry of the coverage ledger, never the run. A [Result] is plain data, in an order that does not
// depend on the number of workers, and knows nothing of output formats.
package analyzer

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/dataflow"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/semantics"
)

// Options says what to run and what to keep.
type Options struct {
	Rules    []*rules.Rule
	Settings rules.Settings
	// MinConfidence drops findings that are less sure; the result counts them.
	MinConfidence rules.Confidence
	// Now decides what has expired; zero means the time at which Analyze is called.
	Now time.Time
	// Workers is how many files are analysed at a time; zero means one per processor.
	Workers int
	// Progress, if not nil, is called after each file, from several goroutines.
	Progress func(done, total int)
}

// Analyze runs the rules over the selected files of the snapshot. The error is that of the context; whatever else goes
// wrong is in the result's ledger.
func Analyze(ctx context.Context, snapshot *project.Snapshot, opts Options) (*Result, error) {
	return analyze(ctx, snapshot, opts, snapshot.Files)
}

// analyze visits the files in the given order, which the result does not depend on.
func analyze(ctx context.Context, snapshot *project.Snapshot, opts Options, order []*project.File) (*Result, error) {
	if opts.Workers <= 0 {
		opts.Workers = runtime.GOMAXPROCS(0)
	}
	if opts.Now.IsZero() {
		opts.Now = time.Now()
	}
	r := &run{snapshot: snapshot, opts: opts}
	if err := r.prepare(ctx); err != nil {
		return nil, err
	}
	outcomes := make([]outcome, len(snapshot.Files))
	group, ctx := errgroup.WithContext(ctx)
	var next, done atomic.Int64
	for range opts.Workers {
		group.Go(func() error {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(order) {
					return nil
				}
				if err := ctx.Err(); err != nil {
					return err
				}
				outcomes[order[i].ID] = r.file(order[i])
				if opts.Progress != nil {
					opts.Progress(int(done.Add(1)), len(order))
				}
			}
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return r.assemble(outcomes), nil
}

// A run is one call of Analyze. After prepare it is read-only.
type run struct {
	snapshot *project.Snapshot
	opts     Options
	program  *semantics.Program
	flow     *dataflow.Result
	// broken lists roots whose result could not be computed; rules that need them do not run.
	broken  []*analysis.Analyzer
	planned []plan
	ledger  []project.LedgerEntry
	// suppressions are the comments that silence rules, by path.
	suppressions map[string][]suppression
}

// An outcome is what the rules say about one file.
type outcome struct {
	// asked says that at least one rule applied to the file.
	asked    bool
	findings []Finding
	redact   []Location
	ledger   []project.LedgerEntry
	// suppressed counts the findings that comments have silenced.
	suppressed int
}

// prepare computes the results that all passes share, as far as a rule requires them.
func (r *run) prepare(ctx context.Context) error {
	if r.requires(rules.Semantics) || r.requires(rules.DataFlow) {
		r.stage(rules.Semantics, func() (err error) {
			r.program, err = semantics.Build(ctx, r.snapshot, r.opts.Workers)
			return err
		})
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if r.requires(rules.DataFlow) {
		if r.program == nil {
			r.broken = append(r.broken, rules.DataFlow)
		} else {
			r.stage(rules.DataFlow, func() error {
				r.flow = dataflow.BuildWith(ctx, r.program, r.flowOptions())
				return nil
			})
		}
	}
	r.ledger = append(r.ledger, r.limits()...)
	r.planned = r.plans()
	r.suppressions = map[string][]suppression{}
	for _, f := range r.snapshot.Files {
		if list := findSuppressions(f); list != nil {
			r.suppressions[f.Path] = list
		}
	}
	return ctx.Err()
}

// flowOptions lets the rules add to the options of the data flow.
func (r *run) flowOptions() dataflow.Options {
	opts := dataflow.Options{Workers: r.opts.Workers}
	for _, rule := range r.opts.Rules {
		if rule.Configure != nil {
			rule.Configure(r.opts.Settings.Of(rule), &opts)
		}
	}
	return opts
}

// limits turns the bounds that the data flow reached into entries of the ledger.
func (r *run) limits() []project.LedgerEntry {
	if r.flow == nil {
		return nil
	}
	var entries []project.LedgerEntry
	for _, limit := range r.flow.Limits() {
		m := &r.program.Methods[limit.Method]
		at := m.NameNode
		if !at.Valid() {
			at = m.Node
		}
		entries = append(entries, project.LedgerEntry{
			Path: r.program.Classes[m.Class].File.File.Path, Offset: at.Start(), End: at.End(),
			Status: project.Partial, Incomplete: true, Reason: m.Name + ": " + limit.Reason, Count: 1,
		})
	}
	return entries
}

func (r *run) requires(root *analysis.Analyzer) bool {
	return slices.ContainsFunc(r.opts.Rules, func(rule *rules.Rule) bool { return rule.Uses(root) })
}

// stage runs build, and if it fails notes that the root has no result.
func (r *run) stage(root *analysis.Analyzer, build func() error) {
	if failure := contain(build); failure != "" {
		r.broken = append(r.broken, root)
		r.ledger = append(r.ledger, failed("", fmt.Sprintf("computing %s failed, so no rule that needs it ran: %s",
			root.Name, failure)))
	}
}

// A plan is a rule with what the driver asks of it for every file.
type plan struct {
	*rules.Rule
	source, document, markup, text bool
}

// plans lists the rules that can run: those whose shared results exist.
func (r *run) plans() []plan {
	var plans []plan
	for _, rule := range r.opts.Rules {
		if slices.ContainsFunc(r.broken, rule.Uses) {
			continue
		}
		document, markup, text := rule.Uses(rules.Document), rule.Uses(rules.Markup), rule.Uses(rules.Text)
		apex := rule.Uses(rules.Source) || rule.Uses(rules.Semantics) || rule.Uses(rules.DataFlow)
		plans = append(plans, plan{Rule: rule, source: apex && !document && !markup && !text, document: document, markup: markup, text: text})
	}
	return plans
}

// applies reports whether the rule looks at the file at all.
func (p *plan) applies(f *project.File) bool {
	switch {
	case !f.Selected || f.IsStub,
		p.source && f.Tree == nil,
		p.document && f.Document == nil,
		p.markup && f.Markup == nil,
		p.text && f.Kind != project.KindText && f.Kind != project.KindLightning:
		return false
	case f.IsTest && !p.Covers.Has(rules.CoversTests),
		f.Generated && !p.Covers.Has(rules.CoversGenerated),
		f.Vendored && !p.Covers.Has(rules.CoversVendored):
		return false
	case len(p.Kinds) > 0 && !slices.Contains(p.Kinds, f.Kind):
		return false
	case len(p.Elements) > 0 && !slices.Contains(p.Elements, f.RootElement):
		return false
	}
	return true
}

// file runs every rule that applies to the file.
func (r *run) file(f *project.File) outcome {
	var out outcome
	var p *passes
	for i := range r.planned {
		if !r.planned[i].applies(f) {
			continue
		}
		if p == nil {
			p = newPasses(r, f, &out)
			out.asked = true
		}
		p.rule(r.planned[i].Rule)
	}
	noteSuppressed(f, &out)
	return out
}
