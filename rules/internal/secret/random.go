package secret

import (
	"math"
	"regexp"
	"strings"
)

var (
	uuid  = regexp.MustCompile(`^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$`)
	hex   = regexp.MustCompile(`^(?:[0-9a-f]+|[0-9A-F]+)$`)
	token = regexp.MustCompile(`^[A-Za-z0-9+/_.~!|$%&*@#^:-]+={0,2}$`)
)

// isRandom reports whether the value looks generated: long, of few rules, not made of words.
func isRandom(value string, words []string) bool {
	if len(value) < shortestRandom || !token.MatchString(value) {
		return false
	}
	if uuid.MatchString(value) {
		return distinct(value) >= 8
	}
	letters, digits := count(strings.TrimRight(value, "0123456789"))
	switch {
	case longestSegment(value) < 10:
		return false
	case hex.MatchString(value):
		letters, digits = count(value)
		return letters >= 2 && digits >= 2 && distinct(value) >= 8
	case 100*letters < 15*len(value):
		return false
	case digits == 0 && (len(value) < 20 || transitions(value) < 0.4):
		return false
	}
	longest := math.Log2(float64(min(len(value), 64)))
	return entropy(value) >= 0.8*longest && transitions(value) >= 0.2 && 2*wordLetters(value, words) < len(value)
}

// longestSegment is the length of the longest part between the separators of names.
func longestSegment(value string) int {
	longest := 0
	for segment := range strings.FieldsFuncSeq(value, func(c rune) bool { return strings.ContainsRune("_-.:#", c) }) {
		longest = max(longest, len(segment))
	}
	return longest
}

// entropy is Shannon's, in bits per byte.
func entropy(s string) float64 {
	var counts [256]int
	for i := range len(s) {
		counts[s[i]]++
	}
	sum := 0.0
	for _, n := range counts {
		if n > 0 {
			p := float64(n) / float64(len(s))
			sum -= p * math.Log2(p)
		}
	}
	return sum
}

// transitions is the share of neighbours that differ in kind: small letter, capital, digit, sign. A capital before a
// small letter does not count where a word begins.
func transitions(s string) float64 {
	kind := func(c byte) int {
		switch {
		case isLower(c):
			return 0
		case isUpper(c):
			return 1
		case isDigit(c):
			return 2
		}
		return 3
	}
	n := 0
	for i := 1; i < len(s); i++ {
		a, b := kind(s[i-1]), kind(s[i])
		if a != b && (a != 1 || b != 0) {
			n++
		}
	}
	return float64(n) / float64(len(s)-1)
}

// wordLetters counts the letters that stand in what could be words: four letters or more with a vowel and without a long
// run of consonants.
func wordLetters(s string, words []string) int {
	n := 0
	for _, w := range words {
		for _, run := range strings.FieldsFunc(w, func(c rune) bool { return c < 'a' || c > 'z' }) {
			if len(run) >= 4 && isPronounceable(run) {
				n += len(run)
			}
		}
	}
	return min(n, len(s))
}

func isPronounceable(run string) bool {
	vowels, consonants := 0, 0
	for i := range len(run) {
		if strings.IndexByte("aeiouy", run[i]) >= 0 {
			vowels++
			consonants = 0
			continue
		}
		if consonants++; consonants > 4 {
			return false
		}
	}
	return 5*vowels >= len(run)
}

func count(s string) (letters, digits int) {
	for i := range len(s) {
		switch {
		case isLower(s[i]), isUpper(s[i]):
			letters++
		case isDigit(s[i]):
			digits++
		}
	}
	return letters, digits
}
