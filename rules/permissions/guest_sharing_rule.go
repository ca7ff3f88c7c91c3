package permissions

import (
	_ "embed"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed GuestSharingRule.md
var guestSharingRuleDoc string

// GuestSharingRule reports sharing rules for guests.
var GuestSharingRule = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "GuestSharingRule",
		Doc:      guestSharingRuleDoc,
		Run:      runGuestSharingRule,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Records shared with guests",
	Subject:  "permissions",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"SharingGuestRule", "SharingRules"},
	Variants: []rules.Variant{
		{
			ID: "write", Title: "Records that guests may change",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{284, 732},
			Message: "Sharing rule %s lets visitors who did not log in change records of %s. Share them for reading at most.",
		},
		{
			ID: "all", Title: "All records shared with guests",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceMedium, CWE: []int{284},
			Message: "Sharing rule %s shares all records of %s with visitors who did not log in: its criteria match everything. Add a field that says what is public.",
		},
		{
			ID: "read", Title: "Records shared with guests",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{284},
			Message: "Sharing rule %s shares records of %s with visitors who did not log in. Make sure that the criteria match only what the site publishes.",
		},
	},
}

func runGuestSharingRule(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	for rule := range document.Holders(f.Document, "SharingGuestRule") {
		at := rule.Child("accessLevel")
		if at == nil {
			continue
		}
		variant := "read"
		switch {
		case at.Value() != "Read":
			variant = "write"
		case matchesEverything(rule):
			variant = "all"
		}
		name := rule.Child("fullName").Value()
		object, _, _ := strings.Cut(document.Name(f), ".")
		finding := rules.At(f, at.Start, at.End, variant, name, object)
		finding.Subject = "SharingGuestRule " + object + " " + name
		rules.Report(pass, finding)
	}
	return nil, nil
}

// matchesEverything reports whether each criterion holds for any record: that a field is not empty, where it hardly ever is.
func matchesEverything(rule *metadata.Element) bool {
	criteria := 0
	for item := range rule.ChildrenNamed("criteriaItems") {
		criteria++
		field := item.Child("field").Value()
		always := field == "Name" || field == "LastName" || field == "Id" || strings.HasPrefix(field, "CreatedDate") || strings.HasPrefix(field, "LastModifiedDate")
		if item.Child("operation").Value() != "notEqual" || item.Child("value").Value() != "" || !always {
			return false
		}
	}
	return criteria > 0
}
