package visualforce

import (
	"bytes"
	"slices"
	"strings"

	"github.com/apexvet/apexvet/markup"
)

// A context is where the value of an expression ends up.
type context uint8

const (
	inText     context = iota // escaped by the platform, or no output at all
	inRawHTML                 // an element that was told not to escape
	inScript                  // JavaScript in a script element
	inHandler                 // JavaScript in the attribute of an event
	inAddress                 // the beginning of an address that the browser follows
	inStyle                   // a style element
	inStyleURL                // url() in a style element
	inComment                 // a comment in a script
)

// contexts tells in which context each expression of a document stands.
func contexts(doc *markup.Document) map[*markup.Expression]context {
	found := map[*markup.Expression]context{}
	for e := range doc.Elements() {
		if e.Is("script") && e.Parent().Within("script") == nil {
			scan := scriptScan{doc: doc, record: func(x *markup.Expression, state scriptState) {
				found[x] = inScript
				if state == lineComment || state == blockComment {
					found[x] = inComment
				}
			}}
			scan.run(e)
		}
	}
	for x := range doc.Expressions() {
		if _, known := found[x]; !known || x.Attr() != nil {
			found[x] = contextOf(doc, x)
		}
	}
	return found
}

func contextOf(doc *markup.Document, x *markup.Expression) context {
	e, a := x.Element(), x.Attr()
	switch {
	case e == nil:
		return inText
	case a == nil && e.Within("style") != nil:
		return styleContext(doc.Text[e.Within("style").TagEnd:x.Start])
	case a == nil:
		return inText
	case isHandler(e, a):
		return inHandler
	case isUnescaped(e, a):
		return inRawHTML
	case isAddress(e, a) && len(bytes.TrimSpace(doc.Text[a.ValueStart:x.Start])) == 0:
		return inAddress
	}
	return inText
}

// styleContext tells whether style text ends inside of url( ).
func styleContext(before []byte) context {
	text := strings.ToLower(string(before[max(0, len(before)-200):]))
	if open := strings.LastIndex(text, "url("); open >= 0 && !strings.Contains(text[open:], ")") {
		return inStyleURL
	}
	return inStyle
}

// isHandler reports whether the attribute holds JavaScript. What the attributes of custom components hold is their affair.
func isHandler(e *markup.Element, a *markup.Attr) bool {
	prefix, _, prefixed := strings.Cut(strings.ToLower(e.Name), ":")
	return len(a.Name) > 4 && strings.EqualFold(a.Name[:2], "on") && (!prefixed || prefix == "apex")
}

// isUnescaped reports whether the element writes the attribute into the page as it is.
func isUnescaped(e *markup.Element, a *markup.Attr) bool {
	name := strings.ToLower(a.Name)
	switch strings.ToLower(e.Name) {
	case "apex:outputtext":
		return name == "value" && saysFalse(e, "escape")
	case "apex:param":
		return name == "value" && e.Parent().Is("apex:outputText") && saysFalse(e.Parent(), "escape")
	case "apex:pagemessage", "apex:pagemessages", "apex:message", "apex:messages":
		return (name == "summary" || name == "detail" || name == "title") && saysFalse(e, "escape")
	case "apex:selectoption":
		return (name == "itemvalue" || name == "itemlabel") && saysFalse(e, "itemEscaped")
	case "apex:selectoptions", "apex:selectlist", "apex:selectradio", "apex:selectcheckboxes":
		return false // the options come from the controller
	}
	return false
}

func saysFalse(e *markup.Element, attribute string) bool {
	return strings.EqualFold(e.Attr(attribute).Value(), "false")
}

// isAddress reports whether the browser goes to the address in the attribute, and so runs it if it is a script.
func isAddress(e *markup.Element, a *markup.Attr) bool {
	name := strings.ToLower(a.Name)
	switch strings.ToLower(e.Name) {
	case "a", "area":
		return name == "href" || name == "src"
	case "iframe", "frame", "apex:iframe", "embed":
		return name == "src"
	case "object":
		return name == "data"
	case "form":
		return name == "action"
	case "apex:outputlink":
		return name == "value"
	}
	return false
}

// A scriptState is where in JavaScript an offset lies.
type scriptState uint8

const (
	scriptCode scriptState = iota
	singleQuoted
	doubleQuoted
	template
	lineComment
	blockComment
	regularExpression
)

// A scriptScan walks over JavaScript in markup and records the state at each expression. Tags inside are evaluated by
// the platform and leave no trace in the script.
type scriptScan struct {
	doc    *markup.Document
	record func(*markup.Expression, scriptState)
}

// A jump is a range that is no JavaScript.
type jump struct {
	start, end int
	expression *markup.Expression
}

func (s *scriptScan) jumps(script *markup.Element) []jump {
	var list []jump
	for x := range s.doc.ExpressionsIn(script.TagEnd, script.ContentEnd) {
		if x.Attr() == nil {
			list = append(list, jump{x.Start, x.End, x})
		}
	}
	for e := range script.Descendants() {
		list = append(list, jump{start: e.Start, end: e.TagEnd})
		if e.End > e.TagEnd {
			list = append(list, jump{start: e.ContentEnd, end: e.End})
		}
	}
	slices.SortStableFunc(list, func(a, b jump) int { return a.start - b.start })
	return list
}

func (s *scriptScan) run(script *markup.Element) {
	text, to := s.doc.Text, script.ContentEnd
	state, last := scriptCode, byte('(')
	jumps := s.jumps(script)
	for i := script.TagEnd; i < to; {
		for len(jumps) > 0 && jumps[0].start < i {
			jumps = jumps[1:]
		}
		if len(jumps) > 0 && jumps[0].start == i && jumps[0].end > i {
			if x := jumps[0].expression; x != nil {
				s.record(x, state)
				if state == scriptCode {
					last = 'x'
				}
			}
			i = jumps[0].end
			continue
		}
		next := byte(0)
		if i+1 < to {
			next = text[i+1]
		}
		after, width := advance(state, text[i], next, last)
		state = after
		if state == scriptCode && text[i] > ' ' {
			last = text[i]
		}
		i += width
	}
}

// advance reads a byte of JavaScript. Last is the code byte before it that is no blank.
func advance(state scriptState, c, next, last byte) (after scriptState, width int) {
	switch state {
	case scriptCode:
		switch {
		case c == '\'':
			return singleQuoted, 1
		case c == '"':
			return doubleQuoted, 1
		case c == '`':
			return template, 1
		case c == '/' && next == '/':
			return lineComment, 2
		case c == '/' && next == '*':
			return blockComment, 2
		case c == '/' && strings.IndexByte("(,=:[!&|?{};+-*%<>~^", last) >= 0:
			return regularExpression, 1
		}
	case singleQuoted, doubleQuoted, template, regularExpression:
		switch {
		case c == '\\':
			return state, 2
		case c == '\n' && state != template,
			c == '\'' && state == singleQuoted, c == '"' && state == doubleQuoted, c == '`' && state == template,
			c == '/' && state == regularExpression:
			return scriptCode, 1
		}
	case lineComment:
		if c == '\n' {
			return scriptCode, 1
		}
	case blockComment:
		if c == '*' && next == '/' {
			return scriptCode, 2
		}
	}
	return state, 1
}
