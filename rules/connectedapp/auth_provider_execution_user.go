package connectedapp

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed AuthProviderExecutionUser.md
var authProviderExecutionUserDoc string

// AuthProviderExecutionUser reports auth providers whose registration handler runs as an administrator.
var AuthProviderExecutionUser = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AuthProviderExecutionUser",
		Doc:      authProviderExecutionUserDoc,
		Run:      runAuthProviderExecutionUser,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Registration handler that runs as an administrator",
	Subject:  "connectedapp",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"AuthProvider"},
	Variants: []rules.Variant{
		{
			ID: "administrator", Title: "Registration handler of an administrator",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceMedium, CWE: []int{250},
			Message: "%s runs its registration handler as %s, which is called like an administrator, so that a fault in it lets strangers make users of any kind. Make a user for it that may manage the users it creates and nothing else.",
		},
	},
}

func runAuthProviderExecutionUser(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	root := f.Document.Root
	user := root.Child("executionUser")
	if root.Child("registrationHandler").Value() == "" || !document.IsAdministrator(user.Value()) {
		return nil, nil
	}
	finding := rules.At(f, user.Start, user.End, "administrator", document.Describe(f), user.Value())
	finding.Subject = document.Subject(f) + " executionUser"
	rules.Report(pass, finding)
	return nil, nil
}
