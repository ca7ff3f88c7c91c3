package connectedapp_test

import (
	"path/filepath"
	"testing"

	"github.com/apexvet/apexvet/analyzer/rulestest"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/connectedapp"
)

func TestRules(t *testing.T) {
	for _, rule := range []*rules.Rule{
		connectedapp.AuthProviderExecutionUser,
		connectedapp.AuthProviderPkce,
		connectedapp.AuthProviderSecretInUrl,
		connectedapp.ConnectedAppAdminApproval,
		connectedapp.ConnectedAppClientCredentialUser,
		connectedapp.ConnectedAppInsteadOfExternalClientApp,
		connectedapp.ConnectedAppIntrospectAllTokens,
		connectedapp.ConnectedAppIpRelaxation,
		connectedapp.ConnectedAppPkce,
		connectedapp.ConnectedAppRefreshTokenLifetime,
		connectedapp.ConnectedAppRefreshTokenRotation,
		connectedapp.ConnectedAppSecretOptional,
		connectedapp.ConnectedAppSelfAuthorization,
		connectedapp.ConnectedAppSessionLevel,
		connectedapp.ConnectedAppWeakFlow,
		connectedapp.ConnectedAppWideIpRange,
		connectedapp.ConnectedAppWideScope,
		connectedapp.ConsumerSecretApiAccess,
		connectedapp.LimitConnectedAppScope,
		connectedapp.MyDomainLoginNotEnforced,
		connectedapp.OauthWeakFlowAllowed,
		connectedapp.UseHttpsCallbackUrlConnectedApp,
	} {
		t.Run(rule.Name, func(t *testing.T) { rulestest.Run(t, rule, filepath.Join("testdata", rule.Name)) })
	}
}
