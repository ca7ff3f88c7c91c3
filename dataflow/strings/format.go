package strings

import (
	"strconv"
	"strings"

	"github.com/apexvet/apexvet/dataflow/ir"
)

// listElements returns the elements of a list that is written out and used once.
func (r *run) listElements(v ir.Value) ([]ir.Value, bool) {
	for r.f.Op(v) == ir.OpCast {
		v = r.f.Arg(v, 0)
	}
	in := &r.f.Instrs[v]
	if in.Op != ir.OpList && in.Op != ir.OpSet || in.Sub != 0 || r.usedBy(v) > 1 {
		return nil, false
	}
	return r.f.Args(v), true
}

func (r *run) usedBy(v ir.Value) int32 {
	if r.uses == nil {
		r.uses = make([]int32, len(r.f.Instrs))
		for u := range r.f.Instrs {
			if r.f.Instrs[u].Op != ir.OpNone {
				for _, a := range r.f.Args(ir.Value(u)) {
					r.uses[a]++
				}
			}
		}
	}
	return r.uses[v]
}

// joinList computes String.join(list, separator).
func joinList(r *run, v ir.Value, c *ir.Call) (Value, bool) {
	args := r.f.Arguments(c)
	sep, ok := r.argument(c, 1)
	if !ok || len(args) < 2 {
		return Value{}, false
	}
	elems, ok := r.listElements(args[0])
	if !ok || len(elems) > MaxPieces {
		return Value{}, false
	}
	out := Value{Templates: []Template{{}}}
	for i, e := range elems {
		if i > 0 {
			out = concat(out, sep)
		}
		val := r.val(e)
		if len(val.Templates) == 0 {
			val = hole(Unknown, r.ref(v))
		}
		out = concat(out, val)
	}
	return out, true
}

// format computes String.format(pattern, list): {0} stands for an element, two
// quotes for one.
func format(r *run, v ir.Value, c *ir.Call) (Value, bool) {
	pattern, ok := r.argument(c, 0)
	args := r.f.Arguments(c)
	if !ok || len(args) < 2 {
		return Value{}, false
	}
	elems, known := r.listElements(args[1])
	element := func(i int) Value {
		if known && i < len(elems) {
			if val := r.val(elems[i]); len(val.Templates) > 0 {
				return val
			}
		}
		return hole(Unknown, r.ref(v))
	}
	var out Value
	for _, t := range pattern.Templates {
		parts := Value{Templates: []Template{{}}}
		for _, p := range t {
			if p.Kind != Constant {
				parts = concat(parts, Value{Templates: []Template{{p}}})
				continue
			}
			parts = formatPiece(parts, p, element)
		}
		out = join(out, parts)
	}
	return out, true
}

func formatPiece(parts Value, p Piece, element func(int) Value) Value {
	text := p.Text
	var literal strings.Builder
	flush := func() {
		if literal.Len() > 0 {
			q := p
			q.Text = literal.String()
			literal.Reset()
			parts = concat(parts, Value{Templates: []Template{{q}}})
		}
	}
	quoted := false
	for i := 0; i < len(text); i++ {
		switch ch := text[i]; {
		case ch == '\'' && i+1 < len(text) && text[i+1] == '\'':
			literal.WriteByte('\'')
			i++
		case ch == '\'':
			quoted = !quoted
		case ch == '{' && !quoted:
			end := strings.IndexByte(text[i:], '}')
			n, err := -1, error(nil)
			if end > 0 {
				n, err = strconv.Atoi(strings.TrimSpace(text[i+1 : i+end]))
			}
			if end <= 0 || err != nil || n < 0 {
				literal.WriteByte(ch)
				continue
			}
			flush()
			parts = concat(parts, element(n))
			i += end
		default:
			literal.WriteByte(ch)
		}
	}
	flush()
	return parts
}
