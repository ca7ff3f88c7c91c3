package credentials

import (
	"bytes"
	_ "embed"
	"path"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/secret"
)

//go:embed AvoidHardcodedCredentialsInFiles.md
var avoidHardcodedCredentialsInFilesDoc string

// AvoidHardcodedCredentialsInFiles reports keys and tokens in the scripts, configuration files and static resources of a project.
var AvoidHardcodedCredentialsInFiles = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AvoidHardcodedCredentialsInFiles",
		Doc:      avoidHardcodedCredentialsInFilesDoc,
		Run:      runAvoidHardcodedCredentialsInFiles,
		Requires: []*analysis.Analyzer{rules.Text},
	},
	Title:    "Credential in a script or configuration file",
	Subject:  "credentials",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Kinds:    []project.Kind{project.KindText, project.KindLightning},
	Texts:    isWantedFile,
	Variants: []rules.Variant{
		{
			ID: "private-key", Title: "Private key in the project",
			Severity: rules.SeverityCritical, Confidence: rules.ConfidenceHigh, CWE: []int{321, 798},
			Message: "%[1]s stands in this file, and everyone who can read the project can act as its owner. Replace the key pair, and keep the new key outside of the repository.",
		},
		{
			ID: "token", Title: "Token or password in the project",
			Severity: rules.SeverityCritical, Confidence: rules.ConfidenceHigh, CWE: []int{798, 540},
			Message: "%[1]s stands in this file, and everyone who can read the project can use it. Revoke it, and let the pipeline supply its successor from a secret store.",
		},
		{
			ID: "web-token", Title: "JSON Web Token in the project",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{798},
			Message: "%[1]s stands in this file; as long as it is valid, everyone who can read the project can use it. Make sure that it has expired, and take it out.",
		},
		{
			ID: "browser-key", Title: "API key for browsers",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{798},
			Message: "%[1]s stands in this file. If it is for browsers, limit it to the host names that use it; otherwise revoke it and keep its successor on the server.",
		},
		{
			ID: "key-store", Title: "Key store in the project",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceMedium, CWE: []int{321},
			Message: "This file is a key store (%[1]s), whose password is all that keeps its private keys from everyone who can read the project. Keep it outside of the repository.",
		},
	},
}

// isWantedFile reports whether a file is a key store, or holds a credential.
func isWantedFile(name string, text []byte) bool {
	return keyStore(name, text) != "" || secret.Contains(string(text))
}

// keyStore says what kind of key store a file is, by its suffix and first bytes; empty if it is none.
func keyStore(name string, head []byte) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".p12", ".pfx":
		// A SEQUENCE with the content type of PKCS #7 near its beginning; PKCS #12 is nothing else.
		if bytes.HasPrefix(head, []byte{0x30}) && bytes.Contains(head[:min(len(head), 64)], []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07}) {
			return "PKCS #12"
		}
	case ".jks", ".keystore":
		if bytes.HasPrefix(head, []byte{0xfe, 0xed, 0xfe, 0xed}) || bytes.HasPrefix(head, []byte{0xce, 0xce, 0xce, 0xce}) {
			return "Java"
		}
		return keyStore("x.p12", head)
	}
	return ""
}

func runAvoidHardcodedCredentialsInFiles(pass *analysis.Pass) (any, error) {
	f := rules.TextOf(pass).File
	if len(f.Text) == 0 {
		finding := rules.At(f, 0, 0, "key-store", strings.TrimPrefix(strings.ToLower(path.Ext(f.Path)), "."))
		finding.Subject = "key store"
		rules.Report(pass, finding)
		return nil, nil
	}
	for _, j := range secret.Find(string(f.Text)) {
		finding := rules.At(f, j.Start, j.End, fileVariant(j.What), strings.ToUpper(j.What[:1])+j.What[1:])
		finding.Redact = []rules.Span{rules.SpanAt(f, j.Start, j.End)}
		finding.Subject = j.What
		rules.Report(pass, finding)
	}
	return nil, nil
}

func fileVariant(what string) string {
	switch what {
	case "a private key":
		return "private-key"
	case "a JSON Web Token":
		return "web-token"
	case "a Google API key":
		return "browser-key"
	}
	return "token"
}
