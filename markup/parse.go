package markup

import (
	"bytes"
	"strings"
)

// maxDepth bounds how deep elements nest; a deeper one has no content of its own. maxAttrs bounds how many attributes an
// element has; further ones are read and left out. So whoever looks for one does not take long.
const (
	maxDepth = 500
	maxAttrs = 1000
)

// Parse reads a text. The result is never nil and refers to text, which must not change.
func Parse(text []byte, dialect Dialect) *Document {
	p := &parser{text: text, doc: &Document{Text: text, Dialect: dialect}, open: map[string]int{}}
	p.content()
	for len(p.stack) > 0 {
		p.pop(len(text), len(text))
	}
	for i := range p.doc.elements {
		p.doc.elements[i].doc = p.doc
	}
	for i := range p.doc.attrs {
		p.doc.attrs[i].doc = p.doc
	}
	for i := range p.doc.expressions {
		p.doc.expressions[i].doc = p.doc
	}
	return p.doc
}

type parser struct {
	text  []byte
	doc   *Document
	at    int
	stack []int32        // open elements
	open  map[string]int // how many elements of a folded name are open
	raw   string         // the folded name of the script or style that is open, empty if none is
	// noBrace says that no '}' lies ahead, so that no expression does.
	noBrace bool
}

// void elements of HTML have no content, whether or not they are closed.
var void = map[string]bool{
	"area": true, "base": true, "br": true, "col": true, "embed": true, "hr": true, "img": true, "input": true,
	"link": true, "meta": true, "param": true, "source": true, "track": true, "wbr": true,
}

func (p *parser) content() {
	for p.at < len(p.text) {
		switch c := p.text[p.at]; {
		case c == '<':
			p.angle()
		case c == '{' && p.expression(-1):
		default:
			p.at++
		}
	}
}

// angle reads what begins with '<'. In scripts and styles only tags with a prefix are tags: the platform evaluates them
// there, while the rest is text of another language.
func (p *parser) angle() {
	rest := p.text[p.at:]
	switch {
	case bytes.HasPrefix(rest, []byte("<!--")):
		end := p.find("-->", 4)
		p.doc.comments = append(p.doc.comments, Comment{p.at, end})
		p.at = end
	case bytes.HasPrefix(rest, []byte("<![CDATA[")):
		p.at += len("<![CDATA[") // its text is content, and expressions in it count
	case p.raw == "" && (bytes.HasPrefix(rest, []byte("<!")) || bytes.HasPrefix(rest, []byte("<?"))):
		p.at = p.find(">", 2)
	case len(rest) > 2 && rest[1] == '/' && isNameStart(rest[2]):
		p.endTag()
	case len(rest) > 1 && isNameStart(rest[1]):
		p.startTag()
	default:
		p.at++
	}
}

// find returns the offset after the next occurrence of a mark, from skip bytes ahead; the end of the text without one.
func (p *parser) find(mark string, skip int) int {
	from := min(p.at+skip, len(p.text))
	if i := bytes.Index(p.text[from:], []byte(mark)); i >= 0 {
		return from + i + len(mark)
	}
	return len(p.text)
}

