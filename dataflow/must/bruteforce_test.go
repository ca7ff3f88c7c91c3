package must

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/semantics"
	"github.com/apexvet/apexvet/semantics/platform"
)

// The permissions that may or may not be given in the tests: a world is a set of
// them.
type permission struct {
	obj  semantics.TypeID
	perm Perm
}

const (
	objectA semantics.TypeID = 100 + iota
	objectB
)

var permissions = []permission{{objectA, Create}, {objectA, Delete}, {objectB, Create}}

// testWorld serves operations and names without semantics.
type testWorld struct{ ops []semantics.Operation }

func (w *testWorld) Object(t semantics.TypeID) semantics.TypeID {
	if t == objectA || t == objectB {
		return t
	}
	return semantics.TypeUnknown
}

func (w *testWorld) Describes(semantics.TypeID) Describes { return MapOfNothing }

func (w *testWorld) ObjectNamed(string) semantics.TypeID { return semantics.TypeUnknown }

func (w *testWorld) Operation(id semantics.OperationID) *semantics.Operation { return &w.ops[id] }

func (w *testWorld) ConstantText(*ir.Func, ir.Value) (string, bool) { return "", false }

func (w *testWorld) FieldMembers(semantics.FieldID) []string { return nil }

func (w *testWorld) MethodName(semantics.MethodID) string { return "" }

func (w *testWorld) QueryText(*ir.Func, *ir.Operation) QueryText {
	return QueryText{}
}

func memberOf(p Perm) platform.MemberID {
	if p == Delete {
		return instance("DescribeSObjectResult", "isDeletable")
	}
	return instance("DescribeSObjectResult", "isCreateable")
}

func instance(typ, name string) platform.MemberID {
	return platform.Type(strings.ToLower(typ)).Method(strings.ToLower(name), false)
}

// randomProgram makes functions with random control flow that check, store and
// negate results, call each other and operate on records.
type randomProgram struct {
	r     *rand.Rand
	world testWorld
	funcs []*ir.Func
	n     int
}

const boolVars = 2

func newRandomProgram(r *rand.Rand) *randomProgram {
	p := &randomProgram{r: r, n: 1 + r.IntN(4)}
	p.world.ops = append(p.world.ops, semantics.Operation{})
	var b ir.Builder
	for i := range p.n {
		p.funcs = append(p.funcs, p.function(&b, i))
	}
	return p
}

func (p *randomProgram) function(b *ir.Builder, i int) *ir.Func {
	r := p.r
	f := &ir.Func{Method: semantics.MethodID(i + 1), Entry: i == 0, Return: semantics.TypeVoid, Static: true}
	if i > 0 && r.IntN(2) == 0 {
		f.Return = semantics.TypeBoolean
	}
	b.Reset(f)
	hasParam := i > 0
	if hasParam {
		f.Params = append(f.Params, b.EmitEntry(ir.OpParam, -1, 0, 0))
	}
	n := 2 + r.IntN(5)
	blocks := []ir.BlockID{0}
	for range n - 1 {
		blocks = append(blocks, b.NewBlock())
	}
	for k := range n {
		if k > 0 && !b.HasEdges(blocks[k]) { // only what is already reached is filled
			continue
		}
		b.Start(blocks[k])
		// Edges go forward, and back from time to time.
		target := func() ir.BlockID {
			if k+1 < n && r.IntN(5) > 0 {
				return blocks[k+1+r.IntN(n-k-1)]
			}
			t := blocks[1+r.IntN(n-1)]
			if int(t) > k || b.HasEdges(t) {
				return t
			}
			return blocks[n-1]
		}
		handler := ir.NoBlock
		if k+1 < n && r.IntN(4) == 0 {
			handler = blocks[k+1+r.IntN(n-k-1)]
		}
		for range r.IntN(4) {
			p.action(b, f, handler, hasParam)
		}
		switch x := r.IntN(10); {
		case k == n-1 || x == 0:
			b.Return(p.result(b, f), -1)
		case x == 1:
			b.Throw(0, -1, handler)
		case x < 5:
			b.Jump(target())
		default:
			b.Branch(b.Read(ir.Var(r.IntN(boolVars))), target(), target(), -1)
		}
	}
	for _, blk := range blocks {
		b.Seal(blk)
	}
	return b.Finish()
}

// link joins the functions to a program; calls with two targets get a hub.
func (p *randomProgram) link() *ir.Program {
	funcs := slices.Clone(p.funcs)
	for _, f := range p.funcs {
		for i := range f.Calls {
			c := &f.Calls[i]
			for _, m := range c.Methods {
				c.Callees = append(c.Callees, ir.FuncID(m-1))
			}
			if len(c.Callees) > 1 {
				funcs = append(funcs, ir.NewHub(c.Callees, false))
				c.Callees = []ir.FuncID{ir.FuncID(len(funcs) - 1)}
			}
		}
	}
	prog := ir.NewProgram(funcs, make([]ir.Field, 1), len(p.funcs)+1)
	prog.Connect()
	for i, f := range p.funcs {
		f.Outside = !f.Entry && len(prog.Callers(ir.FuncID(i))) == 0
		f.Root = f.Entry || f.Outside
	}
	return prog
}

func (p *randomProgram) result(b *ir.Builder, f *ir.Func) ir.Value {
	if f.Return == semantics.TypeBoolean {
		return b.Read(ir.Var(p.r.IntN(boolVars)))
	}
	return 0
}

