package sarif

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/apexvet/apexvet/analyzer"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules/all"
)

// shown are the rules that the demo project is about.
var shown = []string{
	"ApexCRUDViolation",
	"ApexInsecureEndpoint",
	"ApexSharingViolations",
	"ApexSuggestUsingNamedCred",
	"AvoidDisableProtocolSecurityRemoteSiteSetting",
	"AvoidHardcodedCredentialsInFieldDecls",
	"AvoidHardcodedCredentialsInHttpHeader",
	"AvoidHardcodedCredentialsInVarAssign",
	"AvoidHardcodedCredentialsInVarDecls",
	"AvoidInsecureHttpRemoteSiteSetting",
	"LimitConnectedAppScope",
	"UseHttpsCallbackUrlConnectedApp",
}

// The demo project shows its rules, and what is written about it is valid.
func TestDemo(t *testing.T) {
	snapshot, err := project.Load(context.Background(), project.Options{Paths: []string{filepath.Join("..", "testdata", "demo")}})
	if err != nil {
		t.Fatal(err)
	}
	result, err := analyzer.Analyze(context.Background(), snapshot, analyzer.Options{Rules: all.Registry().Rules()})
	if err != nil {
		t.Fatal(err)
	}
	document(t, result)
	found := map[string]bool{}
	for _, f := range result.Findings {
		found[f.Rule.Name] = true
	}
	for _, rule := range shown {
		if !found[rule] {
			t.Errorf("the demo does not show %s", rule)
		}
	}
	if result.Incomplete() {
		t.Errorf("the demo is not analysed completely: %+v", result.Ledger)
	}
}
