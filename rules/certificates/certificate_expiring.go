package certificates

import (
	_ "embed"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
)

//go:embed CertificateExpiring.md
var certificateExpiringDoc string

// CertificateExpiring reports certificates that will soon expire.
var CertificateExpiring = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "CertificateExpiring",
		Doc:      certificateExpiringDoc,
		Run:      runCertificateExpiring,
		Requires: []*analysis.Analyzer{described},
	},
	Title:    "Certificate that expires soon",
	Subject:  "certificates",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"Certificate"},
	Properties: []rules.PropertySpec{
		{Name: "days", Default: 30, Description: "how many days before it expires a certificate is reported"},
	},
	Texts: isCertificateText,
	Variants: []rules.Variant{
		{
			ID: "soon", Title: "Certificate expires soon",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{324},
			Message: "Certificate %[1]s expires on %[2]s, in %[3]d days. Renew it, and give the successor to the partners in time.",
		},
	},
}

func runCertificateExpiring(pass *analysis.Pass) (any, error) {
	c, now := certificateOf(pass), rules.Now(pass)
	expiry, known := c.expiry()
	if !known || expiry.Before(now) {
		return nil, nil
	}
	notice := time.Duration(rules.Property[int](pass, "days")) * 24 * time.Hour
	if own := c.own(); own != nil {
		notice = min(notice, own.NotAfter.Sub(own.NotBefore)/3)
	}
	if left := expiry.Sub(now); left <= notice {
		c.report(pass, "expirationDate", "soon", day(expiry), int(left/(24*time.Hour)))
	}
	return nil, nil
}
