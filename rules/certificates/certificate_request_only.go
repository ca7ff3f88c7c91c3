package certificates

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
)

//go:embed CertificateRequestOnly.md
var certificateRequestOnlyDoc string

// CertificateRequestOnly reports certificates of which there is only the request.
var CertificateRequestOnly = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "CertificateRequestOnly",
		Doc:      certificateRequestOnlyDoc,
		Run:      runCertificateRequestOnly,
		Requires: []*analysis.Analyzer{described},
	},
	Title:    "Certificate that was never signed",
	Subject:  "certificates",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"Certificate"},
	Texts:    isCertificateText,
	Variants: []rules.Variant{
		{
			ID: "request", Title: "Only a request",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{295},
			Message: "Certificate %[1]s is a request that no authority has answered, so that nothing can use it. Upload the signed certificate, or delete it.",
		},
	},
}

func runCertificateRequestOnly(pass *analysis.Pass) (any, error) {
	if c := certificateOf(pass); c.isRequest {
		c.report(pass, "", "request")
	}
	return nil, nil
}
