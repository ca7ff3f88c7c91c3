package metadata

import (
	"bytes"
	"strings"
)

// Parse reads an XML text that has been decoded to UTF-8; a byte order mark at its start is skipped. The error, where
// there is one, is a *Error. The Document returned beside an error holds what was read before it, elements still open
// ending there; it is nil where nothing could be read. The Document keeps text, which must not be changed afterwards.
func Parse(text []byte) (*Document, error) {
	if len(text) > MaxSize {
		return nil, newError(text, MaxSize, "the file has %d bytes, more than the limit of %d", len(text), MaxSize)
	}
	if err := checkCharacters(text); err != nil {
		return nil, err
	}
	r := reader{text: text, doc: &Document{Text: text}}
	// Every element that is not empty has an end tag, so this rarely grows. The bound keeps a hostile text from
	// claiming memory for elements that it does not have.
	r.doc.elements = make([]Element, 0, min(bytes.Count(text, []byte("</"))+2, 1<<16))
	err := r.document()
	if err != nil {
		r.closeOpen(err.Offset)
	}
	if len(r.doc.elements) > 0 {
		r.doc.Root = &r.doc.elements[0]
	}
	if err != nil {
		return r.doc, err
	}
	return r.doc, nil
}

// Root returns the local name and the namespace of the root element. It reads no further than the root's start tag, so
// that a project's thousands of files can be told apart at next to no cost; text may be cut off after it.
func Root(text []byte) (name, namespace string, err error) {
	r := reader{text: text, doc: &Document{Text: text}}
	if err := r.prolog(); err != nil {
		return "", "", err
	}
	if _, err := r.startTag(); err != nil {
		return "", "", err
	}
	root := &r.doc.elements[0]
	return root.Name, root.Namespace, nil
}

var (
	byteOrderMark    = []byte("\xEF\xBB\xBF")
	commentOpen      = []byte("<!--")
	commentClose     = []byte("-->")
	cdataOpen        = []byte("<![CDATA[")
	cdataClose       = []byte("]]>")
	instructionOpen  = []byte("<?")
	instructionClose = []byte("?>")
	doctypeOpen      = []byte("<!DOCTYPE")
)

// A reader goes through the text once. It keeps the open elements in a slice of its own: nothing recurses, so nesting
// costs no stack.
type reader struct {
	text  []byte
	pos   int
	doc   *Document
	open  []openElement
	scope []binding // namespace declarations in scope, the innermost last
	names nameCache
}

// An openElement is what the end tag of an element is compared with.
type openElement struct {
	index              int32
	nameStart, nameEnd int32 // the name as written, prefix included
	bindings           int32 // length of reader.scope before its declarations
}

type binding struct{ prefix, uri string }

// document = prolog element misc.
func (r *reader) document() *Error {
	if err := r.prolog(); err != nil {
		return err
	}
	empty, err := r.startTag()
	if err != nil {
		return err
	}
	if !empty {
		if err := r.content(); err != nil {
			return err
		}
	}
	return r.misc("after the root element")
}

// prolog goes up to the root's start tag.
func (r *reader) prolog() *Error {
	if bytes.HasPrefix(r.text, byteOrderMark) {
		r.pos = len(byteOrderMark)
	}
	if rest := r.text[r.pos:]; bytes.HasPrefix(rest, []byte("<?xml")) && len(rest) > 5 && isSpace(rest[5]) {
		if err := r.declaration(); err != nil {
			return err
		}
	}
	if err := r.misc("before the root element"); err != nil {
		return err
	}
	if r.pos == len(r.text) {
		return r.errorf(r.pos, "there is no root element")
	}
	return nil
}

// misc goes over white space, comments and processing instructions outside the root, up to the end or, before the
// root, a start tag.
func (r *reader) misc(where string) *Error {
	for {
		r.space()
		rest := r.text[r.pos:]
		switch {
		case len(rest) == 0:
			return nil
		case bytes.HasPrefix(rest, commentOpen):
			if err := r.comment(); err != nil {
				return err
			}
		case bytes.HasPrefix(rest, instructionOpen):
			if err := r.instruction(); err != nil {
				return err
			}
		case len(rest) >= len(doctypeOpen) && bytes.EqualFold(rest[:len(doctypeOpen)], doctypeOpen):
			return r.errorf(r.pos, "document type declarations are refused, because they can define entities; remove the <!DOCTYPE ...>")
		case rest[0] == '<' && len(rest) > 1 && isNameStart(rest[1]) && len(r.doc.elements) == 0:
			return nil
		case rest[0] == '<' && len(rest) > 1 && isNameStart(rest[1]):
			return r.errorf(r.pos, "a second root element; a document has exactly one")
		case rest[0] == '<' && len(rest) > 1 && rest[1] == '/':
			return r.errorf(r.pos, "an end tag %s", where)
		default:
			return r.errorf(r.pos, "text %s", where)
		}
	}
}

// content goes from after the root's start tag to after its end tag.
func (r *reader) content() *Error {
	for {
		lt := bytes.IndexByte(r.text[r.pos:], '<')
		if lt < 0 {
			if err := r.checkText(r.pos, len(r.text)); err != nil {
				return err
			}
			return r.unclosed()
		}
		if lt > 0 {
			if err := r.checkText(r.pos, r.pos+lt); err != nil {
				return err
			}
			r.pos += lt
		}
		if r.pos+1 == len(r.text) {
			return r.errorf(r.pos, "the file ends inside a tag")
		}
		var err *Error
		switch r.text[r.pos+1] {
		case '/':
			if err = r.endTag(); err == nil && len(r.open) == 0 {
				return nil
			}
		case '!':
			err = r.declarationMarkup()
		case '?':
			err = r.instruction()
		default:
			_, err = r.startTag()
		}
		if err != nil {
			return err
		}
	}
}