func (p *randomProgram) object(b *ir.Builder, f *ir.Func, hasParam bool) ir.Value {
	if hasParam && p.r.IntN(2) == 0 {
		return f.Params[0]
	}
	f.Tokens = append(f.Tokens, ir.Token{Kind: ir.TokenObject, Object: objectA + semantics.TypeID(p.r.IntN(2))})
	return b.Emit(ir.OpToken, -1, 0, 0, int32(len(f.Tokens)-1))
}

func (p *randomProgram) call(b *ir.Builder, f *ir.Func, c ir.Call, handler ir.BlockID, args ...ir.Value) ir.Value {
	f.Calls = append(f.Calls, c)
	v := b.Emit(ir.OpCall, -1, 0, 0, int32(len(f.Calls)-1), args...)
	f.Calls[len(f.Calls)-1].Value = v
	b.MayThrow(handler)
	return v
}

func (p *randomProgram) action(b *ir.Builder, f *ir.Func, handler ir.BlockID, hasParam bool) {
	r := p.r
	v := ir.Var(r.IntN(boolVars))
	switch r.IntN(8) {
	case 0, 1:
		perm := Create
		if r.IntN(3) == 0 {
			perm = Delete
		}
		b.Write(v, p.call(b, f, ir.Call{Kind: ir.CallPlatform, Member: memberOf(perm), HasReceiver: true}, handler, p.object(b, f, hasParam)))
	case 2:
		b.Write(v, b.Emit(ir.OpNot, -1, 0, 0, 0, b.Read(v)))
	case 3:
		b.Write(v, b.Const(ir.Const{Kind: ir.ConstTrue + ir.ConstKind(r.IntN(2))}, -1, 0))
	case 4:
		b.Write(v, p.call(b, f, ir.Call{Kind: ir.CallUnknown}, handler))
	case 5, 6:
		if p.n == 1 {
			return
		}
		to := 1 + r.IntN(p.n-1)
		targets := []semantics.MethodID{semantics.MethodID(to + 1)}
		if other := 1 + r.IntN(p.n-1); other != to {
			targets = append(targets, semantics.MethodID(other+1))
		}
		res := p.call(b, f, ir.Call{Kind: ir.CallProject, Methods: targets}, handler, p.object(b, f, hasParam))
		if r.IntN(2) == 0 {
			b.Write(v, res)
		}
	case 7:
		verb := semantics.VerbInsert
		if r.IntN(3) == 0 {
			verb = semantics.VerbDelete
		}
		id := semantics.OperationID(len(p.world.ops))
		p.world.ops = append(p.world.ops, semantics.Operation{ID: id, Verb: verb, Mode: semantics.ModeSystem, Source: semantics.ModeFromVersion})
		rec := p.object(b, f, hasParam)
		f.Operations = append(f.Operations, ir.Operation{ID: id, Records: rec})
		f.Operations[len(f.Operations)-1].Value = b.Emit(ir.OpDML, -1, 0, 0, int32(len(f.Operations)-1), rec)
		b.MayThrow(handler)
	}
}

// TestNoMissedViolation runs small random programs in every world. Whatever
// operation runs without its permission must be missing it in the verdict.
func TestNoMissedViolation(t *testing.T) {
	runs := 1500
	if testing.Short() {
		runs = 500
	}
	extra, denied, proven, idle := 0, 0, 0, 0
	for seed := range uint64(runs) {
		p := newRandomProgram(rand.New(rand.NewPCG(seed, 7)))
		for _, f := range p.funcs {
			if err := ir.Verify(f); err != nil {
				t.Fatalf("seed %d: %v\n%s", seed, err, f)
			}
		}
		prog := p.link()
		res := Analyze(context.Background(), prog, &p.world, Config{Operations: len(p.world.ops), Workers: 1 + int(seed%3)})
		m := &machine{prog: prog, ops: p.world.ops, denied: map[semantics.OperationID]bool{}, ran: map[semantics.OperationID]bool{}}
		for m.world = range 1 << len(permissions) {
			for _, f := range prog.Funcs {
				if !f.Root {
					continue
				}
				m.enumerate(f, int(objectA))
				m.enumerate(f, int(objectB))
			}
		}
		for op := 1; op < len(p.world.ops); op++ {
			id := semantics.OperationID(op)
			missing := res.Verdict(id).Status == Missing
			switch {
			case m.denied[id] && !missing:
				var code strings.Builder
				for i, f := range prog.Funcs {
					fmt.Fprintf(&code, "func %d\n%s\n", i, f)
				}
				t.Fatalf("seed %d: operation %d runs without permission, verdict %v\n%s", seed, op, res.Verdict(id).Status, &code)
			case m.denied[id]:
				denied++
			case missing && !m.ran[id]:
				idle++ // dead code, or beyond the fuel
			case missing:
				extra++
			default:
				proven++
			}
			if missing {
				if v := res.Verdict(id); len(v.Path) < 2 || len(v.Entries) == 0 || len(v.Missing) == 0 {
					t.Fatalf("seed %d: operation %d has no witness: %+v", seed, op, v)
				}
			}
		}
	}
	t.Logf("%d denied, %d proven, %d reported that ran with permission only, %d that never ran", denied, proven, extra, idle)
	if denied == 0 || proven == 0 || extra > (denied+proven)/200 {
		t.Errorf("%d denied, %d proven, %d extra: the test or the solver says little", denied, proven, extra)
	}
}
