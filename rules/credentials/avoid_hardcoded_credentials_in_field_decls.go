package credentials

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
)

//go:embed AvoidHardcodedCredentialsInFieldDecls.md
var avoidHardcodedCredentialsInFieldDeclsDoc string

// AvoidHardcodedCredentialsInFieldDecls reports fields, properties and getters that hold a secret. The name is that of Salesforce Code Analyzer.
var AvoidHardcodedCredentialsInFieldDecls = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AvoidHardcodedCredentialsInFieldDecls",
		Doc:      avoidHardcodedCredentialsInFieldDeclsDoc,
		Run:      report(fieldRule),
		Requires: []*analysis.Analyzer{rules.Source, credentials},
	},
	Title:    "Hard-coded credential in a field or property",
	Subject:  "credentials",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Covers:   rules.CoversGenerated,
	Variants: heldVariants,
}
