package must

import (
	"slices"

	"github.com/apexvet/apexvet/dataflow/ir"
)

// A hub stands for all targets of a virtual call. What it promises is what all of
// them promise, what it demands is what any of them demands; its frame is that of
// its targets, for their parameters are the same.

func (a *analysis) isHub(id ir.FuncID) bool { return a.prog.Funcs[id].Kind == ir.FuncHub }

// hub summarizes a hub that takes part in no recursion and reports whether the
// function is one.
func (a *analysis) hub(id ir.FuncID) bool {
	if !a.isHub(id) {
		return false
	}
	a.summarizeHub(id)
	a.finishHub(id)
	a.demandHub(id)
	return true
}

func (a *analysis) targets(id ir.FuncID) func(yield func(ir.FuncID) bool) {
	return func(yield func(ir.FuncID) bool) {
		calls := a.prog.Funcs[id].Calls
		for i := range calls {
			for _, to := range calls[i].Callees {
				if !yield(to) {
					return
				}
			}
		}
	}
}

// summarizeHub sets the must parts of a hub's summary and reports whether they
// changed.
func (a *analysis) summarizeHub(id ir.FuncID) bool {
	var s summary
	s.rTop, s.tTop, s.fTop = true, true, true
	for to := range a.targets(id) {
		o := &a.sums[to]
		s.r, s.rTop = meetAtoms(s.r, s.rTop, o.r, o.rTop)
		s.t, s.tTop = meetAtoms(s.t, s.tTop, o.t, o.tTop)
		s.f, s.fTop = meetAtoms(s.f, s.fTop, o.f, o.fTop)
	}
	if a.prog.Funcs[id].Open {
		s = summary{}
	}
	old := &a.sums[id]
	changed := s.rTop != old.rTop || s.tTop != old.tTop || s.fTop != old.fTop ||
		len(s.r) != len(old.r) || len(s.t) != len(old.t) || len(s.f) != len(old.f)
	old.r, old.t, old.f, old.rTop, old.tTop, old.fTop = s.r, s.t, s.f, s.rTop, s.tTop, s.fTop
	return changed
}

// meetAtoms returns what is in both lists, where top stands for all atoms.
func meetAtoms(a []atom, aTop bool, b []atom, bTop bool) ([]atom, bool) {
	switch {
	case bTop:
		return a, aTop
	case aTop:
		return b, false
	}
	return intersect(a, b), false
}

// finishHub sets what the results of all targets designate.
func (a *analysis) finishHub(id ir.FuncID) {
	s := &a.sums[id]
	first := true
	for to := range a.targets(id) {
		o := &a.sums[to]
		if first {
			s.result, s.cleansed, first = o.result, o.cleansed, false
			continue
		}
		if s.result != o.result {
			s.result = desc{}
		}
		s.cleansed = s.cleansed.meet(o.cleansed)
	}
	if a.prog.Funcs[id].Open {
		s.result, s.cleansed = desc{}, cleansing{}
	}
}

// demandHub hands the demands of the targets up and reports whether there are new
// ones.
func (a *analysis) demandHub(id ir.FuncID) bool {
	s := &a.sums[id]
	before := len(s.open)
	for to := range a.targets(id) {
		o := &a.sums[to]
		s.relevant = s.relevant || o.relevant
		for k := range o.open {
			ob := o.open[k]
			ob.at, ob.node, ob.callee, ob.index = 0, -1, to, int32(k)
			s.file(ob)
		}
	}
	s.relevant = s.relevant || len(s.open)+len(s.closed) > 0
	return len(s.open) != before
}

// file adds an open demand, or, past the bound, a closed one whose object is not
// known.
func (s *summary) file(ob obligation) {
	if len(s.open) < maxOpen {
		s.open = fileObligation(s.open, ob)
		return
	}
	if slices.ContainsFunc(s.open, func(o obligation) bool { return same(o, ob) }) {
		return
	}
	s.overfull = true
	ob.clauses = slices.Clone(ob.clauses)
	for i := range ob.clauses {
		if !ob.clauses[i].obj.constant() {
			ob.clauses[i].obj = unknownTerm
		}
	}
	ob.mode, ob.subject = noTerm, noTerm
	s.closed = fileObligation(s.closed, ob)
}
