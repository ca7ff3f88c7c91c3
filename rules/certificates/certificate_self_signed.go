package certificates

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
)

//go:embed CertificateSelfSigned.md
var certificateSelfSignedDoc string

// CertificateSelfSigned lists self-signed certificates.
var CertificateSelfSigned = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "CertificateSelfSigned",
		Doc:      certificateSelfSignedDoc,
		Run:      runCertificateSelfSigned,
		Requires: []*analysis.Analyzer{described},
	},
	Title:    "Self-signed certificate",
	Subject:  "certificates",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileAudit},
	Elements: []string{"Certificate"},
	Texts:    isCertificateText,
	Variants: []rules.Variant{
		{
			ID: "self-signed", Title: "Self-signed certificate",
			Severity: rules.SeverityInfo, Confidence: rules.ConfidenceHigh, CWE: []int{295},
			Message: "Certificate %[1]s is self-signed. That is usual for signing (SAML, JWT); for connections of production an authority should sign it.",
		},
	},
}

func runCertificateSelfSigned(pass *analysis.Pass) (any, error) {
	if c := certificateOf(pass); !c.isCASigned() && !c.isRequest {
		c.report(pass, "caSigned", "self-signed")
	}
	return nil, nil
}
