package dataflow_test

// The test of package must runs random code; this one runs random Apex, so that
// it finds what the lowering gets wrong.

// interpreter runs a program in one world with choices from a list.
type interpreter struct {
	p              *apexProgram
	create, delete bool
	choices        []int
	widths         []int
	at, steps      int
	static, final  bool // the fields
	firing         bool // a trigger runs
	denied, ran    map[int]bool
}

type fuel struct{}

// signal is how a statement ends.
type signal int

const (
	normal signal = iota
	brk
	cont
	ret
	throwE     // Ext.E
	throwOther // any other exception
)

type activation struct {
	b      [2]bool
	result bool
	depth  int
}

func (in *interpreter) choose(n int) int {
	if in.at == len(in.choices) {
		if in.at >= 10 {
			panic(fuel{})
		}
		in.choices, in.widths = append(in.choices, 0), append(in.widths, n)
	}
	in.at++
	return in.choices[in.at-1]
}

// outside is a call of Ext: it throws or goes on.
func (in *interpreter) outside() signal {
	return []signal{normal, throwE, throwOther}[in.choose(3)]
}

func (in *interpreter) call(i, depth int) (bool, signal) {
	if depth > 4 {
		panic(fuel{})
	}
	a := &activation{depth: depth}
	sig := in.stmt(in.p.methods[i], a)
	switch sig {
	case throwE, throwOther:
		return false, sig
	case ret:
		return a.result, normal
	}
	return a.b[0], normal
}

func (in *interpreter) cond(n *node, a *activation) (bool, signal) {
	k := n.kids
	switch n.kind {
	case "create":
		return in.create, normal
	case "delete":
		return in.delete, normal
	case "b":
		return a.b[n.n], normal
	case "static":
		return in.static, normal
	case "final":
		return in.final, normal
	case "unknown":
		return in.choose(2) == 1, normal
	case "true":
		return true, normal
	case "false":
		return false, normal
	case "call":
		return in.call(n.n, a.depth+1)
	case "virtual":
		return in.call(in.p.special(implOne+in.choose(2)), a.depth+1)
	}
	x, sig := in.cond(k[0], a)
	if sig != normal {
		return false, sig
	}
	switch n.kind {
	case "not", "isfalse":
		return !x, normal
	case "and":
		if !x {
			return false, normal
		}
		return in.cond(k[1], a)
	case "or":
		if x {
			return true, normal
		}
		return in.cond(k[1], a)
	case "ternary":
		if x {
			return in.cond(k[1], a)
		}
		return in.cond(k[2], a)
	}
	return x, normal
}

// fire runs the trigger of an insert, but not within triggers.
func (in *interpreter) fire(a *activation) signal {
	if in.firing {
		return normal
	}
	in.firing = true
	defer func() { in.firing = false }()
	_, sig := in.call(in.p.special(trigger), a.depth+1)
	if sig == throwE {
		return throwOther // a DmlException
	}
	return sig
}

func (in *interpreter) stmt(n *node, a *activation) signal {
	if in.steps++; in.steps > 120 {
		panic(fuel{})
	}
	k := n.kids
	switch n.kind {
	case "block":
		for _, s := range k {
			if sig := in.stmt(s, a); sig != normal {
				return sig
			}
		}
	case "op", "delete op":
		in.ran[n.n] = true
		if n.kind == "op" && !in.create || n.kind == "delete op" && !in.delete {
			in.denied[n.n] = true
		}
		if n.kind == "op" && in.p.wide { // in system mode it succeeds
			return in.fire(a)
		}
	case "assign":
		x, sig := in.cond(k[0], a)
		if sig != normal {
			return sig
		}
		a.b[n.n] = x
	case "set":
		x, sig := in.cond(k[0], a)
		if sig != normal {
			return sig
		}
		in.static = x
	case "run":
		_, sig := in.call(n.n, a.depth+1)
		return sig
	case "dispatch":
		_, sig := in.call(in.p.special(implOne+in.choose(2)), a.depth+1)
		return sig
	case "enqueue": // later, with static fields of its own, for the same user
		static := in.static
		in.static = false
		_, _ = in.call(in.p.special(job), a.depth+1)
		in.static = static
	case "unknown()":
		return in.outside()
	case "throw", "break", "continue":
		if in.choose(2) == 1 {
			return map[string]signal{"throw": throwE, "break": brk, "continue": cont}[n.kind]
		}
	case "return":
		if in.choose(2) == 1 {
			if len(k) > 0 {
				x, sig := in.cond(k[0], a)
				if sig != normal {
					return sig
				}
				a.result = x
			}
			return ret
		}
	case "if":
		x, sig := in.cond(k[0], a)
		if sig != normal {
			return sig
		}
		if x {
			return in.stmt(k[1], a)
		}
		if len(k) > 2 {
			return in.stmt(k[2], a)
		}
	case "while", "dowhile":
		for first := true; ; first = false {
			if !first || n.kind == "while" {
				x, sig := in.cond(k[0], a)
				if sig != normal {
					return sig
				}
				if !x {
					return normal
				}
			}
			if sig := in.stmt(k[1], a); sig == brk {
				return normal
			} else if sig != normal && sig != cont {
				return sig
			}
		}
	case "foreach":
		for range in.choose(3) {
			if sig := in.stmt(k[0], a); sig == brk {
				return normal
			} else if sig != normal && sig != cont {
				return sig
			}
		}
	case "try", "tryall", "finally", "trycatchfinally":
		return in.try(n, a)
	case "switch":
		return in.stmt(k[in.choose(3)], a)
	}
	return normal
}

func (in *interpreter) try(n *node, a *activation) signal {
	k := n.kids
	sig := in.stmt(k[0], a)
	if n.kind != "finally" && (sig == throwE || sig == throwOther && n.kind == "tryall") {
		sig = in.stmt(k[1], a)
	}
	if n.kind == "finally" || n.kind == "trycatchfinally" {
		if last := in.stmt(k[len(k)-1], a); last != normal {
			return last
		}
	}
	return sig
}

// enumerate runs what the platform enters, with all choices.
func (in *interpreter) enumerate(method int) {
	in.choices, in.widths = nil, nil
	for range 1500 {
		in.at, in.steps = 0, 0
		func() {
			defer func() {
				if x := recover(); x != nil {
					if _, ok := x.(fuel); !ok {
						panic(x)
					}
				}
			}()
			in.static, in.firing = false, in.p.wide && method == in.p.special(trigger)
			in.final, _ = in.cond(in.p.final, &activation{})
			in.call(method, 0)
		}()
		for len(in.choices) > 0 {
			last := len(in.choices) - 1
			if in.choices[last]++; in.choices[last] < in.widths[last] {
				break
			}
			in.choices, in.widths = in.choices[:last], in.widths[:last]
		}
		if len(in.choices) == 0 {
			return
		}
	}
}
