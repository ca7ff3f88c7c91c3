package must

import "github.com/apexvet/apexvet/dataflow/ir"

// findReach finds on whose behalf each function runs: from the roots down along
// all edges.
func (a *analysis) findReach() {
	a.reach = make([]Reach, len(a.prog.Funcs))
	var todo []ir.FuncID
	add := func(id ir.FuncID, r Reach) {
		if r&^a.reach[id] != 0 {
			a.reach[id] |= r
			todo = append(todo, id)
		}
	}
	for i, f := range a.prog.Funcs {
		if f.Root {
			add(ir.FuncID(i), a.entry(ir.FuncID(i), ViaCalls).reach())
		}
	}
	for len(todo) > 0 {
		id := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		f, r := a.prog.Funcs[id], a.reach[id]
		for i := range f.Calls {
			for _, to := range f.Calls[i].Callees {
				add(to, r)
			}
		}
		for i := range f.Sides {
			s := &f.Sides[i]
			for _, to := range s.Callees {
				add(to, carried(s.Kind, r))
			}
		}
	}
}

// setReach sets the reach of the operations.
func (a *analysis) setReach(res *Result) {
	a.findReach()
	for id, f := range a.prog.Funcs {
		for i := range f.Operations {
			res.verdicts[f.Operations[i].ID].Reach |= a.reach[id]
		}
	}
	res.reach = a.reach
}

// Reach returns on whose behalf a function runs.
func (r *Result) Reach(id ir.FuncID) Reach {
	if int(id) >= len(r.reach) {
		return 0
	}
	return r.reach[id]
}

// carried returns on whose behalf the targets of a side run.
func carried(k ir.SideKind, r Reach) Reach {
	switch k {
	case ir.SideScheduled:
		if r&^ReachNobody != 0 {
			return ReachSystem
		}
	case ir.SideTrigger:
		out := r & (ReachNobody | ReachSystem | ReachUserTrigger)
		if r&(ReachUser|ReachGuest) != 0 {
			out |= ReachUserTrigger
		}
		return out
	}
	return r
}
