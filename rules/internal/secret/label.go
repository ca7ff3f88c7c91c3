package secret

import (
	"regexp"
	"strings"
)

// vocabulary are the words of which names of credentials, headers, parameters and settings are made.
var vocabulary = set("access account agent alg algorithm aes api app application assertion audience auth authenticate authentication " +
	"authorization authorize base64 basic bearer cert certificate challenge client code connected consumer content " +
	"cookie cred credential credentials creds crypto csrf custom decrypt digest encrypt encrypted encryption endpoint " +
	"expires expiry external field format forgot grant hash hash256 header hmac hmacsha1 hmacsha256 hmacsha512 http https id " +
	"identity issuer jwt key keys label login logout md5 metadata method name named nonce oauth oauth2 of org param parameter pass " +
	"passphrase passwd password passwords path pin private property provider public pwd query refresh request reset response " +
	"role rsa salt saml scope secret secrets security service session sessionid setting settings sha sha1 sha256 sha512 sid sign signature signing " +
	"sso state subscription system tenant the token tokens type uri url urn user userid username uuid verifier webhook www x xapi apikey " +
	"accesstoken refreshtoken clientid clientsecret authtoken privatekey publickey sfdc salesforce sf admin")

// stopWords are whole values that are never secrets.
var stopWords = set("true false yes no none null admin administrator active inactive enabled disabled required optional " +
	"default standard production sandbox live test get post put patch delete utf8 utf-8 utf-16 iso-8859-1 iso-8859-15 us-ascii windows-1252 string integer boolean text json xml " +
	"sha256withrsa sha-1 sha-256 sha-384 sha-512 rsa-sha1 rsa-sha256 rsa-sha512 hmac-sha1 hmac-sha256 hmac-sha512 sha1withrsa aes128 aes192 aes256 aes256-gcm " +
	"hmacmd5 hmacsha1 hmacsha256 hmacsha384 hmacsha512 ecdsa-sha256 rs256 rs384 rs512 hs256 hs384 hs512 es256 x509 x.509 oauth2 oauth1 " +
	"oauth2.0 tls1.2 saml2 saml2.0 base64 base64url hex md5 bcrypt pbkdf2 pkcs1 pkcs5 pkcs8 pkcs12")

var (
	apiName    = regexp.MustCompile(`(?i)^[\w.]*__(?:c|r|e|b|x|mdt|pc|pr|share|history|feed|kav)(?:\.\w+)*$`)
	email      = regexp.MustCompile(`^[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}$`)
	mimeType   = regexp.MustCompile(`(?i)^(?:application|text|image|multipart|audio|video|font)/[\w.+*-]+`)
	fileName   = regexp.MustCompile(`(?i)^[\w /\\.-]+\.(?:cls|page|js|css|json|xml|html?|png|jpe?g|gif|svg|pdf|csv|txt|docx?|xlsx?|zip|pem|crt|cer|jks|key|p12|aspx?|php|com|net|org|io)$`)
	identifier = regexp.MustCompile(`^\$?[A-Za-z][A-Za-z0-9]*(?:[ _.:/-]+[A-Za-z0-9]+)*[=:?&]?$`)
	hostName   = regexp.MustCompile(`(?i)^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|io|gov|edu|local|internal|cloud|dev|app|co\.uk|de)(?::\d+)?(?:/.*)?$`)
	pathText   = regexp.MustCompile(`^\.{0,2}/[\w./:?=&%{}-]*$`)
	recordID   = regexp.MustCompile(`^[A-Za-z0-9]{15}(?:[A-Z0-5]{3})?$`)
	keyEquals  = regexp.MustCompile(`^[&?;]?[A-Za-z_.-]+[=:]$`)
)

// isNotation reports whether the value is written in some notation that secrets are not: a URL, a pattern, an alphabet,
// markup, a query. What is random inside of it does not count.
func isNotation(value string) bool {
	lower := strings.ToLower(value)
	switch {
	case strings.Contains(value, "://"), strings.HasPrefix(lower, "callout:"), strings.HasPrefix(lower, "urn:"), strings.HasPrefix(lower, "data:"),
		strings.HasPrefix(lower, "mailto:"), strings.HasPrefix(lower, "c:"):
		return true
	case stopWords[lower], isPattern(value), isAlphabet(value), strings.Contains(value, "__") && apiName.MatchString(value), isAddress(value), isLabelled(value):
		return true
	case strings.ContainsAny(value[:1], "<([{?&,;:") && len(value) > 1, strings.HasPrefix(lower, "select "):
		return true
	case len(value) == 15 || len(value) == 18:
		return strings.Contains(value, "000") && recordID.MatchString(value)
	}
	return isNumeric(value)
}

// isAddress reports whether the value is an e-mail address, a media type, a file's or a host's name. The byte that each of
// them contains is looked for first: most texts have none.
func isAddress(value string) bool {
	return strings.IndexByte(value, '@') > 0 && email.MatchString(value) ||
		strings.IndexByte(value, '/') > 0 && mimeType.MatchString(value) ||
		strings.IndexByte(value, '.') > 0 && (fileName.MatchString(value) || hostName.MatchString(value))
}

// isLabelled reports whether the value is a key that a value is to follow: "token=".
func isLabelled(value string) bool {
	return (strings.HasSuffix(value, "=") || strings.HasSuffix(value, ":")) && keyEquals.MatchString(value)
}

// isPattern reports whether the value is a regular expression.
func isPattern(value string) bool {
	for _, mark := range []string{"(?", "[a-z", "[A-Z", "[0-9", "[^", `\d`, `\w`, `\s`, ".*", ".+", "{8,", "]+", "]*", "]{"} {
		if strings.Contains(value, mark) {
			return true
		}
	}
	return false
}

// isAlphabet reports whether the value lists characters in their order, as the source of generated passwords does.
func isAlphabet(value string) bool {
	if len(value) < 10 {
		return false
	}
	ascending := 0
	for i := 1; i < len(value); i++ {
		if d := int(value[i]) - int(value[i-1]); d == 1 || d == -1 || d == 2 {
			ascending++
		}
	}
	return 2*ascending > len(value)
}

// isNumeric reports whether the value is made of digits and the signs of numbers, dates and telephones.
func isNumeric(value string) bool {
	return strings.Trim(value, "0123456789.,:/+-() TZ%") == "" && len(value) < 12 && strings.ContainsAny(value, ".,:/+-() TZ%")
}

// isName reports whether the value names a thing: it is an identifier whose words belong to the vocabulary, a path, a
// setting's key.
func isName(value string, words []string) bool {
	if pathText.MatchString(value) {
		return true
	}
	if !identifier.MatchString(value) {
		return false
	}
	inVocabulary, digits := 0, 0
	for _, w := range words {
		if bare := strings.TrimRight(w, "0123456789"); vocabulary[w] || vocabulary[bare] && len(w)-len(bare) <= 1 {
			inVocabulary++
		} else if bare != w {
			digits++
		}
	}
	switch separated := strings.ContainsAny(value, " _.:/-"); {
	case inVocabulary == len(words):
		return true
	case digits > 0:
		return false
	case separated:
		return inVocabulary > 0
	}
	return false
}
