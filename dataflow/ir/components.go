package ir

// Components finds the strongly connected components of a graph of functions: the
// edges of function f are to[first[f]:first[f+1]]. Components are numbered so that
// those a function leads to have smaller numbers than its own; members lists the
// functions of each in order.
//
// It is Tarjan's algorithm without recursion: call chains can be as long as the
// project.
func Components(first []int32, to []FuncID) (comp []int32, members [][]FuncID) {
	n := len(first) - 1
	g := components{comp: make([]int32, n)}
	index := make([]int32, n) // plus one
	low := make([]int32, n)
	on := make([]bool, n)
	var stack []FuncID
	type frame struct {
		v    FuncID
		edge int32
	}
	var work []frame
	next := int32(1)
	for root := range FuncID(n) {
		if index[root] != 0 {
			continue
		}
		work = append(work, frame{v: root, edge: first[root]})
		index[root], low[root] = next, next
		next++
		stack, on[root] = append(stack, root), true
		for len(work) > 0 {
			top := &work[len(work)-1]
			v := top.v
			if top.edge < first[v+1] {
				w := to[top.edge]
				top.edge++
				switch {
				case index[w] == 0:
					index[w], low[w] = next, next
					next++
					stack, on[w] = append(stack, w), true
					work = append(work, frame{v: w, edge: first[w]})
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
	return g.comp, g.members
}

type components struct {
	comp    []int32
	members [][]FuncID
}

func (g *components) pop(stack []FuncID, on []bool, root FuncID) []FuncID {
	at := len(stack) - 1
	for stack[at] != root {
		at--
	}
	members := append([]FuncID(nil), stack[at:]...)
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
