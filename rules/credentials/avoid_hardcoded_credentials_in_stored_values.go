package credentials

import (
	_ "embed"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
	"github.com/apexvet/apexvet/rules/internal/secret"
)

//go:embed AvoidHardcodedCredentialsInStoredValues.md
var avoidHardcodedCredentialsInStoredValuesDoc string

// AvoidHardcodedCredentialsInStoredValues reports secrets in custom metadata, labels, default values and flows.
var AvoidHardcodedCredentialsInStoredValues = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AvoidHardcodedCredentialsInStoredValues",
		Doc:      avoidHardcodedCredentialsInStoredValuesDoc,
		Run:      runAvoidHardcodedCredentialsInStoredValues,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Credential in a stored value",
	Subject:  "credentials",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: placeRoots(storedPlaces),
	Variants: []rules.Variant{
		{
			ID: "known-shape", Title: "Value of a known kind of credential",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{798, 312},
			Message: "%[1]s holds a secret in %[2]s%[3]s, which everyone who can read the project or the org's configuration can use. Revoke it, and keep its successor in a Named Credential.",
		},
		{
			ID: "secret-value", Title: "Generated value under the name of a secret",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{798, 312},
			Message: "%[1]s holds what looks like a generated secret in %[2]s, which everyone who can read the project or the org's configuration can use. Revoke it, and keep its successor in a Named Credential.",
		},
		{
			ID: "password-value", Title: "Value like a password under the name of a secret",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceMedium, CWE: []int{259, 312},
			Message: "%[1]s holds what looks like a password or key in %[2]s, which everyone who can read the project or the org's configuration can use. Revoke it, and keep its successor in a Named Credential.",
		},
		{
			ID: "protected", Title: "Secret in a protected record",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{798, 540},
			Message: "%[1]s is protected in the org, but holds what looks like a secret in %[2]s%[3]s, which everyone who can read the project can use. Revoke it, and enter its successor after the deployment.",
		},
		{
			ID: "name-only", Title: "Value under the name of a secret",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceLow, CWE: []int{798},
			Message: "%[1]s holds a value in %[2]s, which is named like a secret. If it is one, keep it in a Named Credential.",
		},
	},
}

var storedPlaces = []metadataPlace{
	{root: "CustomMetadata", path: []string{"values", "value"}, named: "field", reads: readNamed},
	{root: "CustomLabel", path: []string{"value"}, named: "fullName", reads: readNamed, variant: labelValue},
	{root: "CustomField", path: []string{"defaultValue"}, named: "fullName", reads: readNamed},
	{root: "Flow", path: []string{"constants", "value", "stringValue"}, named: "name", reads: readNamed},
	{root: "Flow", path: []string{"variables", "value", "stringValue"}, named: "name", reads: readNamed},
	{root: "Flow", path: []string{"formulas", "expression"}, named: "name", reads: readNamed},
	{root: "Flow", path: []string{"textTemplates", "text"}, named: "name", reads: readNamed},
}

// labelValue marks texts for people, among which short words under the name of a secret are common.
const labelValue = "label"

func runAvoidHardcodedCredentialsInStoredValues(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	protected := f.RootElement == "CustomMetadata" && f.Document.Root.Child("protected").Bool()
	forTests := secret.IsForTests(document.Name(f))
	for v := range valuesOf(f.Document, storedPlaces) {
		if v.element.Name == "stringValue" {
			v.name = v.element.Parent().Parent().Child("name").Value()
		}
		if from, to, literal := quoted(v.content.Text); literal {
			v.content = v.content.Slice(from, to)
		} else if v.element.Name == "expression" || v.element.Name == "defaultValue" {
			continue // A formula holds what it computes.
		}
		j := secret.Judge(v.content.Text)
		variant := storedVariant(v, j)
		if variant == "" {
			continue
		}
		if forTests && variant != "known-shape" {
			variant = "name-only"
		}
		if protected && variant != "name-only" {
			variant = "protected"
		}
		rules.Report(pass, v.finding(f, variant, j))
	}
	return nil, nil
}

// storedVariant says what speaks for a secret, empty if nothing does.
func storedVariant(v heldValue, j secret.Judgement) string {
	hint := secret.Name(v.name)
	if j.Kind == secret.Known {
		return "known-shape"
	}
	if secret.Repeats(v.name, strings.TrimRight(v.content.Text, "0123456789!")) || isFormula(v.content.Text) || len(v.content.Text) > longestStored {
		return ""
	}
	switch {
	case hint == secret.StrongHint && (j.Kind == secret.Random || j.Kind == secret.Label && isIssued(v.content.Text)):
		return "secret-value"
	case v.place.variant == labelValue || hint != secret.StrongHint:
		return ""
	case j.Kind == secret.Password && len(v.content.Text) >= 8:
		return "password-value"
	case j.Kind == secret.Word || j.Kind == secret.Password || j.Kind == secret.Testing:
		return "name-only"
	}
	return ""
}

// longestStored is the length in bytes from which a value is a text and no secret, unless its shape is known.
const longestStored = 1000
