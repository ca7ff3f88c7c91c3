package secret

import (
	"encoding/base64"
	"encoding/json"
	"regexp"
	"strings"
)

// A shape is the form of one kind of credential.
type shape struct {
	// what names it with its article.
	what string
	// mark is text that each of them contains; the pattern is tried only where it stands.
	mark    string
	pattern *regexp.Regexp
	// valid, if not nil, looks closer at what the pattern matched.
	valid func(match string) bool
}

// shapes are the forms that their issuers document. The first group of a pattern, if there is one, is the secret.
var shapes = []shape{
	{"a private key", "PRIVATE KEY", regexp.MustCompile(`-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----[\s\\rn]*(?:[A-Za-z-]+: [^\n]*\s+)*([A-Za-z0-9+/=\s\\]{40,})`), nil},
	{"a private key", "MII", regexp.MustCompile(`\bMII[A-Za-z0-9+/]{2,3}IB(?:ADANBgkqhkiG9w0BAQEFAASC|AAKC)[A-Za-z0-9+/=\s]{40,}`), nil},
	{"a key store (PKCS #12)", "MII", regexp.MustCompile(`\bMII[A-Za-z0-9+/]{2}AIBAzCC[A-Za-z0-9+/=\s]{40,}`), nil},
	{"a JSON Web Token", "eyJ", regexp.MustCompile(`\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}`), isWebToken},
	{"a Salesforce session id", "00D", regexp.MustCompile(`\b00D[A-Za-z0-9]{12,15}![A-Za-z0-9._]{30,}`), nil},
	{"a Salesforce refresh token", "5Aep861", regexp.MustCompile(`\b5Aep861[A-Za-z0-9._]{30,}`), nil},
	{"an AWS access key", "A", regexp.MustCompile(`\b(?:AKIA|ASIA)[A-Z0-9]{16}\b`), nil},
	{"a Slack token", "xox", regexp.MustCompile(`\bxox[abeoprs]-[A-Za-z0-9-]{10,}`), nil},
	{"a Slack webhook", "hooks.slack.com/services/", regexp.MustCompile(`hooks\.slack\.com/services/(T[A-Za-z0-9]+/B[A-Za-z0-9]+/[A-Za-z0-9]{16,})`), nil},
	{"a Microsoft Teams webhook", ".webhook.office.com/", regexp.MustCompile(`\.webhook\.office\.com/webhookb2/([0-9a-f-]{36}@[0-9a-f-]{36}/IncomingWebhook/[0-9a-f]{32}/[0-9a-f-]{36})`), nil},
	{"a GitHub token", "gh", regexp.MustCompile(`\bgh[opsur]_[A-Za-z0-9]{36,}`), nil},
	{"a GitHub token", "github_pat_", regexp.MustCompile(`\bgithub_pat_[A-Za-z0-9_]{22,}`), nil},
	{"a GitLab token", "glpat-", regexp.MustCompile(`\bglpat-[A-Za-z0-9_-]{20,}`), nil},
	{"a Stripe key", "k_", regexp.MustCompile(`\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,}`), nil},
	{"a Google API key", "AIza", regexp.MustCompile(`\bAIza[A-Za-z0-9_-]{35}\b`), nil},
	{"a Google OAuth secret", "GOCSPX-", regexp.MustCompile(`\bGOCSPX-[A-Za-z0-9_-]{20,}`), nil},
	{"a Google access token", "ya29.", regexp.MustCompile(`\bya29\.[A-Za-z0-9_-]{20,}`), nil},
	{"a Twilio API key", "SK", regexp.MustCompile(`\bSK[0-9a-f]{32}\b`), nil},
	{"a SendGrid key", "SG.", regexp.MustCompile(`\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}`), nil},
	{"a Mailgun key", "key-", regexp.MustCompile(`\bkey-[0-9a-f]{32}\b`), nil},
	{"an OpenAI key", "sk-", regexp.MustCompile(`\bsk-(?:proj-|svcacct-)?[A-Za-z0-9_-]{20,}[A-Za-z0-9]`), hasDigit},
	{"an Anthropic key", "sk-ant-", regexp.MustCompile(`\bsk-ant-[A-Za-z0-9_-]{24,}`), nil},
	{"an npm token", "npm_", regexp.MustCompile(`\bnpm_[A-Za-z0-9]{36}\b`), nil},
	{"a Shopify token", "shp", regexp.MustCompile(`\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}\b`), nil},
	{"a Square token", "sq0", regexp.MustCompile(`\bsq0(?:atp|csp)-[A-Za-z0-9_-]{22,}`), nil},
	{"a DigitalOcean token", "do", regexp.MustCompile(`\bdo[opr]_v1_[0-9a-f]{64}\b`), nil},
	{"a Databricks token", "dapi", regexp.MustCompile(`\bdapi[0-9a-f]{32}\b`), nil},
	{"a HashiCorp Vault token", "hvs.", regexp.MustCompile(`\bhvs\.[A-Za-z0-9_-]{24,}`), nil},
	{"an Azure storage key", "AccountKey=", regexp.MustCompile(`AccountKey=([A-Za-z0-9+/]{80,}={0,2})`), nil},
	{"a password in a URL", "://", regexp.MustCompile(`\b[a-zA-Z][a-zA-Z0-9+.-]*://[^\s/:@?#'"<>{}]+:([^\s/@?#'"<>{}]{3,})@[\w.-]`), isRealPassword},
	{"a user name and password in Base64", "asic ", regexp.MustCompile(`(?i)^\s*basic ([A-Za-z0-9+/]{8,}={0,2})\s*$`), isBasic},
}

// known finds the first shape in the text and returns what it is and where.
func known(text string) (what string, start, end int, ok bool) {
	if len(text) < 12 {
		return "", 0, 0, false
	}
	for i := range shapes {
		s := &shapes[i]
		if !strings.Contains(text, s.mark) {
			continue
		}
		m := s.pattern.FindStringSubmatchIndex(text)
		if m == nil {
			continue
		}
		start, end := m[0], m[1]
		if len(m) > 2 && m[2] >= 0 {
			start, end = m[2], m[3]
		}
		if s.valid == nil || s.valid(text[start:end]) {
			return s.what, start, end, true
		}
	}
	return "", 0, 0, false
}

// isWebToken reports whether the first part of a token is the header of a JSON Web Token.
func isWebToken(token string) bool {
	head, _, _ := strings.Cut(token, ".")
	data, err := base64.RawURLEncoding.DecodeString(head)
	if err != nil {
		return false
	}
	var header struct {
		Algorithm string `json:"alg"`
	}
	return json.Unmarshal(data, &header) == nil && header.Algorithm != ""
}

// isBasic reports whether Base64 text holds a user name and a password.
func isBasic(encoded string) bool {
	data, err := base64.StdEncoding.DecodeString(encoded + strings.Repeat("=", -len(encoded)&3))
	if err != nil {
		return false
	}
	for _, c := range data {
		if c < ' ' || c > '~' {
			return false
		}
	}
	user, password, found := strings.Cut(string(data), ":")
	return found && user != "" && isRealPassword(password)
}

func isRealPassword(password string) bool {
	return password != "" && !isPlaceholder(password, splitWords(password)) && !strings.EqualFold(password, "password") &&
		!strings.EqualFold(password, "pass")
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }
