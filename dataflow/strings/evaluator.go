package strings

import "github.com/apexvet/apexvet/dataflow/ir"

// Evaluator computes values on demand. It is safe for concurrent use, and what it
// returns does not depend on the order of questions.
type Evaluator struct {
	prog *ir.Program
}

// New makes an evaluator of a linked program.
func New(prog *ir.Program) *Evaluator { return &Evaluator{prog: prog} }

// Value returns what text value v of f can be.
func (e *Evaluator) Value(f *ir.Func, v ir.Value) Value { return Value{} }
