package strings

import (
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/semantics/platform"
)

// method computes the result of a platform method; false where it is not known.
type method func(r *run, v ir.Value, c *ir.Call) (Value, bool)

// methods are the platform methods whose results are known, by owner and name.
var methods = map[string]method{
	"string.valueof":            passArgument,
	"string.escapesinglequotes": passArgument,
	"blob.valueof":              passArgument,
	"blob.tostring":             passReceiver,
	"string.tostring":           passReceiver,
	"object.tostring":           passReceiver,
	"string.format":             format,
	"string.join":               joinList,
	"string.trim":               perPiece(nil, strings.TrimSpace),
	"string.normalizespace":     perPiece(nil, func(s string) string { return strings.Join(strings.Fields(s), " ") }),
	"string.tolowercase":        perPiece(strings.ToLower, strings.ToLower),
	"string.touppercase":        perPiece(strings.ToUpper, strings.ToUpper),
	"string.replace":            replace,
	"string.remove":             remove,
	"string.removestart":        affix(strings.TrimPrefix),
	"string.removeend":          affix(strings.TrimSuffix),
	"string.substringbefore":    affix(func(s, sep string) string { s, _, _ = strings.Cut(s, sep); return s }),
	"string.substringafter":     affix(func(s, sep string) string { _, s, _ = strings.Cut(s, sep); return s }),
	"string.substring":          substring,
	"string.left":               substring,
	"encodingutil.urlencode":    eachPiece(url.QueryEscape),
	"encodingutil.base64decode": encode(decodeBase64),
	"string.capitalize":         encodeReceiver(func(s string) string { return mapFirst(s, strings.ToUpper) }),
	"string.uncapitalize":       encodeReceiver(func(s string) string { return mapFirst(s, strings.ToLower) }),
	"string.deletewhitespace":   encodeReceiver(func(s string) string { return strings.Join(strings.Fields(s), "") }),
}

// methodOf is methods by member.
var methodOf = map[platform.MemberID]method{}

func init() {
	for name, m := range methods {
		owner, key, _ := strings.Cut(name, ".")
		for _, static := range []bool{true, false} {
			t := platform.Type(owner)
			if id := t.Method(key, static); id != 0 && id.Owner() == t {
				methodOf[id] = m
			}
		}
	}
}

func (r *run) platform(v ir.Value, c *ir.Call) (Value, bool) {
	m := methodOf[c.Member]
	if m == nil {
		return Value{}, false
	}
	return m(r, v, c)
}

func (r *run) argument(c *ir.Call, i int) (Value, bool) {
	args := r.f.Arguments(c)
	if i >= len(args) || args[i] == 0 {
		return Value{}, false
	}
	val := r.val(args[i])
	return val, len(val.Templates) > 0
}

func (r *run) receiver(c *ir.Call) (Value, bool) {
	recv := r.f.Receiver(c)
	if recv == 0 {
		return Value{}, false
	}
	val := r.val(recv)
	return val, len(val.Templates) > 0
}

func passArgument(r *run, _ ir.Value, c *ir.Call) (Value, bool) {
	v, ok := r.argument(c, 0)
	return Value{Templates: v.Templates}, ok
}

func passReceiver(r *run, _ ir.Value, c *ir.Call) (Value, bool) {
	v, ok := r.receiver(c)
	return Value{Templates: v.Templates}, ok
}

// perPiece maps the text of each constant piece, or of templates that are wholly
// constant.
func perPiece(piece, whole func(string) string) method {
	return func(r *run, _ ir.Value, c *ir.Call) (Value, bool) {
		in, ok := r.receiver(c)
		if !ok {
			return Value{}, false
		}
		var out Value
		for _, t := range in.Templates {
			if s, ok := t.Constant(); ok {
				out = join(out, Value{Templates: []Template{constantLike(t, whole(s))}})
				continue
			}
			n := append(Template(nil), t...)
			for i := range n {
				if n[i].Kind == Constant && piece != nil {
					n[i].Text = piece(n[i].Text)
				}
			}
			out = join(out, Value{Templates: []Template{n}})
		}
		return out, true
	}
}

// constantLike makes a template of one constant that comes from the literals of
// another.
func constantLike(t Template, text string) Template {
	p := Piece{Kind: Constant, Text: text}
	longest := -1
	for i := range t {
		if len(t[i].Text) > longest {
			longest, p.Origin = len(t[i].Text), t[i].Origin
		}
	}
	return Template{p}
}

// constants maps the wholly constant templates of a value; others become holes.
func constants(r *run, v ir.Value, in Value, f func(string) (string, bool)) Value {
	var out Value
	for _, t := range in.Templates {
		s, ok := t.Constant()
		if ok {
			s, ok = f(s)
		}
		if ok {
			out = join(out, Value{Templates: []Template{constantLike(t, s)}})
		} else {
			out = join(out, hole(CallResult, r.ref(v)))
		}
	}
	return out
}

