package strings

import (
	"slices"

	"github.com/apexvet/apexvet/dataflow/ir"
)

// same reports whether two pieces stand for the same text. Constants are the same
// whatever literal they come from.
func same(a, b *Piece) bool {
	if a.Kind != b.Kind {
		return false
	}
	if a.Kind == Constant {
		return a.Text == b.Text
	}
	return a.Origin == b.Origin && a.param == b.param && a.fn == b.fn && a.Origin != (ir.Ref{})
}

func sameTemplate(a, b Template) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !same(&a[i], &b[i]) {
			return false
		}
	}
	return true
}

// join returns the alternatives of both values.
func join(a, b Value) Value {
	if len(a.Templates) == 0 && len(b.Templates) <= MaxTemplates && !repeats(b.Templates) {
		return Value{Null: a.Null || b.Null, Templates: slices.Clip(b.Templates)}
	}
	out := Value{Null: a.Null || b.Null, Templates: slices.Clip(a.Templates)}
	for _, t := range b.Templates {
		if !slices.ContainsFunc(out.Templates, func(x Template) bool { return sameTemplate(x, t) }) {
			out.Templates = append(out.Templates, t)
		}
	}
	if len(out.Templates) > MaxTemplates {
		out.Templates = []Template{widen(out.Templates)}
	}
	return out
}

func repeats(list []Template) bool {
	for i, t := range list {
		if slices.ContainsFunc(list[:i], func(x Template) bool { return sameTemplate(x, t) }) {
			return true
		}
	}
	return false
}

// concat returns every alternative of a followed by every one of b.
func concat(a, b Value) Value {
	if len(b.Templates) == 0 || len(a.Templates) == 0 {
		return Value{}
	}
	x, y := a.Templates, b.Templates
	if len(x)*len(y) > MaxTemplates && len(y) > 1 {
		y = []Template{widen(y)}
	}
	if len(x)*len(y) > MaxTemplates {
		x = []Template{widen(x)}
	}
	if len(x) == 1 && len(x[0]) == 0 && len(y) <= MaxTemplates { // nothing before it
		return Value{Templates: slices.Clip(y)}
	}
	out := Value{Templates: make([]Template, 0, len(x)*len(y))}
	for _, s := range x {
		for _, t := range y {
			both := make(Template, 0, len(s)+len(t))
			out.Templates = append(out.Templates, limit(append(append(both, s...), t...)))
		}
	}
	return out
}

// replace returns a template with its parameters replaced by the values that with
// gives for them; a parameter without one stays.
func (t Template) replace(with func(Piece) (Value, bool)) Value {
	out := Value{Templates: []Template{{}}}
	for first := 0; first < len(t); {
		if t[first].Kind == Parameter {
			if val, ok := with(t[first]); ok {
				out = concat(out, val)
				first++
				continue
			}
		}
		last := first + 1
		for last < len(t) && t[last].Kind != Parameter {
			last++
		}
		out = out.extended(t[first:last])
		first = last
	}
	return out
}

// extended is concat with one piece after the other.
func (v Value) extended(pieces []Piece) Value {
	out := Value{Templates: make([]Template, len(v.Templates))}
	for i, t := range v.Templates {
		t = append(make(Template, 0, len(t)+len(pieces)), t...)
		for _, p := range pieces {
			t = limit(append(t, p))
		}
		out.Templates[i] = t
	}
	return out
}

// limit shortens a template to MaxPieces and MaxText.
func limit(t Template) Template {
	if len(t) > MaxPieces {
		t = fuse(t)
	}
	if len(t) > MaxPieces {
		keep := MaxPieces / 2
		cut := Template{}
		cut = append(cut, t[:keep]...)
		cut = append(cut, rest(t[keep:len(t)-keep+1]))
		t = append(cut, t[len(t)-keep+1:]...)
	}
	size := 0
	for i := range t {
		if size += len(t[i].Text); size > MaxText {
			return append(slices.Clone(t[:i]), rest(t[i:]))
		}
	}
	return t
}

