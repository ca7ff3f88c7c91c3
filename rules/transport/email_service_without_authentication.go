package transport

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed EmailServiceWithoutAuthentication.md
var emailServiceWithoutAuthenticationDoc string

// EmailServiceWithoutAuthentication reports email services that do not check who sent a mail.
var EmailServiceWithoutAuthentication = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "EmailServiceWithoutAuthentication",
		Doc:      emailServiceWithoutAuthenticationDoc,
		Run:      runEmailServiceWithoutAuthentication,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Email service that believes every sender",
	Subject:  "transport",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"EmailServicesFunction"},
	Variants: []rules.Variant{
		{
			ID: "no-authentication", Title: "Senders are not verified",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{287},
			Message: "%[1]s does not verify senders, so that anybody can write to its Apex class in anybody's name. Set isAuthenticationRequired to true.%[2]s",
		},
		{
			ID: "any-sender", Title: "Every sender is accepted",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceMedium, CWE: []int{287},
			Message: "%[1]s accepts mail of every sender. Name the senders in authorizedSenders, unless it is for the public.",
		},
		{
			ID: "administrator", Title: "Email service that runs as an administrator",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceMedium, CWE: []int{250},
			Message: "%[1]s runs its Apex class as %[2]s, who is called like an administrator. Make a user for it with the permissions that the class needs.",
		},
	},
}

func runEmailServiceWithoutAuthentication(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	root := f.Document.Root
	if !isActiveService(root) {
		return nil, nil
	}
	report := func(start, end int, variant, detail string) {
		finding := rules.At(f, start, end, variant, document.Describe(f), detail)
		finding.Subject = document.Subject(f)
		rules.Report(pass, finding)
	}
	listed := root.Child("authorizedSenders").Value() != ""
	for address := range root.ChildrenNamed("emailServicesAddresses") {
		listed = listed || address.Child("authorizedSenders").Value() != ""
		if user := address.Child("runAsUser"); document.IsAdministrator(user.Value()) {
			report(user.Start, user.End, "administrator", user.Value())
		}
	}
	required := root.Child("isAuthenticationRequired")
	start, end := root.Start, root.TagEnd
	if required != nil {
		start, end = required.Start, required.End
	}
	switch {
	case !required.Bool() && !listed:
		report(start, end, "no-authentication", " Name the senders in authorizedSenders, too.")
	case !required.Bool():
		report(start, end, "no-authentication", "")
	case !listed:
		report(start, end, "any-sender", "")
	}
	return nil, nil
}
