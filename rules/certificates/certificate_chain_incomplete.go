package certificates

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
)

//go:embed CertificateChainIncomplete.md
var certificateChainIncompleteDoc string

// CertificateChainIncomplete reports certificates signed by an authority whose chain is missing.
var CertificateChainIncomplete = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "CertificateChainIncomplete",
		Doc:      certificateChainIncompleteDoc,
		Run:      runCertificateChainIncomplete,
		Requires: []*analysis.Analyzer{described},
	},
	Title:    "Certificate without the chain of its authority",
	Subject:  "certificates",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"Certificate"},
	Texts:    isCertificateText,
	Variants: []rules.Variant{
		{
			ID: "no-chain", Title: "No intermediate certificates",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{296},
			Message: "Certificate %[1]s was signed by %[2]s, whose certificate is not in the file, so that partners who do not have it refuse the connection. Upload the certificate together with the intermediate ones.",
		},
	},
}

func runCertificateChainIncomplete(pass *analysis.Pass) (any, error) {
	if c := certificateOf(pass); len(c.chain) == 1 && !isSelfSigned(c.own()) {
		issuer := c.own().Issuer.CommonName
		if issuer == "" {
			issuer = c.own().Issuer.String()
		}
		c.report(pass, "caSigned", "no-chain", issuer)
	}
	return nil, nil
}
