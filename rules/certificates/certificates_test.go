package certificates_test

import (
	"path/filepath"
	"testing"

	"github.com/apexvet/apexvet/analyzer/rulestest"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/certificates"
)

func TestRules(t *testing.T) {
	for _, rule := range []*rules.Rule{
		certificates.CertificateChainIncomplete,
		certificates.CertificateDrift,
		certificates.CertificateExpired,
		certificates.CertificateExpiring,
		certificates.CertificateKeyExportable,
		certificates.CertificateLongLived,
		certificates.CertificateRequestOnly,
		certificates.CertificateSelfSigned,
		certificates.CertificateUnreadable,
		certificates.CertificateUsage,
		certificates.CertificateWeakKey,
		certificates.CertificateWeakSignature,
		certificates.SamlWeakAlgorithm,
		certificates.SiteCertificateMismatch,
	} {
		t.Run(rule.Name, func(t *testing.T) { rulestest.Run(t, rule, filepath.Join("testdata", rule.Name)) })
	}
}
