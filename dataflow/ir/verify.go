package ir

import "fmt"

// Verify checks the invariants of the package comment and returns the first that
// does not hold. It is for tests.
func Verify(f *Func) error {
	if f.TooLong {
		return nil
	}
	dom := Dominators(f)
	for _, b := range f.Order {
		bl := &f.Blocks[b]
		if bl.Term == TermNone {
			return fmt.Errorf("block %d has no end", b)
		}
		preds := f.Preds(b)
		for phi := bl.Phis; phi != 0; phi = f.NextPhi(phi) {
			args := f.Args(phi)
			if len(args) != len(preds) {
				return fmt.Errorf("phi %d has %d operands for %d predecessors", phi, len(args), len(preds))
			}
			for i, a := range args {
				if err := f.defined(dom, a, preds[i].From, phi); err != nil {
					return err
				}
			}
		}
		for v, in := range f.Code(b) {
			for _, a := range f.Args(v) {
				if err := f.defined(dom, a, b, v); err != nil {
					return err
				}
				if f.Instrs[a].Block == b && f.Instrs[a].Op != OpPhi && a > v && in.Op != OpPhi && b != 0 {
					return fmt.Errorf("value %d is used by %d before it is defined", a, v)
				}
			}
		}
		if bl.Cond != 0 {
			if err := f.defined(dom, bl.Cond, b, 0); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *Func) defined(dom []BlockID, v Value, in BlockID, user Value) error {
	if v == 0 {
		return nil
	}
	if int(v) >= len(f.Instrs) {
		return fmt.Errorf("value %d used by %d does not exist", v, user)
	}
	def := f.Instrs[v].Block
	if f.Instrs[v].Op == OpNone || def == NoBlock {
		return fmt.Errorf("value %d used by %d was removed", v, user)
	}
	if !Dominates(dom, def, in) {
		return fmt.Errorf("value %d of block %d does not dominate its use by %d in block %d", v, def, user, in)
	}
	return nil
}

// Dominators returns the immediate dominator of each reachable block, NoBlock for
// the entry and for unreachable blocks (Cooper, Harvey, Kennedy: "A Simple, Fast
// Dominance Algorithm").
func Dominators(f *Func) []BlockID {
	num := make([]int, len(f.Blocks))
	dom := make([]BlockID, len(f.Blocks))
	for i := range dom {
		dom[i], num[i] = NoBlock, -1
	}
	for i, b := range f.Order {
		num[b] = i
	}
	intersect := func(a, b BlockID) BlockID {
		for a != b {
			for num[a] > num[b] {
				a = dom[a]
			}
			for num[b] > num[a] {
				b = dom[b]
			}
		}
		return a
	}
	for changed := true; changed; {
		changed = false
		for _, b := range f.Order {
			if b == 0 {
				continue
			}
			best := NoBlock
			for _, e := range f.Preds(b) {
				if e.From != 0 && dom[e.From] == NoBlock {
					continue
				}
				if best == NoBlock {
					best = e.From
				} else {
					best = intersect(best, e.From)
				}
			}
			if dom[b] != best {
				dom[b], changed = best, true
			}
		}
	}
	return dom
}

// Dominates reports whether a dominates b, given the result of Dominators.
func Dominates(dom []BlockID, a, b BlockID) bool {
	for b != NoBlock {
		if a == b {
			return true
		}
		b = dom[b]
	}
	return false
}
