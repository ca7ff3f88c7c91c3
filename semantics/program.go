package semantics

import (
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/semantics/platform"
)

// Ids are dense within one Program and start at 1; zero means none.
type (
	// ClassID names a class, interface, enum, trigger or script.
	ClassID uint32
	// MethodID names a method or anything else with a body.
	MethodID uint32
	// FieldID names a field, a property or an enum constant.
	FieldID uint32
	// VariableID names a variable within its file: it is the index into
	// FileInfo.Variables.
	VariableID uint32
	// OperationID names a database operation.
	OperationID uint32
)

// Program is the meaning of a whole snapshot.
type Program struct {
	Snapshot *project.Snapshot
	// Files holds the Apex files in the order of the snapshot.
	Files []*FileInfo
	// Classes, Methods, Fields and Operations are indexed by their ids; element 0
	// is an unused zero value.
	Classes    []Class
	Methods    []Method
	Fields     []Field
	Operations []Operation
	// Edges and Hubs are the call graph; element 0 of each is an unused zero value.
	// Edges are sorted by the method they leave and the place in it.
	Edges []Edge
	Hubs  []Hub
	// Ledger says what was resolved in a way that a reader should know.
	Ledger []project.LedgerEntry

	types    typeTable
	names    nameTable
	byFile   []int32              // project.FileID to index in Files plus one
	classes  map[string][]ClassID // outer classes by key
	objects  map[string]bool      // names that stand where only an object can
	sharing  []EffectiveSharing   // by ClassID
	metadata objectTable

	graph        graph
	ways         wayTable
	active       []bool                        // by MethodID: initialisers whose code leads on or works on records
	implementers map[platform.TypeID][]ClassID // classes outside of tests that name a type of the platform as supertype
	records      map[recordField][]string
	triggers     map[triggerKey]*triggerSet
}

// FileInfo is the meaning of one Apex file. Its side tables are indexed by
// nodes of the file's tree.
type FileInfo struct {
	File *project.File
	Tree *parser.Tree
	// Classes are the classes of the file in source order, inner ones included.
	Classes []ClassID
	// Variables are all locals and parameters of the file, grouped by method.
	Variables []Variable
	// Calls are all calls in resolved bodies, in source order.
	Calls []Call
	// Operations are the file's database operations in source order.
	Operations []OperationID

	program *Program
	types   []TypeID
	refs    []Ref
	ops     []opAt
	edges   []edgeAt // sorted by node

	accesses   []access
	iterations []iteration
}

type opAt struct {
	node int32
	id   OperationID
}

// Modifiers is a set of modifiers.
type Modifiers uint32

// The modifiers of Apex.
const (
	Private Modifiers = 1 << iota
	Protected
	Public
	Global
	Static
	Final
	Abstract
	Virtual
	Override
	Transient
	WebService
	TestMethod
	WithSharing
	WithoutSharing
	InheritedSharing
)

// Has reports whether all modifiers of other are in m.
func (m Modifiers) Has(other Modifiers) bool { return m&other == other }

// Annotation is an annotation of a declaration.
type Annotation struct {
	Name string // folded, without the @
	Node parser.Node
}

// ClassKind says what declares members.
type ClassKind uint8

// The kinds of classes. Triggers and anonymous scripts count as classes so that
// their bodies are methods like any other.
const (
	ClassKindClass ClassKind = iota
	ClassKindInterface
	ClassKindEnum
	ClassKindTrigger
	ClassKindScript
)

