package dataflow

import (
	"context"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/dataflow/lower"
	"github.com/apexvet/apexvet/dataflow/must"
	"github.com/apexvet/apexvet/dataflow/strings"
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/semantics"
)

// Options are what Build depends on beside the program.
type Options struct {
	// Workers is the number of goroutines; the result does not depend on it.
	Workers int
	// Checks are the project's own authorisation methods (PMD's properties
	// createAuthMethodPattern and the like), beside those that are known.
	Checks []must.Check

	keep  bool // for a Session: the result is the start of the next one
	reuse *reuse
}

// Build analyses a program with the checks that are known.
func Build(ctx context.Context, prog *semantics.Program, workers int) *Result {
	return BuildWith(ctx, prog, Options{Workers: workers})
}

// Result is what is known of the values and checks of a program. It is safe for
// any number of goroutines.
type Result struct {
	Program *semantics.Program

	trees  map[*parser.Tree]int32
	files  []fileCode
	funcs  *ir.Program
	must   *must.Result
	texts  *strings.Evaluator
	limits []Limit

	lowered   []*lower.File // of a Session
	lowerings int
}

// Limit says that a bound was reached, so that the answers for a method are
// incomplete.
type Limit struct {
	Method semantics.MethodID
	Reason string
}

// Limits returns the methods for which a bound was reached, in the order of the
// program.
func (r *Result) Limits() []Limit { return r.limits }

// Text returns what text an expression can hold when it is evaluated. An
// expression outside of the analysed code has no templates.
//
// Holes that are parameters are filled in from the callers where all are known.
func (r *Result) Text(n parser.Node) strings.Value {
	f, v := r.Value(n)
	if f == nil {
		return r.textOutside(n)
	}
	return r.texts.Value(f, v)
}

// Value returns the value that an expression has in the code of its body; nil if
// it is not part of analysed code, or cannot be reached.
func (r *Result) Value(n parser.Node) (*ir.Func, ir.Value) {
	file, ok := r.trees[n.Tree()]
	if !ok {
		return nil, 0
	}
	fc := &r.files[file]
	fn, ok := fc.funcAt(int32(n.Index()))
	if !ok {
		return nil, 0
	}
	f := r.funcs.Funcs[fn]
	if f.TooLong || n.Index() >= len(fc.values) {
		return nil, 0
	}
	if v := fc.values[n.Index()]; v != 0 {
		return f, v
	}
	return nil, 0
}

// Node returns the syntax node of a reference, the zero Node for the zero Ref.
func (r *Result) Node(ref ir.Ref) parser.Node {
	if ref.Node == 0 || int(ref.File) >= len(r.Program.Files) {
		return parser.Node{}
	}
	return r.Program.Files[ref.File].Tree.Node(int(ref.Node) - 1)
}

// Same reports whether two expressions of one body are certainly the same value:
// no assignment lies between them.
func (r *Result) Same(a, b parser.Node) bool {
	f, v := r.Value(a)
	g, w := r.Value(b)
	return f != nil && f == g && v == w
}

// CallsOn returns the nodes of the calls in the same body whose receiver is
// certainly the value of an expression, in source order: every method called on
// one HttpRequest, for instance.
func (r *Result) CallsOn(n parser.Node) []parser.Node {
	f, v := r.Value(n)
	if f == nil {
		return nil
	}
	var nodes []parser.Node
	seen := int32(-1)
	for i := range f.Calls {
		c := &f.Calls[i]
		if c.Value != 0 && f.Receiver(c) == v && c.Node > seen { // copies of a finally come later, with smaller nodes
			nodes = append(nodes, n.Tree().Node(int(c.Node)))
			seen = c.Node
		}
	}
	return nodes
}

// Verdict returns what is known of a database operation.
func (r *Result) Verdict(op semantics.OperationID) *must.Verdict { return r.must.Verdict(op) }

// Reach returns on whose behalf a method runs, zero for test code.
func (r *Result) Reach(m semantics.MethodID) must.Reach {
	var all must.Reach
	for _, id := range r.funcs.Of(m) {
		all |= r.must.Reach(id)
	}
	return all
}

// Func returns the bodies of a method: one, or several for initialisers; none
// for a method that is test code or has no body.
func (r *Result) Func(m semantics.MethodID) []*ir.Func {
	ids := r.funcs.Of(m)
	out := make([]*ir.Func, 0, len(ids))
	for _, id := range ids {
		out = append(out, r.funcs.Funcs[id])
	}
	return out
}
