package strings

import (
	"slices"

	"github.com/apexvet/apexvet/dataflow/ir"
)

// same reports whether two pieces stand for the same text. Constants are the same
// whatever literal they come from.
func same(a, b Piece) bool {
	if a.Kind != b.Kind {
		return false
	}
	if a.Kind == Constant {
		return a.Text == b.Text
	}
	return a.Origin == b.Origin && a.param == b.param && a.fn == b.fn && a.Origin != (ir.Ref{})
}

func sameTemplate(a, b Template) bool { return slices.EqualFunc(a, b, same) }

// join returns the alternatives of both values.
func join(a, b Value) Value {
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
			out.Templates = append(out.Templates, limit(append(slices.Clip(s), t...)))
		}
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
	for _, list := range pieces {
		for _, q := range list {
			add(q.Origin)
			for _, o := range q.Origins {
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
	head := slices.Clone(list[0])
	for _, t := range list[1:] {
		head = commonPrefix(head, t)
	}
	bodies := make([]Template, len(list))
	for i, t := range list {
		bodies[i] = dropText(t, head)
	}
	tail := slices.Clone(bodies[0])
	for _, t := range bodies[1:] {
		tail = commonSuffix(tail, t)
	}
	var left [][]Piece
	for _, t := range bodies {
		left = append(left, t)
	}
	out := append(slices.Clone(head), rest(left...))
	return limit(append(out, tail...))
}

func commonPrefix(a, b Template) Template {
	var out Template
	for i := 0; i < len(a) && i < len(b); i++ {
		if same(a[i], b[i]) {
			out = append(out, a[i])
			continue
		}
		if a[i].Kind == Constant && b[i].Kind == Constant {
			n := 0
			for n < len(a[i].Text) && n < len(b[i].Text) && a[i].Text[n] == b[i].Text[n] {
				n++
			}
			if n > 0 {
				p := a[i]
				p.Text = p.Text[:n]
				out = append(out, p)
			}
		}
		break
	}
	return out
}

func commonSuffix(a, b Template) Template {
	var out Template
	for i := 1; i <= len(a) && i <= len(b); i++ {
		x, y := a[len(a)-i], b[len(b)-i]
		if same(x, y) {
			out = append(out, x)
			continue
		}
		if x.Kind == Constant && y.Kind == Constant {
			n := 0
			for n < len(x.Text) && n < len(y.Text) && x.Text[len(x.Text)-1-n] == y.Text[len(y.Text)-1-n] {
				n++
			}
			if n > 0 {
				x.Text = x.Text[len(x.Text)-n:]
				out = append(out, x)
			}
		}
		break
	}
	slices.Reverse(out)
	return out
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
