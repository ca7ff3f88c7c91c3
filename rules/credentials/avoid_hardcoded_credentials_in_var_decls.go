package credentials

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
)

//go:embed AvoidHardcodedCredentialsInVarDecls.md
var avoidHardcodedCredentialsInVarDeclsDoc string

// AvoidHardcodedCredentialsInVarDecls reports local variables that are declared with a secret. The name is that of Salesforce Code Analyzer.
var AvoidHardcodedCredentialsInVarDecls = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AvoidHardcodedCredentialsInVarDecls",
		Doc:      avoidHardcodedCredentialsInVarDeclsDoc,
		Run:      report(variableRule),
		Requires: []*analysis.Analyzer{rules.Source, credentials},
	},
	Title:    "Hard-coded credential in a variable",
	Subject:  "credentials",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Variants: heldVariants,
}
