package credentials

import (
	"bytes"
	_ "embed"
	"path"
	"regexp"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
)

//go:embed OauthPasswordGrant.md
var oauthPasswordGrantDoc string

// OauthPasswordGrant reports scripts that use the OAuth username-password flow.
var OauthPasswordGrant = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "OauthPasswordGrant",
		Doc:      oauthPasswordGrantDoc,
		Run:      runOauthPasswordGrant,
		Requires: []*analysis.Analyzer{rules.Text},
	},
	Title:    "Script that logs in with a user name and password",
	Subject:  "credentials",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Kinds:    []project.Kind{project.KindText, project.KindLightning},
	Texts:    hasPasswordGrant,
	Variants: []rules.Variant{
		{
			ID: "script", Title: "Password grant in a script",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{1390, 522},
			Message: "This script logs in with a user's name and password (grant_type=password), without a second factor and with a password that lies somewhere beside it. Use the JWT bearer or client credentials flow.",
		},
	},
}

var passwordGrant = regexp.MustCompile(`grant_type["']?\s*[:=,]\s*["']?password\b`)

// hasPasswordGrant leaves out documents for people.
func hasPasswordGrant(name string, text []byte) bool {
	switch path.Ext(name) {
	case ".md", ".txt", ".html", ".htm", ".csv":
		return false
	}
	return bytes.Contains(text, []byte("grant_type")) && passwordGrant.Match(text)
}

func runOauthPasswordGrant(pass *analysis.Pass) (any, error) {
	f := rules.TextOf(pass).File
	if !hasPasswordGrant(f.Path, f.Text) {
		return nil, nil
	}
	for _, m := range passwordGrant.FindAllIndex(f.Text, -1) {
		finding := rules.At(f, m[0], m[1], "script")
		finding.Subject = "grant_type password"
		rules.Report(pass, finding)
	}
	return nil, nil
}
