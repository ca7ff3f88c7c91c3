package ir

import (
	"github.com/apexvet/apexvet/semantics"
	"github.com/apexvet/apexvet/semantics/platform"
)

// Value names an instruction and what it computes. Zero means none.
type Value int32

// BlockID indexes Func.Blocks. Block 0 is the entry.
type BlockID int32

// NoBlock is no block.
const NoBlock BlockID = -1

// FuncID indexes Program.Funcs.
type FuncID int32

// NoFunc is no function.
const NoFunc FuncID = -1

// Op is what an instruction does.
type Op uint8

// The operations. Args are the operands in order.
const (
	OpNone       Op = iota
	OpUndef         // an unset variable, or an expression that the tree has lost
	OpThis          // the current object
	OpParam         // Aux: index in Params
	OpConst         // Aux: index in Consts
	OpPhi           // one operand per predecessor
	OpCell          // Aux: FieldID. Args: none for the value at entry, else the OpClobber after which it is read
	OpClobber       // what calls leave in cells they may write. Args: the call
	OpToken         // Aux: index in Tokens: an object, field, access level or the like named in the text
	OpCall          // Aux: index in Calls. Args: receiver (if HasReceiver), then arguments
	OpNew           // Aux: index in Calls, or -1. Args: arguments, or the values of Fields for `new T(F = v)`
	OpRecord        // new T(F = v, ...). Aux: index in Records. Args: the values
	OpList          // new List<T>{...}, new T[]{...}. Args: the elements; Sub is 1 for an open start (copied from something)
	OpSet           // the same for a set
	OpMap           // Args: keys and values in turn
	OpLoad          // a field of another object. Aux: FieldID, or 0. Args: object
	OpStore         // Aux as OpLoad. Args: object, value
	OpStatic        // a platform member: Aux: platform.MemberID
	OpRead          // the read of a field of a record, or of something unknown. Aux: index in Names. Args: object if there is one
	OpWrite         // Args: object, value. Aux: index in Names
	OpSetCell       // the write of a cell. Aux: FieldID. Args: value
	OpIndex         // Args: list, index
	OpSetIndex      // Args: list, index, value
	OpAdd           // + over all operands of a chain, from left to right
	OpBinary        // Sub: Operator. Args: left, right
	OpUnary         // Sub: Operator. Args: operand
	OpNot           // Args: operand
	OpCompare       // Sub: Operator. Args: left, right
	OpInstanceOf    // Args: operand. Aux: the TypeID
	OpCast          // Args: operand
	OpElement       // the current element of a for-each loop. Aux: index in Loops. Args: the collection
	OpHasNext       // whether the loop goes on. Aux: index in Loops
	OpCatch         // the exception a handler caught
	OpQuery         // SOQL or SOSL. Aux: index in Operations. Args: the bound values
	OpDML           // Aux: index in Operations. Args: records, second records (merge)
	OpUnknown       // a value nobody models. Args: what it is made of
	OpLabel         // a custom label
)

// Operator is the Sub of OpBinary, OpUnary and OpCompare.
type Operator uint8

// The operators.
const (
	OperatorNone Operator = iota
	Equal                 // == and ===
	NotEqual              // != and !==
	Less
	LessEqual
	Greater
	GreaterEqual
	Subtract
	Multiply
	Divide
	Other
)

// Instr is one instruction.
type Instr struct {
	Op    Op
	Sub   uint8
	Node  int32 // syntax node, -1 if there is none
	Block BlockID
	Aux   int32
	Type  semantics.TypeID // static type, TypeUnknown where it is not known
	args  int32
	nargs int32
}

// Term is how a block ends.
type Term uint8

// The ends of blocks.
const (
	TermNone   Term = iota // under construction, or unreachable
	TermJump               // to Succs[0]
	TermBranch             // to Succs[0] if Cond is true, else Succs[1]
	TermReturn             // Cond is the result, if there is one
	TermThrow              // Cond is the exception; to Handler if there is one
)

