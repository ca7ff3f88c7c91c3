package must

import (
	"fmt"
	"maps"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/semantics"
)

// machine runs a program in one world, with choices from a list.
type machine struct {
	prog    *ir.Program
	ops     []semantics.Operation
	world   int // bits over permissions
	choices []int
	at      int
	widths  []int
	steps   int
	denied  map[semantics.OperationID]bool
	ran     map[semantics.OperationID]bool
}

type outOfFuel struct{}

func (m *machine) choose(n int) int {
	if m.at == len(m.choices) {
		if len(m.choices) >= 9 {
			panic(outOfFuel{})
		}
		m.choices = append(m.choices, 0)
		m.widths = append(m.widths, n)
	}
	c := m.choices[m.at]
	m.at++
	return c
}

func (m *machine) has(obj semantics.TypeID, p Perm) bool {
	for i, q := range permissions {
		if q.obj == obj && q.perm == p {
			return m.world&(1<<i) != 0
		}
	}
	return false
}

// run executes a function and returns its result and whether it threw. Values are
// object ids, or 0 and 1 for Booleans.
func (m *machine) run(f *ir.Func, param int, depth int) (result int, threw bool) {
	if depth > 5 {
		panic(outOfFuel{})
	}
	vals := map[ir.Value]int{}
	eval := func(v ir.Value) int {
		if x, ok := vals[v]; ok {
			return x
		}
		in := &f.Instrs[v]
		switch in.Op {
		case ir.OpParam:
			return param
		case ir.OpToken:
			return int(f.Tokens[in.Aux].Object)
		case ir.OpConst:
			if f.Consts[in.Aux].Kind == ir.ConstTrue {
				return 1
			}
			return 0
		case ir.OpUndef:
			vals[v] = m.choose(2)
			return vals[v]
		}
		panic(fmt.Sprintf("value %d is not computed:\n%s", v, f))
	}
	blk := ir.BlockID(0)
	edge := ir.Edge{From: ir.NoBlock}
	for {
		if m.steps++; m.steps > 60 {
			panic(outOfFuel{})
		}
		next := map[ir.Value]int{}
		for phi := f.Blocks[blk].Phis; phi != 0; phi = f.NextPhi(phi) {
			for i, e := range f.Preds(blk) {
				if e == edge {
					next[phi] = eval(f.Args(phi)[i])
				}
			}
		}
		maps.Copy(vals, next)
		bl := &f.Blocks[blk]
		raised := false
		for v, in := range f.Code(blk) {
			switch in.Op {
			case ir.OpNot:
				vals[v] = 1 - eval(f.Arg(v, 0))
			case ir.OpDML:
				obj := semantics.TypeID(eval(f.Arg(v, 0)))
				op := f.Operations[in.Aux].ID
				p := Create
				if m.ops[op].Verb == semantics.VerbDelete {
					p = Delete
				}
				m.ran[op] = true
				if !m.has(obj, p) {
					m.denied[op] = true
				}
				raised = bl.Handler != ir.NoBlock && m.choose(2) == 1
			case ir.OpCall:
				vals[v], raised = m.call(f, v, eval, depth)
			}
			if raised {
				break
			}
		}
		slot := uint8(0)
		switch {
		case raised && bl.Handler == ir.NoBlock:
			return 0, true
		case raised, bl.Term == ir.TermThrow && bl.Handler != ir.NoBlock:
			slot = ir.SlotHandler
		case bl.Term == ir.TermThrow:
			return 0, true
		case bl.Term == ir.TermReturn:
			if bl.Cond != 0 {
				return eval(bl.Cond), false
			}
			return 0, false
		case bl.Term == ir.TermBranch:
			if eval(bl.Cond) == 0 {
				slot = 1
			}
		}
		edge = ir.Edge{From: blk, Slot: slot}
		if slot == ir.SlotHandler {
			blk = bl.Handler
		} else {
			blk = bl.Succs[slot]
		}
	}
}

func (m *machine) call(f *ir.Func, v ir.Value, eval func(ir.Value) int, depth int) (int, bool) {
	c := f.CallOf(v)
	switch c.Kind {
	case ir.CallPlatform:
		obj := semantics.TypeID(eval(f.Arg(v, 0)))
		perm := Create
		if c.Member == memberOf(Delete) {
			perm = Delete
		}
		if m.has(obj, perm) {
			return 1, false
		}
		return 0, false
	case ir.CallUnknown:
		x := m.choose(3)
		return x & 1, x == 2
	}
	to := m.prog.Funcs[c.Callees[0]]
	if to.Kind == ir.FuncHub {
		to = m.prog.Funcs[to.Calls[m.choose(len(to.Calls))].Callees[0]]
	}
	return m.run(to, eval(f.Arg(v, 0)), depth+1)
}

// enumerate runs a root with all choices, in one world.
func (m *machine) enumerate(f *ir.Func, param int) {
	m.choices, m.widths = nil, nil
	for range 600 {
		m.at, m.steps = 0, 0
		func() {
			defer func() {
				if x := recover(); x != nil {
					if _, ok := x.(outOfFuel); !ok {
						panic(x)
					}
				}
			}()
			m.run(f, param, 0)
		}()
		for len(m.choices) > 0 {
			last := len(m.choices) - 1
			if m.choices[last]++; m.choices[last] < m.widths[last] {
				break
			}
			m.choices, m.widths = m.choices[:last], m.widths[:last]
		}
		if len(m.choices) == 0 {
			return
		}
	}
}
