package browser

import (
	_ "embed"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed CorsInsecureOrigin.md
var corsInsecureOriginDoc string

// CorsInsecureOrigin reports origins that may read from the org and do not say who they are.
var CorsInsecureOrigin = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "CorsInsecureOrigin",
		Doc:      corsInsecureOriginDoc,
		Run:      runCorsInsecureOrigin,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "CORS for an origin that anybody can be",
	Subject:  "browser",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"CorsWhitelistOrigin"},
	Variants: []rules.Variant{
		{
			ID: "local", Title: "CORS for the local machine",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{942},
			Message: "Origin %s lets pages on the user's own machine (%s) call the APIs of the org, whichever program serves them. Remove it from orgs that are not for development.",
		},
		{
			ID: "http", Title: "CORS for an origin without encryption",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{942, 319},
			Message: "Origin %s lets pages that were loaded over http (%s) call the APIs of the org, and so whoever sits on the way. Change it to https.",
		},
		{
			ID: "extension", Title: "CORS for a browser extension",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{942},
			Message: "Origin %s lets a browser extension (%s) call the APIs of the org as whoever has it installed. Remove it, or make sure that the extension is yours.",
		},
	},
}

func runCorsInsecureOrigin(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	for e := range f.Document.Root.ChildrenNamed("urlPattern") {
		content := e.Content()
		address := document.ReadAddress(content)
		var variant string
		switch {
		case address.IsLoopback():
			variant = "local"
		case strings.HasSuffix(address.Scheme, "-extension"):
			variant = "extension"
		case address.Scheme == "http":
			variant = "http"
		default:
			continue
		}
		start, end := content.Source(0, len(content.Text))
		finding := rules.At(f, start, end, variant, document.Name(f), address.Origin())
		finding.Subject = document.Subject(f)
		rules.Report(pass, finding)
	}
	return nil, nil
}