// fuse joins neighbouring constants. The joint piece keeps the origin of its
// longest part.
func fuse(t Template) Template {
	var out Template
	longest := 0
	var text []byte
	for _, p := range t {
		n := len(out)
		if p.Kind != Constant || n == 0 || out[n-1].Kind != Constant {
			if text != nil {
				out[n-1].Text = string(text)
				text = nil
			}
			out = append(out, p)
			longest = len(p.Text)
			continue
		}
		if text == nil {
			text = append(text, out[n-1].Text...)
		}
		text = append(text, p.Text...)
		if len(p.Text) > longest {
			longest = len(p.Text)
			out[n-1].Origin = p.Origin
		}
	}
	if text != nil {
		out[len(out)-1].Text = string(text)
	}
	return out
}

// rest makes the hole that stands for pieces that are given up, with their
// origins.
func rest(pieces ...[]Piece) Piece {
	p := Piece{Kind: Rest}
	add := func(o ir.Ref) {
		if o != (ir.Ref{}) && len(p.Origins) < MaxPieces && !slices.Contains(p.Origins, o) {
			p.Origins = append(p.Origins, o)
		}
	}
	n := 0
	for _, list := range pieces {
		for i := range list {
			n += 1 + len(list[i].Origins)
		}
	}
	p.Origins = make([]ir.Ref, 0, min(n, MaxPieces))
	for _, list := range pieces {
		for i := range list {
			add(list[i].Origin)
			for _, o := range list[i].Origins {
				add(o)
			}
		}
	}
	if len(p.Origins) > 0 {
		p.Origin = p.Origins[0]
	}
	return p
}

// widen returns the common prefix and suffix of several templates around a Rest.
func widen(list []Template) Template {
	if len(list) == 1 {
		return list[0]
	}
	head := list[0]
	for _, t := range list[1:] {
		head = commonPrefix(head, t)
	}
	bodies := make([][]Piece, len(list))
	for i, t := range list {
		bodies[i] = dropText(t, head)
	}
	tail := Template(bodies[0])
	for _, t := range bodies[1:] {
		tail = commonSuffix(tail, t)
	}
	out := make(Template, 0, len(head)+1+len(tail))
	out = append(append(out, head...), rest(bodies...))
	return limit(append(out, tail...))
}

func commonPrefix(a, b Template) Template {
	n := 0
	for n < len(a) && n < len(b) && same(&a[n], &b[n]) {
		n++
	}
	out := a[:n:n]
	if n == len(a) || n == len(b) || a[n].Kind != Constant || b[n].Kind != Constant {
		return out
	}
	x, y := a[n].Text, b[n].Text
	size := 0
	for size < len(x) && size < len(y) && x[size] == y[size] {
		size++
	}
	if size > 0 {
		p := a[n]
		p.Text = x[:size]
		out = append(out, p)
	}
	return out
}

func commonSuffix(a, b Template) Template {
	n := 0
	for n < len(a) && n < len(b) && same(&a[len(a)-1-n], &b[len(b)-1-n]) {
		n++
	}
	at := len(a) - n
	if n == len(a) || n == len(b) || a[at-1].Kind != Constant || b[len(b)-n-1].Kind != Constant {
		return a[at:]
	}
	x, y := a[at-1].Text, b[len(b)-n-1].Text
	size := 0
	for size < len(x) && size < len(y) && x[len(x)-1-size] == y[len(y)-1-size] {
		size++
	}
	if size == 0 {
		return a[at:]
	}
	p := a[at-1]
	p.Text = x[len(x)-size:]
	return append(Template{p}, a[at:]...)
}

// dropText removes a prefix that commonPrefix found.
func dropText(t, head Template) Template {
	for i, h := range head {
		if i >= len(t) {
			return nil
		}
		if h.Kind == Constant && len(h.Text) < len(t[i].Text) {
			out := slices.Clone(t[i:])
			out[0].Text = out[0].Text[len(h.Text):]
			return out
		}
	}
	return t[len(head):]
}
