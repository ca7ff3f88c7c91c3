package credentials

import "github.com/apexvet/apexvet/rules"

// The ways in which a credential shows, by what speaks for it. All rules of the package share them.
const (
	knownShape    = "known-shape"
	sent          = "sent"
	encryptionKey = "encryption-key"
	secretValue   = "secret-value"
	passwordValue = "password-value"
	possible      = "possible-secret"
	nameOnly      = "name-only"
)

const (
	keepElsewhere = "Revoke it, and keep its successor in a Named Credential, or in a protected custom setting or custom metadata type."
	keepIfSecret  = "If it is a secret, keep it in a Named Credential, or in a protected custom setting or custom metadata type."
)

// heldVariants are the variants of the rules about what holds a literal. Their messages take what holds it, and a detail.
var heldVariants = []rules.Variant{
	{
		ID: knownShape, Title: "Value of a known kind of credential",
		Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{798},
		Message: "%s holds %s, which everyone who can read the code can use. " + keepElsewhere,
	},
	{
		ID: sent, Title: "Literal that is used as a credential",
		Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{798},
		Message: "%s holds a hard-coded credential: it is used as %s, and everyone who can read the code can use it too. " + keepElsewhere,
	},
	{
		ID: encryptionKey, Title: "Literal that is used as a key",
		Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{321, 798},
		Message: "%s holds a hard-coded key: it is used as %s, so that everyone who can read the code can decrypt or forge what it protects. " +
			"Generate a key, and keep it in a protected custom setting or custom metadata type.",
	},
	{
		ID: secretValue, Title: "Generated value under the name of a secret",
		Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{798},
		Message: "%s holds what looks like a generated secret (%s), which everyone who can read the code can use. " + keepElsewhere,
	},
	{
		ID: passwordValue, Title: "Value like a password under the name of a secret",
		Severity: rules.SeverityHigh, Confidence: rules.ConfidenceMedium, CWE: []int{259, 798},
		Message: "%s holds what looks like a password or key (%s), which everyone who can read the code can use. " + keepElsewhere,
	},
	{
		ID: possible, Title: "Value that may be a secret",
		Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{798},
		Message: "%s holds what may be a secret (%s). " + keepIfSecret,
	},
	{
		ID: nameOnly, Title: "Literal under the name of a secret",
		Severity: rules.SeverityMedium, Confidence: rules.ConfidenceLow, CWE: []int{798},
		Message: "%s is named like a secret and holds a literal (%s). " + keepIfSecret,
	},
}

// sentVariants are the variants of the rule about requests. Their messages take the place in the request, and a detail.
var sentVariants = []rules.Variant{
	{
		ID: knownShape, Title: "Value of a known kind of credential in a request",
		Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{798},
		Message: "%s is sent with %s, which everyone who can read the code can use. " + keepElsewhere,
	},
	{
		ID: sent, Title: "Literal sent as a credential",
		Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{798},
		Message: "%s is sent with a hard-coded credential (%s), which everyone who can read the code can use. " + keepElsewhere,
	},
	{
		ID: possible, Title: "Literal that may be sent as a credential",
		Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{798},
		Message: "%s is given what may be a hard-coded credential (%s). " + keepIfSecret,
	},
	{
		ID: nameOnly, Title: "Literal in a header that is named like a credential",
		Severity: rules.SeverityMedium, Confidence: rules.ConfidenceLow, CWE: []int{798},
		Message: "%s is named like a credential and is given a literal (%s). " + keepIfSecret,
	},
}
