package certificates

import (
	"bytes"
	"slices"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

// A reference is an element of metadata that names a certificate.
type reference struct {
	root string
	path []string
	// client says that the org proves with the certificate who it is when it calls out.
	client bool
}

var references = []reference{
	{"NamedCredential", []string{"certificate"}, true},
	{"NamedCredential", []string{"jwtSigningCertificate"}, false},
	{"NamedCredential", []string{"namedCredentialParameters", "certificate"}, true},
	{"ExternalCredential", []string{"externalCredentialParameters", "certificate"}, false},
	{"ExternalDataSource", []string{"certificate"}, true},
	{"CustomSite", []string{"customWebAddresses", "certificate"}, false},
	{"IdentityProviderSettings", []string{"certificateName"}, false},
	{"ConnectedApp", []string{"samlConfig", "encryptionCertificate"}, false},
	{"ExtlClntAppGlobalOauthSettings", []string{"assetTokenSigningCertificate"}, false},
	{"ExtlClntAppOauthSettings", []string{"assetTokenSigningCertificate"}, false},
	{"ExtlClntAppOauthSettings", []string{"clientAssertionCertificate"}, false},
	{"ExtlClntAppSamlConfigurablePolicies", []string{"encryptionCertificate"}, false},
}

// referenceRoots are the roots of the documents that may name a certificate.
func referenceRoots() []string {
	var roots []string
	for _, r := range references {
		roots = append(roots, r.root)
	}
	slices.Sort(roots)
	return slices.Compact(roots)
}

// A use is a place that names a certificate.
type use struct {
	file       *project.File
	start, end int
	client     bool
	// by is who uses it, for messages: "Named credential Billing".
	by string
}

// step describes the use beside a finding.
func (u use) step() rules.Step {
	return rules.StepAt(u.file, u.start, u.end, u.by+" uses the certificate.")
}

// useOf finds a place in the project that names the certificate, one for a client first.
func useOf(snapshot *project.Snapshot, owner *project.Project, name string) (use, bool) {
	found := use{}
	for _, f := range snapshot.Files {
		if f.Project != owner || f.IsTest {
			continue
		}
		u, ok := use{}, false
		switch {
		case f.Document != nil:
			u, ok = useInDocument(f, name)
		case f.Tree != nil:
			u, ok = useInApex(f, name)
		}
		if ok && (found.file == nil || u.client && !found.client) {
			found = u
		}
	}
	return found, found.file != nil
}

func useInDocument(f *project.File, name string) (use, bool) {
	for _, r := range references {
		if r.root != f.RootElement {
			continue
		}
		for e := range document.At(f.Document.Root, r.path...) {
			if e.Value() == name {
				return use{f, e.Start, e.End, r.client && isClientParameter(e), document.Describe(f)}, true
			}
		}
	}
	return use{}, false
}

// isClientParameter tells the parameter of a named credential that is for mutual TLS from others with a certificate.
func isClientParameter(e *metadata.Element) bool {
	kind := e.Parent().Child("parameterType").Value()
	return kind == "" || kind == "ClientCertificate"
}

// useInApex finds a string literal that is the name.
func useInApex(f *project.File, name string) (use, bool) {
	literal := []byte("'" + name + "'")
	at := bytes.Index(f.Text, literal)
	if at < 0 {
		return use{}, false
	}
	client := bytes.Contains(f.Text, append([]byte("setClientCertificateName("), literal...))
	return use{f, at, at + len(literal), client, document.Name(f)}, true
}
