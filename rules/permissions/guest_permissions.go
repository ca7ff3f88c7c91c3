package permissions

import (
	_ "embed"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
)

//go:embed GuestPermissions.md
var guestPermissionsDoc string

// GuestPermissions reports profiles of guests that permit more than to read.
var GuestPermissions = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "GuestPermissions",
		Doc:      guestPermissionsDoc,
		Run:      runGuestPermissions,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Guests with wide permissions",
	Subject:  "permissions",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"Profile"},
	Variants: []rules.Variant{
		{
			ID: "user", Title: "Wide permission for guests",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{284},
			Message: "%s belongs to visitors who did not log in and gives them %s. Take it away.",
		},
		{
			ID: "object", Title: "Records that guests may change or all see",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{284, 732},
			Message: "%s belongs to visitors who did not log in and lets them change, delete or see all records of %s. Take it away, and let a form write through a controller that checks its input.",
		},
		{
			ID: "flow", Title: "Flows for guests",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{284},
			Message: "%s belongs to visitors who did not log in and gives them %s, so that they can start any active flow that is not restricted. Give access to the flows of the site instead.",
		},
	},
}

func runGuestPermissions(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	if !isGuest(f.Document) {
		return nil, nil
	}
	reportGrants(pass, f, "user", userPermissions(f.Document, isWideForGuests))
	reportGrants(pass, f, "object", objectPermissions(f.Document, "allowEdit", "allowDelete", "viewAllRecords", "modifyAllRecords"))
	reportGrants(pass, f, "flow", userPermissions(f.Document, func(name string) bool { return name == "RunFlow" }))
	return nil, nil
}

func isWideForGuests(permission string) bool {
	return permission == "ApiEnabled" || permission == "ViewSetup" || strings.HasPrefix(permission, "ViewAll") || strings.HasPrefix(permission, "ModifyAll") ||
		slices.Contains(administrative, permission) || slices.Contains(dataWide, permission)
}
