package connectedapp

import (
	_ "embed"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed ConnectedAppRefreshTokenLifetime.md
var connectedAppRefreshTokenLifetimeDoc string

// ConnectedAppRefreshTokenLifetime reports apps whose refresh tokens live until somebody revokes them, or for very long.
var ConnectedAppRefreshTokenLifetime = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ConnectedAppRefreshTokenLifetime",
		Doc:      connectedAppRefreshTokenLifetimeDoc,
		Run:      runConnectedAppRefreshTokenLifetime,
		Requires: []*analysis.Analyzer{rules.Document, rules.Project},
	},
	Title:    "Refresh token that lives too long",
	Subject:  "connectedapp",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"ConnectedApp", "ExtlClntAppOauthConfigurablePolicies"},
	Context:  []string{"ExtlClntAppOauthSettings"},
	Properties: []rules.PropertySpec{
		{Name: "maxDays", Default: 90, Description: "how many days a refresh token may live"},
	},
	Variants: []rules.Variant{
		{
			ID: "infinite", Title: "Refresh token without an end",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{613},
			Message: "%[1]s issues refresh tokens that never expire, so that one that leaks gives access until somebody notices. Let them expire when they are not used for some time (specific_inactivity:30:DAYS).",
		},
		{
			ID: "long", Title: "Refresh token with a long life",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{613},
			Message: "%[1]s issues refresh tokens that live %[2]d days, so that one that leaks gives access for as long. Shorten it to %[3]d days or less.",
		},
	},
}

func runConnectedAppRefreshTokenLifetime(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	root := f.Document.Root
	if f.RootElement == "ConnectedApp" {
		if !isRenewable(connectedAppScopes(root)) {
			return nil, nil
		}
		for policy := range root.ChildrenNamed("oauthPolicy") {
			e := policy.Child("refreshTokenPolicy")
			kind, life, _ := strings.Cut(e.Value(), ":")
			count, unit, _ := strings.Cut(life, ":")
			reportLifetime(pass, f, policy, e, kind, count, unit)
		}
		return nil, nil
	}
	if isRenewable(externalClientAppScopes(rules.ProjectOf(pass), root)) {
		e := root.Child("refreshTokenPolicyType")
		reportLifetime(pass, f, root, e, e.Value(), root.Child("refreshTokenValidityPeriod").Value(), root.Child("refreshTokenValidityUnit").Value())
	}
	return nil, nil
}

// reportLifetime judges a policy: its kind, and how long a token lives if the kind is a lifetime.
func reportLifetime(pass *analysis.Pass, f *project.File, policy, e *metadata.Element, kind, count, unit string) {
	variant, days, limit := "", 0, rules.Property[int](pass, "maxDays")
	switch strings.ToLower(strings.ReplaceAll(kind, "_", "")) {
	case "", "infinite":
		variant = "infinite"
	case "specificlifetime":
		n, err := strconv.Atoi(count)
		if days = n * daysOf(unit); err == nil && n < 10000 && days > limit {
			variant = "long"
		}
	}
	if variant == "" {
		return
	}
	start, end := policy.Start, policy.TagEnd
	if e != nil {
		start, end = e.Start, e.End
	}
	finding := rules.At(f, start, end, variant, document.Describe(f), days, limit)
	finding.Subject = document.Subject(f) + " refresh token"
	rules.Report(pass, finding)
}

// daysOf returns how many days a unit of a policy has; less than a day is none.
func daysOf(unit string) int {
	switch strings.ToLower(unit) {
	case "days":
		return 1
	case "months":
		return 30
	}
	return 0
}
