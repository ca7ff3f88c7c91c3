// Package all lists every rule. Adding a rule adds one line here.
package all

import (
	"sync"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/access"
	"github.com/apexvet/apexvet/rules/browser"
	"github.com/apexvet/apexvet/rules/connectedapp"
	"github.com/apexvet/apexvet/rules/credentials"
	"github.com/apexvet/apexvet/rules/flows"
	"github.com/apexvet/apexvet/rules/permissions"
	"github.com/apexvet/apexvet/rules/settings"
	"github.com/apexvet/apexvet/rules/transport"
)

// list has one line per rule, in any order.
var list = []*rules.Rule{
	access.ApexCRUDViolation,
	access.ApexExplicitSystemMode,
	access.ApexFlsViolation,
	access.ApexInsecureDirectObjectReference,
	access.ApexSecurityEnforcedRemoved,
	access.ApexSharingViolations,
	browser.AvoidApiSessionId,
	browser.AvoidJavaScriptCustomObject,
	browser.AvoidJavaScriptHomePageComponent,
	browser.AvoidJavaScriptInUrls,
	browser.AvoidJavaScriptWebLink,
	browser.AvoidLmcIsExposedTrue,
	browser.AvoidSControls,
	browser.BrowserProtectionDisabled,
	browser.CorsInsecureOrigin,
	browser.CorsWildcard,
	browser.CspAllDirectives,
	browser.CspDeviceAccess,
	browser.CspWildcard,
	browser.OutboundMessageSessionId,
	browser.SiteAllowsFraming,
	browser.SiteResponseHeaders,
	browser.SiteStandardPages,
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
	credentials.AvoidHardcodedCredentialsInFieldDecls,
	credentials.AvoidHardcodedCredentialsInHttpHeader,
	credentials.AvoidHardcodedCredentialsInMetadata,
	credentials.AvoidHardcodedCredentialsInStoredValues,
	credentials.AvoidHardcodedCredentialsInVarAssign,
	credentials.AvoidHardcodedCredentialsInVarDecls,
	credentials.ConsumerKeyInMetadata,
	credentials.ExternalClientAppSettingsCommitted,
	credentials.ExternalCredentialPrincipalUnused,
	credentials.NamedCredentialLegacy,
	credentials.NamedCredentialManagedAccess,
	credentials.NamedCredentialMergeFields,
	credentials.NamedCredentialNoAuthentication,
	credentials.NamedCredentialPassword,
	credentials.ProtectSensitiveData,
	credentials.UnencryptedPersonalData,
	flows.AvoidSystemModeInFlows,
	flows.AvoidUnauthorizedApiSessionIdInFlows,
	flows.FlowInsecureEndpoint,
	permissions.AdministrativePermissions,
	permissions.AdministratorWithoutIpRange,
	permissions.AuthenticationBypassPermissions,
	permissions.DataWidePermissions,
	permissions.DelegatedAdministratorLogin,
	permissions.ExternalSharingOpen,
	permissions.GuestApexClass,
	permissions.GuestPermissions,
	permissions.GuestSharingRule,
	permissions.IntegrationUserNotApiOnly,
	permissions.NetworkGuestAccess,
	permissions.ObjectWidePermissions,
	permissions.ProfileLoginIpRangeWide,
	settings.AdministratorsLogInAsUsers,
	settings.ApexSettingsLax,
	settings.ApiUseUnwatched,
	settings.EventMonitoringDisabled,
	settings.FlowSettingsLax,
	settings.GuestSecurityOptOut,
	settings.IpRangesAtLoginOnly,
	settings.MfaNotRequired,
	settings.PackageActivatesRemoteSites,
	settings.PasswordPolicyWeak,
	settings.PlatformEventsUnencrypted,
	settings.RedirectsUnchecked,
	settings.SessionPolicyWeak,
	settings.SingleSignOnOptional,
	settings.TransactionSecurityPolicyIneffective,
	settings.TrustedIpRangeWide,
	transport.ApexInsecureEndpoint,
	transport.ApexSuggestUsingNamedCred,
	transport.AvoidDisableProtocolSecurityRemoteSiteSetting,
	transport.AvoidInsecureHttpRemoteSiteSetting,
	transport.EmailServiceWithoutAuthentication,
	transport.EmailServiceWithoutTls,
	transport.HttpsNotRequired,
	transport.MetadataHttpEndpoint,
	transport.MetadataRawIpEndpoint,
	transport.RemoteSiteConflict,
	transport.TlsVersionNotRequired,
}

// Registry returns the registry of all rules. An invalid rule is a fault of the program, which a test finds.
var Registry = sync.OnceValue(func() *rules.Registry {
	registry, err := rules.NewRegistry(list...)
	if err != nil {
		panic(err)
	}
	return registry
})
