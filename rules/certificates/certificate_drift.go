package certificates

import (
	"crypto/rsa"
	_ "embed"
	"strconv"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
)

//go:embed CertificateDrift.md
var certificateDriftDoc string

// CertificateDrift reports certificates whose description says something else.
var CertificateDrift = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "CertificateDrift",
		Doc:      certificateDriftDoc,
		Run:      runCertificateDrift,
		Requires: []*analysis.Analyzer{described},
	},
	Title:    "Certificate that is not the one described",
	Subject:  "certificates",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"Certificate"},
	Texts:    isCertificateText,
	Variants: []rules.Variant{
		{
			ID: "expiry", Title: "Other expiry than described",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{298},
			Message: "The description of certificate %[1]s says that it expires on %[2]s, and the certificate says %[3]s, so that one of the two is of another time. Retrieve it again.",
		},
		{
			ID: "key-size", Title: "Other key size than described",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{298},
			Message: "The description of certificate %[1]s says that its key has %[2]s bits, and the certificate says %[3]s, so that one of the two is of another time. Retrieve it again.",
		},
	},
}

func runCertificateDrift(pass *analysis.Pass) (any, error) {
	c := certificateOf(pass)
	own := c.own()
	if own == nil {
		return nil, nil
	}
	// Old API versions wrote the date alone.
	if described, ok := c.describedExpiry(); ok && described.Sub(own.NotAfter).Abs() > 36*time.Hour {
		c.report(pass, "expirationDate", "expiry", day(described), day(own.NotAfter))
	}
	key, isRSA := own.PublicKey.(*rsa.PublicKey)
	if size := c.root.Child("keySize").Value(); isRSA && size != "" && size != strconv.Itoa(key.N.BitLen()) {
		c.report(pass, "keySize", "key-size", size, strconv.Itoa(key.N.BitLen()))
	}
	return nil, nil
}
