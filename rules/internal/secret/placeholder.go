package secret

import (
	"regexp"
	"strings"
)

// fillers are words that stand where somebody is to put a secret.
var fillers = set("changeme changeit placeholder example sample dummy todo tbd fixme redacted replace replaceme insert " +
	"enter here notset unset undefined none null masked hidden removed foo bar foobar lorem omitted empty default value string abc abcd")

// isPlaceholder reports whether the value stands where a secret goes, and is none.
func isPlaceholder(value string, words []string) bool {
	first, last := value[0], value[len(value)-1]
	switch {
	case first == '<' && last == '>', first == '[' && last == ']', first == '{' && last == '}', first == '%' && last == '%':
		return true
	case strings.Contains(value, "{!"), strings.Contains(value, "${"), strings.Contains(value, "{{"), strings.Contains(value, "%%%"),
		strings.Contains(value, "***"), strings.Contains(value, "..."), formatHole.MatchString(value):
		return true
	}
	return isFiller(value) || len(words) <= 4 && containsAny(words, fillers) || mentionsChange(words)
}

// formatHole is an argument's place in the patterns of String.format.
var formatHole = regexp.MustCompile(`\{[0-9]+\}`)

// isFiller reports whether even a value of a known shape says that it is made up: it is all x, or says example.
func isFiller(value string) bool {
	if distinct(value) <= 3 {
		return true
	}
	lower := strings.ToLower(value)
	for _, word := range []string{"example", "placeholder", "xxxx", "your_", "your-", "yourtoken", "yourkey", "yoursecret", "yourpass", "yourapi", "dummy", "redacted", "changeme"} {
		if strings.Contains(lower, word) {
			return true
		}
	}
	return strings.HasPrefix(lower, "your")
}

// mentionsChange recognises "change me" and "replace this" in all spellings.
func mentionsChange(words []string) bool {
	for i := 1; i < len(words); i++ {
		if (words[i-1] == "change" || words[i-1] == "replace" || words[i-1] == "fill" || words[i-1] == "set" || words[i-1] == "todo") &&
			(words[i] == "me" || words[i] == "this" || words[i] == "it" || words[i] == "in" || words[i] == "with") {
			return true
		}
	}
	return false
}

// testWords say that a value is meant for tests.
var testWords = set("test tests testing testuser testpass testkey testtoken demo fake mock stub")

func mentionsTest(words []string) bool {
	for _, w := range words {
		if testWords[strings.TrimRight(w, "0123456789")] {
			return true
		}
	}
	return false
}

// IsForTests reports whether the name of a method or class says that it serves tests: TestDataFactory, createDummy.
func IsForTests(name string) bool {
	words := splitWords(name)
	return mentionsTest(words) || containsAny(words, sampleWords)
}

var sampleWords = set("dummy example examples sample samples")

// distinct counts the different bytes of a text.
func distinct(s string) int {
	var seen [256]bool
	n := 0
	for i := range len(s) {
		if !seen[s[i]] {
			seen[s[i]] = true
			n++
		}
	}
	return n
}
