package permissions

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed NetworkGuestAccess.md
var networkGuestAccessDoc string

// NetworkGuestAccess reports Experience Cloud sites that show members and files to guests.
var NetworkGuestAccess = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "NetworkGuestAccess",
		Doc:      networkGuestAccessDoc,
		Run:      document.Run(networkGuestAccessChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Guests on an Experience Cloud site",
	Subject:  "permissions",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: document.Elements(networkGuestAccessChecks),
	Variants: []rules.Variant{
		{
			ID: "guest", Title: "Members or files for guests",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{200},
			Message: "%[1]s shows visitors who did not log in more than its pages (%[2]s is true). Set it to false if the site can do without.",
		},
		{
			ID: "registration", Title: "Registration for anyone",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceMedium, CWE: []int{284},
			Message: "%[1]s lets anyone make a user for themselves (%[2]s is true). Make sure that the profile which they get may see what anyone may.",
		},
	},
}

var networkGuestAccessChecks = []document.Check{
	{Root: "Network", Path: []string{"enableGuestChatter"}, Values: []string{"true"}, Variant: "guest"},
	{Root: "Network", Path: []string{"enableGuestFileAccess"}, Values: []string{"true"}, Variant: "guest"},
	{Root: "Network", Path: []string{"enableGuestMemberVisibility"}, Values: []string{"true"}, Variant: "guest"},
	{
		Root: "Network", Path: []string{"selfRegistration"}, Values: []string{"true"}, Variant: "registration",
		When: func(network *metadata.Element) bool { return network.Child("selfRegProfile").Value() != "" },
	},
}
