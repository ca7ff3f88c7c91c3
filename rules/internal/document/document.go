// Package document has what rules about metadata documents share: names of components, URLs, and a table of elements whose
// value is a fault.
//
// Rules dispatch by the root element, so that the source format (X.remoteSite-meta.xml) and the Metadata API format
// (X.remoteSite) are the same to them. The source format may split a component into files whose root is what elsewhere is
// an element of a larger document; [Holders] yields both alike.
package document

import (
	"iter"
	"net/url"
	"path"
	"strings"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/project"
)

// Name returns the name of the component that a file describes, as Setup shows it. It is the file's name, in which the
// Metadata API writes special characters as %XX.
func Name(f *project.File) string {
	name := strings.TrimSuffix(path.Base(f.Path), "-meta.xml")
	if dot := strings.LastIndexByte(name, '.'); dot > 0 {
		name = name[:dot]
	}
	if plain, err := url.PathUnescape(name); err == nil {
		return plain
	}
	return name
}

// nouns are what people call the types of metadata, by root element. Settings are none: there is one of each, and it is
// called by its type.
var nouns = map[string]string{
	"AuthProvider":                         "Auth provider",
	"Certificate":                          "Certificate",
	"ConnectedApp":                         "Connected app",
	"CspTrustedSite":                       "Trusted URL",
	"CustomField":                          "Field",
	"CustomMetadata":                       "Custom metadata record",
	"CustomSite":                           "Site",
	"EmailServicesFunction":                "Email service",
	"ExternalAuthIdentityProvider":         "External auth identity provider",
	"ExternalClientApplication":            "External client app",
	"ExternalCredential":                   "External credential",
	"ExternalDataSource":                   "External data source",
	"ExternalServiceRegistration":          "External service",
	"ExtlClntAppConfigurablePolicies":      "External client app",
	"ExtlClntAppGlobalOauthSettings":       "External client app",
	"ExtlClntAppOauthConfigurablePolicies": "External client app",
	"ExtlClntAppOauthSettings":             "External client app",
	"ExtlClntAppSamlConfigurablePolicies":  "External client app",
	"InstalledPackage":                     "Installed package",
	"NamedCredential":                      "Named credential",
	"Network":                              "Experience Cloud site",
	"RedirectWhitelistUrl":                 "Trusted redirect URL",
	"RemoteSiteSetting":                    "Remote site",
	"SamlSsoConfig":                        "SAML single sign-on setting",
	"SlackApp":                             "Slack app",
	"CorsWhitelistOrigin":                  "CORS origin",
	"CustomPageWebLink":                    "Link",
	"Flow":                                 "Flow",
	"LightningMessageChannel":              "Message channel",
	"MutingPermissionSet":                  "Muting permission set",
	"PermissionSet":                        "Permission set",
	"Profile":                              "Profile",
	"ProfilePasswordPolicy":                "Password policy",
	"ProfileSessionSetting":                "Session setting",
	"SharingRules":                         "Sharing rules",
	"TransactionSecurityPolicy":            "Transaction security policy",
	"DelegateGroup":                        "Delegated group",
	"Workflow":                             "Workflow",
	"WorkflowOutboundMessage":              "Outbound message",
}

// Describe says which component a file describes: "Connected app Invoices".
func Describe(f *project.File) string {
	root := f.Document.Root
	noun, known := nouns[root.Name]
	if !known {
		if strings.HasSuffix(root.Name, "Settings") {
			return root.Name
		}
		noun = root.Name
	}
	return noun + " " + componentName(f)
}

// componentName is Name, but for the files of an external client app, which name their app inside.
func componentName(f *project.File) string {
	if app := f.Document.Root.Child("externalClientApplication").Value(); app != "" {
		return app
	}
	return Name(f)
}

// Subject begins the subject of findings in a file: the type and name of its component.
func Subject(f *project.File) string {
	return f.Document.Root.Name + " " + componentName(f)
}

// At yields the elements that a path leads to from e, in source order. Without a path that is e itself.
func At(e *metadata.Element, names ...string) iter.Seq[*metadata.Element] {
	return func(yield func(*metadata.Element) bool) { at(e, names, yield) }
}

func at(e *metadata.Element, names []string, yield func(*metadata.Element) bool) bool {
	if e == nil {
		return true
	}
	if len(names) == 0 {
		return yield(e)
	}
	for child := range e.ChildrenNamed(names[0]) {
		if !at(child, names[1:], yield) {
			return false
		}
	}
	return true
}

// fragments are the roots of split source format, by the document and element they are elsewhere.
var fragments = map[string][2]string{
	"CustomField":             {"CustomObject", "fields"},
	"CustomLabel":             {"CustomLabels", "labels"},
	"SharingGuestRule":        {"SharingRules", "sharingGuestRules"},
	"WebLink":                 {"CustomObject", "webLinks"},
	"WorkflowOutboundMessage": {"Workflow", "outboundMessages"},
}

// Holders yields the elements of a document that are of the type: its root, or the elements below another root that
// stand for it. Holders(doc, "CustomField") yields the root of a .field-meta.xml and each <fields> of a .object file.
func Holders(doc *metadata.Document, root string) iter.Seq[*metadata.Element] {
	if doc.Root.Name == root {
		return At(doc.Root)
	}
	if f, ok := fragments[root]; ok && doc.Root.Name == f[0] {
		return At(doc.Root, f[1])
	}
	return At(nil)
}

// Roots returns the roots of documents in which elements of the type may stand.
func Roots(root string) []string {
	if f, ok := fragments[root]; ok {
		return []string{root, f[0]}
	}
	return []string{root}
}
