package ir

import (
	"fmt"
	"strings"
)

var opNames = [...]string{
	"none", "undef", "this", "param", "const", "phi", "cell", "clobber", "token", "call", "new", "record", "list", "set",
	"map", "load", "store", "static", "read", "write", "setcell", "index", "setindex", "add", "binary", "unary", "not",
	"compare", "instanceof", "cast", "element", "hasnext", "catch", "query", "dml", "unknown", "label",
}

func (o Op) String() string {
	if int(o) < len(opNames) {
		return opNames[o]
	}
	return "none"
}

// String lists the code of f, block by block, for tests and debugging.
func (f *Func) String() string {
	var sb strings.Builder
	for _, b := range f.Order {
		bl := &f.Blocks[b]
		fmt.Fprintf(&sb, "b%d:", b)
		for _, e := range f.Preds(b) {
			fmt.Fprintf(&sb, " <b%d", e.From)
		}
		sb.WriteByte('\n')
		for phi := bl.Phis; phi != 0; phi = f.NextPhi(phi) {
			f.line(&sb, phi)
		}
		for v := range f.Code(b) {
			f.line(&sb, v)
		}
		switch bl.Term {
		case TermJump:
			fmt.Fprintf(&sb, "  jump b%d", bl.Succs[0])
		case TermBranch:
			fmt.Fprintf(&sb, "  branch v%d b%d b%d", bl.Cond, bl.Succs[0], bl.Succs[1])
		case TermReturn:
			fmt.Fprintf(&sb, "  return v%d", bl.Cond)
		case TermThrow:
			fmt.Fprintf(&sb, "  throw v%d", bl.Cond)
		}
		if bl.Handler != NoBlock {
			fmt.Fprintf(&sb, " handler b%d", bl.Handler)
		}
		sb.WriteByte('\n')
	}
	return sb.String()
}

func (f *Func) line(sb *strings.Builder, v Value) {
	in := &f.Instrs[v]
	fmt.Fprintf(sb, "  v%d = %s", v, in.Op)
	switch in.Op {
	case OpConst:
		c := f.Consts[in.Aux]
		switch c.Kind {
		case ConstNull:
			sb.WriteString(" null")
		case ConstTrue:
			sb.WriteString(" true")
		case ConstFalse:
			sb.WriteString(" false")
		case ConstString:
			fmt.Fprintf(sb, " %q", c.Text)
		default:
			sb.WriteString(" " + c.Text)
		}
	case OpParam:
		fmt.Fprintf(sb, " %d", in.Aux)
	case OpCall:
		if c := f.CallOf(v); c != nil {
			sb.WriteString(" " + c.Name)
		}
	case OpRead, OpWrite:
		if int(in.Aux) < len(f.Names) {
			sb.WriteString(" " + f.Names[in.Aux])
		}
	case OpToken:
		t := f.Tokens[in.Aux]
		fmt.Fprintf(sb, " %d.%s", t.Object, t.Field)
	}
	for _, a := range f.Args(v) {
		fmt.Fprintf(sb, " v%d", a)
	}
	sb.WriteByte('\n')
}
