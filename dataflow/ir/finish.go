package ir

import "github.com/apexvet/apexvet/semantics"

// Finish ends the body and moves it into tables of its own, so that the builder
// can start another. The result shares nothing with the builder.
func (b *Builder) Finish() *Func {
	f := *b.F
	if b.full {
		f = Func{
			ID: f.ID, Kind: f.Kind, Method: f.Method, Class: f.Class, Piece: f.Piece, File: f.File, Node: f.Node,
			Static: f.Static, Entry: f.Entry, Outside: f.Outside, User: f.User, Guest: f.Guest, Return: f.Return, TooLong: true,
		}
		return &f
	}
	b.simplifyAll()
	f.Instrs = append([]Instr(nil), f.Instrs...)
	f.args = append([]Value(nil), b.args...)
	for i := range f.args {
		f.args[i] = b.resolve(f.args[i])
	}
	f.Blocks = append([]Block(nil), f.Blocks...)
	f.edges = make([]Edge, 0, len(b.edges))
	for i := range f.Blocks {
		bl := &f.Blocks[i]
		bl.Cond = b.resolve(bl.Cond)
		bl.Phis = b.livePhis(&f, bl.Phis)
		bl.preds = int32(len(f.edges))
		for e := b.blocks[i].firstEdge; e >= 0; e = b.edges[e].next {
			f.edges = append(f.edges, b.edges[e].edge)
		}
		bl.npreds = int32(len(f.edges)) - bl.preds
	}
	f.This = b.resolve(f.This)
	f.Params = append([]Value(nil), f.Params...)
	f.Calls = append([]Call(nil), f.Calls...)
	f.Operations = append([]Operation(nil), f.Operations...)
	for i := range f.Operations {
		o := &f.Operations[i]
		o.Records, o.Second, o.Mode = b.resolve(o.Records), b.resolve(o.Second), b.resolve(o.Mode)
		o.Binds = append([]Value(nil), o.Binds...)
		for j := range o.Binds {
			o.Binds[j] = b.resolve(o.Binds[j])
		}
	}
	f.Consts = append([]Const(nil), f.Consts...)
	f.Tokens = append([]Token(nil), f.Tokens...)
	f.Records = append([]Record(nil), f.Records...)
	f.Loops = append([]Loop(nil), f.Loops...)
	for i := range f.Loops {
		f.Loops[i].Collection = b.resolve(f.Loops[i].Collection)
	}
	f.Names = append([]string(nil), f.Names...)
	f.Cells = append([]semantics.FieldID(nil), f.Cells...)
	f.Order = order(f.Blocks)
	return &f
}

// Resolve returns the value that stands for v once trivial phis are gone. It is
// for tables that the caller keeps beside the body, before the next Reset.
func (b *Builder) Resolve(v Value) Value { return b.resolve(v) }

// simplifyAll removes the phis that became trivial because others were removed.
func (b *Builder) simplifyAll() {
	for changed := true; changed; {
		changed = false
		for i := range b.F.Blocks {
			for phi := b.F.Blocks[i].Phis; phi != 0; phi = Value(b.F.Instrs[phi].Aux) {
				if b.resolve(phi) == phi && b.F.Instrs[phi].nargs > 0 && b.simplify(phi) != phi {
					changed = true
				}
			}
		}
	}
}

func (b *Builder) livePhis(f *Func, first Value) Value {
	head, tail := Value(0), Value(0)
	for phi := first; phi != 0; {
		next := Value(f.Instrs[phi].Aux)
		if b.resolve(phi) == phi && f.Instrs[phi].nargs > 0 {
			if tail == 0 {
				head = phi
			} else {
				f.Instrs[tail].Aux = int32(phi)
			}
			f.Instrs[phi].Aux = 0
			tail = phi
		} else {
			f.Instrs[phi] = Instr{Op: OpNone, Node: -1, Block: NoBlock}
		}
		phi = next
	}
	return head
}

// order returns the blocks that are reachable from the entry in reverse
// post-order.
func order(blocks []Block) []BlockID {
	type frame struct {
		b    BlockID
		next int8
	}
	seen := make([]bool, len(blocks))
	out := make([]BlockID, 0, len(blocks))
	stack := []frame{{b: 0}}
	seen[0] = true
	for len(stack) > 0 {
		top := &stack[len(stack)-1]
		if top.next > 2 {
			out = append(out, top.b)
			stack = stack[:len(stack)-1]
			continue
		}
		bl := &blocks[top.b]
		// The handler first and the first successor last: post-order reversed
		// then lists blocks much as they stand in the text.
		var to BlockID
		switch top.next {
		case 0:
			to = bl.Handler
		case 1:
			to = bl.Succs[1]
		default:
			to = bl.Succs[0]
		}
		top.next++
		if to != NoBlock && !seen[to] {
			seen[to] = true
			stack = append(stack, frame{b: to})
		}
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}
