package certificates

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
)

//go:embed CertificateUnreadable.md
var certificateUnreadableDoc string

// CertificateUnreadable reports certificates whose text is damaged.
var CertificateUnreadable = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "CertificateUnreadable",
		Doc:      certificateUnreadableDoc,
		Run:      runCertificateUnreadable,
		Requires: []*analysis.Analyzer{described},
	},
	Title:    "Certificate that cannot be read",
	Subject:  "certificates",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"Certificate"},
	Texts:    isCertificateText,
	Variants: []rules.Variant{
		{
			ID: "unreadable", Title: "Certificate cannot be read",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceMedium, CWE: []int{295},
			Message: "The text of certificate %[1]s cannot be read (%[2]s), so that nothing but its description was judged. Retrieve it again.",
		},
	},
}

func runCertificateUnreadable(pass *analysis.Pass) (any, error) {
	if c := certificateOf(pass); c.problem != "" {
		c.report(pass, "", "unreadable", c.problem)
	}
	return nil, nil
}
