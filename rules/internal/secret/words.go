package secret

import "strings"

// splitWords splits an identifier, or anything like one, into its words in lower case: "apiKey_v2" is api, key, v2.
// Digits belong to the word before them.
func splitWords(s string) []string {
	var words []string
	start := -1
	flush := func(end int) {
		if start >= 0 {
			words = append(words, strings.ToLower(s[start:end]))
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
