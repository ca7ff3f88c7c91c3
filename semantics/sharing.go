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
