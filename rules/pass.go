package rules

import (
	"fmt"
	"reflect"
	"time"

	"golang.org/x/tools/go/analysis"
)

// A PassContext is what a driver gives a pass beyond what go/analysis has a place for.
type PassContext struct {
	// Rule is the rule that runs, nil while an analyzer runs that rules merely require.
	Rule     *Rule
	Settings Settings
	// Now is the time of the run, which decides what has expired.
	Now time.Time
	// Report takes a complete finding: its variant is known, its message is filled.
	Report func(Finding)
}

// passContext is the key under which a pass carries its context. It is no root: nothing can require it.
var passContext = &analysis.Analyzer{Name: "passContext"}

// Attach gives the pass its context. Drivers call it once, before the rule runs; ResultOf must not be nil.
// Plain pass.Report and pass.Reportf work from then on as [Report] does.
func Attach(pass *analysis.Pass, c *PassContext) {
	pass.ResultOf[passContext] = c
	pass.Report = func(d analysis.Diagnostic) { Report(pass, Finding{Diagnostic: d}) }
}

func contextOf(pass *analysis.Pass) *PassContext {
	c, ok := pass.ResultOf[passContext].(*PassContext)
	if !ok || c.Rule == nil {
		panic(fmt.Sprintf("%s is not a rule: only rules report and read properties", pass.Analyzer.Name))
	}
	return c
}

// Now returns the time of the run, as the user gave it: rules never look at a clock. It works in every pass, also in those of
// analyzers that rules require.
func Now(pass *analysis.Pass) time.Time {
	c, ok := pass.ResultOf[passContext].(*PassContext)
	if !ok {
		panic("the driver gave the pass no context")
	}
	return c.Now
}

// Report reports a finding of the rule that the pass runs. A category that is no variant of the rule is a fault of
// the rule and panics, and so is a finding without a message.
func Report(pass *analysis.Pass, f Finding) {
	c := contextOf(pass)
	v, ok := c.Rule.Variant(f.Category)
	if !ok {
		panic(fmt.Sprintf("rule %s reports the unknown variant %q", c.Rule.Name, f.Category))
	}
	f.Category = v.ID
	if f.Message == "" {
		f.Message = fmt.Sprintf(v.Message, f.Args...)
	}
	if f.Message == "" {
		panic(fmt.Sprintf("rule %s reports variant %q without a message", c.Rule.Name, v.ID))
	}
	if !f.End.IsValid() {
		f.End = f.Pos
	}
	c.Report(f)
}

// The root analyzers. The driver supplies their results, as far as the file of the pass has them; they never run.
// A rule names in Requires what it may look at, and so when it must run again.
var (
	// Source is the Apex file of the pass: text, tree and facts. See [SourceOf].
	Source = root[*SourceFile]("source", "the Apex file of the pass: text, tree and facts")
	// Document is the metadata file of the pass. See [DocumentOf].
	Document = root[*DocumentFile]("document", "the metadata file of the pass")
)

func root[T any](name, doc string) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:       name,
		Doc:        doc,
		ResultType: reflect.TypeFor[T](),
		Run: func(*analysis.Pass) (any, error) {
			return nil, fmt.Errorf("%s is supplied by the driver and never runs", name)
		},
	}
}

// visitRequired calls visit once for the analyzer and for each one it requires, directly or not.
func visitRequired(a *analysis.Analyzer, visit func(*analysis.Analyzer)) {
	seen := map[*analysis.Analyzer]bool{}
	var walk func(*analysis.Analyzer)
	walk = func(a *analysis.Analyzer) {
		if a == nil || seen[a] {
			return
		}
		seen[a] = true
		visit(a)
		for _, required := range a.Requires {
			walk(required)
		}
	}
	walk(a)
}
