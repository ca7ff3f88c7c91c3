package flows

import (
	_ "embed"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed FlowInsecureEndpoint.md
var flowInsecureEndpointDoc string

// FlowInsecureEndpoint reports http endpoints in flows.
var FlowInsecureEndpoint = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "FlowInsecureEndpoint",
		Doc:      flowInsecureEndpointDoc,
		Run:      runFlowInsecureEndpoint,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Endpoint without encryption in a flow",
	Subject:  "flows",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"Flow"},
	Variants: []rules.Variant{
		{
			ID: "constant", Title: "Constant with an http address",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{319},
			Message: "Flow %s holds the http address %s in a constant, and what is sent there anyone on the way can read and change. Change it to https, or use a named credential.",
		},
		{
			ID: "action", Title: "Action that is given an http address",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{319},
			Message: "Flow %s gives an action the http address %s, and what is sent there anyone on the way can read and change. Change it to https, or use a named credential.",
		},
	},
}

func runFlowInsecureEndpoint(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	root := f.Document.Root
	check := func(holder *metadata.Element, variant string) {
		for e := range document.At(holder, "value", "stringValue") {
			address := document.ReadAddress(e.Content())
			if address.Scheme != "http" || address.IsLoopback() {
				continue
			}
			finding := address.Finding(f, variant, document.Name(f), address.Origin())
			finding.Subject = document.Subject(f) + " " + address.Origin()
			rules.Report(pass, finding)
		}
	}
	for constant := range root.ChildrenNamed("constants") {
		check(constant, "constant")
	}
	for parameter := range document.At(root, "actionCalls", "inputParameters") {
		if isForAddress(parameter.Child("name").Value()) {
			check(parameter, "action")
		}
	}
	return nil, nil
}

// isForAddress reports whether a parameter is called like one that takes an address to call.
func isForAddress(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, "url") || strings.Contains(name, "endpoint") || strings.Contains(name, "host") || strings.Contains(name, "uri")
}