// Block is a basic block.
type Block struct {
	// First and Last bound the instructions: those of [First, Last) whose Block is
	// this one belong to it (others in between are phis and entry values that were
	// made later).
	First, Last Value
	// Phis is the first phi; Func.NextPhi gives the others.
	Phis Value
	Term Term
	Cond Value
	Node int32 // the syntax node of the branch, return or throw
	// Succs are the successors; NoBlock where there is none.
	Succs [2]BlockID
	// Handler is where an exception of the last instruction goes, NoBlock outside
	// of a try.
	Handler BlockID
	preds   int32
	npreds  int32
}

// Edge is a control flow edge seen from its target.
type Edge struct {
	From BlockID
	// Slot is the index in From's Succs, or SlotHandler.
	Slot uint8
}

// SlotHandler marks the edge to a handler.
const SlotHandler = 2

// ConstKind is the kind of a constant.
type ConstKind uint8

// The kinds of constants.
const (
	ConstNull ConstKind = iota
	ConstTrue
	ConstFalse
	ConstString
	ConstNumber
	ConstType // a class literal: Text is the folded type name
)

// Const is a literal.
type Const struct {
	Kind ConstKind
	// Text is the value of a string, without quotes and escapes, or the text of a
	// number.
	Text string
}

// TokenKind is what a Token stands for.
type TokenKind uint8

// The kinds of tokens.
const (
	TokenObject         TokenKind = iota + 1 // Account.SObjectType
	TokenDescribeObject                      // Schema.SObjectType.Account
	TokenField                               // Account.Name as a Schema.SObjectField
	TokenDescribeField                       // Schema.SObjectType.Account.fields.Name
)

// Token is an object or a field that is named in the text.
type Token struct {
	Kind   TokenKind
	Object semantics.TypeID
	Field  string // folded
}

// Record is `new T(F = v, ...)`: the fields, folded, in the order of the operands.
type Record struct {
	Object semantics.TypeID
	Fields []string
}

// CallKind says how much is known of a call.
type CallKind uint8

// The kinds of calls.
const (
	CallUnknown  CallKind = iota // anything may run
	CallPlatform                 // Member, by the platform's documentation
	CallProject                  // Methods
	CallImplicit                 // nothing runs that the project has written
	CallInit                     // the initialisers that a constructor runs first: Methods
)

// Call is a call site.
type Call struct {
	Kind        CallKind
	HasReceiver bool // the first operand is the receiver
	OnThis      bool // the receiver is the current object
	Open        bool // a target may be missing from Methods: an override, an overload
	Value       Value
	Node        int32
	Member      platform.MemberID
	// Name is the folded name of the method, Qualifier the folded text before the
	// dot where that is a plain dotted name.
	Name, Qualifier string
	Methods         []semantics.MethodID
	// Callees are the targets, set when the program is linked.
	Callees []FuncID
}

// Operation is a database operation in a body.
type Operation struct {
	ID      semantics.OperationID
	Value   Value // its instruction
	Records Value // the records of DML, the text of a dynamic query
	Second  Value // the second records of merge
	Mode    Value // the AccessLevel, where a value decides
	// Binds are the values bound in a query's text.
	Binds []Value
}

// Loop is a for-each loop.
type Loop struct {
	Collection Value
	Element    Value
	Header     BlockID // ends with OpHasNext: Succs[0] is the body, Succs[1] the exit
	Body, Exit BlockID
}

// FuncKind says what a Func is the body of.
type FuncKind uint8

// The kinds of functions.
const (
	FuncMethod FuncKind = iota
	FuncConstructor
	FuncGetter
	FuncSetter
	FuncStaticInit
	FuncInstanceInit
	FuncTrigger
	FuncScript
	FuncHub // all targets of a virtual call: see NewHub
)

