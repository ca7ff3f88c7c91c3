package markup

import (
	"bytes"
	"strings"
)

// FormulaKind says what a node of a formula is.
type FormulaKind uint8

// The kinds of formulas.
const (
	Broken  FormulaKind = iota // what could not be read; Args holds what could be read of it
	Literal                    // a text, number, true, false or null; Text is its value
	Name                       // an identifier: account, $User
	Member                     // Args[0].Text
	Index                      // Args[0][Args[1]]
	Call                       // Args[0](Args[1:]...)
	Unary                      // Text Args[0]
	Binary                     // Args[0] Text Args[1]
	Choice                     // Args[0] ? Args[1] : Args[2], in Aura
	List                       // [Args...], as in URLFOR
)

// A Formula is a node of the formula language of Visualforce and Aura.
type Formula struct {
	Kind FormulaKind
	// Text is the value of a literal without its quotes, the name, or the operator.
	Text string
	Args []*Formula
	// Quoted says of a literal that it is a text.
	Quoted bool
	// Start and End enclose the source.
	Start, End int
}

// Path returns the names of a chain of members, {"$User", "Id"}; nil for what is no such chain. An index that is a text
// counts as a member.
func (f *Formula) Path() []string {
	switch {
	case f == nil:
		return nil
	case f.Kind == Name:
		return []string{f.Text}
	case f.Kind == Member:
		if path := f.Args[0].Path(); path != nil {
			return append(path, f.Text)
		}
	case f.Kind == Index && f.Args[1].Kind == Literal:
		if path := f.Args[0].Path(); path != nil {
			return append(path, f.Args[1].Text)
		}
	}
	return nil
}

// Function returns the folded name of the function that a call calls, empty for what is no call of a plain name.
func (f *Formula) Function() string {
	if f == nil || f.Kind != Call || f.Args[0].Kind != Name {
		return ""
	}
	return strings.ToUpper(f.Args[0].Text)
}

// Arguments returns the arguments of a call.
func (f *Formula) Arguments() []*Formula {
	if f == nil || f.Kind != Call {
		return nil
	}
	return f.Args[1:]
}

// Walk calls visit for the formula and everything in it, and leaves out what is in a node for which visit is false.
func (f *Formula) Walk(visit func(*Formula) bool) {
	if f == nil || !visit(f) {
		return
	}
	for _, a := range f.Args {
		a.Walk(visit)
	}
}

// ParseFormula reads a formula that is a text of its own.
func ParseFormula(text string) *Formula { return parseFormula([]byte(text), 0, len(text)) }

// maxFormulaDepth bounds how deep formulas nest.
const maxFormulaDepth = 100

func parseFormula(text []byte, from, to int) *Formula {
	p := &formulaParser{text: text, at: from, end: to}
	p.next()
	f := p.expression(0)
	if p.token.kind == tokenEnd {
		return f
	}
	broken := &Formula{Kind: Broken, Args: []*Formula{f}, Start: from, End: to}
	for p.token.kind != tokenEnd {
		if p.token.kind == tokenMark {
			p.next()
			continue
		}
		broken.Args = append(broken.Args, p.expression(0))
	}
	return broken
}

type tokenKind uint8

const (
	tokenEnd tokenKind = iota
	tokenName
	tokenNumber
	tokenText
	tokenMark // an operator, bracket or comma
)

type token struct {
	kind       tokenKind
	text       string
	start, end int
}

type formulaParser struct {
	text    []byte
	at, end int
	token   token
	last    int // where the token before ended
}

// marks are the operators, the longer ones first.
var marks = []string{"&&", "||", "==", "!=", "<>", "<=", ">="}

// entity decodes an entity that marks may be written with in attributes.
var entityMarks = []struct{ written, mark string }{
	{"&amp;&amp;", "&&"}, {"&lt;&gt;", "<>"}, {"&lt;=", "<="}, {"&gt;=", ">="}, {"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"},
}

// entityQuotes are the entities that quotes may be written with.
var entityQuotes = []string{"&quot;", "&apos;", "&#39;", "&#34;"}

func (p *formulaParser) next() {
	p.last = p.token.end
	for p.at < p.end && isSpace(p.text[p.at]) {
		p.at++
	}
	start := p.at
	set := func(kind tokenKind, text string, length int) {
		p.at = start + length
		p.token = token{kind, text, start, p.at}
	}
	if start >= p.end {
		set(tokenEnd, "", 0)
		return
	}
	rest := p.text[start:p.end]
	c := rest[0]
	switch {
	case isNameStart(c) || c == '$' || c >= 0x80:
		n := 1
		for n < len(rest) && (isNamePart(rest[n]) && rest[n] != '.' && rest[n] != '-' && rest[n] != ':' || rest[n] == '$') {
			n++
		}
		set(tokenName, string(rest[:n]), n)
		return
	case '0' <= c && c <= '9':
		n := 1
		for n < len(rest) && ('0' <= rest[n] && rest[n] <= '9' || rest[n] == '.') {
			n++
		}
		set(tokenNumber, string(rest[:n]), n)
		return
	case c == '\'' || c == '"':
		n := 1
		for n < len(rest) && rest[n] != c {
			if rest[n] == '\\' {
				n++
			}
			n++
		}
		n = min(n, len(rest))
		set(tokenText, string(rest[1:n]), min(n+1, len(rest)))
		return
	case c == '&':
		for _, quote := range entityQuotes {
			if after, ok := bytes.CutPrefix(rest, []byte(quote)); ok {
				n := bytes.Index(after, []byte(quote))
				if n < 0 {
					n = len(after)
				}
				set(tokenText, string(after[:n]), min(n+2*len(quote), len(rest)))
				return
			}
		}
		for _, m := range entityMarks {
			if bytes.HasPrefix(rest, []byte(m.written)) {
				set(tokenMark, m.mark, len(m.written))
				return
			}
		}
	}
	for _, m := range marks {
		if bytes.HasPrefix(rest, []byte(m)) {
			set(tokenMark, m, len(m))
			return
		}
	}
	set(tokenMark, string(c), 1)
}

