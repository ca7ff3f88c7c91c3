package permissions_test

import (
	"path/filepath"
	"testing"

	"github.com/apexvet/apexvet/analyzer/rulestest"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/permissions"
)

func TestRules(t *testing.T) {
	for _, rule := range []*rules.Rule{
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
	} {
		t.Run(rule.Name, func(t *testing.T) { rulestest.Run(t, rule, filepath.Join("testdata", rule.Name)) })
	}
}
