// Package platform holds what the analysis knows of the Apex platform: types,
// their members with result types and versions, the methods that work on the
// database, and the describe results that check permissions.
//
// The tables are data: apex.txt is written by people in the terms of the Apex
// Reference Guide, tables.go is generated from it. Lookups are binary searches
// over static arrays; nothing is built at start.
package platform

import (
	"sort"
	"strings"
)

//go:generate go run ./gen

// TypeID names a type of the platform. Zero is none.
type TypeID uint16

// MemberID names a method, property or constant of the platform; all overloads
// of a method share one. Zero is none.
type MemberID uint16

// ExprID names a type expression. Zero is none.
type ExprID uint16

// SignatureID names one overload of a method.
type SignatureID uint16

// Kind says what a type of the platform is.
type Kind uint8

// The kinds.
const (
	Class Kind = iota
	Interface
	Enum
)

// Op says what a method does to the database.
type Op uint8

// The operations.
const (
	OpNone Op = iota
	OpQuery
	OpSearch
	OpInsert
	OpUpdate
	OpUpsert
	OpDelete
	OpUndelete
	OpMerge
	OpConvertLead
	OpPublish
	OpLock
	OpEmptyRecycleBin
	OpSubmitApproval
)

// Perm is a permission that a describe result tells of.
type Perm uint8

// The permissions.
const (
	PermNone     Perm = iota
	PermRead          // isAccessible
	PermQuery         // isQueryable
	PermCreate        // isCreateable
	PermUpdate        // isUpdateable
	PermDelete        // isDeletable
	PermUndelete      // isUndeletable
	PermMerge         // isMergeable
)

// ExprForm is the form of a type expression.
type ExprForm uint8

// The forms.
const (
	FormNone  ExprForm = iota
	FormVoid           // no result
	FormType           // Type, with Args for collections
	FormParam          // type argument Index of the receiver
)

// Expr is a type as it stands in a signature.
type Expr struct {
	Form  ExprForm
	Index uint8
	Type  TypeID
	Args  [2]ExprID
}

type typeRow struct {
	key, name   string
	kind        Kind
	super       TypeID
	first, last MemberID
}

type memberRow struct {
	key, name   string
	owner       TypeID
	first, last SignatureID
	op          Op
	static      bool
	callable    bool
	check       Perm
}

type signatureRow struct {
	first, last  uint16
	result       ExprID
	since, until uint16
}

// Types returns one more than the largest TypeID.
func Types() int { return len(typeRows) }

// Members returns one more than the largest MemberID.
func Members() int { return len(memberRows) }

// Exprs returns one more than the largest ExprID.
func Exprs() int { return len(exprRows) }

// Type finds a type by its folded name, with or without the namespaces System
// and Schema. It returns zero for a name it does not know.
func Type(folded string) TypeID {
	if id := typeNamed(folded); id != 0 {
		return id
	}
	if rest, ok := strings.CutPrefix(folded, "system."); ok {
		return typeNamed(rest)
	}
	if rest, ok := strings.CutPrefix(folded, "schema."); ok {
		return typeNamed(rest)
	}
	return 0
}

func typeNamed(folded string) TypeID {
	low, high := 1, len(typeRows)
	for low < high {
		mid := int(uint(low+high) >> 1)
		if typeRows[mid].key < folded {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low < len(typeRows) && typeRows[low].key == folded {
		return TypeID(low)
	}
	return 0
}

// Key returns the folded canonical name: "database.saveresult".
func (t TypeID) Key() string { return typeRows[t].key }

// Name returns the canonical name in the documentation's spelling.
func (t TypeID) Name() string { return typeRows[t].name }

// Kind returns what t is.
func (t TypeID) Kind() Kind { return typeRows[t].kind }

// Super returns the superclass, zero if there is none.
func (t TypeID) Super() TypeID { return typeRows[t].super }

// Extends reports whether t is base or one of its descendants.
func (t TypeID) Extends(base TypeID) bool {
	for ; t != 0; t = typeRows[t].super {
		if t == base {
			return true
		}
	}
	return false
}

// Method finds a method of t or its superclasses by its folded name. With both
// a static and an instance method of that name, static chooses.
func (t TypeID) Method(folded string, static bool) MemberID {
	return t.find(folded, true, static)
}

// Property finds a property or constant of t or its superclasses.
func (t TypeID) Property(folded string, static bool) MemberID {
	return t.find(folded, false, static)
}

func (t TypeID) find(folded string, callable, static bool) MemberID {
	for ; t != 0; t = typeRows[t].super {
		first, last := int(typeRows[t].first), int(typeRows[t].last)
		at := first + sort.Search(last-first, func(i int) bool { return memberRows[first+i].key >= folded })
		var other MemberID
		for ; at < last && memberRows[at].key == folded; at++ {
			if memberRows[at].callable != callable {
				continue
			}
			if memberRows[at].static == static {
				return MemberID(at)
			}
			other = MemberID(at)
		}
		if other != 0 {
			return other
		}
	}
	return 0
}

// Member finds a member by its name, "HttpRequest.setEndpoint" in any case. It
// prefers static methods, then methods, then properties. Zero if there is none.
func Member(name string) MemberID {
	folded := strings.ToLower(name)
	dot := strings.LastIndexByte(folded, '.')
	if dot < 0 {
		return 0
	}
	t := Type(folded[:dot])
	if id := t.Method(folded[dot+1:], true); id != 0 {
		return id
	}
	return t.Property(folded[dot+1:], true)
}

// Owner returns the type that declares m.
func (m MemberID) Owner() TypeID { return memberRows[m].owner }

// Key returns the folded name of m without its owner.
func (m MemberID) Key() string { return memberRows[m].key }

// Name returns the name of m in the documentation's spelling, without its owner.
func (m MemberID) Name() string { return memberRows[m].name }

// Is reports whether m is the member called name, as Member finds it.
func (m MemberID) Is(name string) bool { return m != 0 && m == Member(name) }

// String returns the canonical name: "HttpRequest.setEndpoint".
func (m MemberID) String() string {
	if m == 0 {
		return ""
	}
	return typeRows[memberRows[m].owner].name + "." + memberRows[m].name
}

// Static reports whether m belongs to the type rather than to its instances.
func (m MemberID) Static() bool { return memberRows[m].static }

// Op returns what m does to the database.
func (m MemberID) Op() Op { return memberRows[m].op }

// Check returns the permission that m tells of, and whether it is that of a
// field rather than that of an object.
func (m MemberID) Check() (perm Perm, field bool) {
	return memberRows[m].check, typeRows[memberRows[m].owner].key == "describefieldresult"
}

// Signatures returns the overloads of m: first and one past the last.
func (m MemberID) Signatures() (first, last SignatureID) {
	return memberRows[m].first, memberRows[m].last
}

// Arity returns the number of parameters.
func (s SignatureID) Arity() int { return int(signatureRows[s].last) - int(signatureRows[s].first) }

// Param returns the type of parameter i.
func (s SignatureID) Param(i int) ExprID {
	if i < 0 || i >= s.Arity() {
		return 0
	}
	return paramRows[int(signatureRows[s].first)+i]
}

// Result returns the type of the result.
func (s SignatureID) Result() ExprID { return signatureRows[s].result }

// Versions returns the first API version (times ten) that has the overload and
// the first that no longer has it; zero means unbounded.
func (s SignatureID) Versions() (since, until int) {
	return int(signatureRows[s].since), int(signatureRows[s].until)
}

// Expr returns a type expression.
func (e ExprID) Expr() Expr { return exprRows[e] }
