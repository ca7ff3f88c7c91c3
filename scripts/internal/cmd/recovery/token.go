package main

import "bytes"

// token is a range of the text.
type token struct{ start, end int }

// operators of more than one character, the longest first.
var operators = []string{
	">>>=", "===", "!==", "<<=", ">>=", "==", "!=", "<=", ">=", "<>", "&&", "||", "??", "?.", "++", "--", "+=", "-=", "*=",
	"/=", "|=", "&=", "^=", "<<", "=>",
}

// tokenize splits a range of Apex into tokens; blanks and comments are none. It is as simple as the measuring allows: ">>" stays
// two tokens, as it is between type arguments.
func tokenize(text []byte, start, end int) []token {
	var tokens []token
	for at := start; at < end; {
		length, isToken := next(text[at:end])
		if isToken {
			tokens = append(tokens, token{at, at + length})
		}
		at += length
	}
	return tokens
}

// next returns the length of what the text starts with, and whether that is a token.
func next(text []byte) (length int, isToken bool) {
	switch c := text[0]; {
	case c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f':
		return 1, false
	case bytes.HasPrefix(text, []byte("//")):
		return until(text, 2, "\n"), false
	case bytes.HasPrefix(text, []byte("/*")):
		return until(text, 2, "*/"), false
	case bytes.HasPrefix(text, []byte("'''")):
		return until(text, 3, "'''"), true
	case c == '\'':
		return stringLength(text), true
	case isWord(c):
		length = 1
		for length < len(text) && isWord(text[length]) {
			length++
		}
		return length, true
	}
	for _, operator := range operators {
		if bytes.HasPrefix(text, []byte(operator)) {
			return len(operator), true
		}
	}
	return 1, true
}

// until returns the length of the text up to and including the mark, looked for from an offset; all of it if there is none.
func until(text []byte, from int, mark string) int {
	if at := bytes.Index(text[from:], []byte(mark)); at >= 0 {
		return from + at + len(mark)
	}
	return len(text)
}

func stringLength(text []byte) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '\'':
			return i + 1
		case '\n':
			return i
		}
	}
	return len(text)
}

// isWord reports whether the byte can be part of a name or a number; bytes of other than ASCII characters can.
func isWord(c byte) bool {
	return c == '_' || c == '$' || c >= 0x80 || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}
