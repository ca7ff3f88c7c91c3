package semantics

import (
	"github.com/apexvet/apexvet/semantics/platform"
)

// TypeID names a type within one Program. Zero is the unknown type.
type TypeID uint32

// The types that every program has, in the order of the type table.
const (
	TypeUnknown TypeID = iota
	TypeVoid
	TypeNull
	TypeObject
	TypeBoolean
	TypeInteger
	TypeLong
	TypeDouble
	TypeDecimal
	TypeString
	TypeRecordID // the primitive Id
	TypeDate
	TypeDatetime
	TypeTime
	TypeBlob
	TypeSObject // the generic sObject
	firstOpenType
)

// TypeKind says what sort of thing a Type is.
type TypeKind uint8

// The kinds of types.
const (
	KindUnknown    TypeKind = iota
	KindVoid                // the result of a method without one
	KindNull                // the type of the literal null
	KindObject              // Object, the root of all types
	KindPrimitive           // Boolean, Integer, String, Id, ...
	KindSObject             // SObject, or one object of the org
	KindList                // List<T> and T[]; Elem is T
	KindSet                 // Set<T>; Elem is T
	KindMap                 // Map<K, V>; Key is K, Elem is V
	KindClass               // a class, interface or enum of the project
	KindPlatform            // a class, interface or enum of the platform
	KindUnresolved          // a name that neither the project nor the tables know
	KindTypeVar             // a type variable of a platform signature; never the type of an expression
)

// Type describes a type. Two types of one Program are the same exactly if their
// TypeIDs are equal.
type Type struct {
	Kind TypeKind
	// Name is the canonical folded name: "list<account>", "outer.inner",
	// "httprequest", "my_object__c". Platform types lose System. and Schema.
	Name string
	// Display is the name for people, in the spelling of the declaration.
	Display  string
	Key      TypeID          // of a map: the type of its keys
	Elem     TypeID          // of a list, set or map: the type of its elements or values
	Class    ClassID         // of KindClass
	Platform platform.TypeID // of KindPlatform, and of the others the table that holds their methods
}

// IsCollection reports whether t is a list, a set or a map.
func (t *Type) IsCollection() bool {
	return t.Kind == KindList || t.Kind == KindSet || t.Kind == KindMap
}

// CannotCarryText reports whether no value of the type can hold text of an
// attacker's choice: numbers, dates, Ids, Booleans.
func (id TypeID) CannotCarryText() bool {
	switch id {
	case TypeBoolean, TypeInteger, TypeLong, TypeDouble, TypeDecimal, TypeRecordID, TypeDate, TypeDatetime, TypeTime:
		return true
	}
	return false
}
