package certificates

import (
	_ "embed"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
)

//go:embed CertificateLongLived.md
var certificateLongLivedDoc string

// CertificateLongLived lists certificates that live longer than authorities may sign for.
var CertificateLongLived = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "CertificateLongLived",
		Doc:      certificateLongLivedDoc,
		Run:      runCertificateLongLived,
		Requires: []*analysis.Analyzer{described},
	},
	Title:    "Certificate that lives too long",
	Subject:  "certificates",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileAudit},
	Elements: []string{"Certificate"},
	Texts:    isCertificateText,
	Variants: []rules.Variant{
		{
			ID: "long", Title: "Certificate lives too long",
			Severity: rules.SeverityInfo, Confidence: rules.ConfidenceMedium, CWE: []int{324},
			Message: "Certificate %[1]s lives %[2]d days, and public authorities may sign for %[3]d since %[4]s. Renew it sooner, and automatically.",
		},
	},
}

// lifetimes are the limits of the CA/Browser Forum on how many days a certificate may live, by when it was made.
var lifetimes = []struct {
	since time.Time
	days  int
}{
	{time.Date(2020, 9, 1, 0, 0, 0, 0, time.UTC), 398},
	{time.Date(2026, 3, 15, 0, 0, 0, 0, time.UTC), 200},
	{time.Date(2027, 3, 15, 0, 0, 0, 0, time.UTC), 100},
	{time.Date(2029, 3, 15, 0, 0, 0, 0, time.UTC), 47},
}

func runCertificateLongLived(pass *analysis.Pass) (any, error) {
	c := certificateOf(pass)
	own := c.own()
	if own == nil || isSelfSigned(own) {
		return nil, nil
	}
	limit := lifetimes[0]
	for _, l := range lifetimes {
		if !own.NotBefore.Before(l.since) {
			limit = l
		}
	}
	days := int(own.NotAfter.Sub(own.NotBefore) / (24 * time.Hour))
	if days > limit.days && !own.NotBefore.Before(limit.since) {
		c.report(pass, "expirationDate", "long", days, limit.days, day(limit.since))
	}
	return nil, nil
}
