package strings

import (
	"slices"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/semantics"
)

// run evaluates one body. Most questions are about few values, so that these and
// their operands are evaluated when somebody asks; a phi among them may be one of
// a loop, and then the body is evaluated as a whole.
type run struct {
	e *Evaluator
	f *ir.Func
	// asked holds what was asked for, until the body is evaluated as a whole.
	asked map[ir.Value]Value
	// vals and done, by value, are those of the whole body.
	vals []Value
	done []bool
	// returned is the result, once somebody has asked for it.
	returned *Value
	// uses counts how often a value is an operand, made on demand.
	uses []int32
	// order gives the position of each block in Func.Order, made on demand.
	order []int32
}

func newRun(e *Evaluator, f *ir.Func) *run {
	return &run{e: e, f: f, asked: map[ir.Value]Value{}}
}

// val returns a value: an operand of what is being evaluated, or the answer to a
// question.
func (r *run) val(v ir.Value) Value {
	if r.vals != nil {
		return r.vals[v]
	}
	if val, ok := r.asked[v]; ok {
		return val
	}
	if !r.settled(v) {
		return Value{}
	}
	var val Value
	switch {
	case r.f.Op(v) != ir.OpPhi:
		val = r.compute(v)
	case r.notText(v):
		val = hole(NonText, ir.Ref{})
	case r.inLoop(v):
		r.evaluate()
	default:
		val = r.joined(v)
	}
	if r.vals != nil { // the body was evaluated for the sake of this value or of an operand
		return r.vals[v]
	}
	r.asked[v] = val
	return val
}

// settled reports whether a value is computed before those that need it.
func (r *run) settled(v ir.Value) bool {
	if r.vals != nil {
		return r.done[v]
	}
	if r.fromEntry(v) {
		return true
	}
	in := &r.f.Instrs[v]
	if in.Block == ir.NoBlock || r.position(in.Block) == 0 {
		return false
	}
	bl := &r.f.Blocks[in.Block]
	return in.Op == ir.OpPhi || bl.First <= v && v < bl.Last
}

// inLoop reports whether a phi takes something from behind.
func (r *run) inLoop(phi ir.Value) bool {
	b := r.f.Instrs[phi].Block
	for _, e := range r.f.Preds(b) {
		if r.position(e.From) >= r.position(b) {
			return true
		}
	}
	return false
}

// position returns where a block stands in the order of evaluation, from 1 on; zero
// if control cannot come there.
func (r *run) position(b ir.BlockID) int32 {
	if r.order == nil {
		r.order = make([]int32, len(r.f.Blocks))
		for i, b := range r.f.Order {
			r.order[b] = int32(i) + 1
		}
	}
	return r.order[b]
}

// fromEntry reports whether a value exists from the entry on. It may have been made
// in a later block, and then lies outside of the code of the first.
func (r *run) fromEntry(v ir.Value) bool {
	op := r.f.Op(v)
	return ambient(op) || op == ir.OpCell && len(r.f.Args(v)) == 0
}

// maxRounds is how often a body with loops is evaluated before what still grows
// is given up.
const maxRounds = 4

// evaluate computes all values of the body in reverse post-order. A phi of a loop first takes
// what comes in from outside; when the way round brings more, the phi becomes the
// common prefix and suffix, which can only shrink.
func (r *run) evaluate() {
	r.vals, r.done, r.asked = make([]Value, len(r.f.Instrs)), make([]bool, len(r.f.Instrs)), nil
	for v := range ir.Value(len(r.f.Instrs)) {
		if r.fromEntry(v) {
			r.settle(v)
		}
	}
	for round := range maxRounds {
		changed := false
		for _, b := range r.f.Order {
			for phi := r.f.Blocks[b].Phis; phi != 0; phi = r.f.NextPhi(phi) {
				if r.phi(phi, round) {
					changed = true
				}
			}
			for v, in := range r.f.Code(b) {
				if !ambient(in.Op) {
					r.settle(v)
				}
			}
		}
		if !changed {
			return
		}
	}
	// What has not settled is unknown; one last time with that.
	for _, b := range r.f.Order {
		for phi := r.f.Blocks[b].Phis; phi != 0; phi = r.f.NextPhi(phi) {
			if next := r.joined(phi); !equal(next, r.vals[phi]) {
				r.vals[phi] = hole(Rest, ir.Ref{})
			}
		}
		for v, in := range r.f.Code(b) {
			if !ambient(in.Op) {
				r.settle(v)
			}
		}
	}
}

