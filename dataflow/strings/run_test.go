package strings

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/semantics"
)

// A value that is asked for alone is what it is when the whole body is evaluated,
// in whatever order the questions come.
func TestQuestionsAgreeWithTheWhole(t *testing.T) {
	loops := 0
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 1))
		f := randomBody(r)
		if err := ir.Verify(f); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		e := New(nil, ir.NewProgram([]*ir.Func{f}, nil, 1))
		whole := newRun(e, f)
		whole.evaluate()
		together := newRun(e, f)
		for _, v := range r.Perm(len(f.Instrs))[1:] {
			v := ir.Value(v)
			alone := newRun(e, f)
			want := whole.vals[v]
			if got := alone.val(v); !reflect.DeepEqual(got, want) {
				t.Fatalf("seed %d: value %d alone is %v, want %v", seed, v, got, want)
			}
			if alone.vals != nil {
				loops++
			}
			if got := together.val(v); !reflect.DeepEqual(got, want) {
				t.Fatalf("seed %d: value %d is %v, want %v", seed, v, got, want)
			}
		}
		if got, want := together.result(), whole.result(); !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: the result is %v, want %v", seed, got, want)
		}
	}
	if loops == 0 {
		t.Error("no value depended on a loop")
	}
}

// randomBody makes a body that puts text together, with branches and loops.
func randomBody(r *rand.Rand) *ir.Func {
	const variables = 3
	var b ir.Builder
	f := &ir.Func{Return: semantics.TypeString, Static: true}
	b.Reset(f)
	for range variables {
		b.Types = append(b.Types, semantics.TypeString)
	}
	node := int32(0)
	next := func() int32 {
		node++
		return node
	}
	f.Params = append(f.Params, b.EmitEntry(ir.OpParam, 0, semantics.TypeString, 0))
	n := 2 + r.IntN(7)
	blocks := []ir.BlockID{0}
	for range n - 1 {
		blocks = append(blocks, b.NewBlock())
	}
	for k := range n {
		if k > 0 && !b.HasEdges(blocks[k]) {
			continue
		}
		b.Start(blocks[k])
		for range r.IntN(4) {
			to, from := ir.Var(r.IntN(variables)), ir.Var(r.IntN(variables))
			switch r.IntN(4) {
			case 0:
				b.Write(to, f.Params[0])
			case 1:
				b.Write(to, b.Const(ir.Const{Kind: ir.ConstString, Text: string(rune('a' + r.IntN(3)))}, next(), semantics.TypeString))
			case 2:
				b.Write(to, b.Emit(ir.OpCast, next(), semantics.TypeString, 0, 0, b.Read(from)))
			default:
				b.Write(to, b.Emit(ir.OpAdd, next(), semantics.TypeString, 0, 0, b.Read(to), b.Read(from)))
			}
		}
		target := func() ir.BlockID {
			if back := blocks[1+r.IntN(n-1)]; r.IntN(4) == 0 && (int(back) > k || b.HasEdges(back)) {
				return back
			}
			return blocks[min(k+1+r.IntN(3), n-1)]
		}
		switch x := r.IntN(8); {
		case k == n-1 || x == 0:
			b.Return(b.Read(0), -1)
		case x < 4:
			b.Jump(target())
		default:
			b.Branch(b.Read(1), target(), target(), -1)
		}
	}
	for _, block := range blocks {
		b.Seal(block)
	}
	return b.Finish()
}
