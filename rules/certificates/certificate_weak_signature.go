package certificates

import (
	"crypto/x509"
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
)

//go:embed CertificateWeakSignature.md
var certificateWeakSignatureDoc string

// CertificateWeakSignature reports certificates that are signed with SHA-1 or MD5.
var CertificateWeakSignature = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "CertificateWeakSignature",
		Doc:      certificateWeakSignatureDoc,
		Run:      runCertificateWeakSignature,
		Requires: []*analysis.Analyzer{described},
	},
	Title:    "Certificate with a broken signature algorithm",
	Subject:  "certificates",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"Certificate"},
	Texts:    isCertificateText,
	Variants: []rules.Variant{
		{
			ID: "weak", Title: "Broken signature algorithm",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{328},
			Message: "Certificate %[1]s is signed with %[2]s, for which signatures have been forged. Make a new one, which is signed with SHA-256.",
		},
	},
}

func runCertificateWeakSignature(pass *analysis.Pass) (any, error) {
	c := certificateOf(pass)
	own := c.own()
	if own == nil {
		return nil, nil
	}
	switch own.SignatureAlgorithm {
	case x509.SHA1WithRSA, x509.ECDSAWithSHA1, x509.DSAWithSHA1, x509.MD5WithRSA, x509.MD2WithRSA:
		c.report(pass, "", "weak", own.SignatureAlgorithm)
	}
	return nil, nil
}
