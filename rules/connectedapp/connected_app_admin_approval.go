package connectedapp

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed ConnectedAppAdminApproval.md
var connectedAppAdminApprovalDoc string

// ConnectedAppAdminApproval reports orgs without API access control.
var ConnectedAppAdminApproval = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ConnectedAppAdminApproval",
		Doc:      connectedAppAdminApprovalDoc,
		Run:      document.Run(connectedAppAdminApprovalChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Org that lets apps in without approval",
	Subject:  "connectedapp",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileAudit},
	Elements: document.Elements(connectedAppAdminApprovalChecks),
	Variants: []rules.Variant{
		{
			ID: "no-approval", Title: "Apps need no approval",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceMedium, CWE: []int{862},
			Message: "%[1]s lets users call the API through apps that no administrator approved (%[2]s is %[3]s). Turn API access control on, if the org has it, and approve the apps that are needed.",
		},
	},
}

var connectedAppAdminApprovalChecks = []document.Check{
	{Root: "ConnectedAppSettings", Path: []string{"enableAdminApprovedAppsOnly"}, Values: []string{"false"}, Variant: "no-approval"},
	{Root: "ConnectedAppSettings", Path: []string{"enableAdminApprovedAppsOnlyForExternalUser"}, Values: []string{"false"}, Variant: "no-approval"},
}
