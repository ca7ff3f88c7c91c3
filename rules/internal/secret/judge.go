// Package secret judges whether text is a secret: by its value (known shapes, randomness, placeholders, names of things)
// and by the name of what holds it, which is a hint and no more.
//
// It knows text alone: nothing of Apex, of data flow or of rules. What it returns never contains the text it judged, so
// that messages can be made of it. Every function is pure and its time is linear in the text.
package secret

import (
	"strings"
)

// Kind says what a text can be. Greater is more likely a secret.
type Kind uint8

// The kinds, from harmless to certain.
const (
	Empty       Kind = iota // nothing, or too short to protect anything
	Placeholder             // stands where a secret goes: <your key>, xxxx, {!$Credential.Password}
	Label                   // names a thing: a field, a header, a path, an algorithm, a pattern
	Prose                   // words for people
	Testing                 // says that it is meant for tests; it may be real all the same
	Word                    // nothing in it speaks for or against a secret
	Password                // looks like a password that a person made up
	Random                  // looks like a generated key or token
	Known                   // has the shape of one kind of credential and of nothing else
)

// A Judgement is what a text is, and which part of it.
type Judgement struct {
	Kind Kind
	// What names a Known secret with its article: "a GitHub token".
	What string
	// Start and End bound the secret in the text, in bytes: a scheme before it ("Bearer ") does not belong to it.
	Start, End int
}

// Lengths in bytes.
const (
	shortest       = 4  // what is shorter protects nothing
	shortestPass   = 6  // of a password
	longestPass    = 64 // of a password
	shortestRandom = 16 // of a generated token
)

// Judge says what a text is, by the text alone.
func Judge(text string) Judgement {
	start := len(text) - len(strings.TrimLeft(text, " \t\r\n"))
	end := start + len(strings.TrimSpace(text))
	if what, from, to, ok := known(text); ok {
		if isFiller(text[from:to]) {
			return Judgement{Kind: Placeholder, Start: start, End: end}
		}
		return Judgement{Known, what, from, to}
	}
	start += schemeLength(text[start:end])
	value := text[start:end]
	return Judgement{Kind: kindOf(value), Start: start, End: end}
}

// IsKnown reports whether [Judge] finds the text Known, and asks nothing else.
func IsKnown(text string) bool {
	_, from, to, ok := known(text)
	return ok && !isFiller(text[from:to])
}

func kindOf(value string) Kind {
	if len(value) < shortest {
		return Empty
	}
	words := splitWords(value)
	switch {
	case isPlaceholder(value, words):
		return Placeholder
	case isNotation(value):
		return Label
	case isRandom(value, words):
		return Random
	case isName(value, words):
		return Label
	case strings.ContainsAny(value, " \t\r\n"):
		return Prose
	case mentionsTest(words):
		return Testing
	case isPassword(value):
		return Password
	}
	return Word
}

// isPassword reports whether the value mixes letters with digits or signs as people's passwords do.
func isPassword(value string) bool {
	if len(value) < shortestPass || len(value) > longestPass || len(value) == 8 && hex.MatchString(value) {
		return false // Eight hexadecimal digits are rather the mark of a file format.
	}
	var letter, digit, sign bool
	for _, c := range value {
		switch {
		case isLetter(c):
			letter = true
		case '0' <= c && c <= '9':
			digit = true
		case strings.ContainsRune("!@#$%^&*?~+|", c):
			sign = true
		case !strings.ContainsRune("_-.", c):
			return false
		}
	}
	return letter && (digit || sign)
}

func isLetter(c rune) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }
