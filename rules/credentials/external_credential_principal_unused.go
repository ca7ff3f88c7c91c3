package credentials

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed ExternalCredentialPrincipalUnused.md
var externalCredentialPrincipalUnusedDoc string

// ExternalCredentialPrincipalUnused reports principals of external credentials that no permission set grants.
var ExternalCredentialPrincipalUnused = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ExternalCredentialPrincipalUnused",
		Doc:      externalCredentialPrincipalUnusedDoc,
		Run:      runExternalCredentialPrincipalUnused,
		Requires: []*analysis.Analyzer{rules.Document, rules.Project},
	},
	Title:    "Principal that nobody may use",
	Subject:  "credentials",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileAudit},
	Elements: []string{"ExternalCredential"},
	Context:  []string{"PermissionSet", "Profile"},
	Variants: []rules.Variant{
		{
			ID: "unused", Title: "Principal that nobody may use",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceMedium, CWE: []int{1164},
			Message: "%s has the principal %s, which no permission set or profile of the project grants, so that nobody can call with it, or an administrator grants it by hand. Grant it in a permission set.",
		},
	},
}

func runExternalCredentialPrincipalUnused(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	var granted map[string]bool
	for e := range f.Document.Root.ChildrenNamed("externalCredentialParameters") {
		kind, name := e.Child("parameterType").Value(), e.Child("parameterName")
		if kind != "NamedPrincipal" && kind != "PerUserPrincipal" || name.Value() == "" {
			continue
		}
		if granted == nil {
			if granted = grantedPrincipals(rules.ProjectOf(pass)); granted == nil {
				return nil, nil
			}
		}
		if granted[document.Name(f)+"-"+name.Value()] {
			continue
		}
		finding := rules.At(f, name.Start, name.End, "unused", document.Describe(f), name.Value())
		finding.Subject = document.Subject(f) + " " + name.Value()
		rules.Report(pass, finding)
	}
	return nil, nil
}

// grantedPrincipals returns the principals that permission sets and profiles grant, nil if there are no permission sets.
func grantedPrincipals(snapshot *project.Snapshot) map[string]bool {
	var granted map[string]bool
	for _, f := range snapshot.Files {
		if f.Document == nil || f.RootElement != "PermissionSet" && f.RootElement != "Profile" {
			continue
		}
		if granted == nil {
			granted = map[string]bool{}
		}
		for e := range document.At(f.Document.Root, "externalCredentialPrincipalAccesses", "externalCredentialPrincipal") {
			if e.Parent().Child("enabled").Bool() {
				granted[e.Value()] = true
			}
		}
	}
	return granted
}
