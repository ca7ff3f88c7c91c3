package metadata

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"
)

// startTag reads a start tag or an empty tag at pos and adds its element. Empty says that there is no content to come.
func (r *reader) startTag() (empty bool, err *Error) {
	start := r.pos
	if len(r.open) >= MaxDepth {
		return false, r.errorf(start, "elements are nested more than %d deep", MaxDepth)
	}
	if len(r.doc.elements) >= MaxElements {
		return false, r.errorf(start, "the document has more than %d elements", MaxElements)
	}
	r.pos++
	nameStart := r.pos
	r.pos += nameLength(r.text[r.pos:])
	nameEnd := r.pos
	if nameEnd == nameStart {
		return false, r.errorf(start, `"<" begins no tag; write "&lt;"`)
	}

	index := int32(len(r.doc.elements))
	parent := int32(-1)
	if len(r.open) > 0 {
		parent = r.open[len(r.open)-1].index
	}
	firstAttr := len(r.doc.attrs)
	bindings := len(r.scope)
	empty, err = r.attributes(start)
	if err != nil {
		r.doc.attrs = r.doc.attrs[:firstAttr]
		return false, err
	}
	if err := r.resolveAttributes(r.doc.attrs[firstAttr:]); err != nil {
		r.doc.attrs = r.doc.attrs[:firstAttr]
		return false, err
	}
	prefix, local, ok := splitName(r.text[nameStart:nameEnd])
	if !ok {
		return false, r.errorf(nameStart, `"%s" is not a name; a name has at most one colon, between two parts`, shorten(r.text[nameStart:nameEnd]))
	}
	namespace, ok := r.lookup(prefix)
	if !ok {
		return false, r.errorf(nameStart, "the namespace prefix %s is not declared", shorten(prefix))
	}
	r.doc.elements = append(r.doc.elements, Element{
		Name: r.names.intern(local), Namespace: namespace,
		Start: start, End: r.pos, TagEnd: r.pos, ContentEnd: r.pos,
		doc: r.doc, index: index, parent: parent, next: index + 1,
		firstAttr: int32(firstAttr), pastAt: int32(len(r.doc.attrs)),
	})
	if empty {
		r.scope = r.scope[:bindings]
		return true, nil
	}
	r.open = append(r.open, openElement{index: index, nameStart: int32(nameStart), nameEnd: int32(nameEnd), bindings: int32(bindings)})
	return false, nil
}

// attributes reads up to and including the end of the start tag that begins at start.
func (r *reader) attributes(start int) (empty bool, err *Error) {
	for count := 0; ; count++ {
		before := r.pos
		r.space()
		rest := r.text[r.pos:]
		switch {
		case len(rest) == 0:
			return false, r.errorf(start, "the file ends inside a start tag")
		case rest[0] == '>':
			r.pos++
			return false, nil
		case rest[0] == '/' && len(rest) > 1 && rest[1] == '>':
			r.pos += 2
			return true, nil
		case !isNameStart(rest[0]):
			return false, r.errorf(r.pos, "%q does not belong in a start tag", firstCharacter(rest))
		case r.pos == before:
			return false, r.errorf(r.pos, "white space is missing before the attribute")
		case count == MaxAttributes:
			return false, r.errorf(r.pos, "the start tag has more than %d attributes", MaxAttributes)
		}
		if err := r.attribute(); err != nil {
			return false, err
		}
	}
}

// attribute reads name="value" and adds it, the name still as written.
func (r *reader) attribute() *Error {
	start := r.pos
	r.pos += nameLength(r.text[r.pos:])
	name := r.text[start:r.pos]
	r.space()
	if r.pos == len(r.text) || r.text[r.pos] != '=' {
		return r.errorf(start, "the attribute %s has no value", shorten(name))
	}
	r.pos++
	r.space()
	if r.pos == len(r.text) || r.text[r.pos] != '"' && r.text[r.pos] != '\'' {
		return r.errorf(r.pos, "the value of the attribute %s is not in quotes", shorten(name))
	}
	quote := r.text[r.pos]
	r.pos++
	valueStart := r.pos
	length := bytes.IndexByte(r.text[valueStart:], quote)
	if length < 0 {
		return r.errorf(valueStart-1, "the value of the attribute %s is not closed by %c", shorten(name), quote)
	}
	raw := r.text[valueStart : valueStart+length]
	if lt := bytes.IndexByte(raw, '<'); lt >= 0 {
		return r.errorf(valueStart+lt, `"<" in the value of the attribute %s; write "&lt;", or close the quotes`, shorten(name))
	}
	value, err := r.attributeValue(valueStart, valueStart+length)
	if err != nil {
		return err
	}
	r.pos = valueStart + length + 1
	r.doc.attrs = append(r.doc.attrs, Attr{
		Name: string(name), Value: value,
		Start: start, End: r.pos, ValueStart: valueStart, ValueEnd: valueStart + length,
	})
	return nil
}

