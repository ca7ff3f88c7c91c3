package dataflow

import (
	"context"
	"sort"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/dataflow/must"
	"github.com/apexvet/apexvet/dataflow/strings"
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/semantics"
)

// fileCode locates the code of one file.
type fileCode struct {
	values []ir.Value // of each node of the tree, 0 where there is none
	ranges []funcRange
}

// funcRange says that the nodes [first, last) belong to a function.
type funcRange struct {
	first, last int32
	fn          ir.FuncID
}

// funcAt returns the function whose body contains a node.
func (c *fileCode) funcAt(node int32) (ir.FuncID, bool) {
	i := sort.Search(len(c.ranges), func(i int) bool { return c.ranges[i].last > node })
	if i < len(c.ranges) && c.ranges[i].first <= node {
		return c.ranges[i].fn, true
	}
	return 0, false
}

// BuildWith analyses a program.
func BuildWith(ctx context.Context, prog *semantics.Program, opts Options) *Result {
	r := &Result{Program: prog, ctx: ctx, trees: make(map[*parser.Tree]int32, len(prog.Files)), files: make([]fileCode, len(prog.Files))}
	for i, f := range prog.Files {
		r.trees[f.Tree] = int32(i)
	}
	r.funcs = ir.NewProgram(nil, len(prog.Methods), len(prog.Fields))
	r.must = &must.Result{}
	r.texts = strings.New(r.funcs)
	return r
}

// textOutside returns the text of an expression that is not in analysed code: of
// literals, and of nothing else.
func (r *Result) textOutside(parser.Node) strings.Value { return strings.Value{} }
