package settings

import (
	_ "embed"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed ApiUseUnwatched.md
var apiUseUnwatchedDoc string

// ApiUseUnwatched reports projects without a transaction security policy on mass exports.
var ApiUseUnwatched = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ApiUseUnwatched",
		Doc:      apiUseUnwatchedDoc,
		Run:      runAPIUseUnwatched,
		Requires: []*analysis.Analyzer{rules.Document, rules.Project},
	},
	Title:    "No policy on mass exports",
	Subject:  "settings",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileAudit},
	Elements: []string{"EventSettings"},
	Context:  []string{"TransactionSecurityPolicy"},
	Variants: []rules.Variant{
		{
			ID: "none", Title: "No policy on mass exports",
			Severity: rules.SeverityInfo, Confidence: rules.ConfidenceMedium, CWE: []int{799, 770},
			Message: "%s is here, and no transaction security policy watches ApiEvent, BulkApiResultEventStore or ReportEvent, so that a mass export goes unnoticed. Add one if the org has the licence.",
		},
	},
}

func runAPIUseUnwatched(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	watched := slices.ContainsFunc(rules.ProjectOf(pass).Files, func(other *project.File) bool {
		if other.RootElement != "TransactionSecurityPolicy" || other.Project != f.Project || other.Document == nil {
			return false
		}
		switch other.Document.Root.Child("eventName").Value() {
		case "ApiEvent", "BulkApiResultEventStore", "ReportEvent":
			return other.Document.Root.Child("active").Bool()
		}
		return false
	})
	if watched {
		return nil, nil
	}
	root := f.Document.Root
	finding := rules.At(f, root.Start, root.TagEnd, "none", document.Describe(f))
	finding.Subject = document.Subject(f)
	rules.Report(pass, finding)
	return nil, nil
}
