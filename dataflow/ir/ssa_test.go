package ir

import (
	"maps"
	"math/rand/v2"
	"strconv"
	"testing"
)

// graph is a random control flow graph with writes and reads of variables.
type graph struct {
	succs [][]int
	// ops of a block: v >= 0 writes a fresh constant to variable v, v < 0 reads
	// variable -v-1.
	ops [][]int
}

func randomGraph(r *rand.Rand) graph {
	n := 2 + r.IntN(9)
	g := graph{succs: make([][]int, n), ops: make([][]int, n)}
	for i := range n {
		switch r.IntN(4) {
		case 0:
			if i > 0 {
				break
			}
			fallthrough
		case 1:
			g.succs[i] = []int{1 + r.IntN(n-1)}
		default:
			g.succs[i] = []int{1 + r.IntN(n-1), 1 + r.IntN(n-1)}
		}
		for range r.IntN(4) {
			v := r.IntN(3)
			if r.IntN(2) == 0 {
				v = -v - 1
			}
			g.ops[i] = append(g.ops[i], v)
		}
	}
	return g
}

func (g graph) reachable() []bool {
	seen := make([]bool, len(g.succs))
	todo := []int{0}
	for len(todo) > 0 {
		b := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !seen[b] {
			seen[b] = true
			todo = append(todo, g.succs[b]...)
		}
	}
	return seen
}

// build makes the SSA form and says which value stands for each read and which
// constant for each write.
func (g graph) build(b *Builder) (f *Func, reads, writes map[[2]int]Value) {
	reads, writes = map[[2]int]Value{}, map[[2]int]Value{}
	b.Reset(&Func{})
	blocks := []BlockID{0}
	for range len(g.succs) - 1 {
		blocks = append(blocks, b.NewBlock())
	}
	live := g.reachable()
	missing := make([]int, len(g.succs))
	for i, succs := range g.succs {
		if live[i] {
			for _, s := range succs {
				missing[s]++
			}
		}
	}
	for i := range g.succs {
		if !live[i] {
			continue
		}
		if i == 0 || missing[i] == 0 {
			b.Seal(blocks[i])
		}
		b.Start(blocks[i])
		for j, op := range g.ops[i] {
			if op >= 0 {
				c := b.Const(Const{Kind: ConstNumber, Text: strconv.Itoa(i*100 + j)}, int32(i*100+j), 0)
				b.Write(Var(op), c)
				writes[[2]int{i, j}] = c
			} else {
				// The read is an operand of an instruction so that it is rewritten
				// when phis go.
				reads[[2]int{i, j}] = b.Emit(OpUnknown, -1, 0, 0, 0, b.Read(Var(-op-1)))
			}
		}
		switch s := g.succs[i]; len(s) {
		case 0:
			b.Return(0, -1)
		case 1:
			b.Jump(blocks[s[0]])
		default:
			b.Branch(0, blocks[s[0]], blocks[s[1]], -1)
		}
		for _, s := range g.succs[i] {
			if missing[s]--; missing[s] == 0 {
				b.Seal(blocks[s])
			}
		}
	}
	return b.Finish(), reads, writes
}

// TestReadsAgreeWithExecution walks random paths and compares the variables of an
// interpreter with the values that the SSA form gives.
func TestReadsAgreeWithExecution(t *testing.T) {
	var b Builder
	r := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		g := randomGraph(r)
		f, reads, writes := g.build(&b)
		if err := Verify(f); err != nil {
			t.Fatalf("%v\n%v\n%s", err, g, f)
		}
		for range 8 {
			g.walk(t, r, f, reads, writes)
		}
	}
}

func (g graph) walk(t *testing.T, r *rand.Rand, f *Func, reads, writes map[[2]int]Value) {
	t.Helper()
	vars := map[int]Value{} // variable to constant
	phis := map[Value]Value{}
	at, from, slot := 0, -1, 0
	for range 30 {
		if from >= 0 {
			next := map[Value]Value{}
			for phi := f.Blocks[at].Phis; phi != 0; phi = f.NextPhi(phi) {
				for i, e := range f.Preds(BlockID(at)) {
					if int(e.From) == from && int(e.Slot) == slot {
						arg := f.Args(phi)[i]
						if f.Op(arg) == OpPhi {
							arg = phis[arg]
						}
						next[phi] = arg
					}
				}
			}
			maps.Copy(phis, next)
		}
		for j, op := range g.ops[at] {
			key := [2]int{at, j}
			if op >= 0 {
				vars[op] = writes[key]
				continue
			}
			got := f.Arg(reads[key], 0)
			if f.Op(got) == OpPhi {
				got = phis[got]
			}
			want, set := vars[-op-1]
			if set && got != want || !set && f.Op(got) != OpUndef {
				t.Fatalf("block %d op %d: read v%d, want v%d (set %v)\n%v\n%s", at, j, got, want, set, g, f)
			}
		}
		if len(g.succs[at]) == 0 {
			return
		}
		slot = r.IntN(len(g.succs[at]))
		from, at = at, g.succs[at][slot]
	}
}

func TestMinimalPhis(t *testing.T) {
	var b Builder
	b.Reset(&Func{})
	header, body, exit := b.NewBlock(), b.NewBlock(), b.NewBlock()
	c := b.Const(Const{Kind: ConstTrue}, -1, 0)
	b.Write(0, c)
	b.Jump(header)
	b.Start(header)
	b.Branch(b.Read(0), body, exit, -1)
	b.Seal(body)
	b.Start(body)
	b.Jump(header)
	b.Seal(header)
	b.Seal(exit)
	b.Start(exit)
	b.Return(b.Read(0), -1)
	f := b.Finish()
	if f.Blocks[header].Phis != 0 {
		t.Errorf("a loop that does not write needs no phi:\n%s", f)
	}
	if f.Blocks[exit].Cond != c {
		t.Errorf("result is v%d, want v%d", f.Blocks[exit].Cond, c)
	}
}

func TestHandlerSeesStateBefore(t *testing.T) {
	var b Builder
	b.Reset(&Func{})
	handler := b.NewBlock()
	one := b.Const(Const{Kind: ConstNumber, Text: "1"}, -1, 0)
	b.Write(0, one)
	call := b.Emit(OpUnknown, -1, 0, 0, 0)
	b.MayThrow(handler)
	b.Write(0, call)
	b.Return(b.Read(0), -1)
	b.Seal(handler)
	b.Start(handler)
	b.Return(b.Read(0), -1)
	f := b.Finish()
	if got := f.Blocks[handler].Cond; got != one {
		t.Errorf("handler sees v%d, want v%d\n%s", got, one, f)
	}
}

func TestTooLong(t *testing.T) {
	var b Builder
	b.Reset(&Func{})
	for range MaxInstrs + 10 {
		b.Emit(OpUnknown, -1, 0, 0, 0)
	}
	b.Return(0, -1)
	if f := b.Finish(); !f.TooLong || len(f.Instrs) != 0 {
		t.Errorf("TooLong = %v with %d instructions", f.TooLong, len(f.Instrs))
	}
	b.Reset(&Func{})
	b.Return(0, -1)
	if f := b.Finish(); f.TooLong {
		t.Error("the next body is too long as well")
	}
}
