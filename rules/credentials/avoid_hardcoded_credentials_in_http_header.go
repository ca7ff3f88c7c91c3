package credentials

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
)

//go:embed AvoidHardcodedCredentialsInHttpHeader.md
var avoidHardcodedCredentialsInHTTPHeaderDoc string

// AvoidHardcodedCredentialsInHttpHeader reports literals that are sent as credentials: in headers, bodies and URLs. The
// name is that of Salesforce Code Analyzer.
var AvoidHardcodedCredentialsInHttpHeader = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AvoidHardcodedCredentialsInHttpHeader",
		Doc:      avoidHardcodedCredentialsInHTTPHeaderDoc,
		Run:      report(requestRule),
		Requires: []*analysis.Analyzer{rules.Source, credentials},
	},
	Title:    "Hard-coded credential in a request",
	Subject:  "credentials",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Variants: sentVariants,
}
