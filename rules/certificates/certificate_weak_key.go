package certificates

import (
	_ "embed"
	"strconv"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed CertificateWeakKey.md
var certificateWeakKeyDoc string

// CertificateWeakKey reports certificates whose key is too small.
var CertificateWeakKey = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "CertificateWeakKey",
		Doc:      certificateWeakKeyDoc,
		Run:      runCertificateWeakKey,
		Requires: []*analysis.Analyzer{rules.Document, described},
	},
	Title:    "Certificate with a weak key",
	Subject:  "certificates",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: append([]string{"Certificate"}, inlineRoots...),
	Texts:    isCertificateText,
	Variants: []rules.Variant{
		{
			ID: "own", Title: "Weak key",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{326},
			Message: "Certificate %[1]s has a key of %[2]d bits, which can be broken. Make one of 2048 bits or more.",
		},
		{
			ID: "inline", Title: "Weak key of a partner",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{326},
			Message: "The certificate in %[2]s of %[1]s has a key of %[3]d bits, so that whoever breaks it can log in as anybody. Ask the partner for one of 2048 bits or more.",
		},
	},
}

// leastKey is the size in bits of the smallest RSA key that authorities still sign.
const leastKey = 2048

func runCertificateWeakKey(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	for e, c := range inline(f) {
		if bits := keyBits(c); bits > 0 && bits < leastKey {
			finding := rules.At(f, e.Start, e.TagEnd, "inline", document.Describe(f), e.Name, bits)
			finding.Subject = document.Subject(f) + " " + e.Name
			rules.Report(pass, finding)
		}
	}
	c := certificateOf(pass)
	if c == nil {
		return nil, nil
	}
	bits, _ := strconv.Atoi(c.root.Child("keySize").Value())
	if own := c.own(); own != nil {
		bits = keyBits(own)
	}
	if bits > 0 && bits < leastKey {
		c.report(pass, "keySize", "own", bits)
	}
	return nil, nil
}