// Func is the code of one body.
type Func struct {
	ID     FuncID
	Kind   FuncKind
	Method semantics.MethodID
	Class  semantics.ClassID
	// Piece numbers the bodies of an initialiser.
	Piece  int32
	File   int32 // index in semantics.Program.Files
	Node   int32 // the declaration, of an initialiser its piece
	Static bool
	// Entry says that the platform may call it, whoever else does; Outside that
	// nobody in sight may be the one who does.
	Entry, Outside bool
	// User says that the platform calls it for a user's request, Guest that a guest
	// may make it.
	User, Guest bool
	// Root says that it is entered without a site that leads to it: by the platform,
	// or by nobody in sight. It is set when the program is linked.
	Root bool
	// Open says, of a hub, that targets may be missing.
	Open bool
	// TooLong says that the body passed MaxInstrs and has no code.
	TooLong bool
	Return  semantics.TypeID

	This       Value
	Params     []Value
	Instrs     []Instr
	Blocks     []Block
	Calls      []Call
	Sides      []Side
	Operations []Operation
	Consts     []Const
	Tokens     []Token
	Records    []Record
	Loops      []Loop
	Names      []string
	// Cells are the fields whose values at entry, or after a call, the body reads.
	Cells []semantics.FieldID
	// Order holds the reachable blocks in reverse post-order.
	Order []BlockID

	args  []Value
	edges []Edge
}

// MaxInstrs is the largest number of instructions in a body; one that has more
// is left without code.
const MaxInstrs = 50_000

// Args returns the operands of v. The slice must not be changed.
func (f *Func) Args(v Value) []Value {
	in := &f.Instrs[v]
	return f.args[in.args : in.args+in.nargs : in.args+in.nargs]
}

// Arg returns operand i of v, or zero.
func (f *Func) Arg(v Value, i int) Value {
	in := &f.Instrs[v]
	if i < 0 || i >= int(in.nargs) {
		return 0
	}
	return f.args[int(in.args)+i]
}

// Op returns what v is.
func (f *Func) Op(v Value) Op { return f.Instrs[v].Op }

// Preds returns the edges into b, in the order of the operands of its phis.
func (f *Func) Preds(b BlockID) []Edge {
	bl := &f.Blocks[b]
	return f.edges[bl.preds : bl.preds+bl.npreds : bl.preds+bl.npreds]
}

// NextPhi returns the phi after v in its block, or zero.
func (f *Func) NextPhi(v Value) Value { return Value(f.Instrs[v].Aux) }

// Const returns the constant that v is.
func (f *Func) Const(v Value) (Const, bool) {
	if f.Instrs[v].Op != OpConst {
		return Const{}, false
	}
	return f.Consts[f.Instrs[v].Aux], true
}

// CallOf returns the call site that v is, or nil.
func (f *Func) CallOf(v Value) *Call {
	switch in := &f.Instrs[v]; in.Op {
	case OpCall, OpNew:
		if in.Aux >= 0 {
			return &f.Calls[in.Aux]
		}
	}
	return nil
}

// Receiver returns the receiver of a call, or zero.
func (f *Func) Receiver(c *Call) Value {
	if !c.HasReceiver {
		return 0
	}
	return f.Arg(c.Value, 0)
}

// Arguments returns the arguments of a call without its receiver.
func (f *Func) Arguments(c *Call) []Value {
	args := f.Args(c.Value)
	if c.HasReceiver && len(args) > 0 {
		return args[1:]
	}
	return args
}

// Code calls yield for each instruction of b in order, phis aside.
func (f *Func) Code(b BlockID) func(yield func(Value, *Instr) bool) {
	return func(yield func(Value, *Instr) bool) {
		bl := &f.Blocks[b]
		for v := bl.First; v < bl.Last; v++ {
			in := &f.Instrs[v]
			if in.Block != b || in.Op == OpPhi {
				continue
			}
			if !yield(v, in) {
				return
			}
		}
	}
}

// Ref names a syntax node of the program: index in semantics.Program.Files, and
// index in the file's tree plus one, so that the zero Ref means none.
type Ref struct {
	File int32
	Node int32
}

// RefTo returns the Ref of node index n, which may be -1, in a file.
func RefTo(file, n int32) Ref {
	if n < 0 {
		return Ref{}
	}
	return Ref{File: file, Node: n + 1}
}