// attributeValue decodes references and makes white space plain spaces.
func (r *reader) attributeValue(from, to int) (string, *Error) {
	raw := r.text[from:to]
	if bytes.IndexByte(raw, '&') < 0 && !bytes.ContainsAny(raw, "\t\r\n") {
		return string(raw), nil
	}
	var b strings.Builder
	for i := from; i < to; {
		switch c := r.text[i]; {
		case c == '&':
			if err := r.checkReference(i, to); err != nil {
				return "", err
			}
			character, width := reference(r.text[i:to])
			b.WriteRune(character)
			i += width
		case c == '\r' && i+1 < to && r.text[i+1] == '\n':
			i++
		case isSpace(c):
			b.WriteByte(' ')
			i++
		default:
			b.WriteByte(c)
			i++
		}
	}
	return b.String(), nil
}

// resolveAttributes brings the namespace declarations among attrs into scope, then gives every attribute its namespace
// and refuses those that occur twice.
func (r *reader) resolveAttributes(attrs []Attr) *Error {
	for i := range attrs {
		a := &attrs[i]
		prefix, declares := "", a.Name == "xmlns"
		if !declares {
			prefix, declares = strings.CutPrefix(a.Name, "xmlns:")
		}
		if !declares {
			continue
		}
		if prefix != "" && a.Value == "" {
			return r.errorf(a.Start, "the namespace prefix %s is declared as nothing", prefix)
		}
		if len(r.scope) == MaxNamespaces {
			return r.errorf(a.Start, "more than %d namespace declarations are in scope", MaxNamespaces)
		}
		r.scope = append(r.scope, binding{prefix: prefix, uri: r.names.intern([]byte(a.Value))})
	}
	for i := range attrs {
		a := &attrs[i]
		prefix, local, ok := splitName([]byte(a.Name))
		if !ok {
			return r.errorf(a.Start, `"%s" is not an attribute name; a name has at most one colon, between two parts`, shorten([]byte(a.Name)))
		}
		if len(prefix) > 0 {
			namespace, ok := r.lookup(prefix)
			if !ok {
				return r.errorf(a.Start, "the namespace prefix %s is not declared", shorten(prefix))
			}
			a.Name, a.Namespace = string(local), namespace
		} else if a.Name == "xmlns" {
			a.Namespace = xmlnsNamespace
		}
		for _, earlier := range attrs[:i] {
			if earlier.Name == a.Name && earlier.Namespace == a.Namespace {
				return r.errorf(a.Start, "the attribute %s is given twice", shorten([]byte(a.Name)))
			}
		}
	}
	return nil
}

// Namespaces that are bound without a declaration.
const (
	xmlNamespace   = "http://www.w3.org/XML/1998/namespace"
	xmlnsNamespace = "http://www.w3.org/2000/xmlns/"
)

// lookup returns the namespace that a prefix stands for here; the empty prefix stands for the default namespace.
func (r *reader) lookup(prefix []byte) (string, bool) {
	for _, b := range slices.Backward(r.scope) {
		if b.prefix == string(prefix) {
			return b.uri, true
		}
	}
	switch string(prefix) {
	case "":
		return "", true
	case "xml":
		return xmlNamespace, true
	case "xmlns":
		return xmlnsNamespace, true
	}
	return "", false
}

func splitName(name []byte) (prefix, local []byte, ok bool) {
	prefix, local, prefixed := bytes.Cut(name, []byte{':'})
	if !prefixed {
		return nil, name, true
	}
	ok = len(prefix) > 0 && len(local) > 0 && isNameStart(local[0]) && bytes.IndexByte(local, ':') < 0
	return prefix, local, ok
}

// nameLength returns the length of the name that text begins with, 0 if it begins with none.
func nameLength(text []byte) int {
	if len(text) == 0 || !isNameStart(text[0]) {
		return 0
	}
	i := 1
	for i < len(text) && nameBytes[text[i]] {
		i++
	}
	return i
}

// isNameStart reports whether a name may begin with b. XML's classes of characters beyond ASCII are not told apart.
func isNameStart(b byte) bool {
	return nameBytes[b] && b != '-' && b != '.' && (b < '0' || b > '9')
}

var nameBytes = func() (set [256]bool) {
	for b := range set {
		set[b] = b >= utf8.RuneSelf
	}
	for _, b := range []byte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:-.") {
		set[b] = true
	}
	return set
}()

func firstCharacter(text []byte) rune {
	c, _ := utf8.DecodeRune(text)
	return c
}

// A nameCache shares the strings of names that recur. A document has few different ones, most of them beside their
// like, so a small table without chains is enough.
type nameCache [64]string

func (c *nameCache) intern(name []byte) string {
	if len(name) == 0 {
		return ""
	}
	slot := &c[(len(name)*7+int(name[0])*5+int(name[len(name)-1])*3+int(name[len(name)/2]))%len(c)]
	if *slot != string(name) {
		*slot = string(name)
	}
	return *slot
}
