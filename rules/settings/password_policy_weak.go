package settings

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed PasswordPolicyWeak.md
var passwordPolicyWeakDoc string

// PasswordPolicyWeak reports settings under which passwords are easy to guess.
var PasswordPolicyWeak = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "PasswordPolicyWeak",
		Doc:      passwordPolicyWeakDoc,
		Run:      document.Run(passwordPolicyWeakChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Weak password policy",
	Subject:  "settings",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileAudit},
	Elements: document.Elements(passwordPolicyWeakChecks),
	Variants: []rules.Variant{
		{
			ID: "shortest", Title: "Passwords of fewer than five characters",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{521},
			Message: "%[1]s allows passwords of fewer than five characters (%[2]s is %[3]s), which are guessed in no time. Set it to 12.",
		},
		{
			ID: "short", Title: "Passwords of fewer than eight characters",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{521},
			Message: "%[1]s allows short passwords (%[2]s is %[3]s), which are guessed soon. Set it to 12.",
		},
		{
			ID: "simple", Title: "Passwords without any requirement",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{521},
			Message: "%[1]s lets users choose any password (%[2]s is %[3]s), their name included. Ask for letters and digits at least.",
		},
		{
			ID: "attempts", Title: "Any number of attempts",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{307},
			Message: "%[1]s sets no limit to failed logins (%[2]s is %[3]s), so that passwords can be tried out. Set it to ten attempts or fewer.",
		},
		{
			ID: "history", Title: "Old passwords again",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{521},
			Message: "%[1]s lets users take up an old password again (%[2]s is %[3]s). Let the last three or more be refused.",
		},
		{
			ID: "answer", Title: "Security answer that gives the password away",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{640},
			Message: "%[1]s does not protect the answer to the security question (%[2]s is %[3]s). Change it.",
		},
		{
			ID: "expiry", Title: "Passwords that never expire",
			Severity: rules.SeverityInfo, Confidence: rules.ConfidenceHigh, CWE: []int{262},
			Message: "%[1]s lets passwords live for ever (%[2]s is %[3]s). With a second factor and long passwords that is in order.",
		},
	},
}

var passwordPolicyWeakChecks = []document.Check{
	{Root: "SecuritySettings", Path: []string{"passwordPolicies", "minimumPasswordLength"}, Values: []string{"0", "2", "3", "4"}, Variant: "shortest"},
	{Root: "SecuritySettings", Path: []string{"passwordPolicies", "minimumPasswordLength"}, Values: []string{"5", "6", "7"}, Variant: "short"},
	{Root: "SecuritySettings", Path: []string{"passwordPolicies", "minPasswordLength"}, Values: []string{"FiveCharacters"}, Variant: "short"},
	{Root: "SecuritySettings", Path: []string{"passwordPolicies", "complexity"}, Values: []string{"NoRestriction"}, Variant: "simple"},
	{Root: "SecuritySettings", Path: []string{"passwordPolicies", "maxLoginAttempts"}, Values: []string{"NoLimit"}, Variant: "attempts"},
	{Root: "SecuritySettings", Path: []string{"passwordPolicies", "historyRestriction"}, Values: []string{"0", "1", "2"}, Variant: "history"},
	{Root: "SecuritySettings", Path: []string{"passwordPolicies", "obscureSecretAnswer"}, Values: []string{"false"}, Variant: "answer"},
	{Root: "SecuritySettings", Path: []string{"passwordPolicies", "questionRestriction"}, Values: []string{"None"}, Variant: "answer"},
	{Root: "SecuritySettings", Path: []string{"passwordPolicies", "expiration"}, Values: []string{"Never"}, Variant: "expiry"},
	{Root: "ProfilePasswordPolicy", Path: []string{"minimumPasswordLength"}, Values: []string{"0", "2", "3", "4"}, Variant: "shortest"},
	{Root: "ProfilePasswordPolicy", Path: []string{"minimumPasswordLength"}, Values: []string{"5", "6", "7"}, Variant: "short"},
	{Root: "ProfilePasswordPolicy", Path: []string{"passwordComplexity"}, Values: []string{"0"}, Variant: "simple"},
	{Root: "ProfilePasswordPolicy", Path: []string{"maxLoginAttempts"}, Values: []string{"0"}, Variant: "attempts"},
	{Root: "ProfilePasswordPolicy", Path: []string{"passwordHistory"}, Values: []string{"0", "1", "2"}, Variant: "history"},
	{Root: "ProfilePasswordPolicy", Path: []string{"obscure"}, Values: []string{"false"}, Variant: "answer"},
	{Root: "ProfilePasswordPolicy", Path: []string{"passwordQuestion"}, Values: []string{"0"}, Variant: "answer"},
	{Root: "ProfilePasswordPolicy", Path: []string{"passwordExpiration"}, Values: []string{"0"}, Variant: "expiry"},
}
