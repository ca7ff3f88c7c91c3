package certificates

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"path"
	"reflect"
	"strconv"
	"strings"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

// A certificate is a description in certs/ and what the PEM text beside it holds.
type certificate struct {
	name string // the unique name
	file *project.File
	root *metadata.Element
	text *project.File // the PEM text, nil if it is not in the project
	// chain is the certificates of the PEM text, the org's own first.
	chain []*x509.Certificate
	// isRequest says that the text holds a request to sign a certificate, and no certificate.
	isRequest bool
	// problem says why the text cannot be read, empty if it can.
	problem string
}

// described is the certificate that the document of the pass describes.
var described = &analysis.Analyzer{
	Name:       "certificate",
	Doc:        "the certificate that the document of the pass describes",
	Requires:   []*analysis.Analyzer{rules.Document, rules.Project},
	ResultType: reflect.TypeFor[*certificate](),
	Run: func(pass *analysis.Pass) (any, error) {
		f := rules.DocumentOf(pass).File
		if f.RootElement != "Certificate" {
			return (*certificate)(nil), nil
		}
		return readCertificate(rules.ProjectOf(pass), f), nil
	},
}

// certificateOf returns the certificate of the pass, nil if its document describes none.
func certificateOf(pass *analysis.Pass) *certificate {
	return pass.ResultOf[described].(*certificate)
}

// isCertificateText says which texts the rules look at.
func isCertificateText(name string, _ []byte) bool {
	return path.Ext(name) == ".crt" && path.Base(path.Dir(name)) == "certs"
}

func readCertificate(snapshot *project.Snapshot, f *project.File) *certificate {
	c := &certificate{name: document.Name(f), file: f, root: f.Document.Root}
	c.text = snapshot.Lookup(strings.TrimSuffix(f.Path, "-meta.xml"))
	if c.text != nil && c.text != f {
		c.chain, c.isRequest, c.problem = parseText(c.text.Text)
	}
	return c
}

// parseText reads the certificates in a text: PEM blocks, or the Base64 of a single one.
func parseText(text []byte) (chain []*x509.Certificate, isRequest bool, problem string) {
	rest := text
	for {
		block, after := pem.Decode(rest)
		if block == nil {
			break
		}
		rest = after
		switch block.Type {
		case "CERTIFICATE", "TRUSTED CERTIFICATE", "X509 CERTIFICATE":
			c, err := x509.ParseCertificate(block.Bytes)
			if err != nil {
				return chain, false, "certificate " + strconv.Itoa(len(chain)+1) + ": " + reasonOf(err)
			}
			chain = append(chain, c)
		case "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST":
			isRequest = true
		}
	}
	switch {
	case len(chain) > 0:
		return chain, false, ""
	case isRequest:
		return nil, true, ""
	case bytes.Contains(text, []byte("-----BEGIN")):
		return nil, false, "a PEM block is damaged"
	}
	c, err := parseBase64(string(text))
	if err != nil {
		return nil, false, reasonOf(err)
	}
	return []*x509.Certificate{c}, false, ""
}

// parseBase64 reads a certificate that is written without PEM's lines around it.
func parseBase64(text string) (*x509.Certificate, error) {
	der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		return nil, fmt.Errorf("it is neither PEM nor Base64")
	}
	return x509.ParseCertificate(der)
}

func reasonOf(err error) string { return strings.TrimPrefix(err.Error(), "x509: ") }

// own returns the org's own certificate, nil if it could not be read.
func (c *certificate) own() *x509.Certificate {
	if len(c.chain) == 0 {
		return nil
	}
	return c.chain[0]
}

// expiry returns when the certificate expires: by the certificate, or else by its description.
func (c *certificate) expiry() (time.Time, bool) {
	if own := c.own(); own != nil {
		return own.NotAfter, true
	}
	return c.describedExpiry()
}

func (c *certificate) describedExpiry() (time.Time, bool) {
	t, err := time.Parse(time.RFC3339, c.root.Child("expirationDate").Value())
	return t, err == nil
}

// isCASigned reports whether an authority signed the certificate.
func (c *certificate) isCASigned() bool {
	if own := c.own(); own != nil {
		return !isSelfSigned(own)
	}
	return c.root.Child("caSigned").Bool()
}

func isSelfSigned(c *x509.Certificate) bool { return bytes.Equal(c.RawIssuer, c.RawSubject) }

// keyBits returns the size of an RSA key, or the size that is as strong as an elliptic curve; 0 if it is not known.
func keyBits(c *x509.Certificate) int {
	switch key := c.PublicKey.(type) {
	case *rsa.PublicKey:
		return key.N.BitLen()
	case *ecdsa.PublicKey:
		if key.Curve.Params().BitSize < 224 {
			return 1024
		}
		return 2048
	}
	return 0
}

// report reports a finding at an element of the description, or at its start tag if the element is not there.
func (c *certificate) report(pass *analysis.Pass, element, variant string, args ...any) {
	start, end := c.root.Start, c.root.TagEnd
	if e := c.root.Child(element); e != nil {
		start, end = e.Start, e.End
	}
	finding := rules.At(c.file, start, end, variant, append([]any{c.name}, args...)...)
	finding.Subject = "Certificate " + c.name
	rules.Report(pass, finding)
}

// day writes a date for messages.
func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }
