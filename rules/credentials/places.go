package credentials

import (
	"iter"
	"slices"
	"strings"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
	"github.com/apexvet/apexvet/rules/internal/secret"
)

// A metadataPlace is an element of metadata in which a credential can stand.
type metadataPlace struct {
	root string
	path []string
	// parameters, if not empty, are the values one of which the element's sibling parameterType must have.
	parameters []string
	// named is a sibling that holds the name of what the element holds: a header, a parameter, a field.
	named string
	reads reading
	// variant is what is reported.
	variant string
}

// A reading says how the value of a place is judged.
type reading uint8

const (
	readSecret  reading = iota // the element is for a secret: whatever stands there and is no placeholder is one
	readHeader                 // the name is that of a header
	readNamed                  // the name is that of a parameter or field
	readURL                    // the value is a URL, with a password or key in it
	readFormula                // the name is that of a header, and the value a formula; a quoted literal is what counts
)

var credentialPlaces = []metadataPlace{
	{root: "NamedCredential", path: []string{"password"}, variant: credentialElement},
	{root: "NamedCredential", path: []string{"oauthToken"}, variant: credentialElement},
	{root: "NamedCredential", path: []string{"oauthRefreshToken"}, variant: credentialElement},
	{root: "NamedCredential", path: []string{"awsAccessSecret"}, variant: credentialElement},
	{root: "NamedCredential", path: []string{"endpoint"}, reads: readURL, variant: credentialInURL},
	{root: "NamedCredential", path: []string{"namedCredentialParameters", "parameterValue"}, parameters: []string{"Url"}, reads: readURL, variant: credentialInURL},
	{
		root: "NamedCredential", path: []string{"namedCredentialParameters", "parameterValue"}, parameters: []string{"HttpHeader", "HttpCookie"},
		named: "parameterName", reads: readHeader, variant: credentialHeader,
	},
	{
		root: "NamedCredential", path: []string{"namedCredentialParameters", "parameterValue"}, parameters: []string{"UrlQueryParameter"},
		named: "parameterName", reads: readNamed, variant: credentialHeader,
	},
	{
		root: "ExternalCredential", path: []string{"externalCredentialParameters", "parameterValue"}, parameters: []string{"AuthHeader"},
		named: "parameterName", reads: readHeader, variant: credentialParameter,
	},
	{
		root: "ExternalCredential", path: []string{"externalCredentialParameters", "parameterValue"},
		parameters: []string{"AuthParameter", "AuthProviderUrlQueryParameter", "JwtBodyClaim"}, named: "parameterName", reads: readNamed, variant: credentialParameter,
	},
	{root: "ExternalCredential", path: []string{"externalCredentialParameters", "parameterValue"}, parameters: []string{"AuthProviderUrl"}, reads: readURL, variant: credentialInURL},
	// The reference and its sample differ in the element's name.
	{root: "ExternalAuthIdentityProvider", path: []string{"externalAuthIdentityProviderParameters", "parameterValue"}, named: "parameterName", reads: readNamed, variant: credentialParameter},
	{root: "ExternalAuthIdentityProvider", path: []string{"externalAuthIdentityProviderParameter", "parameterValue"}, named: "parameterName", reads: readNamed, variant: credentialParameter},
	{root: "AuthProvider", path: []string{"consumerSecret"}, variant: credentialElement},
	{root: "AuthProvider", path: []string{"ecKey"}, variant: credentialElement},
	{root: "ConnectedApp", path: []string{"oauthConfig", "consumerSecret"}, variant: credentialElement},
	{root: "ExtlClntAppGlobalOauthSettings", path: []string{"consumerSecret"}, variant: credentialElement},
	{root: "ExternalDataSource", path: []string{"password"}, variant: credentialElement},
	{root: "ExternalDataSource", path: []string{"oauthToken"}, variant: credentialElement},
	{root: "ExternalDataSource", path: []string{"oauthRefreshToken"}, variant: credentialElement},
	{root: "ExternalDataSource", path: []string{"endpoint"}, reads: readURL, variant: credentialInURL},
	{root: "ExternalDataSource", path: []string{"customHttpHeaders", "headerFieldValue"}, named: "headerFieldName", reads: readFormula, variant: credentialHeader},
	{root: "RemoteSiteSetting", path: []string{"url"}, reads: readURL, variant: credentialInURL},
	{root: "WorkflowOutboundMessage", path: []string{"endpointUrl"}, reads: readURL, variant: messageURL},
	{root: "SlackApp", path: []string{"appToken"}, variant: credentialElement},
	{root: "SlackApp", path: []string{"clientSecret"}, variant: credentialElement},
	{root: "SlackApp", path: []string{"signingSecret"}, variant: credentialElement},
	{root: "Network", path: []string{"networkAuthApiSettings", "recaptchaSecretKey"}, variant: credentialElement},
	{root: "InstalledPackage", path: []string{"password"}, variant: installationKey},
}

// placeRoots are the roots of documents that the places stand in.
func placeRoots(places []metadataPlace) []string {
	var checks []document.Check
	for _, p := range places {
		checks = append(checks, document.Check{Root: p.root})
	}
	return document.Elements(checks)
}

// A heldValue is a value that a place holds.
type heldValue struct {
	place   *metadataPlace
	element *metadata.Element
	content metadata.Content
	// name is what the value is called: the header, the parameter, the field, or else the element.
	name string
}

