package credentials

import (
	_ "embed"
	"path"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
	"github.com/apexvet/apexvet/rules/internal/secret"
)

//go:embed ProtectSensitiveData.md
var protectSensitiveDataDoc string

// ProtectSensitiveData reports fields that are named like secrets and stored in clear text. The name is PMD's.
var ProtectSensitiveData = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ProtectSensitiveData",
		Doc:      protectSensitiveDataDoc,
		Run:      runProtectSensitiveData,
		Requires: []*analysis.Analyzer{rules.Document, rules.Project},
	},
	Title:    "Field for a secret in clear text",
	Subject:  "credentials",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"CustomField", "CustomObject"},
	Variants: []rules.Variant{
		{
			ID: "plaintext", Title: "Field for a secret in clear text",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{256, 312},
			Message: "Field %s is named like a secret and is stored as %s in clear text, so that everyone who can read the record can use it. Keep secrets in a Named Credential, or make it an encrypted field.",
		},
		{
			ID: "public-setting", Title: "Field for a secret in a public setting",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{522},
			Message: "Field %s is named like a secret, and its custom setting or metadata type is public (%s), so that every package and every user who can see the setting reads it. Make the type protected, or keep the secret in a Named Credential.",
		},
	},
}

// textTypes are the types of fields that can hold a secret.
var textTypes = []string{"Text", "TextArea", "LongTextArea", "Html", "Url"}

func runProtectSensitiveData(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	for field := range document.Holders(f.Document, "CustomField") {
		fullName := field.Child("fullName")
		name := fullName.Value()
		if name == "" {
			name = document.Name(f)
		}
		if secret.Name(name) != secret.StrongHint || !slices.Contains(textTypes, field.Child("type").Value()) || field.Child("formula") != nil || strings.Contains(strings.ToLower(name), "session") {
			continue
		}
		object, description := objectOf(rules.ProjectOf(pass), f)
		variant, detail := "plaintext", field.Child("type").Value()
		switch isSetting := isSettingType(object, description); {
		case description.Child("visibility").Value() == "Protected", isSetting && description == nil:
			continue // Its package alone sees it; or nothing is known of who does.
		case isSetting:
			variant, detail = "public-setting", object
		case isEncrypted(field):
			continue
		}
		start, end := field.Start, field.TagEnd
		if fullName != nil {
			start, end = fullName.Start, fullName.End
		}
		finding := rules.At(f, start, end, variant, object+"."+name, detail)
		finding.Subject = "CustomField " + object + "." + name
		rules.Report(pass, finding)
	}
	return nil, nil
}

// objectOf returns the name of the object that a file's fields belong to, and its description, which in source format is
// another file and may not be there.
func objectOf(snapshot *project.Snapshot, f *project.File) (name string, description *metadata.Element) {
	if f.RootElement == "CustomObject" {
		return document.Name(f), f.Document.Root
	}
	dir := path.Dir(path.Dir(f.Path))
	name = path.Base(dir)
	if other := snapshot.Lookup(dir + "/" + name + ".object-meta.xml"); other != nil && other.Document != nil {
		description = other.Document.Root
	}
	return name, description
}

// isSettingType reports whether an object is a custom setting or a custom metadata type.
func isSettingType(name string, description *metadata.Element) bool {
	return strings.HasSuffix(name, "__mdt") || description.Child("customSettingsType").Value() != ""
}

func isEncrypted(field *metadata.Element) bool {
	scheme := field.Child("encryptionScheme").Value()
	return scheme != "" && scheme != "None"
}