// levels are the binary operators, the loosest ones first.
var levels = [][]string{
	{"||", "OR"},
	{"&&", "AND"},
	{"=", "==", "!=", "<>"},
	{"<", ">", "<=", ">="},
	{"+", "-", "&"},
	{"*", "/", "%"},
	{"^"},
}

func (p *formulaParser) expression(depth int) *Formula {
	f := p.binary(0, depth)
	if !p.is("?") {
		return f
	}
	p.next()
	yes := p.expression(depth + 1)
	if !p.is(":") {
		return p.node(Broken, "", f.Start, f, yes)
	}
	p.next()
	return p.node(Choice, "?", f.Start, f, yes, p.expression(depth+1))
}

func (p *formulaParser) is(mark string) bool {
	return p.token.kind == tokenMark && p.token.text == mark
}

func (p *formulaParser) node(kind FormulaKind, text string, start int, args ...*Formula) *Formula {
	return &Formula{Kind: kind, Text: text, Args: args, Start: start, End: p.last}
}

func (p *formulaParser) binary(level, depth int) *Formula {
	if level == len(levels) {
		return p.unary(depth)
	}
	left := p.binary(level+1, depth)
	for count := 0; ; count++ {
		op := p.operator(level)
		if op == "" {
			return left
		}
		p.next()
		right := p.binary(level+1, depth+1)
		if count > maxFormulaDepth && left.Kind == Binary && left.Text == op {
			// A chain of hundreds is kept flat, so that nobody who walks it runs deep.
			left.Args = append(left.Args, right)
			left.End = right.End
			continue
		}
		left = p.node(Binary, op, left.Start, left, right)
	}
}

func (p *formulaParser) operator(level int) string {
	if p.token.kind != tokenMark && p.token.kind != tokenName {
		return ""
	}
	for _, op := range levels[level] {
		if p.token.kind == tokenMark && p.token.text == op || p.token.kind == tokenName && strings.EqualFold(p.token.text, op) {
			return op
		}
	}
	return ""
}

func (p *formulaParser) unary(depth int) *Formula {
	start := p.token.start
	if depth > maxFormulaDepth {
		for p.token.kind != tokenEnd {
			p.next()
		}
		return p.node(Broken, "", start)
	}
	not := p.token.kind == tokenName && strings.EqualFold(p.token.text, "NOT") && !p.followedByParenthesis()
	if p.is("!") || p.is("-") || p.is("+") || not {
		op := strings.ToUpper(p.token.text)
		p.next()
		return p.node(Unary, op, start, p.unary(depth+1))
	}
	return p.postfix(p.primary(depth), depth)
}

// followedByParenthesis tells the function NOT(x) from the operator.
func (p *formulaParser) followedByParenthesis() bool {
	at := p.at
	for at < p.end && isSpace(p.text[at]) {
		at++
	}
	return at < p.end && p.text[at] == '('
}

func (p *formulaParser) primary(depth int) *Formula {
	t := p.token
	switch {
	case t.kind == tokenText, t.kind == tokenNumber:
		p.next()
		f := p.node(Literal, t.text, t.start)
		f.Quoted = t.kind == tokenText
		return f
	case t.kind == tokenName:
		p.next()
		switch strings.ToLower(t.text) {
		case "true", "false", "null":
			return p.node(Literal, strings.ToLower(t.text), t.start)
		}
		return p.node(Name, t.text, t.start)
	case p.is("("):
		p.next()
		f := p.expression(depth + 1)
		if p.is(")") {
			p.next()
		}
		return f
	case p.is("["):
		p.next()
		args := p.list("]", depth)
		return p.node(List, "", t.start, args...)
	case t.kind != tokenEnd:
		p.next()
	}
	return p.node(Broken, t.text, t.start)
}

// list reads elements up to the closing bracket.
func (p *formulaParser) list(closing string, depth int) []*Formula {
	var list []*Formula
	for p.token.kind != tokenEnd && !p.is(closing) {
		before := p.token.start
		list = append(list, p.expression(depth+1))
		if p.is(",") || p.token.start == before {
			p.next()
		}
	}
	if p.is(closing) {
		p.next()
	}
	return list
}

func (p *formulaParser) postfix(f *Formula, depth int) *Formula {
	for range maxFormulaDepth {
		switch {
		case p.is("."):
			p.next()
			if p.token.kind != tokenName {
				return p.node(Broken, "", f.Start, f)
			}
			name := p.token.text
			p.next()
			f = p.node(Member, name, f.Start, f)
		case p.is("["):
			p.next()
			index := p.expression(depth + 1)
			if p.is("]") {
				p.next()
			}
			f = p.node(Index, "", f.Start, f, index)
		case p.is("("):
			p.next()
			f = p.node(Call, "", f.Start, append([]*Formula{f}, p.list(")", depth)...)...)
		default:
			return f
		}
	}
	return f
}
