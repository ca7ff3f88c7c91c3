package dataflow

import (
	stdstrings "strings"

	"github.com/apexvet/apexvet/dataflow/strings"
	"github.com/apexvet/apexvet/semantics"
)

// queryText is what the text of a dynamic query tells without a parser.
type queryText struct {
	objects  []string        // after FROM, folded
	holes    []strings.Piece // what fills the holes after FROM
	mode     semantics.Mode  // of its WITH clause, ModeUnknown for none
	fields   []string        // plain ones of the SELECT clause, folded, of a text without holes
	complete bool            // no FROM is followed by a hole, and one is there
}

// modeWords are what may follow WITH and says the mode.
var modeWords = map[string]semantics.Mode{
	"user_mode": semantics.ModeUser, "system_mode": semantics.ModeSystem, "security_enforced": semantics.ModeSecurityEnforced,
}

// readQuery scans the words of a template outside of quotes. Child queries name
// relationships, so only the FROM outside of parentheses counts.
func readQuery(t strings.Template) queryText {
	var q queryText
	var words []string // the last words at the current depth
	depth := 0
	quoted := false
	returning := false // in the RETURNING clause of a search, before the name of an object
	flush := func(word string) {
		if word == "" {
			return
		}
		if returning && depth == 0 {
			if returning = false; isName(word) {
				q.objects = append(q.objects, word)
			}
		}
		if word == "returning" && depth == 0 && len(words) > 0 && words[0] == "find" {
			returning = true
		}
		if n := len(words); n > 0 && words[n-1] == "from" && depth == 0 && isName(word) {
			q.objects = append(q.objects, word)
		}
		words = append(words, word)
	}
	for i, p := range t {
		if p.Kind != strings.Constant {
			if n := len(words); depth == 0 && n > 0 && words[n-1] == "from" && !quoted {
				if i+1 < len(t) && !startsWithBlank(t[i+1]) {
					q.objects = nil
					return q // the object is not known
				}
				q.holes = append(q.holes, p)
			}
			words = append(words, "")
			continue
		}
		text := stdstrings.ToLower(p.Text)
		start := -1
		for k := 0; k <= len(text); k++ {
			var c byte
			if k < len(text) {
				c = text[k]
			}
			if quoted {
				switch c {
				case '\\':
					k++
				case '\'':
					quoted = false
				}
				continue
			}
			if isWordByte(c) {
				if start < 0 {
					start = k
				}
				continue
			}
			if start >= 0 {
				word := text[start:k]
				if k == len(text) && i+1 < len(t) && t[i+1].Kind != strings.Constant {
					word += "\x00" // goes on in a hole
				}
				flush(word)
				start = -1
			}
			switch c {
			case '\'':
				quoted = true
			case '(', '{':
				depth++
			case ')', '}':
				depth--
			case ',':
				// SOSL: RETURNING Account(Id), Contact(Id)
				returning = depth == 0 && len(words) > 0 && words[0] == "find" && len(q.objects) > 0
			}
		}
	}
	for i := 1; i < len(words); i++ {
		if mode, ok := modeWords[words[i]]; ok && words[i-1] == "with" {
			q.mode = mode
		}
	}
	if text, ok := t.Constant(); ok && len(q.objects) == 1 {
		q.fields = selected(stdstrings.ToLower(text))
	}
	q.complete = true
	return q
}

// selected returns the plain names in the SELECT clause of a folded query.
func selected(text string) []string {
	text, ok := stdstrings.CutPrefix(stdstrings.TrimSpace(text), "select")
	if !ok {
		return nil
	}
	var fields []string
	start, depth := 0, 0
	item := func(end int) {
		if name := stdstrings.TrimSpace(text[start:end]); name != "" && stdstrings.IndexFunc(name, notName) < 0 {
			fields = append(fields, name)
		}
		start = end + 1
	}
	for i := range len(text) {
		switch c := text[i]; {
		case c == '(':
			depth++
		case c == ')':
			depth--
		case depth > 0:
		case c == ',':
			item(i)
		case c <= ' ' && stdstrings.HasPrefix(text[i+1:], "from") && (i+5 == len(text) || !isWordByte(text[i+5])):
			item(i)
			return fields
		}
	}
	return nil
}

func notName(r rune) bool { return r > 'z' || !isWordByte(byte(r)) }

// startsWithBlank reports whether a piece cannot go on with the word before it.
func startsWithBlank(p strings.Piece) bool {
	return p.Kind == strings.Constant && p.Text != "" && (p.Text[0] <= ' ' || p.Text[0] == ')')
}

func isWordByte(c byte) bool {
	return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '_'
}

func isName(word string) bool { return word[0] > '9' && word[len(word)-1] != 0 }
