package dataflow

import (
	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/semantics"
)

// Arrival is one way in which a method comes to run.
type Arrival struct {
	// Method is the entry point, or the method whose callers are not in sight, or,
	// for [Result.Sharing], the method whose class decides.
	Method semantics.MethodID
	// Entry is how the platform enters Method, EntryNone if it does not.
	Entry semantics.EntryKind
	// Unseen says that code which we do not see may call Method, which is no entry
	// point.
	Unseen bool
	// Sharing is the sharing with which it arrives.
	Sharing semantics.EffectiveSharing
}

// Arrivals returns the entry points that lead to a method, and the methods on the
// way whose callers are not in sight, the nearest first. A method that nobody
// calls has none.
func (r *Result) Arrivals(m semantics.MethodID) []Arrival {
	var out []Arrival
	r.climb(m, func(id semantics.MethodID, outside bool) bool {
		for _, e := range r.Program.Method(id).Entries {
			out = append(out, Arrival{Method: id, Entry: e.Kind, Sharing: r.Program.EffectiveSharing(id, e.Kind)})
		}
		if outside && len(r.Program.Method(id).Entries) == 0 {
			out = append(out, Arrival{Method: id, Unseen: true, Sharing: r.Program.ClassSharing(r.Program.Method(id).Class)})
		}
		return true
	})
	return out
}

// Sharing returns the ways in which a method gets its sharing, the nearest first:
// from its own class, or through callers whose classes have one or that are entry
// points.
func (r *Result) Sharing(m semantics.MethodID) []Arrival {
	var out []Arrival
	r.climb(m, func(id semantics.MethodID, outside bool) bool {
		s := r.Program.ClassSharing(r.Program.Method(id).Class)
		if s.Sharing != semantics.SharingCaller {
			out = append(out, Arrival{Method: id, Sharing: s})
			return false
		}
		for _, e := range r.Program.Method(id).Entries {
			out = append(out, Arrival{Method: id, Entry: e.Kind, Sharing: r.Program.EffectiveSharing(id, e.Kind)})
		}
		if outside && len(r.Program.Method(id).Entries) == 0 {
			out = append(out, Arrival{Method: id, Unseen: true, Sharing: s})
		}
		return true
	})
	return out
}

// climb visits a method and its callers, breadth first. The visit is told whether
// code that we do not see may call the method, and says whether to go on to its
// callers.
func (r *Result) climb(m semantics.MethodID, visit func(id semantics.MethodID, outside bool) bool) {
	seen := map[semantics.MethodID]bool{m: true}
	todo := []semantics.MethodID{m}
	for len(todo) > 0 {
		id := todo[0]
		todo = todo[1:]
		outside := false
		var funcs []ir.FuncID
		for _, f := range r.funcs.Of(id) {
			outside = outside || r.funcs.Funcs[f].Outside
			funcs = append(funcs, f)
		}
		if !visit(id, outside) {
			continue
		}
		for _, f := range funcs {
			for _, caller := range r.callersOf(f, nil) {
				if !seen[caller] {
					seen[caller] = true
					todo = append(todo, caller)
				}
			}
		}
	}
}

// callersOf appends the methods that call a function, through hubs too.
func (r *Result) callersOf(f ir.FuncID, list []semantics.MethodID) []semantics.MethodID {
	for _, site := range r.funcs.Callers(f) {
		if s := r.funcs.SideAt(site); s != nil && !s.Kind.PassesChecks() {
			continue
		}
		if caller := r.funcs.Funcs[site.Func]; caller.Kind == ir.FuncHub {
			list = r.callersOf(site.Func, list)
		} else {
			list = append(list, caller.Method)
		}
	}
	return list
}
