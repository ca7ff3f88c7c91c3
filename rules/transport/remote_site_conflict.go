package transport

import (
	_ "embed"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed RemoteSiteConflict.md
var remoteSiteConflictDoc string

// RemoteSiteConflict reports remote sites that switch protocol security off for a host where another keeps it on.
var RemoteSiteConflict = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "RemoteSiteConflict",
		Doc:      remoteSiteConflictDoc,
		Run:      runRemoteSiteConflict,
		Requires: []*analysis.Analyzer{rules.Document, rules.Project},
	},
	Title:    "Remote sites that contradict each other",
	Subject:  "transport",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"RemoteSiteSetting"},
	Variants: []rules.Variant{
		{
			ID: "conflict", Title: "Remote sites that contradict each other",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{1188},
			Message: "Remote site %s switches protocol security off for %s, which remote site %s keeps on; the laxer one may win. Delete it.",
		},
	},
}

func runRemoteSiteConflict(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	flag := f.Document.Root.Child("disableProtocolSecurity")
	origin, written := activeOrigin(f.Document)
	if !flag.Bool() || origin == "" {
		return nil, nil
	}
	for _, other := range rules.ProjectOf(pass).Files {
		if other.RootElement != f.RootElement || other.Document == nil || other.Project != f.Project {
			continue
		}
		if same, _ := activeOrigin(other.Document); same != origin || other.Document.Root.Child("disableProtocolSecurity").Bool() {
			continue
		}
		finding := rules.At(f, flag.Start, flag.End, "conflict", document.Name(f), written, document.Name(other))
		finding.Subject = document.Subject(f) + " " + origin
		finding.Notes = []rules.Step{strictSite(other)}
		rules.Report(pass, finding)
		break
	}
	return nil, nil
}

func strictSite(f *project.File) rules.Step {
	root := f.Document.Root
	return rules.StepAt(f, root.Start, root.TagEnd, "Remote site "+document.Name(f)+" keeps protocol security on.")
}

// activeOrigin returns the scheme, host and port of an active remote site, folded for comparison and as written.
func activeOrigin(doc *metadata.Document) (folded, written string) {
	url := doc.Root.Child("url").Value()
	if url == "" || stateOf(doc) != "active" {
		return "", ""
	}
	a := document.ReadAddress(doc.Root.Child("url").Content())
	return strings.ToLower(a.Origin()), a.Origin()
}
