package semantics

import "github.com/apexvet/apexvet/parser"

// Sharing is whether record sharing rules are enforced.
type Sharing uint8

// The kinds of sharing.
const (
	SharingUnknown Sharing = iota
	SharingWith
	SharingWithout
	// SharingCaller: that of the calling class.
	SharingCaller
)

var sharingNames = [...]string{"unknown", "with", "without", "caller"}

func (s Sharing) String() string {
	if int(s) < len(sharingNames) {
		return sharingNames[s]
	}
	return "unknown"
}

// SharingReason says why a class or method has its sharing.
type SharingReason uint8

// The reasons, in the order in which they are tried.
const (
	SharingByKeyword   SharingReason = iota // the class's own keyword
	SharingByAncestor                       // the keyword of the nearest ancestor that has one
	SharingByVersion                        // no keyword in the chain and a class of it at 67.0 or later
	SharingByEntry                          // no keyword, 66.0 or earlier: the kind of entry point decides
	SharingByCaller                         // no keyword, 66.0 or earlier, not an entry point
	SharingByTrigger                        // the body of a trigger
	SharingByInherited                      // `inherited sharing` at an entry point
	SharingOpenChain                        // an ancestor that nothing here declares may have a keyword
	SharingNotAClass                        // an interface, an enum or a script
	SharingByMode                           // the operation runs in user mode
)

// EffectiveSharing is the sharing of a class or method and what explains it.
type EffectiveSharing struct {
	Sharing Sharing
	Reason  SharingReason
	// Class is the class whose keyword or version decides.
	Class ClassID
	// Node is the keyword, or the name of the class without one.
	Node parser.Node
	// VersionUnknown says that the API version that decides is not known: the
	// answer is that of 66.0.
	VersionUnknown bool
}

// versionOfUserMode is the API version (times ten) from which user mode and
// `with sharing` are the defaults.
const versionOfUserMode = 670

// resolveSharing computes the sharing of every class.
func (p *Program) resolveSharing() {
	p.sharing = make([]EffectiveSharing, len(p.Classes))
	for i := 1; i < len(p.Classes); i++ {
		p.sharing[i] = p.sharingOf(ClassID(i))
	}
}

// sharingOf applies the rules of the platform in their order: the class's own
// keyword, that of the nearest ancestor with one, a version of the chain from
// which sharing is the default, and otherwise the caller's.
func (p *Program) sharingOf(id ClassID) EffectiveSharing {
	c := &p.Classes[id]
	name := c.NameNode
	switch c.Kind {
	case ClassKindTrigger:
		return EffectiveSharing{Sharing: SharingWithout, Reason: SharingByTrigger, Class: id, Node: name}
	case ClassKindScript:
		// Anonymous Apex always runs with the sharing rules of its user.
		return EffectiveSharing{Sharing: SharingWith, Reason: SharingNotAClass, Class: id}
	case ClassKindInterface, ClassKindEnum:
		return EffectiveSharing{Reason: SharingNotAClass, Class: id, Node: name}
	}
	later, unknown, open := ClassID(0), ClassID(0), false
	at := id
	for range maxHierarchy {
		a := &p.Classes[at]
		if s := keywordSharing(a.Modifiers); s != SharingUnknown {
			reason := SharingByAncestor
			if at == id {
				reason = SharingByKeyword
			}
			return EffectiveSharing{Sharing: s, Reason: reason, Class: at, Node: a.SharingNode}
		}
		switch v := a.File.File.APIVersion; {
		case !v.Known() && unknown == 0:
			unknown = at
		case v >= versionOfUserMode && later == 0:
			later = at
		}
		if a.Super == 0 {
			open = p.Type(a.SuperType).Kind == KindUnresolved
			break
		}
		at = a.Super
	}
	switch {
	case open:
		return EffectiveSharing{Reason: SharingOpenChain, Class: at, Node: p.Classes[at].NameNode}
	case later != 0:
		return EffectiveSharing{Sharing: SharingWith, Reason: SharingByVersion, Class: later, Node: p.Classes[later].NameNode}
	}
	return EffectiveSharing{
		Sharing: SharingCaller, Reason: SharingByCaller, Class: id, Node: name, VersionUnknown: unknown != 0,
	}
}

func keywordSharing(m Modifiers) Sharing {
	switch {
	case m&WithSharing != 0:
		return SharingWith
	case m&WithoutSharing != 0:
		return SharingWithout
	case m&InheritedSharing != 0:
		return SharingCaller
	}
	return SharingUnknown
}

// ClassSharing returns the sharing of a class when its methods are called from
// Apex.
func (p *Program) ClassSharing(id ClassID) EffectiveSharing {
	if int(id) >= len(p.sharing) {
		return EffectiveSharing{}
	}
	return p.sharing[id]
}

// EffectiveSharing returns the sharing of a method when it is entered in the
// given way; with EntryNone when it is called from Apex. The class that defines
// the method decides.
func (p *Program) EffectiveSharing(id MethodID, entry EntryKind) EffectiveSharing {
	s := p.ClassSharing(p.Method(id).Class)
	if s.Sharing != SharingCaller || entry == EntryNone {
		return s
	}
	inherited := s.Reason == SharingByKeyword || s.Reason == SharingByAncestor
	switch {
	case entry == EntryTrigger, entry == EntryFramework:
		s.Sharing = SharingWithout
	case inherited || entry == EntryAura:
		s.Sharing = SharingWith
	default:
		s.Sharing = SharingWithout
	}
	if inherited {
		s.Reason = SharingByInherited
	} else {
		s.Reason = SharingByEntry
	}
	return s
}

// MethodSharing returns the sharing of a method: the laxest of its entry points,
// or that of its callers if it is none.
func (p *Program) MethodSharing(id MethodID) EffectiveSharing {
	best := p.EffectiveSharing(id, EntryNone)
	if best.Sharing != SharingCaller {
		return best
	}
	for i, e := range p.Method(id).Entries {
		s := p.EffectiveSharing(id, e.Kind)
		if i == 0 || s.Sharing == SharingWithout {
			best = s
		}
	}
	return best
}