func (r *run) settle(v ir.Value) {
	r.done[v] = true
	r.vals[v] = r.compute(v)
}

func ambient(op ir.Op) bool {
	switch op {
	case ir.OpUndef, ir.OpThis, ir.OpParam, ir.OpConst, ir.OpToken, ir.OpStatic, ir.OpLabel:
		return true
	}
	return false
}

func equal(a, b Value) bool {
	return a.Null == b.Null && slices.EqualFunc(a.Templates, b.Templates, sameTemplate)
}

func (r *run) joined(phi ir.Value) Value {
	var all Value
	for _, a := range r.f.Args(phi) {
		if a != phi && a != 0 && r.settled(a) {
			all = join(all, r.val(a))
		}
	}
	return all
}

// phi recomputes a phi and reports whether it changed.
func (r *run) phi(v ir.Value, round int) bool {
	if r.notText(v) {
		if r.done[v] {
			return false
		}
		r.vals[v], r.done[v] = hole(NonText, ir.Ref{}), true
		return true
	}
	next := r.joined(v)
	if r.done[v] && equal(next, r.vals[v]) {
		return false
	}
	if r.done[v] && round > 0 && len(next.Templates) > 1 {
		next.Templates = []Template{widen(append(slices.Clone(r.vals[v].Templates), next.Templates...))}
		if equal(next, r.vals[v]) {
			return false
		}
	}
	first := !r.done[v] && round == 0
	r.vals[v], r.done[v] = next, true
	// A phi without operands from behind is settled at once.
	return !first || r.looks(v)
}

// looks reports whether an operand of a phi is not computed yet.
func (r *run) looks(v ir.Value) bool {
	for _, a := range r.f.Args(v) {
		if a != v && a != 0 && !r.done[a] {
			return true
		}
	}
	return false
}

func hole(k Kind, origin ir.Ref) Value {
	return Value{Templates: []Template{{Piece{Kind: k, Origin: origin}}}}
}

// notText reports whether a value has a type that holds no text.
func (r *run) notText(v ir.Value) bool {
	return r.f.Instrs[v].Type.CannotCarryText()
}

func (r *run) ref(v ir.Value) ir.Ref {
	return ir.RefTo(r.f.File, r.f.Instrs[v].Node)
}

// compute computes a value other than a phi from its operands.
func (r *run) compute(v ir.Value) Value {
	in := &r.f.Instrs[v]
	switch in.Op {
	case ir.OpConst:
		return r.constant(v)
	case ir.OpUndef:
		return Value{Null: true}
	}
	if r.notText(v) {
		return hole(NonText, r.ref(v))
	}
	return r.text(v, in)
}

func (r *run) constant(v ir.Value) Value {
	c := r.f.Consts[r.f.Instrs[v].Aux]
	text := c.Text
	switch c.Kind {
	case ir.ConstNull:
		return Value{Null: true}
	case ir.ConstTrue:
		text = "true"
	case ir.ConstFalse:
		text = "false"
	case ir.ConstType:
		return hole(Unknown, r.ref(v))
	}
	return Value{Templates: []Template{{Piece{Kind: Constant, Text: text, Origin: r.ref(v)}}}}
}

func (r *run) text(v ir.Value, in *ir.Instr) Value {
	switch in.Op {
	case ir.OpParam:
		return Value{Templates: []Template{{Piece{Kind: Parameter, Origin: r.ref(v), param: in.Aux, fn: r.f.ID}}}}
	case ir.OpCast:
		return r.val(r.f.Arg(v, 0))
	case ir.OpAdd:
		return r.sum(v)
	case ir.OpCell:
		val := r.field(semantics.FieldID(in.Aux), r.ref(v))
		if len(val.Templates) == 1 && len(val.Templates[0]) == 1 && val.Templates[0][0].Kind != Constant && len(r.f.Args(v)) == 0 {
			p := val.Templates[0][0]
			p.field = semantics.FieldID(in.Aux)
			val.Templates = []Template{{p}}
		}
		return val
	case ir.OpLoad:
		return r.field(semantics.FieldID(in.Aux), r.ref(v))
	case ir.OpCall:
		return r.call(v)
	case ir.OpIndex:
		return r.elements(r.f.Arg(v, 0), v)
	case ir.OpElement:
		return r.elements(r.f.Arg(v, 0), v)
	case ir.OpRead:
		return hole(Record, r.ref(v))
	case ir.OpLabel:
		return hole(Label, r.ref(v))
	case ir.OpNone, ir.OpHasNext, ir.OpCompare, ir.OpNot, ir.OpDML, ir.OpQuery, ir.OpSetCell, ir.OpStore, ir.OpWrite, ir.OpSetIndex:
		return Value{}
	}
	return hole(Unknown, r.ref(v))
}

