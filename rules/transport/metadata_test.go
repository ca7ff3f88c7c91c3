package transport_test

import (
	"path/filepath"
	"testing"

	"github.com/apexvet/apexvet/analyzer/rulestest"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/transport"
)

func TestMetadataRules(t *testing.T) {
	for _, rule := range []*rules.Rule{
		transport.AvoidDisableProtocolSecurityRemoteSiteSetting,
		transport.AvoidInsecureHttpRemoteSiteSetting,
		transport.EmailServiceWithoutAuthentication,
		transport.EmailServiceWithoutTls,
		transport.HttpsNotRequired,
		transport.MetadataHttpEndpoint,
		transport.MetadataRawIpEndpoint,
		transport.RemoteSiteConflict,
		transport.TlsVersionNotRequired,
	} {
		t.Run(rule.Name, func(t *testing.T) { rulestest.Run(t, rule, filepath.Join("testdata", rule.Name)) })
	}
}