// checkText checks the character data in text[from:to]: references must be known, and "]]>" may not occur.
func (r *reader) checkText(from, to int) *Error {
	run := r.text[from:to]
	for i := bytes.IndexByte(run, '&'); i >= 0; {
		if err := r.checkReference(from+i, to); err != nil {
			return err
		}
		next := bytes.IndexByte(run[i+1:], '&')
		if next < 0 {
			break
		}
		i += 1 + next
	}
	if i := bytes.Index(run, cdataClose); i >= 0 {
		return r.errorf(from+i, `"]]>" outside a CDATA section; write "]]&gt;"`)
	}
	return nil
}

func (r *reader) checkReference(at, limit int) *Error {
	run := r.text[at:limit]
	if _, width := reference(run); width > 0 {
		return nil
	}
	semicolon := bytes.IndexByte(run[:min(len(run), maxReference)], ';')
	name := []byte(nil)
	if semicolon > 1 {
		name = run[1:semicolon]
	}
	switch {
	case len(name) == 0 || bytes.ContainsAny(name, whiteSpace+"&<"):
		return r.errorf(at, `"&" begins no reference; write "&amp;"`)
	case name[0] == '#':
		return r.errorf(at, "&%s; is not a character that XML allows", name)
	default:
		return r.errorf(at, "the entity &%s; is not known; only &amp; &lt; &gt; &quot; &apos; and numeric references are accepted", name)
	}
}

// declarationMarkup reads what begins with "<!" inside the root.
func (r *reader) declarationMarkup() *Error {
	rest := r.text[r.pos:]
	switch {
	case bytes.HasPrefix(rest, commentOpen):
		return r.comment()
	case bytes.HasPrefix(rest, cdataOpen):
		end := bytes.Index(rest, cdataClose)
		if end < 0 {
			return r.errorf(r.pos, `the CDATA section is not closed by "]]>"`)
		}
		r.pos += end + len(cdataClose)
		return nil
	default:
		return r.errorf(r.pos, `"<!" begins neither a comment nor a CDATA section; other declarations are refused`)
	}
}

func (r *reader) comment() *Error {
	start := r.pos
	body := start + len(commentOpen)
	dashes := bytes.Index(r.text[body:], []byte("--"))
	if dashes < 0 {
		return r.errorf(start, `the comment is not closed by "-->"`)
	}
	end := body + dashes + 2
	if end == len(r.text) || r.text[end] != '>' {
		return r.errorf(body+dashes, `"--" inside a comment`)
	}
	r.pos = end + 1
	r.doc.comments = append(r.doc.comments, Comment{Start: start, End: r.pos})
	return nil
}

func (r *reader) instruction() *Error {
	start := r.pos
	body := start + len(instructionOpen)
	length := bytes.Index(r.text[body:], instructionClose)
	if length < 0 {
		return r.errorf(start, `the processing instruction is not closed by "?>"`)
	}
	target := r.text[body : body+length]
	width := nameLength(target)
	switch {
	case width == 0:
		return r.errorf(start, "the processing instruction has no name")
	case width < len(target) && !isSpace(target[width]):
		return r.errorf(body+width, "white space is missing after the name of the processing instruction")
	case strings.EqualFold(string(target[:width]), "xml"):
		return r.errorf(start, "an XML declaration may stand only at the very start of the file")
	}
	r.pos = body + length + len(instructionClose)
	return nil
}

// endTag closes the innermost element.
func (r *reader) endTag() *Error {
	start := r.pos
	r.pos += 2
	nameStart := r.pos
	r.pos += nameLength(r.text[r.pos:])
	name := r.text[nameStart:r.pos]
	r.space()
	if r.pos == len(r.text) {
		return r.errorf(start, "the file ends inside an end tag")
	}
	if r.text[r.pos] != '>' {
		return r.errorf(r.pos, `the end tag should close with ">" here`)
	}
	last := r.open[len(r.open)-1]
	e := &r.doc.elements[last.index]
	if want := r.text[last.nameStart:last.nameEnd]; !bytes.Equal(name, want) {
		return r.errorf(start, "</%s> does not match <%s> of line %d", shorten(name), shorten(want), newError(r.text, e.Start, "").Line)
	}
	r.pos++
	e.ContentEnd, e.End = start, r.pos
	e.next = int32(len(r.doc.elements))
	r.scope = r.scope[:last.bindings]
	r.open = r.open[:len(r.open)-1]
	return nil
}

func (r *reader) unclosed() *Error {
	last := r.open[len(r.open)-1]
	name := r.text[last.nameStart:last.nameEnd]
	line := newError(r.text, int(last.nameStart), "").Line
	return r.errorf(len(r.text), "the file ends and <%s> of line %d is not closed", shorten(name), line)
}

// closeOpen ends the elements that an error left open.
func (r *reader) closeOpen(at int) {
	for _, open := range r.open {
		e := &r.doc.elements[open.index]
		e.ContentEnd = max(at, e.TagEnd)
		e.End = e.ContentEnd
		e.next = int32(len(r.doc.elements))
	}
}

func (r *reader) space() {
	for r.pos < len(r.text) && isSpace(r.text[r.pos]) {
		r.pos++
	}
}

func (r *reader) errorf(at int, format string, args ...any) *Error {
	return newError(r.text, at, format, args...)
}

// shorten keeps a name that comes from hostile input out of the way of the message.
func shorten(name []byte) []byte {
	const most = 60
	if len(name) <= most {
		return name
	}
	return append(bytes.ToValidUTF8(name[:most:most], nil), "..."...)
}
