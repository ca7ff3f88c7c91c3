// Package ir is the intermediate code of methods: SSA over basic blocks.
//
// A Func is one body: a method, a constructor, an accessor, one piece of an
// initialiser, a trigger, a script. Its instructions lie in one slice; the index
// of an instruction is also the name of the value it defines, so a Value is a
// small integer and tables about values are slices. Value 0 means "none".
//
// Control flow is explicit: && || ?: ?? ?. and switch are branches, and an
// instruction that may throw inside a try ends its block with a handler edge.
// The handler sees the variables as they were before the instruction.
//
// Fields of the current object and static fields are variables like locals
// ("cells"): they are read and written in SSA form, and a call that may write
// them clobbers them. A read that no write of this body reaches is an OpCell.
//
// Invariants, checked by Verify:
//   - Operands are defined in blocks that dominate their use; of a phi, in blocks
//     that dominate the predecessor.
//   - Phis have one operand per predecessor, in the order of the predecessors.
//   - A Func is read-only after Finish and holds indices of syntax nodes, never
//     nodes.
package ir
