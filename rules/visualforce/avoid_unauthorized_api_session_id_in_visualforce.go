package visualforce

import (
	_ "embed"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/markup"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
)

//go:embed AvoidUnauthorizedApiSessionIdInVisualforce.md
var avoidUnauthorizedAPISessionIDInVisualforceDoc string

// AvoidUnauthorizedApiSessionIdInVisualforce reports session ids in pages. The name is PMD's.
var AvoidUnauthorizedApiSessionIdInVisualforce = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AvoidUnauthorizedApiSessionIdInVisualforce",
		Doc:      avoidUnauthorizedAPISessionIDInVisualforceDoc,
		Run:      runAvoidUnauthorizedAPISessionIDInVisualforce,
		Requires: []*analysis.Analyzer{rules.Markup},
	},
	Title:    "Session id in a page",
	Subject:  "visualforce",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Kinds:    []project.Kind{project.KindPage, project.KindComponent},
	Variants: []rules.Variant{
		{
			ID: "session", Title: "Session id in a page",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{201, 522},
			Message: "%s puts the session id of the user into the page, where each script reads it and from where it leaves with addresses, and whoever has it is the user. Call Apex instead, or let other systems log in with OAuth.",
		},
	},
}

func runAvoidUnauthorizedAPISessionIDInVisualforce(pass *analysis.Pass) (any, error) {
	reportSession(pass, func(part *markup.Formula) bool {
		path := part.Path()
		return len(path) == 2 && strings.EqualFold(path[0], "$Api") && strings.EqualFold(path[1], "Session_ID")
	})
	return nil, nil
}
