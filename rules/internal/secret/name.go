package secret

import "strings"

// Hint says how much the name of a variable, field or key speaks for a secret in it.
type Hint uint8

// The hints.
const (
	NoHint     Hint = iota
	WeakHint        // the name often stands for other things too: signature, hash, auth
	StrongHint      // password, client secret, API key, token
)

// strongWords name secrets when they stand at the head of a name.
var strongWords = set("password passwd passphrase passcode pwd secret secrets apikey token tokens clientsecret accesstoken authtoken refreshtoken " +
	"accesskey secretkey privatekey encryptionkey signingkey sharedkey symmetrickey hmackey bearer credential credentials creds passwords apitoken apisecret")

// strongPairs are two words of a name, the second at its head.
var strongPairs = set("api.key access.key secret.key private.key encryption.key encrypt.key signing.key sign.key shared.key " +
	"symmetric.key hmac.key crypto.key aes.key master.key subscription.key auth.key license.key rest.key app.key application.key db.pass user.pass " +
	"session.id secret.value client.pass private.pem ssh.key rsa.key server.key service.key account.key storage.key webhook.key functions.key")

// weakWords make a name worth a look when they stand anywhere before the head, or at it.
var weakWords = set("pass auth authz authn authorization authentication oauth jwt salt signature hash cookie sessionid cert certificate " +
	"encryption decryption credential credentials password passwd secret token apikey pin iv hmac")

// heads are the words at the end of a name that say that it is about something that a secret has: its name, its length,
// the field it is stored in.
var heads = set("name names field fields label labels header headers url urls uri endpoint endpoints path paths type types param params " +
	"parameter parameters prefix suffix format pattern regex regexp message messages msg error errors title id ids expiry expires expiration " +
	"expired length len size count class method methods object page pages setting settings placeholder hint help algorithm alg issuer audience scope " +
	"scopes separator delimiter column attribute attributes property policy rule rules status state event action mode option options category " +
	"template subject email date time datetime timeout version index position required enabled disabled flag chars characters charset alphabet xml json " +
	"query soql statement html tag tags element node nodes request response result results handler service provider manager helper util utils " +
	"factory controller test tests mock link button text description instructions reason form input output map list set config metadata " +
	"strength lifetime ttl user username owner role host domain site siteid developername apiname cachekey selector level group resource " +
	"algo function operation code codes verifier challenge nonce grant family store storage partition cache picklist values keys yes no legend style icon section tab limit number num signatory")

// openers are words at the beginning of a name that say the same: FIELD_PASSWORD, PARAM_TOKEN, ERROR_NO_SECRET, publicKey.
var openers = set("field param parameter header label msg message error err url uri endpoint path attr attribute column key json tag node xml " +
	"query soql regex pattern is has show hide invalid missing forgot forgotten reset change changed no public name default namespace mask masked " +
	"masking redact max min num number expired site placeholder prop property setting hashed test type icon css style element dummy mock fake")

// trailing are words that say nothing of what a name holds.
var trailing = set("value val string str text const constant prod production test dev uat qa sandbox live staging new old current temp tmp default " +
	"local global internal plain base64 raw hex encoded c x v2 v1 one two first second primary secondary backup a b to be used")

// Name says how much the name of what holds a text speaks for a secret. The head of the name decides, as in English:
// a tokenUrl is a URL.
func Name(name string) Hint {
	words := splitWords(strings.TrimSuffix(strings.TrimSuffix(name, "__c"), "__C"))
	for i, w := range words {
		if bare := strings.TrimRight(w, "0123456789"); bare != "" && bare != "base" {
			words[i] = bare
		}
	}
	all := words
	for len(words) > 1 && (trailing[words[len(words)-1]] || strings.Trim(words[len(words)-1], "0123456789") == "") {
		words = words[:len(words)-1]
	}
	if len(words) == 0 {
		return NoHint
	}
	head := words[len(words)-1]
	pair := ""
	if len(words) > 1 {
		pair = words[len(words)-2] + "." + head
	}
	switch {
	case strings.Contains(strings.Join(all, "."), "named.cred"):
		return NoHint // A Named Credential is where a secret belongs; its name is none.
	case strongPairs[pair]:
		if len(words) > 2 && openers[words[0]] || words[0] == "public" {
			return NoHint
		}
		return StrongHint
	case heads[head], len(words) > 1 && openers[words[0]]:
		return NoHint
	case strongWords[head]:
		return StrongHint
	case head == "pass" && len(words) <= 2, len(words) == 1 && endsInSecret(head):
		return StrongHint
	case containsAny(all, weakWords), containsPair(all), endsInSecret(head), len(words) == 1 && head == "key":
		return WeakHint
	}
	return NoHint
}

func containsPair(words []string) bool {
	for i := 1; i < len(words); i++ {
		if strongPairs[words[i-1]+"."+words[i]] {
			return true
		}
	}
	return false
}

// endsInSecret finds the words in names that do not mark where a word begins: MYAPIKEY, dbpassword.
func endsInSecret(word string) bool {
	for _, end := range []string{"password", "passwd", "pwd", "secret", "apikey", "token", "privatekey", "secretkey", "accesskey", "passphrase"} {
		if strings.HasSuffix(word, end) {
			return true
		}
	}
	return false
}

// Repeats reports whether a value only says the name of what holds it again, or a part of it: MASTER_KEY = '$master$'.
func Repeats(name, value string) bool {
	return squeeze(name) == squeeze(value) || allIn(splitWords(value), set(strings.Join(splitWords(name), " ")))
}

func squeeze(s string) string { return strings.Join(splitWords(s), "") }
