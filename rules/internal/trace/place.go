package trace

import (
	"github.com/apexvet/apexvet/dataflow"
	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/rules/internal/secret"
	"github.com/apexvet/apexvet/semantics"
	"github.com/apexvet/apexvet/semantics/platform"
)

// Place says how much code counts by where it stands.
type Place uint8

// The places.
const (
	Production  Place = iota
	Doubtful          // in a method or class that is named like those that serve tests
	OnlyInTests       // on a branch that runs in tests alone
)

// PlaceOf says where an expression stands.
func PlaceOf(flow *dataflow.Result, n parser.Node) Place {
	f, v := flow.Value(n)
	if f == nil {
		return Production
	}
	method, class := flow.Program.Method(f.Method), flow.Program.Class(f.Class)
	switch {
	case underTest(f, v):
		return OnlyInTests
	case secret.IsForTests(method.Name), secret.IsForTests(class.Name):
		return Doubtful
	}
	return Production
}

// DefaultOf returns the field in whose declaration a literal stands, nil if it stands elsewhere: the literal is what the
// field holds unless somebody says otherwise.
func DefaultOf(file *semantics.FileInfo, literal parser.Node) *semantics.Field {
	if file == nil {
		return nil
	}
	for _, class := range file.Classes {
		for _, id := range file.Program().Class(class).Fields {
			if field := file.Program().Field(id); field.Value.Contains(literal) {
				return field
			}
		}
	}
	return nil
}

// underTest reports whether a value is used only while tests run: on the branch of Test.isRunningTest(). Constants have
// no place of their own, so the places of their uses count.
func underTest(f *ir.Func, v ir.Value) bool {
	if f.Op(v) != ir.OpConst {
		return onTestBranch(f, f.Instrs[v].Block)
	}
	used := false
	for user := range f.Instrs {
		in := &f.Instrs[user]
		if in.Op == ir.OpNone {
			continue
		}
		for i, operand := range f.Args(ir.Value(user)) {
			if operand != v {
				continue
			}
			block := in.Block
			if preds := f.Preds(block); in.Op == ir.OpPhi && i < len(preds) {
				block = preds[i].From
			}
			if !onTestBranch(f, block) {
				return false
			}
			used = true
		}
	}
	return used
}

// onTestBranch follows the blocks that must have run before a block, as long as there is no doubt which.
func onTestBranch(f *ir.Func, block ir.BlockID) bool {
	const farthest = 64
	for range farthest {
		preds := f.Preds(block)
		if len(preds) != 1 {
			return false
		}
		before := &f.Blocks[preds[0].From]
		if before.Term == ir.TermBranch && preds[0].Slot != ir.SlotHandler {
			cond, holds := before.Cond, preds[0].Slot == 0
			for f.Op(cond) == ir.OpNot {
				cond, holds = f.Arg(cond, 0), !holds
			}
			if c := f.CallOf(cond); holds && c != nil && c.Member != 0 && c.Member == isRunningTest {
				return true
			}
		}
		block = preds[0].From
	}
	return false
}

var isRunningTest = platform.Member("Test.isRunningTest")