func encode(f func(string) string) method {
	return func(r *run, v ir.Value, c *ir.Call) (Value, bool) {
		in, ok := r.argument(c, 0)
		if !ok {
			return Value{}, false
		}
		return constants(r, v, in, func(s string) (string, bool) { s = f(s); return s, utf8.ValidString(s) }), true
	}
}

// eachPiece maps the constants of a text one by one, so that each keeps the literal
// it comes from. Base64 has no entry in the table, as it cannot be made so: its
// result is a hole, and who asks for the argument of the call learns more.
func eachPiece(f func(string) string) method {
	return func(r *run, _ ir.Value, c *ir.Call) (Value, bool) {
		in, ok := r.argument(c, 0)
		var out Value
		for _, t := range in.Templates {
			n := append(Template(nil), t...)
			for i := range n {
				if n[i].Kind == Constant {
					n[i].Text = f(n[i].Text)
				}
			}
			out = join(out, Value{Templates: []Template{n}})
		}
		return out, ok
	}
}

func encodeReceiver(f func(string) string) method {
	return func(r *run, v ir.Value, c *ir.Call) (Value, bool) {
		in, ok := r.receiver(c)
		if !ok {
			return Value{}, false
		}
		return constants(r, v, in, func(s string) (string, bool) { return f(s), true }), true
	}
}

func decodeBase64(s string) string {
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return "\xff" // no text
	}
	return string(b)
}

func mapFirst(s string, f func(string) string) string {
	if s == "" {
		return s
	}
	return f(s[:1]) + s[1:]
}

// affix applies a function of the receiver and a constant argument.
func affix(f func(s, arg string) string) method {
	return func(r *run, v ir.Value, c *ir.Call) (Value, bool) {
		in, ok := r.receiver(c)
		if !ok {
			return Value{}, false
		}
		arg, ok := r.argument(c, 0)
		if !ok {
			return Value{}, false
		}
		a, ok := arg.Constant()
		if !ok {
			return Value{}, false
		}
		return constants(r, v, in, func(s string) (string, bool) { return f(s, a), true }), true
	}
}

// replace replaces constant text, in the constant pieces of templates.
func replace(r *run, _ ir.Value, c *ir.Call) (Value, bool) {
	in, ok := r.receiver(c)
	old, ok1 := r.argument(c, 0)
	with, ok2 := r.argument(c, 1)
	if !ok || !ok1 || !ok2 {
		return Value{}, false
	}
	o, ok := old.Constant()
	if !ok || o == "" {
		return Value{}, false
	}
	var out Value
	for _, t := range in.Templates {
		parts := Value{Templates: []Template{{}}}
		for _, p := range t {
			if p.Kind != Constant || !strings.Contains(p.Text, o) {
				parts = concat(parts, Value{Templates: []Template{{p}}})
				continue
			}
			for i, s := range strings.SplitN(p.Text, o, MaxPieces) {
				if i > 0 {
					parts = concat(parts, with)
				}
				if i == MaxPieces-1 { // the rest at once, with what it may hold
					parts = concat(parts, hole(Rest, p.Origin))
					break
				}
				if s != "" {
					q := p
					q.Text = s
					parts = concat(parts, Value{Templates: []Template{{q}}})
				}
			}
		}
		out = join(out, parts)
	}
	return out, true
}

func remove(r *run, v ir.Value, c *ir.Call) (Value, bool) {
	return affix(func(s, arg string) string { return strings.ReplaceAll(s, arg, "") })(r, v, c)
}

// substring cuts constants at constant places: substring(begin), substring(begin,
// end), left(length). Places count UTF-16 units; text beyond ASCII is given up.
func substring(r *run, v ir.Value, c *ir.Call) (Value, bool) {
	in, ok := r.receiver(c)
	if !ok {
		return Value{}, false
	}
	var at [2]int
	args := r.f.Arguments(c)
	if len(args) == 0 || len(args) > 2 {
		return Value{}, false
	}
	for i, a := range args {
		k, ok := r.f.Const(a)
		if !ok || k.Kind != ir.ConstNumber {
			return Value{}, false
		}
		n, err := strconv.Atoi(k.Text)
		if err != nil {
			return Value{}, false
		}
		at[i] = n
	}
	left := c.Member.Key() == "left"
	return constants(r, v, in, func(s string) (string, bool) {
		begin, end := at[0], len(s)
		if left {
			begin, end = 0, min(at[0], len(s))
		} else if len(args) == 2 {
			end = at[1]
		}
		if begin < 0 || end > len(s) || begin > end || !ascii(s) {
			return "", false
		}
		return s[begin:end], true
	}), true
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