// valuesOf yields the values at the places in a document that are not empty.
func valuesOf(doc *metadata.Document, places []metadataPlace) iter.Seq[heldValue] {
	return func(yield func(heldValue) bool) {
		for i := range places {
			p := &places[i]
			for holder := range document.Holders(doc, p.root) {
				for e := range document.At(holder, p.path...) {
					v := heldValue{place: p, element: e, content: e.Content(), name: e.Name}
					if len(p.parameters) > 0 && !slices.Contains(p.parameters, e.Parent().Child("parameterType").Value()) || v.content.Text == "" {
						continue
					}
					if p.named != "" {
						v.name = e.Parent().Child(p.named).Value()
					}
					if !yield(v) {
						return
					}
				}
			}
		}
	}
}

// find returns the secret in the value, with what is known of it: "a GitHub token". The kind is at least Testing.
func (v heldValue) find() (j secret.Judgement, found bool) {
	text := v.content.Text
	switch v.place.reads {
	case readSecret:
		j = secret.Judge(text)
		j.Start, j.End = 0, len(text)
		return j, j.Kind != secret.Placeholder && j.Kind != secret.Empty
	case readURL:
		return inURL(text)
	case readFormula:
		from, to, literal := quoted(text)
		if !literal {
			return j, false
		}
		if j, found = judgeHeader(v.name, text[from:to]); found {
			j.Start, j.End = j.Start+from, j.End+from
		}
		return j, found
	case readHeader:
		return judgeHeader(v.name, text)
	default:
		return judgeNamed(v.name, text)
	}
}

// judgeHeader judges the literal value of a header.
func judgeHeader(name, value string) (secret.Judgement, bool) {
	j := secret.Judge(value)
	if j.Kind == secret.Placeholder || j.Kind == secret.Empty || isFormula(value) {
		return j, false
	}
	if secret.Header(name) == secret.OtherHeader {
		return j, j.Kind == secret.Known
	}
	if secret.Header(name) == secret.AuthorizationHeader && j.Kind != secret.Known {
		j.Start = secret.Credential(value)
		j.End = len(value)
	}
	return j, j.Kind >= secret.Testing || isIssued(value[j.Start:j.End])
}

// judgeNamed judges a literal under a name.
func judgeNamed(name, value string) (secret.Judgement, bool) {
	j := secret.Judge(value)
	if j.Kind == secret.Placeholder || isFormula(value) {
		return j, false
	}
	switch secret.Name(name) {
	case secret.StrongHint:
		return j, j.Kind >= secret.Testing || isIssued(value)
	case secret.WeakHint:
		return j, j.Kind >= secret.Random
	}
	return j, j.Kind == secret.Known
}

// isIssued reports whether a value under the name of a secret looks handed out, though its characters are too regular for
// one that was generated: 0123456789abcdef. Names of things have few digits.
func isIssued(value string) bool {
	letters, digits := 0, 0
	for _, c := range value {
		switch {
		case '0' <= c && c <= '9':
			digits++
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
			letters++
		case c != '-' && c != '_':
			return false
		}
	}
	return letters > 0 && digits >= 6 && letters+digits >= 16
}

// isFormula reports whether a value refers to what is not written in it.
func isFormula(value string) bool {
	return strings.Contains(value, "{!") || strings.Contains(value, "$Credential") || strings.Contains(value, "$Organization") || strings.Contains(value, "$User")
}

// inURL finds a password or key in a URL: before the host, or as the value of a parameter.
func inURL(url string) (secret.Judgement, bool) {
	if j := secret.Judge(url); j.Kind == secret.Known {
		return j, true
	}
	for _, p := range secret.Pairs(url) {
		if j, found := judgeNamed(p.Key, url[p.Start:p.End]); found {
			j.Start, j.End = p.Start, p.End
			return j, true
		}
	}
	// The signature of a shared access signature is named too shortly to be a hint.
	if at := strings.Index(url, "&sig="); at >= 0 {
		j := secret.Judgement{Kind: secret.Random, Start: at + len("&sig="), End: len(url)}
		if end := strings.IndexByte(url[j.Start:], '&'); end >= 0 {
			j.End = j.Start + end
		}
		return j, secret.Judge(url[j.Start:j.End]).Kind >= secret.Word
	}
	return secret.Judgement{}, false
}

// quoted returns the range of the text between the quotes if a formula is one literal.
func quoted(formula string) (from, to int, ok bool) {
	n := len(formula)
	if n < 2 || formula[0] != '"' && formula[0] != '\'' || formula[n-1] != formula[0] || strings.IndexByte(formula[1:n-1], formula[0]) >= 0 {
		return 0, 0, false
	}
	return 1, n - 1, true
}

// finding makes a finding for the value, of which only the secret is covered.
func (v heldValue) finding(f *project.File, variant string, j secret.Judgement) rules.Finding {
	what := ""
	if j.Kind == secret.Known {
		what = ", " + j.What
	}
	start, end := v.content.Source(0, len(v.content.Text))
	finding := rules.At(f, start, end, variant, document.Describe(f), v.label(), what)
	start, end = v.content.Source(j.Start, j.End)
	finding.Redact = []rules.Span{rules.SpanAt(f, start, end)}
	finding.Subject = document.Subject(f) + " " + v.label()
	return finding
}

// label is the name of the value, for messages. A name that is itself a secret does not occur in one.
func (v heldValue) label() string {
	if v.name == "" || secret.Judge(v.name).Kind >= secret.Random {
		return v.element.Name
	}
	return v.name
}
