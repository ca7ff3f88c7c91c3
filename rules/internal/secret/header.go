package secret

import (
	"regexp"
	"strings"
)

// HeaderKind says what the value of an HTTP header is.
type HeaderKind uint8

// The kinds of headers.
const (
	OtherHeader         HeaderKind = iota
	CredentialHeader               // the value is a key or token: X-Api-Key
	AuthorizationHeader            // the value is a scheme and a credential
)

// notSecret are words of headers that end like credentials and are none.
var notSecret = set("idempotency cache public content sort partition routing correlation csrf xsrf")

// Header says what the value of the header with this name is.
func Header(name string) HeaderKind {
	name = strings.ToLower(strings.TrimSpace(name))
	if name == "authorization" || name == "proxy-authorization" {
		return AuthorizationHeader
	}
	words := splitWords(name)
	if len(words) == 0 || containsAny(words, notSecret) {
		return OtherHeader
	}
	switch last := words[len(words)-1]; {
	case last == "key" && len(words) > 1, last == "auth", last == "apikey", last == "authorization":
		return CredentialHeader
	case strongWords[last], endsInSecret(last):
		return CredentialHeader
	}
	return OtherHeader
}

var scheme = regexp.MustCompile(`(?i)^(?:bearer|basic|token|apikey|api-key|api_key|oauth2?|digest|negotiate|ssws|hmac|jwt|geniekey|splunk|sso-key|key|secret|apitoken|zoho-oauthtoken|sharedkey|sharedaccesssignature|client-id|private-token|auth)(?:[ :]+|$)`)

// schemeLength returns the length in bytes of the scheme before a credential: "Bearer ".
func schemeLength(value string) int {
	for _, prefix := range []string{"key=", "Token token="} {
		if strings.HasPrefix(value, prefix) {
			return len(prefix)
		}
	}
	if !strings.ContainsAny(value, " :") {
		return 0 // nothing follows a scheme
	}
	if m := scheme.FindStringIndex(value); m != nil && (m[1] < len(value) || strings.HasSuffix(value, " ")) {
		return m[1]
	}
	return 0
}

// Credential returns the start of the credential in the value of an Authorization header: what follows the scheme.
func Credential(value string) int {
	start := len(value) - len(strings.TrimLeft(value, " "))
	if n := schemeLength(value[start:]); n > 0 {
		return start + n
	}
	if word, _, found := strings.Cut(value[start:], " "); found && strings.Trim(strings.ToLower(word), "abcdefghijklmnopqrstuvwxyz0123456789-_") == "" {
		return start + len(word) + 1
	}
	return start
}
