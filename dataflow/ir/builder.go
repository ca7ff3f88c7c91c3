package ir

import "github.com/apexvet/apexvet/semantics"

// Var is a variable of a body under construction: a local, a parameter or a cell.
type Var int32

// Builder makes the SSA form of one body after another, on the fly (Braun,
// Buchwald, Hack, Leißa, Mallon, Zwinkau: "Simple and Efficient Construction of
// Static Single Assignment Form", 2013): a variable read in a block that does not
// define it asks the predecessors; a block whose predecessors are not all known
// yet gets a phi whose operands are filled in when it is sealed.
//
// A Builder keeps its tables between bodies; it is not safe for concurrent use.
type Builder struct {
	F   *Func
	cur BlockID

	blocks []blockState
	edges  []edgeCell
	args   []Value
	alias  []Value // of a value that a trivial phi was replaced by
	defs   defTable
	open   []pendingPhi
	consts map[Const]Value
	full   bool
	stack  []Value
	// Entry supplies the value of a variable at entry that nothing has written,
	// OpUndef when nil or when it returns zero. It must emit into the entry block
	// with EmitEntry.
	Entry func(Var) Value
	// Types are the declared types of variables, for phis.
	Types []semantics.TypeID
}

type blockState struct {
	firstEdge, lastEdge int32
	nedges              int32
	sealed              bool
	firstOpen           int32 // pending phis of an unsealed block, -1 for none
}

type edgeCell struct {
	edge Edge
	next int32
}

type pendingPhi struct {
	phi  Value
	v    Var
	next int32
}

// Reset starts a new body.
func (b *Builder) Reset(f *Func) {
	b.F = f
	f.Instrs = append(f.Instrs[:0], Instr{Op: OpNone, Node: -1, Block: NoBlock})
	f.Blocks = f.Blocks[:0]
	b.blocks = b.blocks[:0]
	b.edges = b.edges[:0]
	b.args = b.args[:0]
	b.alias = b.alias[:0]
	b.open = b.open[:0]
	b.defs.reset()
	clear(b.consts)
	b.full = false
	b.Types = b.Types[:0]
	b.cur = b.NewBlock()
	b.Seal(b.cur)
	b.start(b.cur)
}

// Full reports whether the body has passed MaxInstrs; what is emitted after that
// is lost.
func (b *Builder) Full() bool { return b.full }

// NewBlock makes an empty block.
func (b *Builder) NewBlock() BlockID {
	id := BlockID(len(b.F.Blocks))
	b.F.Blocks = append(b.F.Blocks, Block{Node: -1, Succs: [2]BlockID{NoBlock, NoBlock}, Handler: NoBlock})
	b.blocks = append(b.blocks, blockState{firstEdge: -1, lastEdge: -1, firstOpen: -1})
	return id
}

// Current returns the block that receives instructions, NoBlock where control
// cannot come.
func (b *Builder) Current() BlockID { return b.cur }

// Reachable reports whether control can come to the current point.
func (b *Builder) Reachable() bool { return b.cur != NoBlock }

// Start makes blk the current block. A block is filled in one go.
func (b *Builder) Start(blk BlockID) {
	b.start(blk)
}

func (b *Builder) start(blk BlockID) {
	b.cur = blk
	bl := &b.F.Blocks[blk]
	bl.First = Value(len(b.F.Instrs))
	bl.Last = bl.First
}

// StartIfReached makes blk the current block if an edge leads to it, else there
// is no current block. The block must be sealed or about to be sealed.
func (b *Builder) StartIfReached(blk BlockID) {
	if b.blocks[blk].nedges == 0 {
		b.cur = NoBlock
		return
	}
	b.start(blk)
}

// HasEdges reports whether an edge leads to blk so far.
func (b *Builder) HasEdges(blk BlockID) bool { return b.blocks[blk].nedges > 0 }

func (b *Builder) addEdge(from BlockID, slot uint8, to BlockID) {
	st := &b.blocks[to]
	i := int32(len(b.edges))
	b.edges = append(b.edges, edgeCell{edge: Edge{From: from, Slot: slot}, next: -1})
	if st.lastEdge < 0 {
		st.firstEdge = i
	} else {
		b.edges[st.lastEdge].next = i
	}
	st.lastEdge = i
	st.nedges++
}