func isNameStart(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' }

func isNamePart(c byte) bool {
	return isNameStart(c) || '0' <= c && c <= '9' || c == ':' || c == '-' || c == '.' || c >= 0x80
}

func (p *parser) name(at int) string {
	end := at
	for end < len(p.text) && isNamePart(p.text[end]) {
		end++
	}
	return string(p.text[at:end])
}

func (p *parser) endTag() {
	name := p.name(p.at + 2)
	folded := strings.ToLower(name)
	if p.raw != "" && folded != p.raw && !strings.Contains(folded, ":") {
		p.at += 2
		return
	}
	start := p.at
	p.at = p.find(">", 2+len(name))
	if p.open[folded] == 0 {
		return
	}
	for {
		top := &p.doc.elements[p.stack[len(p.stack)-1]]
		if strings.EqualFold(top.Name, name) {
			p.pop(start, p.at)
			return
		}
		p.pop(start, start)
	}
}

// pop closes the innermost open element.
func (p *parser) pop(contentEnd, end int) {
	last := len(p.stack) - 1
	e := &p.doc.elements[p.stack[last]]
	p.stack = p.stack[:last]
	folded := strings.ToLower(e.Name)
	p.open[folded]--
	if folded == p.raw && p.open[folded] == 0 {
		p.raw = ""
	}
	e.ContentEnd, e.End, e.next = contentEnd, end, int32(len(p.doc.elements))
}

func (p *parser) startTag() {
	name := p.name(p.at + 1)
	folded := strings.ToLower(name)
	if p.raw != "" && !strings.Contains(folded, ":") {
		p.at++
		return
	}
	index := int32(len(p.doc.elements))
	parent := int32(-1)
	if len(p.stack) > 0 {
		parent = p.stack[len(p.stack)-1]
	}
	p.doc.elements = append(p.doc.elements, Element{Name: name, Start: p.at, index: index, parent: parent, firstAttr: int32(len(p.doc.attrs))})
	p.at += 1 + len(name)
	closed := p.attributes(index)
	e := &p.doc.elements[index]
	e.pastAttr = int32(len(p.doc.attrs))
	e.TagEnd, e.ContentEnd, e.End, e.next = p.at, p.at, p.at, index+1
	if closed || void[folded] || len(p.stack) >= maxDepth {
		return
	}
	p.stack = append(p.stack, index)
	p.open[folded]++
	if folded == "script" || folded == "style" {
		p.raw = folded
	}
}

// attributes reads up to the tag's end and reports whether the tag closes the element itself.
func (p *parser) attributes(element int32) (closed bool) {
	for p.at < len(p.text) {
		switch c := p.text[p.at]; {
		case c == '>':
			p.at++
			return false
		case c == '/' && p.at+1 < len(p.text) && p.text[p.at+1] == '>':
			p.at += 2
			return true
		case c == '<': // a tag that was not finished
			return false
		case isNameStart(c):
			expressions, attrs := len(p.doc.expressions), len(p.doc.attrs)
			p.attribute(element)
			if attrs-int(p.doc.elements[element].firstAttr) >= maxAttrs {
				p.doc.expressions, p.doc.attrs = p.doc.expressions[:expressions], p.doc.attrs[:attrs]
			}
		case c == '{' && p.expression(-1): // stands where an attribute should
		default:
			p.at++
		}
	}
	return false
}

func (p *parser) attribute(element int32) {
	a := Attr{Name: p.name(p.at), Start: p.at}
	p.at += len(a.Name)
	a.ValueStart, a.ValueEnd, a.End = p.at, p.at, p.at
	index := int32(len(p.doc.attrs))
	p.doc.attrs = append(p.doc.attrs, a)
	at := p.skipSpace(p.at)
	if at >= len(p.text) || p.text[at] != '=' {
		return
	}
	p.at = p.skipSpace(at + 1)
	if p.at < len(p.text) {
		quote := p.text[p.at]
		if quote == '"' || quote == '\'' {
			p.at++
			a.ValueStart = p.at
			p.value(element, index, func(c byte) bool { return c == quote })
			a.ValueEnd = p.at
			p.at = min(p.at+1, len(p.text))
		} else {
			a.ValueStart = p.at
			p.value(element, index, func(c byte) bool { return isSpace(c) || c == '>' })
			if p.at > a.ValueStart && p.at < len(p.text) && p.text[p.at] == '>' && p.text[p.at-1] == '/' {
				p.at--
			}
			a.ValueEnd = p.at
		}
	}
	a.End = p.at
	p.doc.attrs[index] = a
}

// value reads up to a byte that ends it, expressions taken whole.
func (p *parser) value(element, attr int32, ends func(byte) bool) {
	first := len(p.doc.expressions)
	for p.at < len(p.text) && !ends(p.text[p.at]) {
		if p.text[p.at] != '{' || !p.expression(attr) {
			p.at++
		}
	}
	for i := first; i < len(p.doc.expressions); i++ {
		p.doc.expressions[i].element = element
	}
}

func (p *parser) skipSpace(at int) int {
	for at < len(p.text) && isSpace(p.text[at]) {
		at++
	}
	return at
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' }

// maxQuoted bounds how far the end of an expression is looked for behind quotes, in bytes.
const maxQuoted = 4 << 10

// expression reads an expression if one begins here.
func (p *parser) expression(attr int32) bool {
	if p.noBrace || p.at+1 >= len(p.text) {
		return false
	}
	if mark := p.text[p.at+1]; mark != '!' && (mark != '#' || p.doc.Dialect != Aura) {
		return false
	}
	end := p.expressionEnd(p.at + 2)
	if end < 0 {
		p.noBrace = true
		return false
	}
	parent := int32(-1)
	if len(p.stack) > 0 {
		parent = p.stack[len(p.stack)-1]
	}
	p.doc.expressions = append(p.doc.expressions, Expression{
		Start: p.at, End: end + 1, Root: parseFormula(p.text, p.at+2, end), element: parent, attr: attr,
	})
	p.at = end + 1
	return true
}

// expressionEnd finds the '}' that ends an expression: the first one outside of a literal, or, where quotes do not pair,
// the first one.
func (p *parser) expressionEnd(from int) int {
	var quote byte
	for i := from; i < min(len(p.text), from+maxQuoted); i++ {
		switch c := p.text[i]; {
		case quote != 0 && c == '\\':
			i++
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0:
		case c == '\'' || c == '"':
			quote = c
		case c == '}':
			return i
		}
	}
	if i := bytes.IndexByte(p.text[from:], '}'); i >= 0 {
		return from + i
	}
	return -1
}
