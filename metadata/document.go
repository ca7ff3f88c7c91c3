package metadata

import (
	"iter"
	"strings"
)

// A Document is a parsed XML text. It is immutable and may be read from several goroutines.
type Document struct {
	// Text is the UTF-8 text that was parsed; all positions are byte offsets into it. It must not be modified.
	Text []byte
	// Root is the root element, nil only where the text ended before one.
	Root *Element

	elements []Element // in document order; Root is the first
	attrs    []Attr
	comments []Comment
}

// An Element is one element of a Document. A nil *Element means "not there", and every method accepts it.
type Element struct {
	// Name is the local name, without a prefix.
	Name string
	// Namespace is the namespace URI, empty where none is declared.
	Namespace string
	// Start is the offset of the start tag's '<', End the offset after the element's last byte.
	Start, End int
	// TagEnd is the offset after the start tag's '>', ContentEnd that of the end tag's '<'. Both equal End for an
	// element written as an empty tag.
	TagEnd, ContentEnd int

	doc               *Document
	index             int32
	parent            int32 // -1 for the root
	next              int32 // index after the last descendant
	firstAttr, pastAt int32
}

// An Attr is an attribute of an element. Namespace declarations are attributes too.
type Attr struct {
	// Name is the local name, without a prefix.
	Name string
	// Namespace is the namespace URI of a prefixed attribute, empty for others.
	Namespace string
	// Value is the decoded and normalised value.
	Value string
	// Start and End enclose the whole attribute, ValueStart and ValueEnd the raw value without its quotes.
	Start, End           int
	ValueStart, ValueEnd int
}

// A Comment is a comment of the document: `<!--` at Start, `-->` just before End.
type Comment struct{ Start, End int }

// Comments returns the comments of the document in source order.
func (d *Document) Comments() []Comment {
	if d == nil {
		return nil
	}
	return d.comments
}

// CommentText returns the text between the delimiters of c.
func (d *Document) CommentText(c Comment) string {
	return string(d.Text[c.Start+len("<!--") : c.End-len("-->")])
}

// Elements yields every element of the document in source order.
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

// Document returns the document that e belongs to.
func (e *Element) Document() *Document {
	if e == nil {
		return nil
	}
	return e.doc
}

// Parent returns the element around e, nil for the root.
func (e *Element) Parent() *Element {
	if e == nil || e.parent < 0 {
		return nil
	}
	return &e.doc.elements[e.parent]
}

// Children yields the child elements in source order.
func (e *Element) Children() iter.Seq[*Element] {
	return func(yield func(*Element) bool) {
		if e == nil {
			return
		}
		for i := e.index + 1; i < e.next; {
			child := &e.doc.elements[i]
			if !yield(child) {
				return
			}
			i = child.next
		}
	}
}

// Descendants yields every element below e in source order, e itself excluded.
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

// Child returns the first child element called name in e's own namespace, nil if there is none.
func (e *Element) Child(name string) *Element {
	for child := range e.ChildrenNamed(name) {
		return child
	}
	return nil
}

// ChildrenNamed yields the child elements called name in e's own namespace.
func (e *Element) ChildrenNamed(name string) iter.Seq[*Element] {
	return func(yield func(*Element) bool) {
		for child := range e.Children() {
			if child.Name == name && child.Namespace == e.Namespace && !yield(child) {
				return
			}
		}
	}
}

// Path follows first children by name: Path("oauthConfig", "scopes") is Child("oauthConfig").Child("scopes").
func (e *Element) Path(names ...string) *Element {
	for _, name := range names {
		e = e.Child(name)
	}
	return e
}

// Attrs returns the attributes of e in source order.
func (e *Element) Attrs() []Attr {
	if e == nil {
		return nil
	}
	return e.doc.attrs[e.firstAttr:e.pastAt:e.pastAt]
}

// Attr returns the attribute with that namespace (empty for an unprefixed one) and local name.
func (e *Element) Attr(namespace, name string) (Attr, bool) {
	for _, a := range e.Attrs() {
		if a.Name == name && a.Namespace == namespace {
			return a, true
		}
	}
	return Attr{}, false
}

// Nil reports whether e carries xsi:nil="true": it is there and has no value.
func (e *Element) Nil() bool {
	a, ok := e.Attr(SchemaInstance, "nil")
	if !ok {
		return false
	}
	v := strings.TrimSpace(a.Value)
	return v == "true" || v == "1"
}

// Value returns the element's own text: character data and CDATA sections joined, entities decoded, white space at
// both ends removed. It is empty for a missing element and for one that is Nil.
func (e *Element) Value() string {
	return e.Content().Text
}

// Bool returns the value of a Boolean element as XML Schema writes it: "true" or "1". Anything else, a missing and a
// Nil element too, is false.
func (e *Element) Bool() bool {
	v := e.Value()
	return v == "true" || v == "1"
}
