package must

import (
	"slices"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/semantics"
)

// root reports whether a function is entered without a site that we see.
func (a *analysis) root(id ir.FuncID) bool { return a.prog.Funcs[id].Root }

// contexts finds, from callers to callees, the constant atoms that hold at every
// call of each function. Inside components they start with everything and shrink.
func (a *analysis) contexts() {
	a.in = make([]entryFacts, len(a.prog.Funcs))
	base := a.constructed()
	for _, members := range slices.Backward(a.members) {

		if len(members) == 1 && !a.callsItself(members[0]) {
			a.in[members[0]] = a.entered(members[0], base)
			continue
		}
		for _, id := range members {
			a.in[id] = entryFacts{top: true}
		}
		for changed := true; changed; {
			changed = false
			for _, id := range members {
				in := a.entered(id, base)
				if in.top != a.in[id].top || len(in.atoms) != len(a.in[id].atoms) {
					a.in[id], changed = in, true
				}
			}
		}
	}
	for id := range a.in {
		if a.in[id].top { // reached by nobody
			a.in[id] = entryFacts{}
		}
	}
}

// constructed gives, by class, what the constructors and static initialisers of
// the class have checked before any other code of an instance runs.
func (a *analysis) constructed() map[semantics.ClassID][]atom {
	out := map[semantics.ClassID][]atom{}
	seen := map[semantics.ClassID]bool{}
	for id, f := range a.prog.Funcs {
		if f.Kind != ir.FuncConstructor {
			continue
		}
		s := &a.sums[id]
		if s.rTop {
			continue
		}
		var held []atom
		for _, at := range s.r {
			if at.constant() {
				held = append(held, at)
			}
		}
		if seen[f.Class] {
			held = intersect(out[f.Class], held)
		}
		seen[f.Class] = true
		out[f.Class] = held
	}
	return out
}

func intersect(a, b []atom) []atom {
	var both []atom
	for _, at := range a {
		if slices.Contains(b, at) {
			both = append(both, at)
		}
	}
	return both
}

// entered computes the context of a function from those of its callers.
func (a *analysis) entered(id ir.FuncID, base map[semantics.ClassID][]atom) entryFacts {
	f := a.prog.Funcs[id]
	var own []atom
	if !f.Static && (f.Kind == ir.FuncMethod || f.Kind == ir.FuncGetter || f.Kind == ir.FuncSetter) {
		own = base[f.Class]
	}
	if a.root(id) {
		return entryFacts{atoms: own}
	}
	all := entryFacts{top: true}
	for _, site := range a.prog.Callers(id) {
		held := a.heldAt(site)
		switch {
		case held.top:
		case all.top:
			all = held
		default:
			all.atoms = intersect(all.atoms, held.atoms)
		}
		if !all.top && len(all.atoms) == 0 {
			break
		}
	}
	if !all.top {
		for _, at := range own {
			if !slices.Contains(all.atoms, at) {
				all.atoms = append(slices.Clip(all.atoms), at)
			}
		}
	}
	return all
}

// heldAt gives the constant atoms that hold at a call, those of the caller's own
// context included.
func (a *analysis) heldAt(site ir.Site) entryFacts {
	in := a.in[site.Func]
	if in.top {
		return in
	}
	fact := a.siteFact(site)
	if fact == nil {
		return in
	}
	if fact.top {
		return entryFacts{top: true}
	}
	atoms := slices.Clone(in.atoms)
	for _, at := range fact.atoms {
		if !slices.Contains(atoms, at) {
			atoms = append(atoms, at)
		}
	}
	return entryFacts{atoms: atoms}
}

func (a *analysis) siteFact(site ir.Site) *siteFact {
	sites := a.sums[site.Func].sites
	for i := range sites {
		if sites[i].call == site.Call {
			return &sites[i]
		}
	}
	return nil
}

// inContext reports whether a list of constant atoms establishes a clause.
func inContext(c clause, atoms []atom) bool {
	if !c.obj.constant() || c.obj == unknownTerm || !c.fld.constant() {
		return false
	}
	has := func(p Perm) bool {
		return slices.Contains(atoms, atom{kind: permAtom, perm: p, a: c.obj, b: c.fld})
	}
	return has(c.perm) || c.perm == Merge && has(Update) && has(Delete)
}
