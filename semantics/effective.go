package semantics

// SharingSet says with which sharing a method may run. It is a may-set: the union
// over entry points and callers.
type SharingSet uint8

// The elements of a SharingSet.
const (
	MayWith SharingSet = 1 << iota
	MayWithout
	// MayUnknown: a superclass that nothing here declares decides, or a caller that
	// is not in sight.
	MayUnknown
	sharingBits = 3
)

// Sharing joins the set into one answer: without where that is possible, with
// only where it is certain.
func (s SharingSet) Sharing() Sharing {
	switch {
	case s&MayWithout != 0:
		return SharingWithout
	case s == MayWith:
		return SharingWith
	}
	return SharingUnknown
}

// sharingTable is the sharing of all methods: the sets, and for each element the
// edge by which it came from the caller nearest to what decides.
type sharingTable struct {
	sets []SharingSet
	via  [sharingBits][]EdgeID
}

// MethodSharingSet returns with which sharing a method may run.
func (p *Program) MethodSharingSet(id MethodID) SharingSet {
	if int(id) >= len(p.graph.sharing.sets) {
		return 0
	}
	return p.graph.sharing.sets[id]
}

// SharingWitness tells how a method comes to run with a sharing.
type SharingWitness struct {
	// Sharing is with, without or unknown, and what decides it.
	Sharing EffectiveSharing
	// Method is the one whose class or entry point decides.
	Method MethodID
	// Entry is the entry point that decides, EntryNone if the class does.
	Entry EntryKind
	// Edges lead from Method to the method asked for, the first call first; none if
	// it is the same.
	Edges []*Edge
}

// OperationSharing is the sharing of one database operation.
type OperationSharing struct {
	// May is the set; the witness is for the answer that it joins to.
	May SharingSet
	SharingWitness
}

// OperationSharing returns the sharing with which an operation runs. User mode
// enforces sharing whatever the classes say. Where a value decides the mode the
// answer is that for system mode.
func (p *Program) OperationSharing(op *Operation) OperationSharing {
	if op.Mode == ModeUser {
		s := EffectiveSharing{Sharing: SharingWith, Reason: SharingByMode, Class: op.Class, Node: op.ModeNode}
		return OperationSharing{May: MayWith, SharingWitness: SharingWitness{Sharing: s, Method: op.Method}}
	}
	may := p.MethodSharingSet(op.Method)
	return OperationSharing{May: may, SharingWitness: p.SharingWitness(op.Method, may.Sharing())}
}

// SharingWitness returns the shortest way in which a method comes to run with a
// sharing that is in its set.
func (p *Program) SharingWitness(id MethodID, sharing Sharing) SharingWitness {
	bit := 0
	switch sharing {
	case SharingWithout:
		bit = 1
	case SharingUnknown, SharingCaller:
		bit = 2
	}
	w := SharingWitness{Method: id}
	table := &p.graph.sharing
	if int(id) >= len(table.sets) || table.sets[id]&(1<<bit) == 0 {
		w.Sharing = p.EffectiveSharing(id, EntryNone)
		return w
	}
	for edge := table.via[bit][id]; edge != 0; edge = table.via[bit][w.Method] {
		e := &p.Edges[edge]
		w.Edges = append(w.Edges, e)
		w.Method = e.From
	}
	for i, j := 0, len(w.Edges)-1; i < j; i, j = i+1, j-1 {
		w.Edges[i], w.Edges[j] = w.Edges[j], w.Edges[i]
	}
	w.Sharing, w.Entry = p.decide(w.Method, SharingSet(1<<bit))
	return w
}

// decide returns what of a method itself puts an element into its set.
func (p *Program) decide(id MethodID, element SharingSet) (EffectiveSharing, EntryKind) {
	own := p.EffectiveSharing(id, EntryNone)
	if own.Sharing == SharingCaller {
		for _, e := range p.Methods[id].Entries {
			if s := p.EffectiveSharing(id, e.Kind); s.Sharing.element() == element {
				return s, e.Kind
			}
		}
	}
	return own, EntryNone
}

func (s Sharing) element() SharingSet {
	switch s {
	case SharingWith:
		return MayWith
	case SharingWithout:
		return MayWithout
	}
	return MayUnknown
}

// resolveEffectiveSharing computes the sharing of all methods: breadth first from
// those that decide by themselves along the edges to those whose class leaves it
// to the caller, once for each element.
func (p *Program) resolveEffectiveSharing() {
	table := &p.graph.sharing
	table.sets = make([]SharingSet, len(p.Methods))
	for i := 1; i < len(p.Methods); i++ {
		table.sets[i] = p.ownSharing(&p.Methods[i])
	}
	var todo []MethodID
	for bit := range sharingBits {
		element := SharingSet(1 << bit)
		passed := make([]bool, len(p.Hubs)) // hubs that the element has come through
		table.via[bit] = make([]EdgeID, len(p.Methods))
		todo = todo[:0]
		for i, s := range table.sets {
			if s&element != 0 {
				todo = append(todo, MethodID(i))
			}
		}
		for next := 0; next < len(todo); next++ {
			edges := p.EdgesFrom(todo[next])
			for i := range edges {
				e := &edges[i]
				if !e.Synchronous() || passed[e.Hub] {
					continue
				}
				passed[e.Hub] = e.Hub != 0
				for _, to := range p.Targets(e) {
					if table.sets[to]&element == 0 && p.sharing[p.Methods[to].Class].Sharing == SharingCaller {
						table.sets[to] |= element
						table.via[bit][to] = e.ID
						todo = append(todo, to)
					}
				}
			}
		}
	}
}

// ownSharing returns the part of a method's set that does not come from callers
// in the project.
func (p *Program) ownSharing(m *Method) SharingSet {
	if m.IsTest {
		return 0
	}
	s := p.sharing[m.Class]
	if s.Sharing != SharingCaller {
		return s.Sharing.element()
	}
	var set SharingSet
	for _, e := range m.Entries {
		set |= p.EffectiveSharing(m.ID, e.Kind).Sharing.element()
	}
	if set == 0 {
		for range p.Callers(m.ID) {
			return 0
		}
		set = MayUnknown
	}
	return set
}
