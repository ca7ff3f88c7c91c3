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
		for _, id := range f.Cells {
			if fd := &p.Fields[id]; fd.Count == 1 && len(fd.Stores) == 1 {
				add(fd.Stores[0].Func)
			}
		}
	}
	g.first[n] = int32(len(g.to))
	g.components(n)
	return g
}

// components finds the strongly connected components (Tarjan's algorithm, without
// recursion: call chains can be as long as the project).
func (g *graph) components(n int) {
	g.comp = make([]int32, n)
	index := make([]int32, n) // plus one
	low := make([]int32, n)
	on := make([]bool, n)
	var stack []ir.FuncID
	type frame struct {
		v    ir.FuncID
		edge int32
	}
	var work []frame
	next := int32(1)
	for root := range ir.FuncID(n) {
		if index[root] != 0 {
			continue
		}
		work = append(work, frame{v: root, edge: g.first[root]})
		index[root], low[root] = next, next
		next++
		stack, on[root] = append(stack, root), true
		for len(work) > 0 {
			top := &work[len(work)-1]
			v := top.v
			if top.edge < g.first[v+1] {
				w := g.to[top.edge]
				top.edge++
				switch {
				case index[w] == 0:
					index[w], low[w] = next, next
					next++
					stack, on[w] = append(stack, w), true
					work = append(work, frame{v: w, edge: g.first[w]})
				case on[w]:
					low[v] = min(low[v], index[w])
				}
				continue
			}
			work = work[:len(work)-1]
			if len(work) > 0 {
				p := work[len(work)-1].v
				low[p] = min(low[p], low[v])
			}
			if low[v] == index[v] {
				stack = g.pop(stack, on, v)
			}
		}
	}
}

func (g *graph) pop(stack []ir.FuncID, on []bool, root ir.FuncID) []ir.FuncID {
	at := len(stack) - 1
	for stack[at] != root {
		at--
	}
	members := append([]ir.FuncID(nil), stack[at:]...)
	for i := 1; i < len(members); i++ { // by function: components are small
		for j := i; j > 0 && members[j] < members[j-1]; j-- {
			members[j], members[j-1] = members[j-1], members[j]
		}
	}
	for _, v := range members {
		on[v] = false
		g.comp[v] = int32(len(g.members))
	}
	g.members = append(g.members, members)
	return stack[:at]
}
