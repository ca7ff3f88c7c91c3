package secret

import "strings"

// splitWords splits an identifier, or anything like one, into its words in lower case: "apiKey_v2" is api, key, v2.
// Digits belong to the word before them.
func splitWords(s string) []string {
	words := make([]string, 0, 4)
	lower, start := s, -1
	if isASCII(s) {
		lower = strings.ToLower(s) // all words at once, as the offsets stay
	}
	flush := func(end int) {
		if start >= 0 {
			words = append(words, strings.ToLower(lower[start:end]))
		}
		start = -1
	}
	for i := range len(s) {
		switch {
		case isUpper(s[i]):
			// A new word: after a small letter or digit, and the last capital of a run that a small letter follows.
			if start >= 0 && (!isUpper(s[i-1]) || i+1 < len(s) && isLower(s[i+1])) {
				flush(i)
			}
		case isLower(s[i]), isDigit(s[i]), s[i] >= 0x80:
		default:
			flush(i)
			continue
		}
		if start < 0 {
			start = i
		}
	}
	flush(len(s))
	return words
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }
func isLower(c byte) bool { return 'a' <= c && c <= 'z' }
func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// set makes a set of the words in a text.
func set(text string) map[string]bool {
	m := map[string]bool{}
	for word := range strings.FieldsSeq(text) {
		m[word] = true
	}
	return m
}

func containsAny(words []string, of map[string]bool) bool {
	for _, w := range words {
		if of[w] {
			return true
		}
	}
	return false
}

func allIn(words []string, of map[string]bool) bool {
	for _, w := range words {
		if !of[w] {
			return false
		}
	}
	return len(words) > 0
}
