package must

import (
	"github.com/apexvet/apexvet/dataflow/ir"
)

// graph is what functions need of each other: their callees, and the functions
// that assign the fields they read.
type graph struct {
	first []int32 // of a function, its first edge; one more at the end
	to    []ir.FuncID
	// comp numbers the components so that callees have smaller numbers than
	// callers.
	comp []int32
	// members lists the functions of each component in order.
	members [][]ir.FuncID
}

func buildGraph(p *ir.Program) graph {
	n := len(p.Funcs)
	g := graph{first: make([]int32, n+1)}
	seen := make([]ir.FuncID, n) // function plus one that last added an edge to this one
	for i, f := range p.Funcs {
		g.first[i] = int32(len(g.to))
		add := func(to ir.FuncID) {
			if seen[to] != ir.FuncID(i)+1 {
				seen[to] = ir.FuncID(i) + 1
				g.to = append(g.to, to)
			}
		}
		for k := range f.Calls {
			for _, c := range f.Calls[k].Callees {
				add(c)
			}
		}
		for k := range f.Sides {
			for _, c := range f.Sides[k].Callees {
				add(c)
			}
		}
		for _, id := range f.Cells {
			if fd := &p.Fields[id]; fd.Count == 1 && len(fd.Stores) == 1 {
				add(fd.Stores[0].Func)
			}
		}
	}
	g.first[n] = int32(len(g.to))
	g.comp, g.members = ir.Components(g.first, g.to)
	return g
}
