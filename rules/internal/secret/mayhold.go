package secret

import "strings"

// MayHold reports quickly whether text, or what it is a part of, can hold a secret that its own form gives away: a long
// run with digits in it, a URL with a user, the value of a parameter that is named like a secret. It errs on the side of
// yes, and is there to spare most texts a closer look.
func MayHold(text string) bool {
	run, digit, assigns := 0, false, false
	for i := range len(text) {
		switch c := text[i]; {
		case c <= ' ':
			run, digit = 0, false
			continue
		case isDigit(c):
			digit = true
		case c == '@', c == '=', c == ':', c == '>':
			assigns = true
		}
		if run++; run >= 12 && digit {
			return true
		}
	}
	return assigns && mentionsSecret(text)
}

// mentionsSecret reports whether the text contains a word of the names of secrets, or what stands in a URL with a user.
func mentionsSecret(text string) bool {
	if at := strings.Index(text, "://"); at >= 0 && strings.IndexByte(text[at:], '@') >= 0 {
		return true
	}
	lower := strings.ToLower(text)
	for _, word := range []string{"pass", "secret", "token", "key", "pwd", "cred", "auth", "sign", "hash", "salt", "jwt", "cert", "cookie", "session"} {
		if strings.Contains(lower, word) {
			return true
		}
	}
	return false
}