// Class is a class, interface, enum, trigger or script.
type Class struct {
	ID   ClassID
	Kind ClassKind
	Name string // as written; of a script the name of its file
	// Key is the persistent folded name: "outer.inner".
	Key         string
	File        *FileInfo
	Node        parser.Node // the declaration
	NameNode    parser.Node
	Outer       ClassID // the class around an inner class
	Type        TypeID
	Modifiers   Modifiers
	Annotations []Annotation
	SharingNode parser.Node // the sharing keyword
	IsTest      bool        // @IsTest on it or on the class around it

	// SuperType is the declared superclass, TypeUnknown if there is none; Super
	// is the same when the project declares it.
	SuperType  TypeID
	Super      ClassID
	Interfaces []TypeID // declared interfaces; of an interface those it extends
	// Subclasses are the classes and interfaces of the project that name this one
	// as superclass or interface, by id.
	Subclasses []ClassID

	Methods []MethodID // all of them, initialisers and accessors included, in source order
	Fields  []FieldID
	Inner   []ClassID
	// Constructors are those of Methods that are declared constructors.
	Constructors []MethodID
	StaticInit   MethodID // static initialisers and field initialisers, 0 if there are none
	InstInit     MethodID // the same for instances
	TriggerOf    TypeID   // of a trigger: its object
	TriggerOn    TriggerEvents
	Constants    []string // of an enum: its constants, folded
	memberIndex  []member
}

// TriggerEvents is a set of trigger events.
type TriggerEvents uint8

// The events of a trigger.
const (
	BeforeInsert TriggerEvents = 1 << iota
	BeforeUpdate
	BeforeDelete
	AfterInsert
	AfterUpdate
	AfterDelete
	AfterUndelete
)

// MethodKind says what sort of body a Method has.
type MethodKind uint8

// The kinds of methods.
const (
	MethodOrdinary MethodKind = iota
	MethodConstructor
	MethodGetter
	MethodSetter
	MethodStaticInit   // all static initialiser blocks and static field initialisers of a class
	MethodInstanceInit // the same for instances
	MethodTrigger      // the body of a trigger
	MethodScript       // the statements of an anonymous script
)

// Method is anything with a body, or the declaration of one.
type Method struct {
	ID    MethodID
	Class ClassID
	Kind  MethodKind
	Name  string // as written; "<init>" for constructors and initialisers, "<clinit>" for static ones
	// Key is the persistent folded name: "outer.inner.method(string,list<account>)".
	Key  string
	Node parser.Node // the declaration
	// NameNode is the name in the declaration, where a finding about the method points.
	NameNode parser.Node
	// Bodies are the block of the method, or, in source order, the blocks and
	// field declarators of an initialiser. Empty without a body.
	Bodies      []parser.Node
	Params      []Param
	Return      TypeID
	Modifiers   Modifiers
	Annotations []Annotation
	Field       FieldID // of an accessor: its property
	IsTest      bool    // in a test class, or a test method itself
	Entries     []EntryPoint
	// FirstVariable and LastVariable bound the method's variables in its file:
	// first is its first parameter, last one past its last local. Empty for
	// test code.
	FirstVariable, LastVariable VariableID

	name NameID
}

// IsStatic reports whether the method runs without an instance.
func (m *Method) IsStatic() bool {
	return m.Modifiers&Static != 0 || m.Kind == MethodStaticInit || m.Kind == MethodTrigger || m.Kind == MethodScript
}

// Param is a parameter of a method.
type Param struct {
	Name string // as written
	Type TypeID
	Node parser.Node
	// Variable is the parameter in a resolved body, zero otherwise.
	Variable VariableID
}

// Field is a field or a property of a class, or a constant of an enum.
type Field struct {
	ID          FieldID
	Class       ClassID
	Name        string // as written
	Key         string // "outer.inner.field"
	Type        TypeID
	Node        parser.Node // the declaration
	NameNode    parser.Node
	Value       parser.Node // the initialiser
	Modifiers   Modifiers
	Annotations []Annotation
	IsProperty  bool
	IsConstant  bool     // a constant of an enum
	Getter      MethodID // accessors of a property; those without a body have none in Method.Bodies
	Setter      MethodID

	name NameID
}

// VariableKind says how a variable comes to be.
type VariableKind uint8

// The kinds of variables.
const (
	VariableLocal VariableKind = iota
	VariableParameter
	VariableForEach
	VariableCatch
	VariableSwitchWhen // `when Account a`
	VariableSetter     // the implicit `value` of a setter
)

// Variable is a local variable or parameter.
type Variable struct {
	Kind   VariableKind
	Name   string
	Type   TypeID
	Node   parser.Node // its name where it is declared; zero for an implicit one
	Method MethodID
}

