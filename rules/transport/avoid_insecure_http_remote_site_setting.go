package transport

import (
	_ "embed"
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed AvoidInsecureHttpRemoteSiteSetting.md
var avoidInsecureHTTPRemoteSiteSettingDoc string

// AvoidInsecureHttpRemoteSiteSetting reports remote sites with an http URL. The name is PMD's.
var AvoidInsecureHttpRemoteSiteSetting = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AvoidInsecureHttpRemoteSiteSetting",
		Doc:      avoidInsecureHTTPRemoteSiteSettingDoc,
		Run:      runAvoidInsecureHTTPRemoteSiteSetting,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Remote site without encryption",
	Subject:  "transport",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"RemoteSiteSetting"},
	Variants: []rules.Variant{
		{
			ID: "active", Title: "Active remote site with an http URL",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{319},
			Message: "Remote site %s lets Apex call %s without encryption, so that anyone on the way can read and change the traffic. Change the URL to https.%s",
		},
		{
			ID: "inactive", Title: "Inactive remote site with an http URL",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{319},
			Message: "Remote site %s is inactive, but once activated it lets Apex call %s without encryption. Delete it, or change the URL to https.%s",
		},
	},
}

func runAvoidInsecureHTTPRemoteSiteSetting(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	name := document.Name(f)
	for url := range f.Document.Root.ChildrenNamed("url") {
		content := url.Content()
		a := document.ReadAddress(content)
		if a.Scheme != "http" {
			continue
		}
		note := ""
		if _, isIP := a.IP(); isIP {
			note = " The host is a raw IP address, which hardly any certificate covers; give the server a name."
		}
		finding := a.Finding(f, stateOf(f.Document), name, a.Origin(), note)
		finding.Subject = fmt.Sprintf("RemoteSiteSetting %s %s", name, a.Origin())
		rules.Report(pass, finding)
	}
	return nil, nil
}

// stateOf returns the variant that a remote site's isActive stands for. The element is mandatory; a site that does not
// say that it is inactive is taken for active.
func stateOf(doc *metadata.Document) string {
	if e := doc.Root.Child("isActive"); e != nil && !e.Nil() && !e.Bool() {
		return "inactive"
	}
	return "active"
}
