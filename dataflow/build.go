package dataflow

import (
	"context"
	"sort"
	"sync"
	"sync/atomic"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/dataflow/lower"
	"github.com/apexvet/apexvet/dataflow/must"
	"github.com/apexvet/apexvet/dataflow/strings"
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/semantics"
)

// fileCode locates the code of one file.
type fileCode struct {
	values []ir.Value // of each node of the tree, 0 where there is none
	ranges []lower.Range
	first  ir.FuncID // of the file's functions
}

// funcAt returns the function whose body contains a node.
func (c *fileCode) funcAt(node int32) (ir.FuncID, bool) {
	i := sort.Search(len(c.ranges), func(i int) bool { return c.ranges[i].Last > node })
	if i < len(c.ranges) && c.ranges[i].First <= node {
		return c.first + ir.FuncID(c.ranges[i].Func), true
	}
	return 0, false
}

// BuildWith analyses a program. When the context is cancelled the result is
// incomplete and must not be used.
func BuildWith(ctx context.Context, prog *semantics.Program, opts Options) *Result {
	workers := max(opts.Workers, 1)
	r := &Result{
		Program: prog, trees: make(map[*parser.Tree]int32, len(prog.Files)),
		files: make([]fileCode, len(prog.Files)),
	}
	for i, f := range prog.Files {
		r.trees[f.Tree] = int32(i)
	}
	facts := make([]ir.Field, len(prog.Fields))
	parallel(ctx, len(prog.Files), workers, func() func(int) {
		return func(i int) { lower.Fields(prog, prog.Files[i], facts) }
	})
	from := opts.reuse
	if from != nil && !from.sameFields(facts) {
		from = nil
	}
	lowered := make([]*lower.File, len(prog.Files))
	var lowerings atomic.Int64
	parallel(ctx, len(prog.Files), workers, func() func(int) {
		l := lower.New(prog, facts)
		return func(i int) {
			if lowered[i] = from.file(i); lowered[i] == nil {
				lowered[i] = l.File(prog.Files[i], int32(i))
				lowerings.Add(1)
			}
		}
	})
	if ctx.Err() != nil {
		r.funcs = ir.NewProgram(nil, nil, len(prog.Methods))
		r.funcs.Connect()
		r.must, r.texts = &must.Result{}, strings.New(prog, r.funcs)
		return r
	}
	r.assemble(ctx, lowered, facts, workers)
	r.texts = strings.New(prog, r.funcs)
	config := must.Config{Checks: opts.Checks, Operations: len(prog.Operations), Workers: workers, Keep: opts.keep}
	if opts.keep {
		r.lowered, r.lowerings = lowered, int(lowerings.Load())
	}
	if from != nil {
		config.Previous = from.previous(r)
	}
	r.must = must.Analyze(ctx, r.funcs, newWorld(r), config)
	r.collectLimits()
	return r
}

// parallel calls f for 0 to n-1 from several goroutines; start makes the f of each.
func parallel(ctx context.Context, n, workers int, start func() func(int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	const batch = 4
	for range min(workers, n) {
		wg.Go(func() {
			f := start()
			for {
				first := int(next.Add(batch)) - batch
				if first >= n || ctx.Err() != nil {
					return
				}
				for i := first; i < min(first+batch, n); i++ {
					f(i)
				}
			}
		})
	}
	wg.Wait()
}

// assemble numbers the functions of all files and links their calls.
func (r *Result) assemble(ctx context.Context, lowered []*lower.File, facts []ir.Field, workers int) {
	total := 0
	for _, f := range lowered {
		total += len(f.Funcs)
	}
	funcs := make([]*ir.Func, 0, total)
	for i, f := range lowered {
		first := ir.FuncID(len(funcs))
		r.files[i] = fileCode{values: f.Values, ranges: f.Ranges, first: first}
		funcs = append(funcs, f.Funcs...)
		for _, s := range f.Stores {
			fd := &facts[s.Field]
			if len(fd.Stores) < ir.MaxStores {
				fd.Stores = append(fd.Stores, ir.Store{Func: first + ir.FuncID(s.Func), Value: s.Value})
			}
		}
	}
	l := &linker{r: r}
	bodies := ir.NewProgram(funcs, facts, len(r.Program.Methods))
	hubs := l.hubFuncs(bodies.Of, ir.FuncID(len(funcs)))
	r.funcs = ir.NewProgram(append(funcs, hubs...), facts, len(r.Program.Methods))
	parallel(ctx, len(r.files), workers, func() func(int) { return l.file })
	r.funcs.Connect()
	findRoots(r.funcs, r.Program)
}

func (r *Result) collectLimits() {
	for _, f := range r.funcs.Funcs {
		if f.TooLong {
			r.limits = append(r.limits, Limit{f.Method, "more than 50,000 instructions"})
		}
	}
	for _, l := range r.must.Limits {
		f := r.funcs.Funcs[l.Func]
		if f.Kind == ir.FuncHub { // named by its first target
			f = r.funcs.Funcs[f.Calls[0].Callees[0]]
		}
		r.limits = append(r.limits, Limit{f.Method, l.Reason})
	}
	sort.SliceStable(r.limits, func(i, j int) bool { return r.limits[i].Method < r.limits[j].Method })
}

// textOutside returns the text of an expression that is not in analysed code: of
// literals, and of nothing else.
func (r *Result) textOutside(n parser.Node) strings.Value {
	for n.Kind() == parser.KindParenthesizedExpression {
		n = n.FirstChild()
	}
	switch n.Kind() {
	case parser.KindStringLiteral:
		return r.literal(n, lower.Unquote(n.Text()))
	case parser.KindMultilineStringLiteral:
		return r.literal(n, lower.UnquoteBlock(n.Text()))
	}
	return strings.Value{}
}

func (r *Result) literal(n parser.Node, text string) strings.Value {
	p := strings.Piece{Kind: strings.Constant, Text: text}
	if file, ok := r.trees[n.Tree()]; ok {
		p.Origin = ir.RefTo(file, int32(n.Index()))
	}
	return strings.Value{Templates: []strings.Template{{p}}}
}