// RefKind says what a name refers to.
type RefKind uint8

// The kinds of references. The meaning of Ref.ID depends on the kind.
const (
	RefNone           RefKind = iota // not known
	RefVariable                      // VariableID of the same file
	RefField                         // FieldID: a field, a property or an enum constant of the project
	RefClass                         // ClassID: a class used as a qualifier, or this and super
	RefPlatformType                  // platform.TypeID as a qualifier: Database in Database.insert
	RefPlatformMember                // platform.MemberID: AccessLevel.USER_MODE, RestContext.request
	RefSObjectType                   // TypeID: the name of an object as a qualifier: Account in Account.SObjectType
	RefSObjectField                  // TypeID of the object: the field of a record, account.Name
	RefSObjectToken                  // TypeID: Account.SObjectType
	RefFieldToken                    // TypeID of the object: Account.Name as a Schema.SObjectField
	RefDescribeObject                // TypeID: Schema.SObjectType.Account
	RefDescribeField                 // TypeID of the object: Schema.SObjectType.Account.fields.Name
	RefNamespace                     // a namespace or the like: System, Schema, Label, Trigger
	RefLabel                         // System.Label.x or Label.ns.x; the node is the whole expression
	RefPage                          // Page.x: a PageReference to that page
	RefCall                          // index into FileInfo.Calls: a method call or new expression
)

// Ref is what a name, member access or call refers to.
type Ref struct {
	Kind RefKind
	ID   uint32
}

// Variable returns the variable of a RefVariable, else zero and false.
func (r Ref) Variable() (VariableID, bool) { return VariableID(r.ID), r.Kind == RefVariable }

// Field returns the field of a RefField, else zero and false.
func (r Ref) Field() (FieldID, bool) { return FieldID(r.ID), r.Kind == RefField }

// Member returns the platform member of a RefPlatformMember, else zero and false.
func (r Ref) Member() (platform.MemberID, bool) {
	return platform.MemberID(r.ID), r.Kind == RefPlatformMember
}

// CallKind says where a call goes.
type CallKind uint8

// The kinds of calls.
const (
	CallUnknown     CallKind = iota // see Call.Reason
	CallProject                     // methods of the project: Call.Callees
	CallConstructor                 // new T(...), this(...), super(...) of a project class
	CallPlatform                    // Call.Member
	CallNew                         // new T(...) of anything else: see the type of the node
	CallImplicit                    // a constructor of the project that is not declared
)

// UnknownReason says why a call has no callee.
type UnknownReason uint8

// The reasons.
const (
	ReasonNone           UnknownReason = iota
	ReasonReceiver                     // the type of the receiver is unknown
	ReasonUnresolvedType               // the receiver's type is a name that nothing here declares (managed package, table gap)
	ReasonNoMethod                     // a project type without such a method
	ReasonNoMember                     // a platform type whose table has no such method
	ReasonOpenSuper                    // perhaps inherited from a superclass that nothing here declares
)

// Call is a method call, constructor call or new expression.
type Call struct {
	Kind   CallKind
	Reason UnknownReason
	// CrossFile says that a callee is declared in another file.
	CrossFile bool
	// Static says that the call needs no receiver; Super that it is super.m().
	Static, Super bool
	// Virtual says that an override may run instead: Callees holds the declared
	// method only, FileInfo.Callees returns the others too.
	Virtual bool
	Node    parser.Node
	// Receiver is the expression before the dot; zero when there is none.
	Receiver     parser.Node
	ReceiverType TypeID
	Method       MethodID // the method around the call
	// Callees of a project call: usually one; several when overloads cannot be
	// told apart.
	Callees []MethodID
	// Member of a platform call.
	Member platform.MemberID
}

// memberKind says what a member of a class is.
type memberKind uint8

const (
	memberField memberKind = iota
	memberMethod
	memberClass
)

// member is an entry of Class.memberIndex, which is sorted by name, kind and id.
type member struct {
	name NameID
	kind memberKind
	id   uint32
}

// maxHierarchy bounds the walk up a chain of superclasses: broken sources can
// have cycles.
const maxHierarchy = 64
