package semantics

import "github.com/apexvet/apexvet/parser"

// Verb is what a database operation does.
type Verb uint8

// The verbs.
const (
	VerbNone Verb = iota
	VerbQuery
	VerbSearch
	VerbInsert
	VerbUpdate
	VerbUpsert
	VerbDelete
	VerbUndelete
	VerbMerge
	VerbConvertLead
	VerbPublish
	VerbLock // Approval.lock, unlock
	VerbEmptyRecycleBin
	VerbSubmitApproval // Approval.process
)

var verbNames = [...]string{
	"none", "query", "search", "insert", "update", "upsert", "delete", "undelete", "merge",
	"convertLead", "publish", "lock", "emptyRecycleBin", "submitApproval",
}

func (v Verb) String() string {
	if int(v) < len(verbNames) {
		return verbNames[v]
	}
	return "none"
}

// IsDML reports whether the verb writes records.
func (v Verb) IsDML() bool { return v >= VerbInsert && v <= VerbConvertLead }

// Form is how an operation is written.
type Form uint8

// The forms.
const (
	FormStatement Form = iota + 1 // insert x;
	FormSOQL                      // [SELECT ...]
	FormSOSL                      // [FIND ...]
	FormMethod                    // Database.insert(x), Database.query(text), EventBus.publish(x)
)

var formNames = [...]string{"none", "statement", "SOQL", "SOSL", "method"}

func (f Form) String() string {
	if int(f) < len(formNames) {
		return formNames[f]
	}
	return "none"
}

// Mode is the access mode of an operation.
type Mode uint8

// The modes.
const (
	ModeUnknown          Mode = iota // the version is not known and nothing is written
	ModeSystem                       // permissions are ignored
	ModeUser                         // permissions, field-level security and sharing of the running user
	ModeSecurityEnforced             // WITH SECURITY_ENFORCED: the SELECT list only, system mode otherwise
	ModeByValue                      // Operation.ModeNode decides; its value is not a constant of the expression
	ModeNone                         // the operation has no mode (EventBus.publish)
)

var modeNames = [...]string{"unknown", "system", "user", "securityEnforced", "byValue", "none"}

func (m Mode) String() string {
	if int(m) < len(modeNames) {
		return modeNames[m]
	}
	return "unknown"
}

// ModeSource says what decided the mode.
type ModeSource uint8

// The sources of a mode.
const (
	ModeFromVersion  ModeSource = iota // nothing written: the default of the API version
	ModeFromSyntax                     // WITH USER_MODE, as system
	ModeFromArgument                   // an AccessLevel argument
	ModeFromTrigger                    // a trigger's body runs in system mode at every version
	ModeFromPlatform                   // the method has one mode only
)

var modeSourceNames = [...]string{"version", "syntax", "argument", "trigger", "platform"}

func (m ModeSource) String() string {
	if int(m) < len(modeSourceNames) {
		return modeSourceNames[m]
	}
	return "version"
}

// ObjectRole says how an operation touches an object.
type ObjectRole uint8

// The roles.
const (
	RoleTarget   ObjectRole = iota // the records of DML, the FROM object, the object of a RETURNING clause
	RoleChild                      // the object of a child sub-query in the SELECT list
	RoleSemiJoin                   // the object of a sub-query in a WHERE clause
	RoleTypeOf                     // WHEN Account of a TYPEOF
	RoleParent                     // an object reached by a relationship path, where it is known
)

// FieldClause says in which part of a query a field is named.
type FieldClause uint8

// The clauses.
const (
	ClauseSelect FieldClause = iota
	ClauseWhere
	ClauseGroupBy
	ClauseHaving
	ClauseOrderBy
	ClauseSet // a field of `new T(F = v)` that reaches DML
)

// FieldUse is a field named by an operation.
type FieldUse struct {
	Name   string // folded path as written: "account.owner.name"
	Clause FieldClause
	Node   parser.Node
}

// ObjectUse is an object touched by an operation.
type ObjectUse struct {
	Role ObjectRole
	// Type is the object, TypeSObject when it is known only to be some object,
	// TypeUnknown otherwise (a child relationship that nothing declares). DML on a
	// type that nothing declares makes that type an object: it is KindUnresolved.
	Type TypeID
	// Name as written, folded: an object, or the relationship of a sub-query.
	Name   string
	Node   parser.Node
	Fields []FieldUse
	// AllFields is set by FIELDS(ALL), FIELDS(STANDARD) and FIELDS(CUSTOM).
	AllFields bool
}

// Operation is one database operation.
type Operation struct {
	ID     OperationID
	Verb   Verb
	Form   Form
	Mode   Mode
	Source ModeSource
	// ModeNode is the clause, keyword or argument that decides the mode, zero for
	// the default.
	ModeNode parser.Node
	Node     parser.Node
	File     *FileInfo
	Method   MethodID
	Class    ClassID
	// Operand is the records of DML, the text of a dynamic query or search; zero
	// for a literal query. Merge also has a second one.
	Operand, Operand2 parser.Node
	Objects           []ObjectUse
	// Dynamic says that Operand holds query text: its objects are left to data flow.
	Dynamic bool
	// Count is set for SELECT COUNT() and Database.countQuery.
	Count bool
	// CustomMetadata says that all objects are custom metadata types; PlatformEvent
	// the same for events.
	CustomMetadata, PlatformEvent bool
	// RecordType says that a query reads RecordType rows only.
	RecordType bool
	// VersionUnknown says that the mode is the default and the version is not known.
	VersionUnknown bool
}
