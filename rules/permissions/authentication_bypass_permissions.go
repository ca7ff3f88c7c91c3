package permissions

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
)

//go:embed AuthenticationBypassPermissions.md
var authenticationBypassPermissionsDoc string

// AuthenticationBypassPermissions reports profiles and permission sets that exempt people from protections of the login.
var AuthenticationBypassPermissions = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AuthenticationBypassPermissions",
		Doc:      authenticationBypassPermissionsDoc,
		Run:      runAuthenticationBypassPermissions,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Permission that weakens logins",
	Subject:  "permissions",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"PermissionSet", "Profile"},
	Variants: []rules.Variant{
		{
			ID: "bypass", Title: "Permission that bypasses a protection of the login",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{287, 308},
			Message: "%s gives %s, so that its users log in without a protection that holds for others. Take it away, or assign it for a time only.",
		},
		{
			ID: "expiry", Title: "Password that never expires",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{262},
			Message: "%s gives %s, so that passwords of its users, once leaked, work for ever. Use OAuth for programs, and let passwords of people expire.",
		},
	},
}

func runAuthenticationBypassPermissions(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	if isStandard(f) {
		return nil, nil
	}
	reportGrants(pass, f, "bypass", userPermissions(f.Document, func(name string) bool {
		return name == "ApproveUninstalledConnectedApps" || name == "BypassMFAForUiLogins" || name == "UseAnyApiClient"
	}))
	if !isGuest(f.Document) { // guests have no password
		reportGrants(pass, f, "expiry", userPermissions(f.Document, func(name string) bool { return name == "PasswordNeverExpires" }))
	}
	return nil, nil
}
