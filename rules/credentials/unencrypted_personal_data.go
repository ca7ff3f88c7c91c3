package credentials

import (
	_ "embed"
	"regexp"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed UnencryptedPersonalData.md
var unencryptedPersonalDataDoc string

// UnencryptedPersonalData reports fields for identity numbers that are neither encrypted nor classified.
var UnencryptedPersonalData = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "UnencryptedPersonalData",
		Doc:      unencryptedPersonalDataDoc,
		Run:      runUnencryptedPersonalData,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Field for an identity number in clear text",
	Subject:  "credentials",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileAudit},
	Elements: []string{"CustomField", "CustomObject"},
	Variants: []rules.Variant{
		{
			ID: "plaintext", Title: "Identity number in clear text",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceLow, CWE: []int{311},
			Message: "Field %s is named like an identity number and is neither encrypted nor classified, so that exports and reports carry it unnoticed. Encrypt it, or classify it (securityClassification, complianceGroup).",
		},
	},
}

// identityNumber matches the names of fields for numbers that identify a person or an account.
var identityNumber = regexp.MustCompile(`(?i)(?:^|_)(?:ssn|social_?security(?:_?(?:number|no|num|nbr))?|(?:national|tax(?:payer)?)_?(?:id|identifier|identification_?number)|passport(?:_?(?:number|no|num))?|(?:credit_?)?card_?(?:number|no|num)|driver'?s?_?licen[cs]e(?:_?(?:number|no|num))?|aadh?aar|iban)(?:__c)?$`)

func runUnencryptedPersonalData(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	for field := range document.Holders(f.Document, "CustomField") {
		fullName := field.Child("fullName")
		if !identityNumber.MatchString(fullName.Value()) || !slices.Contains(textTypes, field.Child("type").Value()) || field.Child("formula") != nil ||
			isEncrypted(field) || field.Child("securityClassification").Value() != "" || field.Child("complianceGroup").Value() != "" {
			continue
		}
		finding := rules.At(f, fullName.Start, fullName.End, "plaintext", fullName.Value())
		finding.Subject = "CustomField " + fullName.Value()
		rules.Report(pass, finding)
	}
	return nil, nil
}
