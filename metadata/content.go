package metadata

import (
	"bytes"
	"sort"
	"strings"
	"unicode/utf8"
)

// Content is the decoded text of an element and the way from it back to the source. Offset 0 of Text is not
// where the element begins, and an entity is several source bytes for one decoded one.
type Content struct {
	// Text is the decoded text.
	Text string

	segments []segment // ascending in both columns; empty only where Text is
	end      int       // source offset after the last byte of Text
}

// A segment says that the decoded text from At on stands in the source from Source on. A literal one runs byte for byte
// up to the next segment; of an entity or a CRLF every decoded byte belongs to the whole of it.
type segment struct {
	at, source int
	width      int // source bytes of an entity; 0 for literal text
}

// Content returns the element's own text as Value does, with positions.
func (e *Element) Content() Content {
	if e == nil || e.Nil() {
		return Content{}
	}
	if c, ok := e.plainContent(); ok {
		return c
	}
	d := decoder{text: e.doc.Text}
	pos := e.TagEnd
	for child := range e.Children() {
		d.markup(pos, child.Start)
		pos = child.End
	}
	d.markup(pos, e.ContentEnd)
	return d.content().trim()
}

// plainContent is the common case: no child, no markup, no entity, no carriage return.
func (e *Element) plainContent() (Content, bool) {
	raw := e.doc.Text[e.TagEnd:e.ContentEnd]
	if bytes.IndexByte(raw, '<') >= 0 || bytes.IndexByte(raw, '&') >= 0 || bytes.IndexByte(raw, '\r') >= 0 {
		return Content{}, false
	}
	trimmed := bytes.TrimLeft(raw, whiteSpace)
	start := e.TagEnd + len(raw) - len(trimmed)
	trimmed = bytes.TrimRight(trimmed, whiteSpace)
	if len(trimmed) == 0 {
		return Content{}, true
	}
	return Content{Text: string(trimmed), segments: []segment{{source: start}}, end: start + len(trimmed)}, true
}

// Source returns the source range, in bytes, of Text[from:to]. An entity that is only partly in the range is covered
// whole. Out of range values are cut to the text.
func (c Content) Source(from, to int) (start, end int) {
	if len(c.segments) == 0 {
		return c.end, c.end
	}
	from = min(max(from, 0), len(c.Text))
	to = min(max(to, from), len(c.Text))
	start, _ = c.locate(from)
	if to == from {
		return start, start
	}
	_, end = c.locate(to - 1)
	return start, end
}

// locate returns the source range of the decoded byte at offset at.
func (c Content) locate(at int) (start, end int) {
	if at >= len(c.Text) {
		return c.end, c.end
	}
	i := sort.Search(len(c.segments), func(i int) bool { return c.segments[i].at > at }) - 1
	s := c.segments[i]
	if s.width > 0 {
		return s.source, s.source + s.width
	}
	return s.source + at - s.at, s.source + at - s.at + 1
}

// Fields splits the content around white space, as strings.Fields does, and keeps the positions of each part. The
// Metadata API writes some lists, such as the callback URLs of a connected app, as lines of one element.
func (c Content) Fields() []Content {
	var fields []Content
	for i := 0; i < len(c.Text); {
		if isSpace(c.Text[i]) {
			i++
			continue
		}
		j := i
		for j < len(c.Text) && !isSpace(c.Text[j]) {
			j++
		}
		fields = append(fields, c.Slice(i, j))
		i = j
	}
	return fields
}

// Slice returns Text[from:to] with its positions.
func (c Content) Slice(from, to int) Content {
	_, end := c.Source(from, to)
	out := Content{Text: c.Text[from:to], end: end}
	for i, s := range c.segments {
		past := len(c.Text)
		if i+1 < len(c.segments) {
			past = c.segments[i+1].at
		}
		if past <= from || s.at >= to {
			continue
		}
		if s.at < from {
			if s.width == 0 {
				s.source += from - s.at
			}
			s.at = from
		}
		s.at -= from
		out.segments = append(out.segments, s)
	}
	return out
}

func (c Content) trim() Content {
	from, to := 0, len(c.Text)
	for from < to && isSpace(c.Text[from]) {
		from++
	}
	for to > from && isSpace(c.Text[to-1]) {
		to--
	}
	if from == 0 && to == len(c.Text) {
		return c
	}
	return c.Slice(from, to)
}

const whiteSpace = " \t\r\n"

func isSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\t' || b == '\r' }

