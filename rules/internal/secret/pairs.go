package secret

import (
	"regexp"
	"strings"
)

// A Pair is a key and the place of its value in a text: a form, a query string, JSON or XML.
type Pair struct {
	Key        string
	Hint       Hint // what the key says of the value
	Start, End int
}

var pairPatterns = []*regexp.Regexp{
	regexp.MustCompile(`(?:^|[&?;\s])([A-Za-z_][\w.-]{0,63})=([^&\s'"<>;]+)`),
	regexp.MustCompile(`"([A-Za-z_][\w.-]{0,63})"\s*:\s*"((?:[^"\\]|\\.)+)"`),
	regexp.MustCompile(`<(?:[\w-]+:)?([A-Za-z_][\w.-]{0,63})(?:\s[^<>]*)?>([^<]+)</`),
}

// Pairs finds the values in a text whose key may be the name of a secret.
func Pairs(text string) []Pair {
	var pairs []Pair
	for _, pattern := range pairPatterns {
		for _, m := range pattern.FindAllStringSubmatchIndex(text, -1) {
			key, end := text[m[2]:m[3]], m[5]
			if fragment := strings.IndexByte(text[m[4]:end], '#'); fragment >= 0 && strings.Contains(text[:m[4]], "://") {
				end = m[4] + fragment
			}
			if hint := Name(key); hint != NoHint && end > m[4] {
				pairs = append(pairs, Pair{key, hint, m[4], end})
			}
		}
	}
	return pairs
}