// sum concatenates the operands of +; a null among them is the text "null".
func (r *run) sum(v ir.Value) Value {
	out := Value{Templates: []Template{{}}}
	for _, a := range r.f.Args(v) {
		part := r.val(a)
		if len(part.Templates) == 0 {
			if a == 0 || !r.settled(a) {
				return Value{}
			}
			part = Value{Templates: []Template{{Piece{Kind: Constant, Text: "null", Origin: r.ref(a)}}}}
		}
		out = concat(out, part)
		if len(out.Templates) == 1 && len(out.Templates[0]) > MaxPieces*2 {
			out.Templates[0] = limit(out.Templates[0])
		}
	}
	return out
}

// field joins what the program assigns to a field.
func (r *run) field(id semantics.FieldID, at ir.Ref) Value {
	if id == 0 || int(id) >= len(r.e.prog.Fields) {
		return hole(Field, at)
	}
	fd := &r.e.prog.Fields[id]
	if len(fd.Stores) == 0 || int(fd.Count) > len(fd.Stores) {
		return hole(Field, at)
	}
	var all Value
	for _, s := range fd.Stores {
		if !r.e.before(s.Func, r.f.ID) {
			all = join(all, hole(Field, at))
			continue
		}
		all = join(all, r.e.value(r.e.prog.Funcs[s.Func], s.Value))
	}
	if len(all.Templates) == 0 && !all.Null {
		return hole(Field, at)
	}
	return all
}

// elements joins the elements of a list that is written out.
func (r *run) elements(list, at ir.Value) Value {
	in := &r.f.Instrs[list]
	if (in.Op != ir.OpList && in.Op != ir.OpSet) || in.Sub != 0 || len(r.f.Args(list)) == 0 {
		return hole(Unknown, r.ref(at))
	}
	var all Value
	for _, a := range r.f.Args(list) {
		all = join(all, r.val(a))
	}
	return all
}

// result joins what the body returns.
func (r *run) result() Value {
	if r.returned != nil {
		return *r.returned
	}
	var all Value
	for _, b := range r.f.Order {
		if bl := &r.f.Blocks[b]; bl.Term == ir.TermReturn && bl.Cond != 0 {
			all = join(all, r.val(bl.Cond))
		}
	}
	r.returned = &all
	return all
}

// call gives the result of a call.
func (r *run) call(v ir.Value) Value {
	c := r.f.CallOf(v)
	unknown := hole(CallResult, r.ref(v))
	if c == nil {
		return unknown
	}
	switch c.Kind {
	case ir.CallPlatform:
		if val, ok := r.platform(v, c); ok {
			return val
		}
		return unknown
	case ir.CallProject:
	default:
		return unknown
	}
	var all Value
	for _, callee := range c.Callees {
		targets := r.e.targets(callee)
		if len(targets) == 0 {
			return unknown
		}
		for _, id := range targets {
			if !r.e.before(id, r.f.ID) {
				return unknown
			}
			all = join(all, r.substitute(r.e.result(r.e.prog.Funcs[id]), id, c))
		}
	}
	if c.Open || len(all.Templates) == 0 && !all.Null {
		all = join(all, unknown)
	}
	return all
}

// substitute puts the arguments of a call in the place of the parameters of its
// callee.
func (r *run) substitute(v Value, callee ir.FuncID, c *ir.Call) Value {
	args := r.f.Arguments(c)
	argument := func(p Piece) (Value, bool) {
		if p.fn != callee || int(p.param) >= len(args) {
			return Value{}, false
		}
		arg := r.val(args[p.param])
		return arg, len(arg.Templates) > 0
	}
	out := Value{Null: v.Null}
	for _, t := range v.Templates {
		out = join(out, t.replace(argument))
	}
	return out
}
