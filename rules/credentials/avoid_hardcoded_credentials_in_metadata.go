package credentials

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/rules"
)

//go:embed AvoidHardcodedCredentialsInMetadata.md
var avoidHardcodedCredentialsInMetadataDoc string

// AvoidHardcodedCredentialsInMetadata reports passwords, secrets and keys in the metadata of credentials and endpoints.
var AvoidHardcodedCredentialsInMetadata = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AvoidHardcodedCredentialsInMetadata",
		Doc:      avoidHardcodedCredentialsInMetadataDoc,
		Run:      runAvoidHardcodedCredentialsInMetadata,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Credential in metadata",
	Subject:  "credentials",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: placeRoots(credentialPlaces),
	Variants: []rules.Variant{
		{
			ID: "credential-element", Title: "Value of an element for a secret",
			Severity: rules.SeverityCritical, Confidence: rules.ConfidenceHigh, CWE: []int{798, 312},
			Message: "%[1]s holds a secret in %[2]s%[3]s, which everyone who can read the project can use. Revoke it, take it out of the file, and enter its successor in Setup.",
		},
		{
			ID: "credential-parameter", Title: "Secret in a credential",
			Severity: rules.SeverityCritical, Confidence: rules.ConfidenceHigh, CWE: []int{798},
			Message: "%[1]s has a literal secret for %[2]s%[3]s, which everyone who can read the project can use. Revoke it, and refer to its successor with a formula such as {!$Credential.Name.Field}.",
		},
		{
			ID: "credential-header", Title: "Secret in a header or parameter",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{798, 598},
			Message: "%[1]s sends a literal secret as %[2]s%[3]s, which everyone who can read the project can use. Revoke it, keep its successor in an external credential, and refer to it with {!$Credential.Name.Field}.",
		},
		{
			ID: "mutual-tls-header", Title: "Secret in a header of a mutual TLS credential",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{798},
			Message: "%[1]s authenticates with a certificate and also sends a literal secret as %[2]s%[3]s, which everyone who can read the project can use. Revoke it, and keep its successor in an external credential of its own.",
		},
		{
			ID: "credential-in-url", Title: "Secret in a URL",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{798, 598},
			Message: "%[1]s has a secret in its URL (%[2]s)%[3]s, where everyone who can read the project and every log on the way finds it. Revoke it, and send its successor in a header from an external credential.",
		},
		{
			ID: "message-url", Title: "Secret in the URL of an outbound message",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{598, 798},
			Message: "%[1]s has a secret in its URL (%[2]s)%[3]s, where everyone who can read the project and every log on the way finds it. Revoke it, and let the receiver verify the sender by its certificate or organization id.",
		},
		{
			ID: "installation-key", Title: "Installation key of a package",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{798},
			Message: "%[1]s holds the installation key of the package%[3]s, which everyone who can read the project can use. Take it out of the file, and pass it when the package is installed.",
		},
	},
}

// The variants of the rule.
const (
	credentialElement   = "credential-element"
	credentialParameter = "credential-parameter"
	credentialHeader    = "credential-header"
	mutualTLSHeader     = "mutual-tls-header"
	credentialInURL     = "credential-in-url"
	messageURL          = "message-url"
	installationKey     = "installation-key"
)

func runAvoidHardcodedCredentialsInMetadata(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	for v := range valuesOf(f.Document, credentialPlaces) {
		j, found := v.find()
		if !found {
			continue
		}
		variant := v.place.variant
		if variant == credentialHeader && hasClientCertificate(f.Document.Root) {
			variant = mutualTLSHeader
		}
		rules.Report(pass, v.finding(f, variant, j))
	}
	return nil, nil
}

// hasClientCertificate reports whether a named credential authenticates with a certificate.
func hasClientCertificate(credential *metadata.Element) bool {
	if credential.Child("certificate").Value() != "" {
		return true
	}
	for e := range credential.ChildrenNamed("namedCredentialParameters") {
		if e.Child("parameterType").Value() == "ClientCertificate" {
			return true
		}
	}
	return false
}
