package certificates

import (
	"crypto/x509"
	_ "embed"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
)

//go:embed CertificateUsage.md
var certificateUsageDoc string

// CertificateUsage reports client certificates without the usage that servers ask for.
var CertificateUsage = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "CertificateUsage",
		Doc:      certificateUsageDoc,
		Run:      runCertificateUsage,
		Requires: []*analysis.Analyzer{rules.Project, described},
	},
	Title:    "Client certificate that is not made for clients",
	Subject:  "certificates",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"Certificate"},
	Context:  referenceRoots(),
	Texts:    isCertificateText,
	Variants: []rules.Variant{
		{
			ID: "no-client", Title: "Client authentication is not among its usages",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{295},
			Message: "Certificate %[1]s is used by %[2]s to say who calls, but was signed for other usages, so that servers that check refuse it. Ask the authority for one with the extended key usage clientAuth.",
		},
		{
			ID: "dual", Title: "Certificate for servers and clients",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{295},
			Message: "Certificate %[1]s is used by %[2]s to say who calls, and was signed for servers and clients at once; public authorities stopped signing such certificates in June 2026, so that its successor will not work. Move to an authority for client certificates.",
		},
	},
}

func runCertificateUsage(pass *analysis.Pass) (any, error) {
	c := certificateOf(pass)
	own := c.own()
	if own == nil || isSelfSigned(own) || len(own.ExtKeyUsage) == 0 || slices.Contains(own.ExtKeyUsage, x509.ExtKeyUsageAny) {
		return nil, nil
	}
	var variant string
	switch client := slices.Contains(own.ExtKeyUsage, x509.ExtKeyUsageClientAuth); {
	case !client:
		variant = "no-client"
	case slices.Contains(own.ExtKeyUsage, x509.ExtKeyUsageServerAuth):
		variant = "dual"
	default:
		return nil, nil
	}
	if u, used := useOf(rules.ProjectOf(pass), c.file.Project, c.name); used && u.client {
		c.report(pass, "", variant, u.by)
	}
	return nil, nil
}
