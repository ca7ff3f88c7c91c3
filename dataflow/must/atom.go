package must

import "github.com/apexvet/apexvet/semantics"

// Perm is a permission of the running user on an object or field.
type Perm uint8

// The permissions.
const (
	PermNone Perm = iota
	Read
	Create
	Update
	Delete
	Undelete
	Merge
	// Write is Create or Update, whichever: all that is certain behind a check that
	// lets everybody pass who has one of the two. An upsert needs both.
	Write
)

var permNames = [...]string{"none", "read", "create", "update", "delete", "undelete", "merge", "create or update"}

func (p Perm) String() string {
	if int(p) < len(permNames) {
		return permNames[p]
	}
	return "none"
}

// Term names an object, a field or a value: a constant, or a symbol of the frame
// in which it is used.
type Term uint32

// The kinds of terms, in the upper bits of a Term.
const (
	kindNone    = iota << 28
	kindObject  // constant: a TypeID
	kindName    // constant: an interned folded name, of a field
	kindMode    // constant: a mode
	kindParam   // what parameter i is, or is of: its record, elements, SObjectType, name
	kindField   // what a field of the current object or a static field is
	kindValue   // what an SSA value is
	kindUnknown // nothing that could be known

	kindMask = 0xf << 28
)

const noTerm Term = 0

// The access levels as terms.
const (
	userMode   = Term(kindMode | 1)
	systemMode = Term(kindMode | 2)
)

func objectTerm(id semantics.TypeID) Term { return Term(kindObject | uint32(id)) }
func nameTerm(id int32) Term              { return Term(kindName | uint32(id)) }
func paramTerm(i int32) Term              { return Term(kindParam | uint32(i)) }
func fieldTerm(id semantics.FieldID) Term { return Term(kindField | uint32(id)) }
func valueTerm(v int32) Term              { return Term(kindValue | uint32(v)) }

const unknownTerm = Term(kindUnknown)

func (t Term) kind() uint32 { return uint32(t) & kindMask }
func (t Term) index() int32 { return int32(uint32(t) &^ kindMask) }

// constant reports whether t means the same in every frame.
func (t Term) constant() bool {
	switch t.kind() {
	case kindNone, kindObject, kindName, kindMode:
		return true
	}
	return false
}

// portable reports whether t means something to callers.
func (t Term) portable() bool {
	return t.constant() || t.kind() == kindParam || t.kind() == kindField
}

type atomKind uint8

const (
	// unreachable holds only where control cannot come.
	unreachable atomKind = iota
	// permAtom: the user has Perm on object A, field B (whole object if none). If C
	// is set it holds unless collection C is empty.
	permAtom
	// equalsAtom: A is the constant B.
	equalsAtom
)

// atom is a fact.
type atom struct {
	kind atomKind
	perm Perm
	a    Term
	b    Term
	c    Term
}

func (a atom) constant() bool { return a.a.constant() && a.b.constant() && a.c == noTerm }
func (a atom) portable() bool { return a.a.portable() && a.b.portable() && a.c == noTerm }

// maxAtoms is the number of atoms in a body; number 0 is unreachable.
const maxAtoms = 256

// set is a set of atoms of one frame. The full set is that of unreachable code.
type set [maxAtoms / 64]uint64

var top = set{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)}

func (s *set) add(i uint8)      { s[i>>6] |= 1 << (i & 63) }
func (s *set) has(i uint8) bool { return s[i>>6]&(1<<(i&63)) != 0 }
func (s *set) isTop() bool      { return s[0]&1 != 0 }
func (s *set) isEmpty() bool    { return s[0]|s[1]|s[2]|s[3] == 0 }

func (s *set) union(o *set) {
	for i := range s {
		s[i] |= o[i]
	}
}

func (s *set) meet(o *set) {
	for i := range s {
		s[i] &= o[i]
	}
}
