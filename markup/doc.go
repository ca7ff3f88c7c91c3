// Package markup reads the markup of user interfaces, Visualforce pages and components and Aura bundles, to a tree of
// elements with the formula expressions in it.
//
// The reader is tolerant: what compiles on the platform is read as the platform reads it, and whatever else is read as far
// as it makes sense. It never fails and never panics, takes time linear in the text, and bounds depth. It knows nothing of
// projects, nor of what an element or a function means; rules do.
package markup

import (
	"iter"
	"strings"
)

// A Dialect says which of the platform's languages a text is in.
type Dialect uint8

// The dialects.
const (
	Visualforce Dialect = iota // {!expression} merged on the server
	Aura                       // {!bound} and {#unbound} expressions
)

// A Document is the tree of a text. It is immutable.
type Document struct {
	Text    []byte
	Dialect Dialect

	elements    []Element
	attrs       []Attr
	expressions []Expression
	comments    []Comment
}

// An Element is a tag with what is in it. A nil *Element means "not there", and every method accepts it.
type Element struct {
	// Name is as written: apex:page, script.
	Name string
	// Start is the offset of the tag's '<', TagEnd the one after its '>'. ContentEnd is where the end tag begins, or would;
	// End the offset after the element.
	Start, TagEnd, ContentEnd, End int

	doc                 *Document
	index, parent, next int32
	firstAttr, pastAttr int32
}

// An Attr is an attribute of an element. An attribute without a value has an empty one at its end.
type Attr struct {
	Name                 string
	Start, End           int
	ValueStart, ValueEnd int

	doc *Document
}

// A Comment is a comment, delimiters included. The platform drops comments: no expression in one is evaluated.
type Comment struct{ Start, End int }

// An Expression is a formula in an attribute or in content, {!...} or in Aura {#...}.
type Expression struct {
	// Start is the offset of the '{', End the one after the '}'.
	Start, End int
	// Root is the parsed formula, never nil.
	Root *Formula

	doc     *Document
	element int32 // the innermost one around, -1 for none
	attr    int32 // the attribute that holds it, -1 for content
}

// Elements yields every element in source order.
func (d *Document) Elements() iter.Seq[*Element] {
	return func(yield func(*Element) bool) {
		if d == nil {
			return
		}
		for i := range d.elements {
			if !yield(&d.elements[i]) {
				return
			}
		}
	}
}

// ElementsNamed yields the elements of a name, in any case.
func (d *Document) ElementsNamed(name string) iter.Seq[*Element] {
	return func(yield func(*Element) bool) {
		for e := range d.Elements() {
			if e.Is(name) && !yield(e) {
				return
			}
		}
	}
}

// Expressions yields every expression in source order.
func (d *Document) Expressions() iter.Seq[*Expression] {
	return func(yield func(*Expression) bool) {
		if d == nil {
			return
		}
		for i := range d.expressions {
			if !yield(&d.expressions[i]) {
				return
			}
		}
	}
}

// ExpressionsIn yields the expressions that begin in a range of bytes, in source order.
func (d *Document) ExpressionsIn(from, to int) iter.Seq[*Expression] {
	return func(yield func(*Expression) bool) {
		if d == nil {
			return
		}
		low, high := 0, len(d.expressions)
		for low < high {
			if mid := (low + high) / 2; d.expressions[mid].Start < from {
				low = mid + 1
			} else {
				high = mid
			}
		}
		for i := low; i < len(d.expressions) && d.expressions[i].Start < to; i++ {
			if !yield(&d.expressions[i]) {
				return
			}
		}
	}
}

// Comments returns the comments in source order.
func (d *Document) Comments() []Comment {
	if d == nil {
		return nil
	}
	return d.comments
}

// Is reports whether the element has this name, in any case.
func (e *Element) Is(name string) bool { return e != nil && strings.EqualFold(e.Name, name) }

// Parent returns the element around e, nil for one at the top.
func (e *Element) Parent() *Element {
	if e == nil || e.parent < 0 {
		return nil
	}
	return &e.doc.elements[e.parent]
}

// Within returns the closest element of this name around e, or e itself.
func (e *Element) Within(name string) *Element {
	for ; e != nil; e = e.Parent() {
		if e.Is(name) {
			return e
		}
	}
	return nil
}

// Descendants yields every element in e, in source order.
func (e *Element) Descendants() iter.Seq[*Element] {
	return func(yield func(*Element) bool) {
		if e == nil {
			return
		}
		for i := e.index + 1; i < e.next; i++ {
			if !yield(&e.doc.elements[i]) {
				return
			}
		}
	}
}

// Attrs returns the attributes in source order.
func (e *Element) Attrs() []Attr {
	if e == nil {
		return nil
	}
	return e.doc.attrs[e.firstAttr:e.pastAttr:e.pastAttr]
}

// Attr returns the attribute of that name, in any case; nil if there is none.
func (e *Element) Attr(name string) *Attr {
	list := e.Attrs()
	for i := range list {
		if strings.EqualFold(list[i].Name, name) {
			return &list[i]
		}
	}
	return nil
}

// Content returns the source between the tags.
func (e *Element) Content() []byte {
	if e == nil {
		return nil
	}
	return e.doc.Text[e.TagEnd:e.ContentEnd]
}

// Raw returns the attribute's value as written, without the quotes; empty for a nil attribute.
func (a *Attr) Raw() string {
	if a == nil {
		return ""
	}
	return string(a.doc.Text[a.ValueStart:a.ValueEnd])
}

// Value returns the attribute's value with entities decoded and blanks at both ends removed.
func (a *Attr) Value() string { return strings.TrimSpace(decodeEntities(a.Raw())) }

// Expressions yields the expressions in the value.
func (a *Attr) Expressions() iter.Seq[*Expression] {
	if a == nil {
		return func(func(*Expression) bool) {}
	}
	return a.doc.ExpressionsIn(a.ValueStart, a.ValueEnd)
}

// HasExpression reports whether the value has an expression in it.
func (a *Attr) HasExpression() bool {
	for range a.Expressions() {
		return true
	}
	return false
}

// Element returns the innermost element around the expression, or whose attribute holds it; nil at the top.
func (x *Expression) Element() *Element {
	if x.element < 0 {
		return nil
	}
	return &x.doc.elements[x.element]
}

// Attr returns the attribute that holds the expression, nil for one in content.
func (x *Expression) Attr() *Attr {
	if x.attr < 0 {
		return nil
	}
	return &x.doc.attrs[x.attr]
}

// PathAt names the elements around an offset, the innermost one first.
func (d *Document) PathAt(offset int) []string {
	low, high := 0, len(d.elements)
	for low < high {
		if mid := (low + high) / 2; d.elements[mid].Start <= offset {
			low = mid + 1
		} else {
			high = mid
		}
	}
	var names []string
	if low == 0 {
		return nil
	}
	for e := &d.elements[low-1]; e != nil; e = e.Parent() {
		if offset < e.End {
			names = append(names, e.Name)
		}
	}
	return names
}

var entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&apos;", "'", "&#39;", "'", "&#34;", `"`, "&amp;", "&")

func decodeEntities(s string) string {
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	return entities.Replace(s)
}
