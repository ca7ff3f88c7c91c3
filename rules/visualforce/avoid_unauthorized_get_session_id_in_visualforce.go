package visualforce

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/markup"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
)

//go:embed AvoidUnauthorizedGetSessionIdInVisualforce.md
var avoidUnauthorizedGetSessionIDInVisualforceDoc string

// AvoidUnauthorizedGetSessionIdInVisualforce reports GETSESSIONID() in pages. The name is PMD's.
var AvoidUnauthorizedGetSessionIdInVisualforce = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AvoidUnauthorizedGetSessionIdInVisualforce",
		Doc:      avoidUnauthorizedGetSessionIDInVisualforceDoc,
		Run:      runAvoidUnauthorizedGetSessionIDInVisualforce,
		Requires: []*analysis.Analyzer{rules.Markup},
	},
	Title:    "Session id from GETSESSIONID in a page",
	Subject:  "visualforce",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Kinds:    []project.Kind{project.KindPage, project.KindComponent},
	Variants: []rules.Variant{
		{
			ID: "session", Title: "Session id from GETSESSIONID in a page",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{201, 522},
			Message: "%s puts the session id of the user into the page, where each script reads it and from where it leaves with addresses, and whoever has it is the user. Call Apex instead, or let other systems log in with OAuth.",
		},
	},
}

func runAvoidUnauthorizedGetSessionIDInVisualforce(pass *analysis.Pass) (any, error) {
	reportSession(pass, func(part *markup.Formula) bool { return part.Function() == "GETSESSIONID" })
	return nil, nil
}
