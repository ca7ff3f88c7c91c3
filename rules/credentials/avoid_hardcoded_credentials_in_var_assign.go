package credentials

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
)

//go:embed AvoidHardcodedCredentialsInVarAssign.md
var avoidHardcodedCredentialsInVarAssignDoc string

// AvoidHardcodedCredentialsInVarAssign reports secrets that are assigned: to variables, to fields of
// records, under keys of maps and JSON; and values of known kinds that are passed on. The name is that of Salesforce Code Analyzer.
var AvoidHardcodedCredentialsInVarAssign = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AvoidHardcodedCredentialsInVarAssign",
		Doc:      avoidHardcodedCredentialsInVarAssignDoc,
		Run:      report(assignmentRule),
		Requires: []*analysis.Analyzer{rules.Source, credentials},
	},
	Title:    "Hard-coded credential in an assignment",
	Subject:  "credentials",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Covers:   rules.CoversGenerated,
	Variants: heldVariants,
}
