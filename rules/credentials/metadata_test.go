package credentials_test

import (
	"path/filepath"
	"testing"

	"github.com/apexvet/apexvet/analyzer/rulestest"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/credentials"
)

func TestMetadataRules(t *testing.T) {
	for _, rule := range []*rules.Rule{
		credentials.AvoidHardcodedCredentialsInFiles,
		credentials.AvoidHardcodedCredentialsInMetadata,
		credentials.AvoidHardcodedCredentialsInStoredValues,
		credentials.ConsumerKeyInMetadata,
		credentials.ExternalClientAppSettingsCommitted,
		credentials.ExternalCredentialPrincipalUnused,
		credentials.NamedCredentialLegacy,
		credentials.NamedCredentialManagedAccess,
		credentials.NamedCredentialMergeFields,
		credentials.NamedCredentialNoAuthentication,
		credentials.NamedCredentialPassword,
		credentials.OauthPasswordGrant,
		credentials.ProtectSensitiveData,
		credentials.UnencryptedPersonalData,
	} {
		t.Run(rule.Name, func(t *testing.T) { rulestest.Run(t, rule, filepath.Join("testdata", rule.Name)) })
	}
}
