// Package table reads the text form of the platform tables and writes their Go
// form.
package table

import (
	"bytes"
	"fmt"
	"go/format"
	"slices"
	"strconv"
	"strings"
)

type typeDecl struct {
	kind, name, key, super string
	members                []*member
	constants              []string
}

type member struct {
	name, key  string
	static     bool
	callable   bool
	op, check  string
	signatures []signature
}

type signature struct {
	params       []string
	result       string
	since, until int
}

// Generate returns the Go source for the tables that text describes.
func Generate(text string) ([]byte, error) {
	types, err := read(text)
	if err != nil {
		return nil, err
	}
	return write(types)
}

func read(text string) ([]*typeDecl, error) {
	var types []*typeDecl
	seen := map[string]int{}
	for i, line := range strings.Split(text, "\n") {
		trimmed := strings.TrimSpace(line)
		if trimmed == "" || strings.HasPrefix(trimmed, "#") {
			continue
		}
		if line[0] != ' ' {
			d, err := readType(trimmed)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", i+1, err)
			}
			if first, ok := seen[d.key]; ok {
				return nil, fmt.Errorf("line %d: %s is already declared in line %d", i+1, d.name, first)
			}
			seen[d.key] = i + 1
			types = append(types, d)
			continue
		}
		if len(types) == 0 {
			return nil, fmt.Errorf("line %d: a member outside a type", i+1)
		}
		if err := readMember(types[len(types)-1], trimmed); err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	slices.SortFunc(types, func(a, b *typeDecl) int { return strings.Compare(a.key, b.key) })
	for _, d := range types {
		slices.SortStableFunc(d.members, func(a, b *member) int { return strings.Compare(a.key, b.key) })
	}
	return types, nil
}

func readType(line string) (*typeDecl, error) {
	head, constants, _ := strings.Cut(line, ":")
	words := strings.Fields(head)
	if len(words) != 2 && (len(words) != 4 || words[2] != "extends") {
		return nil, fmt.Errorf("not the head of a type: %q", line)
	}
	d := &typeDecl{kind: words[0], name: words[1], key: strings.ToLower(words[1])}
	switch d.kind {
	case "class", "interface":
	case "enum":
		d.constants = strings.Fields(constants)
		for _, c := range d.constants {
			d.members = append(d.members, &member{
				name: c, key: strings.ToLower(c), static: true,
				signatures: []signature{{result: d.name}},
			})
		}
	default:
		return nil, fmt.Errorf("%q is no kind of type", d.kind)
	}
	if len(words) == 4 {
		d.super = words[3]
	}
	return d, nil
}

func readMember(d *typeDecl, line string) error {
	m := &member{}
	if rest, ok := strings.CutPrefix(line, "static "); ok {
		m.static, line = true, rest
	}
	var params []string
	var rest string
	if open := strings.IndexByte(line, '('); open >= 0 {
		end := strings.IndexByte(line, ')')
		if end < open {
			return fmt.Errorf("unbalanced parentheses: %q", line)
		}
		m.callable = true
		m.name = line[:open]
		params = strings.Split(line[open+1:end], "|")
		rest = line[end+1:]
	} else {
		m.name, rest, _ = strings.Cut(line, " ")
	}
	m.key = strings.ToLower(m.name)
	words := strings.Fields(rest)
	var result string
	switch {
	case m.name == "new" && m.callable:
		result = d.name
	case len(words) > 0:
		result, words = words[0], words[1:]
	default:
		return fmt.Errorf("no type: %q", line)
	}
	since, until := 0, 0
	for _, w := range words {
		name, value, _ := strings.Cut(w, "=")
		var err error
		switch name {
		case "since":
			since, err = version(value)
		case "until":
			until, err = version(value)
		case "op":
			m.op = value
		case "check":
			m.check = value
		default:
			err = fmt.Errorf("unknown attribute %q", w)
		}
		if err != nil {
			return err
		}
	}
	if !m.callable {
		params = []string{""}
	}
	for _, p := range params {
		m.signatures = append(m.signatures, signature{params: splitTypes(p), result: result, since: since, until: until})
	}
	for _, other := range d.members {
		if other.key == m.key && other.callable == m.callable && other.static == m.static {
			other.signatures = append(other.signatures, m.signatures...)
			return nil
		}
	}
	d.members = append(d.members, m)
	return nil
}

func version(text string) (int, error) {
	f, err := strconv.ParseFloat(text, 64)
	return int(f*10 + 0.5), err
}

