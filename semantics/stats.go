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

// CallStats says how many call sites outside of tests lead nowhere that is known.
type CallStats struct {
	// Calls are all call sites: of methods and constructors.
	Calls int `json:"calls"`
	// Unresolved are those of which the type of the receiver is not known, or is one
	// of the project or the platform without such a method, or without a body for it.
	Unresolved int `json:"unresolved"`
	// Share is Unresolved in percent of Calls.
	Share float64 `json:"share"`
	// Reasons counts the unresolved ones by what is missing.
	Reasons map[string]int `json:"reasons"`
	// Open are call sites with known targets that may lead elsewhere too.
	Open int `json:"open"`
}

// noImplementation is the reason of calls that end at an abstract method.
const noImplementation = "no implementation in the project"

// CallStats counts the call sites of the whole program.
func (p *Program) CallStats() CallStats {
	s := CallStats{Reasons: map[string]int{}}
	for _, f := range p.Files {
		s.Calls += len(f.Calls)
		for i := range f.Calls {
			switch reason, open := f.unresolved(&f.Calls[i]); {
			case reason != "":
				s.Unresolved++
				s.Reasons[reason]++
			case open:
				s.Open++
			}
		}
	}
	if s.Calls > 0 {
		s.Share = 100 * float64(s.Unresolved) / float64(s.Calls)
	}
	return s
}

// unresolved says why a call leads nowhere, empty if it leads somewhere, and
// whether it may lead elsewhere too.
func (f *FileInfo) unresolved(c *Call) (reason string, open bool) {
	if c.Kind == CallUnknown {
		return c.Reason.String(), false
	}
	targets := 0
	for e := range f.EdgesAt(c.Node) {
		open = open || e.Open
		targets += len(f.program.Targets(e))
	}
	if c.Kind == CallProject && targets == 0 {
		return noImplementation, false
	}
	return "", open
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
