package certificates

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
)

//go:embed CertificateKeyExportable.md
var certificateKeyExportableDoc string

// CertificateKeyExportable reports certificates whose private key can leave the org.
var CertificateKeyExportable = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "CertificateKeyExportable",
		Doc:      certificateKeyExportableDoc,
		Run:      runCertificateKeyExportable,
		Requires: []*analysis.Analyzer{described},
	},
	Title:    "Certificate whose private key can be exported",
	Subject:  "certificates",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"Certificate"},
	Texts:    isCertificateText,
	Variants: []rules.Variant{
		{
			ID: "exportable", Title: "Private key can be exported",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{522, 321},
			Message: "The private key of certificate %[1]s can be exported, so that an administrator, or whoever is logged in as one, can take it along. Make one whose key cannot be exported.",
		},
	},
}

func runCertificateKeyExportable(pass *analysis.Pass) (any, error) {
	c := certificateOf(pass)
	if e := c.root.Child("privateKeyExportable"); e.Value() == "" || e.Bool() {
		c.report(pass, "privateKeyExportable", "exportable")
	}
	return nil, nil
}
