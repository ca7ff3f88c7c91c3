package ir

import "github.com/apexvet/apexvet/semantics"

// Write sets a variable in the current block.
func (b *Builder) Write(v Var, val Value) {
	if b.cur != NoBlock {
		b.defs.set(b.cur, v, val)
	}
}

// Read returns the value of a variable in the current block.
func (b *Builder) Read(v Var) Value {
	if b.cur == NoBlock {
		return 0
	}
	return b.readIn(b.cur, v)
}

func (b *Builder) resolve(v Value) Value {
	for int(v) < len(b.alias) && b.alias[v] != 0 {
		if next := b.alias[v]; int(next) < len(b.alias) && b.alias[next] != 0 {
			b.alias[v] = b.alias[next]
		}
		v = b.alias[v]
	}
	return v
}

// readIn walks up chains of single predecessors without recursion, since they can
// be as long as the body; it recurses at joins only.
func (b *Builder) readIn(blk BlockID, v Var) Value {
	start := blk
	for {
		if val := b.defs.get(blk, v); val != 0 {
			val = b.resolve(val)
			if blk != start {
				b.defs.set(start, v, val)
			}
			return val
		}
		st := &b.blocks[blk]
		if st.sealed && st.nedges == 1 {
			blk = b.edges[st.firstEdge].edge.From
			continue
		}
		break
	}
	val := b.readAtJoin(blk, v)
	b.defs.set(blk, v, val)
	if blk != start {
		b.defs.set(start, v, val)
	}
	return val
}

func (b *Builder) readAtJoin(blk BlockID, v Var) Value {
	st := &b.blocks[blk]
	if !st.sealed {
		phi := b.newPhi(blk, v)
		b.open = append(b.open, pendingPhi{phi: phi, v: v, next: st.firstOpen})
		st.firstOpen = int32(len(b.open) - 1)
		return phi
	}
	if st.nedges == 0 {
		if blk == 0 && b.Entry != nil {
			if val := b.Entry(v); val != 0 {
				return val
			}
		}
		return b.EmitEntry(OpUndef, -1, 0, int32(v))
	}
	phi := b.newPhi(blk, v)
	b.defs.set(blk, v, phi) // breaks cycles
	return b.fillPhi(blk, phi, v)
}

func (b *Builder) newPhi(blk BlockID, v Var) Value {
	var typ semantics.TypeID
	if int(v) < len(b.Types) {
		typ = b.Types[v]
	}
	phi := b.emit(blk, OpPhi, -1, typ, 0, 0, nil)
	if phi == 0 {
		return 0
	}
	bl := &b.F.Blocks[blk]
	b.F.Instrs[phi].Aux = int32(bl.Phis)
	bl.Phis = phi
	return phi
}

func (b *Builder) fillPhi(blk BlockID, phi Value, v Var) Value {
	base := len(b.stack)
	for e := b.blocks[blk].firstEdge; e >= 0; e = b.edges[e].next {
		b.stack = append(b.stack, b.readIn(b.edges[e].edge.From, v))
	}
	if phi == 0 { // the body is full
		b.stack = b.stack[:base]
		return 0
	}
	ops := b.stack[base:]
	in := &b.F.Instrs[phi]
	in.args, in.nargs = int32(len(b.args)), int32(len(ops))
	b.args = append(b.args, ops...)
	b.stack = b.stack[:base]
	return b.simplify(phi)
}

// simplify replaces a phi whose operands are all one value, itself aside.
func (b *Builder) simplify(phi Value) Value {
	in := &b.F.Instrs[phi]
	same := Value(0)
	for i := range b.args[in.args : in.args+in.nargs] {
		op := b.resolve(b.args[int(in.args)+i])
		if op == phi || op == same {
			continue
		}
		if same != 0 {
			return phi
		}
		same = op
	}
	if same == 0 { // in an unreachable loop, or never written
		same = b.EmitEntry(OpUndef, -1, 0, 0)
		if same == 0 {
			return phi
		}
	}
	b.setAlias(phi, same)
	return same
}

func (b *Builder) setAlias(v, to Value) {
	for len(b.alias) <= int(v) {
		b.alias = append(b.alias, 0)
	}
	b.alias[v] = to
}

// Seal says that all edges into blk are known.
func (b *Builder) Seal(blk BlockID) {
	st := &b.blocks[blk]
	if st.sealed {
		return
	}
	st.sealed = true
	for {
		i := b.blocks[blk].firstOpen
		if i < 0 {
			return
		}
		p := b.open[i]
		b.blocks[blk].firstOpen = p.next
		if p.phi != 0 {
			b.fillPhi(blk, p.phi, p.v)
		}
	}
}

// defTable is an open-addressing hash table from (block, variable) to value.
type defTable struct {
	keys  []uint64
	vals  []Value
	used  int
	stamp []uint32
	epoch uint32
}

func (t *defTable) reset() {
	t.used = 0
	t.epoch++
	if len(t.keys) > 1<<16 || t.epoch == 0 { // do not keep what one huge body needed
		*t = defTable{epoch: 1}
	}
	if t.keys == nil {
		t.grow(256)
	}
}

func (t *defTable) grow(n int) {
	keys, vals, stamp := t.keys, t.vals, t.stamp
	t.keys, t.vals, t.stamp = make([]uint64, n), make([]Value, n), make([]uint32, n)
	t.used = 0
	for i, s := range stamp {
		if s == t.epoch {
			t.put(keys[i], vals[i])
		}
	}
}

func hashKey(k uint64) uint64 {
	k *= 0x9e3779b97f4a7c15
	return k ^ k>>29
}

func (t *defTable) put(k uint64, v Value) {
	mask := uint64(len(t.keys) - 1)
	for i := hashKey(k) & mask; ; i = (i + 1) & mask {
		if t.stamp[i] != t.epoch {
			t.keys[i], t.vals[i], t.stamp[i] = k, v, t.epoch
			t.used++
			return
		}
		if t.keys[i] == k {
			t.vals[i] = v
			return
		}
	}
}

func (t *defTable) set(b BlockID, v Var, val Value) {
	if t.used*2 >= len(t.keys) {
		t.grow(len(t.keys) * 2)
	}
	t.put(uint64(uint32(b))<<32|uint64(uint32(v)), val)
}

func (t *defTable) get(b BlockID, v Var) Value {
	k := uint64(uint32(b))<<32 | uint64(uint32(v))
	mask := uint64(len(t.keys) - 1)
	for i := hashKey(k) & mask; t.stamp[i] == t.epoch; i = (i + 1) & mask {
		if t.keys[i] == k {
			return t.vals[i]
		}
	}
	return 0
}
