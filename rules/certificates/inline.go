package certificates

import (
	"crypto/x509"
	"iter"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules/internal/document"
)

// inlinePlaces are the elements that hold a certificate, as PEM or Base64, by root.
var inlinePlaces = map[string][][]string{
	"SamlSsoConfig":                       {{"validationCert"}},
	"ConnectedApp":                        {{"oauthConfig", "certificate"}, {"samlConfig", "certificate"}},
	"ExtlClntAppGlobalOauthSettings":      {{"certificate"}},
	"ExtlClntAppSamlConfigurablePolicies": {{"certificate"}},
}

var inlineRoots = []string{"ConnectedApp", "ExtlClntAppGlobalOauthSettings", "ExtlClntAppSamlConfigurablePolicies", "SamlSsoConfig"}

// inline yields the certificates that a document carries and that can be read. A retrieve leaves some of them out.
func inline(f *project.File) iter.Seq2[*metadata.Element, *x509.Certificate] {
	return func(yield func(*metadata.Element, *x509.Certificate) bool) {
		for _, path := range inlinePlaces[f.RootElement] {
			for e := range document.At(f.Document.Root, path...) {
				chain, _, _ := parseText([]byte(e.Value()))
				if len(chain) > 0 && !yield(e, chain[0]) {
					return
				}
			}
		}
	}
}