func (b *Builder) end(t Term, cond Value, node int32) BlockID {
	blk := b.cur
	bl := &b.F.Blocks[blk]
	bl.Term, bl.Cond, bl.Node = t, cond, node
	bl.Last = Value(len(b.F.Instrs))
	b.cur = NoBlock
	return blk
}

// Jump ends the current block with a jump. Without a current block it does
// nothing, like all that follow.
func (b *Builder) Jump(to BlockID) {
	if b.cur == NoBlock {
		return
	}
	from := b.end(TermJump, 0, -1)
	b.F.Blocks[from].Succs[0] = to
	b.addEdge(from, 0, to)
}

// Branch ends the current block with a two-way branch.
func (b *Builder) Branch(cond Value, yes, no BlockID, node int32) {
	if b.cur == NoBlock {
		return
	}
	from := b.end(TermBranch, cond, node)
	b.F.Blocks[from].Succs = [2]BlockID{yes, no}
	b.addEdge(from, 0, yes)
	b.addEdge(from, 1, no)
}

// Return ends the current block with a return.
func (b *Builder) Return(v Value, node int32) {
	if b.cur != NoBlock {
		b.end(TermReturn, v, node)
	}
}

// Throw ends the current block with a throw to handler, which may be NoBlock.
func (b *Builder) Throw(v Value, node int32, handler BlockID) {
	if b.cur == NoBlock {
		return
	}
	from := b.end(TermThrow, v, node)
	if handler != NoBlock {
		b.F.Blocks[from].Handler = handler
		b.addEdge(from, SlotHandler, handler)
	}
}

// MayThrow ends the current block after an instruction that may throw: it goes on
// in a new block, or to handler. It does nothing when handler is NoBlock.
func (b *Builder) MayThrow(handler BlockID) {
	if b.cur == NoBlock || handler == NoBlock {
		return
	}
	next := b.NewBlock()
	from := b.end(TermJump, 0, -1)
	bl := &b.F.Blocks[from]
	bl.Succs[0] = next
	bl.Handler = handler
	b.addEdge(from, 0, next)
	b.addEdge(from, SlotHandler, handler)
	b.Seal(next)
	b.start(next)
}

// Emit appends an instruction to the current block and returns its value; without
// a current block it returns zero.
func (b *Builder) Emit(op Op, node int32, typ semantics.TypeID, sub uint8, aux int32, args ...Value) Value {
	if b.cur == NoBlock {
		return 0
	}
	return b.emit(b.cur, op, node, typ, sub, aux, args)
}

func (b *Builder) emit(blk BlockID, op Op, node int32, typ semantics.TypeID, sub uint8, aux int32, args []Value) Value {
	v := Value(len(b.F.Instrs))
	if v >= MaxInstrs {
		b.full = true
		return 0
	}
	start := int32(len(b.args))
	b.args = append(b.args, args...)
	b.F.Instrs = append(b.F.Instrs, Instr{
		Op: op, Sub: sub, Node: node, Block: blk, Aux: aux, Type: typ, args: start, nargs: int32(len(args)),
	})
	return v
}

// EmitEntry makes a value that exists from the entry on: a parameter, a cell, a
// constant.
func (b *Builder) EmitEntry(op Op, node int32, typ semantics.TypeID, aux int32) Value {
	return b.emit(0, op, node, typ, 0, aux, nil)
}

// Const returns the value of a constant. Equal constants with different nodes are
// different values, so that each keeps its place in the text.
func (b *Builder) Const(c Const, node int32, typ semantics.TypeID) Value {
	if node < 0 {
		if v, ok := b.consts[c]; ok {
			return v
		}
	}
	i := int32(len(b.F.Consts))
	b.F.Consts = append(b.F.Consts, c)
	v := b.EmitEntry(OpConst, node, typ, i)
	if node < 0 && v != 0 {
		if b.consts == nil {
			b.consts = map[Const]Value{}
		}
		b.consts[c] = v
	}
	return v
}

// Name returns the index of s in Func.Names.
func (b *Builder) Name(s string) int32 {
	for i, n := range b.F.Names {
		if n == s {
			return int32(i)
		}
	}
	b.F.Names = append(b.F.Names, s)
	return int32(len(b.F.Names) - 1)
}
