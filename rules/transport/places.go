package transport

import (
	"iter"
	"regexp"
	"slices"
	"strings"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules/internal/document"
)

// A place is an element of metadata that holds a URL which is used. What holds a name in the form of a URL (the issuer and
// entity ids of SAML, entityUrl, namespaces) is none, and http is common there.
type place struct {
	root string
	path []string
	// parameters, if not empty, are the values one of which the element's sibling parameterType must have.
	parameters []string
	// named, if not empty, is a sibling whose value must be the name of something that holds a URL.
	named string
	// purpose says who uses the URL.
	purpose purpose
}

// A purpose is what a URL is for. It is the variant of the rule on http.
type purpose string

const (
	callout     purpose = "callout"     // the org sends data there
	private     purpose = "private"     // the same through a private connection
	login       purpose = "login"       // users are sent there with what logs them in
	visit       purpose = "visit"       // users are sent there
	content     purpose = "content"     // pages load from there
	description purpose = "description" // a description of a service, or an address in it
	stored      purpose = "stored"      // a value that code may use
)

var places = []place{
	{root: "NamedCredential", path: []string{"endpoint"}, purpose: callout},
	{root: "NamedCredential", path: []string{"authTokenEndpointUrl"}, purpose: callout},
	{root: "NamedCredential", path: []string{"namedCredentialParameters", "parameterValue"}, parameters: []string{"Url"}, purpose: callout},
	{root: "ExternalCredential", path: []string{"externalCredentialParameters", "parameterValue"}, parameters: []string{"AuthProviderUrl"}, purpose: callout},
	// The reference and its sample differ in the element's name.
	{root: "ExternalAuthIdentityProvider", path: []string{"externalAuthIdentityProviderParameters", "parameterValue"}, parameters: identityURLs, purpose: callout},
	{root: "ExternalAuthIdentityProvider", path: []string{"externalAuthIdentityProviderParameter", "parameterValue"}, parameters: identityURLs, purpose: callout},
	{root: "AuthProvider", path: []string{"authorizeUrl"}, purpose: login},
	{root: "AuthProvider", path: []string{"tokenUrl"}, purpose: callout},
	{root: "AuthProvider", path: []string{"userInfoUrl"}, purpose: callout},
	{root: "AuthProvider", path: []string{"logoutUrl"}, purpose: visit},
	{root: "AuthProvider", path: []string{"errorUrl"}, purpose: visit},
	{root: "ExternalDataSource", path: []string{"endpoint"}, purpose: callout},
	{root: "WorkflowOutboundMessage", path: []string{"endpointUrl"}, purpose: callout},
	{root: "SamlSsoConfig", path: []string{"loginUrl"}, purpose: login},
	{root: "SamlSsoConfig", path: []string{"logoutUrl"}, purpose: login},
	{root: "SamlSsoConfig", path: []string{"singleLogoutUrl"}, purpose: login},
	{root: "SamlSsoConfig", path: []string{"oauthTokenEndpoint"}, purpose: login},
	{root: "SamlSsoConfig", path: []string{"errorUrl"}, purpose: visit},
	{root: "ConnectedApp", path: []string{"samlConfig", "acsUrl"}, purpose: login},
	{root: "ConnectedApp", path: []string{"samlConfig", "samlSloUrl"}, purpose: login},
	{root: "ConnectedApp", path: []string{"oauthConfig", "singleLogoutUrl"}, purpose: visit},
	{root: "ConnectedApp", path: []string{"startUrl"}, purpose: visit},
	{root: "ConnectedApp", path: []string{"mobileStartUrl"}, purpose: visit},
	{root: "CspTrustedSite", path: []string{"endpointUrl"}, purpose: content},
	{root: "RedirectWhitelistUrl", path: []string{"url"}, purpose: visit},
	{root: "IframeWhiteListUrlSettings", path: []string{"iframeWhiteListUrls", "url"}, purpose: visit},
	{root: "CustomSite", path: []string{"siteIframeWhiteListUrls", "url"}, purpose: visit},
	{root: "ExternalServiceRegistration", path: []string{"schemaUrl"}, purpose: description},
	{root: "ExternalServiceRegistration", path: []string{"schemaAbsoluteUrl"}, purpose: description},
	{root: "ExternalServiceRegistration", path: []string{"providerAssetEndpoint"}, purpose: description},
	{root: "CustomMetadata", path: []string{"values", "value"}, named: "field", purpose: stored},
	{root: "CustomLabel", path: []string{"value"}, named: "fullName", purpose: stored},
}

var identityURLs = []string{"AuthorizeUrl", "TokenUrl", "UserInfoUrl", "IntrospectionUrl", "RevokeUrl", "LogoutUrl"}

// placeRoots are the roots of documents that have places of these purposes; all of them without any.
func placeRoots(purposes ...purpose) []string {
	var checks []document.Check
	for _, p := range places {
		if len(purposes) == 0 || slices.Contains(purposes, p.purpose) {
			checks = append(checks, document.Check{Root: p.root})
		}
	}
	return document.Elements(checks)
}

// A usedURL is a URL that metadata holds.
type usedURL struct {
	address document.Address
	purpose purpose
	// element is the name of the element or parameter that holds it.
	element string
}

// urlsOf yields the URLs in a document that are used. Of formulas, and of what does not begin like a URL, nothing is read.
func urlsOf(f *project.File) iter.Seq[usedURL] {
	return func(yield func(usedURL) bool) {
		for i := range places {
			for holder := range document.Holders(f.Document, places[i].root) {
				for e := range document.At(holder, places[i].path...) {
					u, ok := places[i].url(e)
					if ok && !yield(u) {
						return
					}
				}
			}
		}
		if f.RootElement != "ExternalServiceRegistration" {
			return
		}
		for schema := range f.Document.Root.ChildrenNamed("schema") {
			text := schema.Content()
			for _, m := range serverURL.FindAllStringSubmatchIndex(text.Text, -1) {
				if !yield(usedURL{document.ReadAddress(text.Slice(m[2], m[3])), description, "servers"}) {
					return
				}
			}
		}
	}
}

// serverURL finds the addresses of a service in its description, OpenAPI in JSON or YAML.
var serverURL = regexp.MustCompile(`(?s)["']?servers["']?\s*:\s*\[?\s*[-{]?\s*(?:["']?description["']?\s*:[^\n,]*[\n,]\s*)?["']?url["']?\s*:\s*["']?([a-z]+://[^"'\s,}]+)`)

func (p *place) url(e *metadata.Element) (usedURL, bool) {
	u := usedURL{purpose: p.purpose, element: e.Name}
	if len(p.parameters) > 0 {
		u.element = e.Parent().Child("parameterType").Value()
		if !slices.Contains(p.parameters, u.element) {
			return u, false
		}
	}
	if p.named != "" {
		u.element = e.Parent().Child(p.named).Value()
		if !namesURL(u.element) {
			return u, false
		}
	}
	if p.root == "NamedCredential" && e.Document().Root.Child("namedCredentialType").Value() == "PrivateEndpoint" {
		u.purpose = private
	}
	u.address = document.ReadAddress(e.Content())
	return u, true
}

// namesURL reports whether a field or label is called like something that holds a URL.
func namesURL(name string) bool {
	name = strings.ToLower(name)
	for _, word := range []string{"url", "uri", "endpoint", "host", "server", "domain", "link"} {
		if strings.Contains(name, word) {
			return !strings.Contains(name, "namespace") && !strings.Contains(name, "xmlns") && !strings.Contains(name, "schema")
		}
	}
	return false
}
