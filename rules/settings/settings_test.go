package settings_test

import (
	"path/filepath"
	"testing"

	"github.com/apexvet/apexvet/analyzer/rulestest"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/settings"
)

func TestRules(t *testing.T) {
	for _, rule := range []*rules.Rule{
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
	} {
		t.Run(rule.Name, func(t *testing.T) { rulestest.Run(t, rule, filepath.Join("testdata", rule.Name)) })
	}
}