// A decoder gathers decoded text from ranges of well-formed source.
type decoder struct {
	text     []byte
	out      strings.Builder
	segments []segment
	end      int
}

func (d *decoder) content() Content {
	return Content{Text: d.out.String(), segments: d.segments, end: d.end}
}

// markup adds the character data and CDATA sections in text[from:to], which holds no element.
func (d *decoder) markup(from, to int) {
	for from < to {
		lt := bytes.IndexByte(d.text[from:to], '<')
		if lt < 0 {
			d.characters(from, to)
			return
		}
		d.characters(from, from+lt)
		from += lt
		rest := d.text[from:to]
		open, shut, cdata := instructionOpen, instructionClose, false
		switch {
		case bytes.HasPrefix(rest, cdataOpen):
			open, shut, cdata = cdataOpen, cdataClose, true
		case bytes.HasPrefix(rest, commentOpen):
			open, shut = commentOpen, commentClose
		}
		length := bytes.Index(rest[min(len(open), len(rest)):], shut)
		if length < 0 {
			return // a document cut short by an error
		}
		body := from + len(open)
		if cdata {
			d.lines(body, body+length)
		}
		from = body + length + len(shut)
	}
}

// characters adds character data, in which references are decoded.
func (d *decoder) characters(from, to int) {
	for from < to {
		amp := bytes.IndexByte(d.text[from:to], '&')
		if amp < 0 {
			d.lines(from, to)
			return
		}
		d.lines(from, from+amp)
		from += amp
		r, width := reference(d.text[from:to])
		if width == 0 {
			d.lines(from, to) // only in a document cut short by an error
			return
		}
		d.entity(r, from, width)
		from += width
	}
}

// lines adds literal text, with line ends made \n as XML demands.
func (d *decoder) lines(from, to int) {
	for from < to {
		cr := bytes.IndexByte(d.text[from:to], '\r')
		if cr < 0 {
			d.literal(from, to)
			return
		}
		d.literal(from, from+cr)
		from += cr
		width := 1
		if from+1 < to && d.text[from+1] == '\n' {
			width = 2
		}
		d.entity('\n', from, width)
		from += width
	}
}

func (d *decoder) literal(from, to int) {
	if from == to {
		return
	}
	d.segments = append(d.segments, segment{at: d.out.Len(), source: from})
	d.out.Write(d.text[from:to])
	d.end = to
}

func (d *decoder) entity(r rune, source, width int) {
	d.segments = append(d.segments, segment{at: d.out.Len(), source: source, width: width})
	d.out.WriteRune(r)
	d.end = source + width
}

// maxReference is the length of the longest reference that is looked for; leading zeros of a numeric one count.
const maxReference = 32

// reference decodes the entity or character reference that text begins with. Width is its length in bytes, 0 where it
// is none that XML without a document type knows.
func reference(text []byte) (r rune, width int) {
	semicolon := bytes.IndexByte(text[:min(len(text), maxReference)], ';')
	if semicolon < 2 {
		return 0, 0
	}
	name := text[1:semicolon]
	width = semicolon + 1
	if name[0] == '#' {
		r, ok := characterReference(name[1:])
		if !ok {
			return 0, 0
		}
		return r, width
	}
	switch string(name) {
	case "amp":
		return '&', width
	case "lt":
		return '<', width
	case "gt":
		return '>', width
	case "quot":
		return '"', width
	case "apos":
		return '\'', width
	}
	return 0, 0
}

// characterReference decodes the digits of `&#...;`. Only characters that XML 1.0 allows are accepted.
func characterReference(digits []byte) (rune, bool) {
	base := rune(10)
	if len(digits) > 0 && digits[0] == 'x' {
		base, digits = 16, digits[1:]
	}
	if len(digits) == 0 {
		return 0, false
	}
	var r rune
	for _, c := range digits {
		var digit rune
		switch {
		case '0' <= c && c <= '9':
			digit = rune(c - '0')
		case base == 16 && 'a' <= c|0x20 && c|0x20 <= 'f':
			digit = rune(c|0x20-'a') + 10
		default:
			return 0, false
		}
		r = r*base + digit
		if r > utf8.MaxRune {
			return 0, false
		}
	}
	return r, isCharacter(r)
}

// isCharacter reports whether XML 1.0 allows r in a document.
func isCharacter(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' ||
		0x20 <= r && r <= 0xD7FF || 0xE000 <= r && r <= 0xFFFD || 0x10000 <= r && r <= utf8.MaxRune
}
