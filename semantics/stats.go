package semantics

// Stats counts what could be resolved, and what the operations do.
type Stats struct {
	Calls   int            `json:"calls"`
	Unknown map[string]int `json:"unknownCalls"` // by reason
	Ops     map[string]int `json:"operations"`   // by verb
	Modes   map[string]int `json:"modes"`        // by mode and what decided it
	Sharing map[string]int `json:"sharing"`      // of classes
	Entries map[string]int `json:"entryPoints"`  // by kind
}

var reasonNames = [...]string{
	ReasonNone: "", ReasonReceiver: "receiver of unknown type", ReasonUnresolvedType: "type that nothing declares",
	ReasonNoMethod: "no such method in the project", ReasonNoMember: "no such member of the platform",
	ReasonOpenSuper: "perhaps inherited from a class that nothing declares",
}

func (r UnknownReason) String() string {
	if int(r) < len(reasonNames) {
		return reasonNames[r]
	}
	return ""
}

// Stats counts over the whole program; test code has no calls and operations.
func (p *Program) Stats() Stats {
	s := Stats{
		Unknown: map[string]int{}, Ops: map[string]int{}, Modes: map[string]int{}, Sharing: map[string]int{}, Entries: map[string]int{},
	}
	for _, f := range p.Files {
		s.Calls += len(f.Calls)
		for i := range f.Calls {
			if c := &f.Calls[i]; c.Kind == CallUnknown {
				s.Unknown[c.Reason.String()]++
			}
		}
	}
	for i := 1; i < len(p.Operations); i++ {
		o := &p.Operations[i]
		s.Ops[o.Verb.String()]++
		s.Modes[o.Mode.String()+" by "+o.Source.String()]++
	}
	for i := 1; i < len(p.Classes); i++ {
		if c := &p.Classes[i]; !c.IsTest {
			s.Sharing[p.sharing[i].Sharing.String()]++
		}
	}
	for i := 1; i < len(p.Methods); i++ {
		for _, e := range p.Methods[i].Entries {
			s.Entries[e.Kind.String()]++
		}
	}
	return s
}