// splitTypes splits at the commas that are not inside type arguments.
func splitTypes(text string) []string {
	var list []string
	depth, start := 0, 0
	for i := 0; i <= len(text); i++ {
		if i == len(text) || text[i] == ',' && depth == 0 {
			if t := strings.TrimSpace(text[start:i]); t != "" {
				list = append(list, t)
			}
			start = i + 1
			continue
		}
		switch text[i] {
		case '<':
			depth++
		case '>':
			depth--
		}
	}
	return list
}

type writer struct {
	out   bytes.Buffer
	types map[string]int // folded name to index
	exprs map[string]int
	rows  []string // type expressions
	err   error
}

func write(types []*typeDecl) ([]byte, error) {
	w := &writer{types: map[string]int{}, exprs: map[string]int{}}
	for i, d := range types {
		w.types[d.key] = i + 1
	}
	w.expr("")
	var typeRows, memberRows, sigRows, paramRows bytes.Buffer
	members, sigs, params := 1, 1, 0
	for _, d := range types {
		super := 0
		if d.super != "" {
			if super = w.types[strings.ToLower(d.super)]; super == 0 {
				return nil, fmt.Errorf("%s extends the unknown %s", d.name, d.super)
			}
		}
		first := members
		for _, m := range d.members {
			firstSig := sigs
			for _, s := range m.signatures {
				firstParam := params
				for _, p := range s.params {
					fmt.Fprintf(&paramRows, "%d,", w.expr(p))
					params++
				}
				fmt.Fprintf(&sigRows, "{%d, %d, %d, %d, %d},\n", firstParam, params, w.expr(s.result), s.since, s.until)
				sigs++
			}
			fmt.Fprintf(&memberRows, "{%q, %q, %d, %d, %d, %s, %t, %t, %s},\n",
				m.key, m.name, w.types[d.key], firstSig, sigs, opName(m.op), m.static, m.callable, checkName(m.check))
			members++
		}
		fmt.Fprintf(&typeRows, "{%q, %q, %s, %d, %d, %d},\n", d.key, d.name, kindName(d.kind), super, first, members)
	}
	if w.err != nil {
		return nil, w.err
	}
	w.out.WriteString("// Code generated by go generate from apex.txt; DO NOT EDIT.\n\npackage platform\n\n")
	fmt.Fprintf(&w.out, "var typeRows = [...]typeRow{\n{},\n%s}\n\n", typeRows.String())
	fmt.Fprintf(&w.out, "var memberRows = [...]memberRow{\n{},\n%s}\n\n", memberRows.String())
	fmt.Fprintf(&w.out, "var signatureRows = [...]signatureRow{\n{},\n%s}\n\n", sigRows.String())
	fmt.Fprintf(&w.out, "var paramRows = [...]ExprID{%s}\n\n", paramRows.String())
	fmt.Fprintf(&w.out, "var exprRows = [...]Expr{\n%s}\n", strings.Join(w.rows, ""))
	return format.Source(w.out.Bytes())
}

func kindName(kind string) string {
	switch kind {
	case "interface":
		return "Interface"
	case "enum":
		return "Enum"
	}
	return "Class"
}

func opName(op string) string {
	if op == "" {
		return "OpNone"
	}
	return "Op" + strings.ToUpper(op[:1]) + op[1:]
}

func checkName(check string) string {
	if check == "" {
		return "PermNone"
	}
	return "Perm" + strings.ToUpper(check[:1]) + check[1:]
}

// expr returns the index of a type expression, made on first use.
func (w *writer) expr(text string) int {
	if i, ok := w.exprs[text]; ok {
		return i
	}
	var row string
	switch name, args, generic := strings.Cut(strings.TrimSuffix(text, ">"), "<"); {
	case text == "":
		row = "{},\n"
	case text == "T1":
		row = "{Form: FormParam, Index: 0},\n"
	case text == "T2":
		row = "{Form: FormParam, Index: 1},\n"
	case text == "void":
		row = "{Form: FormVoid},\n"
	case generic:
		base := w.typeNamed(name)
		list := splitTypes(args)
		ids := [2]int{}
		for i, a := range list {
			ids[i] = w.expr(a)
		}
		row = fmt.Sprintf("{Form: FormType, Type: %d, Args: [2]ExprID{%d, %d}},\n", base, ids[0], ids[1])
	default:
		row = fmt.Sprintf("{Form: FormType, Type: %d},\n", w.typeNamed(text))
	}
	w.exprs[text] = len(w.rows)
	w.rows = append(w.rows, row)
	return w.exprs[text]
}

func (w *writer) typeNamed(name string) int {
	i := w.types[strings.ToLower(name)]
	if i == 0 && w.err == nil {
		w.err = fmt.Errorf("unknown type %q", name)
	}
	return i
}
