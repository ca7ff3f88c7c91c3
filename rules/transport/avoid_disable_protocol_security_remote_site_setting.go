package transport

import (
	_ "embed"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed AvoidDisableProtocolSecurityRemoteSiteSetting.md
var avoidDisableProtocolSecurityRemoteSiteSettingDoc string

// AvoidDisableProtocolSecurityRemoteSiteSetting reports remote sites that switch protocol security off. The name is PMD's.
var AvoidDisableProtocolSecurityRemoteSiteSetting = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AvoidDisableProtocolSecurityRemoteSiteSetting",
		Doc:      avoidDisableProtocolSecurityRemoteSiteSettingDoc,
		Run:      runAvoidDisableProtocolSecurityRemoteSiteSetting,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Remote site with protocol security disabled",
	Subject:  "transport",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"RemoteSiteSetting"},
	Variants: []rules.Variant{
		{
			ID: "active", Title: "Active remote site with protocol security disabled",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{319},
			Message: "Remote site %s disables protocol security, so that data of an encrypted session may leave over http. Set disableProtocolSecurity to false.",
		},
		{
			ID: "inactive", Title: "Inactive remote site with protocol security disabled",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{319},
			Message: "Remote site %s is inactive, but once activated data of an encrypted session may leave over http, because it disables protocol security. Delete it, or set disableProtocolSecurity to false.",
		},
	},
}

func runAvoidDisableProtocolSecurityRemoteSiteSetting(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	name := document.Name(f)
	for flag := range f.Document.Root.ChildrenNamed("disableProtocolSecurity") {
		if !flag.Bool() && !strings.EqualFold(flag.Value(), "true") {
			continue
		}
		finding := rules.At(f, flag.Start, flag.End, stateOf(f.Document), name)
		finding.Subject = "RemoteSiteSetting " + name + " disableProtocolSecurity"
		rules.Report(pass, finding)
	}
	return nil, nil
}
