package certificates

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed SamlWeakAlgorithm.md
var samlWeakAlgorithmDoc string

// SamlWeakAlgorithm reports single sign-on that signs with SHA-1 or encrypts with triple DES.
var SamlWeakAlgorithm = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "SamlWeakAlgorithm",
		Doc:      samlWeakAlgorithmDoc,
		Run:      document.Run(samlWeakAlgorithmChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Single sign-on with a broken algorithm",
	Subject:  "certificates",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: document.Elements(samlWeakAlgorithmChecks),
	Variants: []rules.Variant{
		{
			ID: "sha1", Title: "SHA-1 signatures",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{328},
			Message: "%[1]s signs with SHA-1 (%[2]s is %[3]s), for which signatures have been forged. Use SHA-256.",
		},
		{
			ID: "triple-des", Title: "Triple DES encryption",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{327},
			Message: "%[1]s encrypts with triple DES (%[2]s is %[3]s), which is broken, and which Salesforce no longer supports for SAML. Use AES-256.",
		},
	},
}

var samlWeakAlgorithmChecks = []document.Check{
	{Root: "SamlSsoConfig", Path: []string{"requestSignatureMethod"}, Values: []string{"0"}, Variant: "sha1"},
	{Root: "ConnectedApp", Path: []string{"samlConfig", "samlSigningAlgoType"}, Values: []string{"SHA1"}, Variant: "sha1"},
	{Root: "ExtlClntAppSamlConfigurablePolicies", Path: []string{"samlSigningAlgoType"}, Values: []string{"SHA1"}, Variant: "sha1"},
	{Root: "ConnectedApp", Path: []string{"samlConfig", "encryptionType"}, Values: []string{"Triple_Des", "TRIPLE_DES", "TripleDes"}, Variant: "triple-des"},
	{Root: "ExtlClntAppSamlConfigurablePolicies", Path: []string{"encryptionType"}, Values: []string{"Triple_Des", "TripleDes"}, Variant: "triple-des"},
}
