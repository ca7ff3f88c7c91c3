package lower

import (
	"slices"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/semantics"
)

// finallyScope is a finally block that control passes on its way out.
type finallyScope struct {
	// abrupt is where everything goes that does not leave the try normally: with
	// an exception, a return, a break or a continue.
	abrupt  ir.BlockID
	returns bool
	leaves  []leaving
}

// leaving is a break or continue through a finally.
type leaving struct {
	to      ir.BlockID
	finally int
}

// maxFinally is how deep finally blocks may nest to be lowered twice.
const maxFinally = 3

// leave jumps out of the finally scopes above depth.
func (l *Lowerer) leave(to ir.BlockID, depth int) {
	if !l.b.Reachable() {
		return
	}
	if k := len(l.finally); k > depth {
		top := l.finally[k-1]
		top.leaves = append(top.leaves, leaving{to, depth})
		l.b.Jump(top.abrupt)
		return
	}
	l.b.Jump(to)
}

// try lowers a try statement.
func (l *Lowerer) try(n parser.Node) {
	block := n.Child(parser.FieldFinally).Child(parser.FieldBody)
	var scope *finallyScope
	outer := l.handler
	around := outer // where exceptions go that no catch clause takes
	if block.Valid() {
		scope = &finallyScope{abrupt: l.b.NewBlock()}
		around = scope.abrupt
		l.finally = append(l.finally, scope)
	}
	done := l.b.NewBlock()
	caught := l.b.NewBlock()
	l.handler = caught
	// Anything may throw before the first call too.
	l.b.MayThrow(caught)
	l.stmt(n.Child(parser.FieldBody))
	l.handler = around
	l.b.Jump(done)
	l.b.Seal(caught)
	l.b.StartIfReached(caught)
	l.catches(n, around, done)
	l.handler = outer
	if scope == nil {
		l.b.Seal(done)
		l.b.StartIfReached(done)
		return
	}
	depth := len(l.finally)
	l.finally = l.finally[:depth-1]
	if depth > maxFinally {
		l.finallyOnce(block, scope, done, outer)
		return
	}
	after := l.b.NewBlock()
	l.b.Seal(done)
	l.b.StartIfReached(done)
	l.stmt(block)
	l.b.Jump(after)
	l.b.Seal(scope.abrupt)
	l.b.StartIfReached(scope.abrupt)
	l.stmt(block)
	l.dispatch(scope, ir.NoBlock, outer)
	l.b.Seal(after)
	l.b.StartIfReached(after)
}

// finallyOnce lowers a finally block that stands too deep to be copied: all ways
// share it.
func (l *Lowerer) finallyOnce(block parser.Node, scope *finallyScope, done, outer ir.BlockID) {
	after := ir.NoBlock
	l.b.Seal(done)
	l.b.StartIfReached(done)
	if l.b.Reachable() {
		after = l.b.NewBlock()
		l.b.Jump(scope.abrupt)
	}
	l.b.Seal(scope.abrupt)
	l.b.StartIfReached(scope.abrupt)
	l.stmt(block)
	l.dispatch(scope, after, outer)
	if after != ir.NoBlock {
		l.b.Seal(after)
		l.b.StartIfReached(after)
	}
}

// dispatch goes on after the finally block to wherever control was going.
func (l *Lowerer) dispatch(scope *finallyScope, after, outer ir.BlockID) {
	if !l.b.Reachable() {
		return
	}
	way := func(then func()) {
		yes, no := l.b.NewBlock(), l.b.NewBlock()
		l.b.Branch(l.b.Emit(ir.OpUnknown, -1, semantics.TypeBoolean, 0, 0), yes, no, -1)
		l.b.Seal(yes)
		l.b.Seal(no)
		l.b.Start(yes)
		then()
		l.b.Start(no)
	}
	if after != ir.NoBlock {
		way(func() { l.b.Jump(after) })
	}
	for i, to := range scope.leaves {
		if !seenBefore(scope.leaves, i) {
			way(func() { l.leave(to.to, to.finally) })
		}
	}
	if scope.returns {
		way(func() {
			v := l.b.Read(l.result)
			if k := len(l.finally); k > 0 {
				l.finally[k-1].returns = true
				l.b.Jump(l.finally[k-1].abrupt)
				return
			}
			l.b.Return(v, -1)
		})
	}
	l.b.Throw(0, -1, outer)
}

func seenBefore(list []leaving, i int) bool {
	return slices.Contains(list[:i], list[i])
}

// catches lowers the catch clauses: which one takes an exception is not known.
func (l *Lowerer) catches(n parser.Node, around, done ir.BlockID) {
	for c := range n.ChildrenBy(parser.FieldCatch) {
		if !l.b.Reachable() {
			return
		}
		body, next := l.b.NewBlock(), l.b.NewBlock()
		name := c.Child(parser.FieldName)
		all := catchesAll(c.Child(parser.FieldType))
		if all {
			l.b.Jump(body)
		} else {
			l.b.Branch(l.b.Emit(ir.OpUnknown, -1, semantics.TypeBoolean, 0, 0), body, next, int32(c.Index()))
		}
		l.b.Seal(body)
		l.b.Seal(next)
		l.b.Start(body)
		v := l.b.Emit(ir.OpCatch, int32(name.Index()), l.fi.TypeOf(name), 0, 0)
		if id, ok := l.fi.Ref(name).Variable(); ok {
			l.write(id, v, name)
		}
		l.stmt(c.Child(parser.FieldBody))
		l.b.Jump(done)
		l.b.StartIfReached(next)
	}
	if l.b.Reachable() {
		l.b.Throw(0, -1, around)
	}
}

// catchesAll reports whether a clause catches Exception itself.
func catchesAll(t parser.Node) bool {
	switch t.FoldedText() {
	case "exception", "system.exception":
		return true
	}
	return false
}
