package credentials

import (
	_ "embed"
	"path"
	"slices"
	"strconv"
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
		if secret.Name(name) != secret.StrongHint || !slices.Contains(textTypes, field.Child("type").Value()) || field.Child("formula") != nil || isShort(name, field) {
			continue
		}
		object, description := objectOf(rules.ProjectOf(pass), f)
		variant, detail := "plaintext", field.Child("type").Value()
		switch isSetting := isSettingType(object, description); {
		case isSetting && visibilityOf(description) == "Protected":
			continue
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

// isShort reports whether a field is for the id of a session and too short for one that logs anybody in: it holds the id
// of a record of the session.
func isShort(name string, field *metadata.Element) bool {
	length, err := strconv.Atoi(field.Child("length").Value())
	return err == nil && length <= longestRecordID && strings.Contains(strings.ToLower(name), "session")
}

// longestRecordID is the length from which a field can hold the id of a session itself, which has some 110 characters.
const longestRecordID = 50

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

// visibilityOf returns who sees a custom setting or metadata type. Public is the default; where the description is
// not in the project nothing is known, and the type may well be protected.
func visibilityOf(description *metadata.Element) string {
	if description == nil {
		return "Protected"
	}
	if v := description.Child("visibility").Value(); v != "" {
		return v
	}
	return "Public"
}

func isEncrypted(field *metadata.Element) bool {
	scheme := field.Child("encryptionScheme").Value()
	return scheme != "" && scheme != "None"
}
