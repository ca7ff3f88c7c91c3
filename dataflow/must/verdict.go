package must

import (
	"regexp"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/semantics"
)

// Check is an authorisation method of a project or library whose body is not
// seen: calling it establishes permissions on the object that an argument names.
// If the result is used it is a test, otherwise it throws when not permitted.
type Check struct {
	// Pattern must match the whole method name with its class, "Util.canCreate",
	// which is matched in lower case.
	Pattern *regexp.Regexp
	Perms   []Perm
	// TypeParam is the index of the argument that names the object; the fields
	// are not established.
	TypeParam int
}

// Status is the outcome for an operation.
type Status uint8

// The outcomes.
const (
	// NotAnalysed: the operation is in test code, cannot be reached, or its body
	// passed a bound.
	NotAnalysed Status = iota
	// NoDemand: the operation needs no permission: custom metadata, platform
	// events, verbs that the platform does not check.
	NoDemand
	// UserMode: the platform checks, on every path.
	UserMode
	// ExplicitSystem: the code asks for system mode.
	ExplicitSystem
	// Proven: checks hold on every path.
	Proven
	// Missing: on some path a permission is not established.
	Missing
)

var statusNames = [...]string{"not analysed", "no demand", "user mode", "explicit system mode", "proven", "missing"}

func (s Status) String() string {
	if int(s) < len(statusNames) {
		return statusNames[s]
	}
	return "not analysed"
}

// Need is a permission that an operation demands.
type Need struct {
	Perm Perm
	// Object is the object, TypeUnknown where it is not known.
	Object semantics.TypeID
	// Field is the folded name of a field, empty for the object as a whole.
	Field string
	Role  semantics.ObjectRole
}

// Via says how an entry leads to an operation.
type Via uint8

// The ways, the closest first.
const (
	// ViaCalls: within the request or job that begins at the entry.
	ViaCalls Via = iota
	// ViaJob: through a job that is enqueued on the way and runs as the same user.
	ViaJob
	// ViaTrigger: through DML on the way that fires a trigger.
	ViaTrigger
)

// Entry is a way into the code.
type Entry struct {
	Func   ir.FuncID
	Method semantics.MethodID
	// User says that the platform enters here for a user's request, Guest that a
	// guest may make it.
	User, Guest bool
	// NoCaller says that it is no entry point: nobody is known to call it, or
	// code that we do not see may.
	NoCaller bool
	Via      Via
}

// Reach says on whose behalf code runs: a set of who leads to it.
type Reach uint8

// The members of a Reach.
const (
	// ReachNobody: a method that nobody in sight calls and that is no entry point.
	ReachNobody Reach = 1 << iota
	// ReachSystem: triggers, scheduled jobs, jobs that nobody in sight enqueues,
	// trigger frameworks, installation.
	ReachSystem
	// ReachUserTrigger: a user's request whose DML fires a trigger.
	ReachUserTrigger
	// ReachUser: a user's request, through calls and the jobs that it enqueues.
	ReachUser
	// ReachGuest: a request that a guest user may make.
	ReachGuest
)

// Highest returns the member that weighs most, zero for none.
func (r Reach) Highest() Reach {
	for m := ReachGuest; m > 0; m >>= 1 {
		if r&m != 0 {
			return m
		}
	}
	return 0
}

// String names the member that weighs most.
func (r Reach) String() string {
	switch r.Highest() {
	case ReachGuest:
		return "guest"
	case ReachUser:
		return "user"
	case ReachUserTrigger, ReachSystem:
		return "system only"
	}
	return "unreached"
}

// Step is a place on the way to an operation.
type Step struct {
	Method semantics.MethodID // the method in which Node stands
	Node   ir.Ref             // the declaration of the entry, a call, the operation
}

// Reason says why a check does not prove a need.
type Reason uint8

// The reasons.
const (
	OtherObject Reason = iota + 1
	OtherOperation
	OtherField // the check is about another field
	OneBranch  // there is a way around it
	AfterUse
	Ignored // nothing depends on the result
	Negated // the operation is where the check failed
)

var reasonNames = [...]string{
	"", "other object", "other operation", "other field", "one branch only", "after the use", "result ignored", "negated",
}

func (r Reason) String() string {
	if int(r) < len(reasonNames) {
		return reasonNames[r]
	}
	return ""
}

// NearMiss is a check that was seen and does not prove the need.
type NearMiss struct {
	Node   ir.Ref // the call that checks
	Reason Reason
	Perm   Perm
	Object semantics.TypeID
	Field  string
}

// Verdict is what is known of an operation.
type Verdict struct {
	Status Status
	// Mode is the effective mode: that of the operation, or what its access level
	// turned out to be.
	Mode semantics.Mode
	// Missing are the needs that are not established on some path, objects first.
	Missing []Need
	// Entries are up to three entries from which the operation is reached without
	// the first of Missing: those for users' requests, then other entry points,
	// then the rest, and the nearest first among each.
	Entries []Entry
	// Path leads from the first entry to the operation.
	Path []Step
	// NearMisses are the checks in the bodies on the path, in the order of the text.
	NearMisses []NearMiss
	// Reach says who gets to the operation without the first of Missing; for any
	// other status, who gets there at all.
	Reach Reach
	// Either says that Missing has Create and Update of an upsert, and that one of
	// the two certainly holds, whichever it is.
	Either bool
	// Limited says that a bound was reached on the way.
	Limited bool

	// asked says that NearMisses depend on the text of values.
	asked bool
}

// NeedsObject reports whether a permission on an object as a whole is missing.
func (v *Verdict) NeedsObject() bool {
	for _, n := range v.Missing {
		if n.Field == "" {
			return true
		}
	}
	return false
}

// FieldSet is what is missing of the fields of one object.
type FieldSet struct {
	Perm   Perm
	Object semantics.TypeID
	Role   semantics.ObjectRole
	// Fields are the folded names, in the order of the operation; "?" for fields
	// that are not known.
	Fields []string
}

// UncheckedFields returns the fields that are missing although the permission on
// their object is established, by permission and object. Where it is not, the
// object is what is missing: see NeedsObject.
func (v *Verdict) UncheckedFields() []FieldSet {
	var sets []FieldSet
next:
	for _, n := range v.Missing {
		if n.Field == "" {
			continue
		}
		for _, o := range v.Missing {
			if o.Field == "" && o.Object == n.Object && (o.Perm == n.Perm || o.Perm == Write) {
				continue next
			}
		}
		for i := range sets {
			if s := &sets[i]; s.Perm == n.Perm && s.Object == n.Object {
				s.Fields = append(s.Fields, n.Field)
				continue next
			}
		}
		sets = append(sets, FieldSet{Perm: n.Perm, Object: n.Object, Role: n.Role, Fields: []string{n.Field}})
	}
	return sets
}

// Limit is a body for which a bound was reached.
type Limit struct {
	Func   ir.FuncID
	Reason string
}

// Result holds the verdicts of a program.
type Result struct {
	verdicts []Verdict
	reach    []Reach // by function
	// Limits are in the order of functions.
	Limits []Limit
	// Summarized and Explained count what was computed and not carried over from an
	// analysis before: the summaries of bodies, and the verdicts that miss something.
	Summarized, Explained int

	analysis *analysis // see Config.Keep
}

// Verdict returns what is known of an operation. It must not be changed.
func (r *Result) Verdict(id semantics.OperationID) *Verdict {
	if int(id) >= len(r.verdicts) {
		return &Verdict{}
	}
	return &r.verdicts[id]
}
