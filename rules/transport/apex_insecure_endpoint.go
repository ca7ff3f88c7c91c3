package transport

import (
	_ "embed"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/dataflow"
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/redact"
	"github.com/apexvet/apexvet/rules/internal/request"
	"github.com/apexvet/apexvet/rules/internal/trace"
	"github.com/apexvet/apexvet/semantics"
)

//go:embed ApexInsecureEndpoint.md
var apexInsecureEndpointDoc string

const unencrypted = "so that anyone on the way can read and change the traffic. Use https, best through a Named Credential."

// ApexInsecureEndpoint reports callouts over http. The name is PMD's.
var ApexInsecureEndpoint = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ApexInsecureEndpoint",
		Doc:      apexInsecureEndpointDoc,
		Run:      runApexInsecureEndpoint,
		Requires: []*analysis.Analyzer{rules.Source, rules.Semantics, rules.DataFlow},
	},
	Title:    "Callout without encryption",
	Subject:  "transport",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Covers:   rules.CoversGenerated,
	Variants: []rules.Variant{
		{
			ID: "http", Title: "Callout over http",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{319},
			Message: "The callout to %s is not encrypted, " + unencrypted,
		},
		{
			ID: "private-network", Title: "Callout over http to a host of a private network",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{319},
			Message: "The callout to %s, a host of a private network, is not encrypted, " +
				"so that whatever forwards it there and anyone on the way can read and change the traffic. Use https up to the server itself.",
		},
		{
			ID: "wsdl-stub", Title: "Web service called over http",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{319},
			Message: "The web service stub calls %s, which is not encrypted, " + unencrypted,
		},
		{
			ID: "unknown-receiver", Title: "http endpoint given to an object of unknown type",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceMedium, CWE: []int{319},
			Message: "The endpoint %s is not encrypted, " + unencrypted,
		},
		{
			ID: "project-receiver", Title: "http endpoint given to a class of the project",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceLow, CWE: []int{319},
			Message: "The endpoint %s is not encrypted; if it is called, anyone on the way can read and change the traffic. Use https, best through a Named Credential.",
		},
		{
			ID: "sample", Title: "http endpoint from code that seems to serve tests",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceLow, CWE: []int{319},
			Message: "The endpoint %s comes from code that seems to serve tests; if it is called, anyone on the way can read and change the traffic. Use https.",
		},
	},
}

func runApexInsecureEndpoint(pass *analysis.Pass) (any, error) {
	file := rules.SemanticsOf(pass).File(rules.SourceOf(pass).ID)
	if file == nil {
		return nil, nil
	}
	c := &endpointCheck{pass: pass, flow: rules.DataFlowOf(pass), file: file, reported: map[parser.Node]bool{}}
	c.requests(request.Request, "http")
	c.stubs()
	c.requests(request.Unknown, "unknown-receiver")
	c.requests(request.Project, "project-receiver")
	return nil, nil
}

// An endpointCheck is the run over one file. Each literal is reported once, where it is surest.
type endpointCheck struct {
	pass     *analysis.Pass
	flow     *dataflow.Result
	file     *semantics.FileInfo
	reported map[parser.Node]bool
}

// requests checks the endpoints of requests that are told with this certainty.
func (c *endpointCheck) requests(receiver request.Receiver, variant string) {
	for call := range request.Calls(c.file, "setEndpoint") {
		if call.Receiver == receiver {
			c.check(call.Argument(0), variant, "setEndpoint")
		}
	}
}

// stubField is where the classes that WSDL2Apex writes hold their endpoint.
const stubField = "endpoint_x"

// stubs checks what is assigned to the endpoint of web service stubs: in the stub itself, and in code that uses it.
func (c *endpointCheck) stubs() {
	program := c.file.Program()
	for _, class := range c.file.Classes {
		for _, id := range program.Class(class).Fields {
			if field := program.Field(id); strings.EqualFold(field.Name, stubField) && field.Value.Valid() {
				c.check(field.Value, "wsdl-stub", stubField)
			}
		}
	}
	for n := range c.file.Tree.NodesOf(parser.KindAssignmentExpression) {
		left := n.Child(parser.FieldLeft)
		if name := left.Child(parser.FieldName); name.Valid() {
			left = name
		}
		if left.FoldedText() == stubField {
			c.check(n.Child(parser.FieldRight), "wsdl-stub", stubField)
		}
	}
}

// check reports an expression that can be an http URL.
func (c *endpointCheck) check(value parser.Node, variant, sink string) {
	for _, text := range trace.Of(c.flow, c.file, value) {
		e, ok := readEndpoint(text)
		if !ok || e.isLoopback() {
			continue
		}
		which := variant
		if which == "http" && e.isPrivate() {
			which = "private-network"
		}
		c.report(value, text, e, which, sink)
	}
}

func (c *endpointCheck) report(value parser.Node, text trace.Text, e endpoint, variant, sink string) {
	region := value
	var path []rules.Step
	if begin := strings.IndexByte(text.String, ':'); begin >= 0 {
		if sources := text.Sources(0, begin+1); len(sources) > 0 && !value.Contains(sources[0].Literal) {
			literal := sources[0]
			path = []rules.Step{
				rules.StepAtNode(literal.File, literal.Literal, "the http URL is written here"),
				rules.StepAtNode(c.file.File, value, "and reaches "+sink+" here"),
			}
			if literal.File == c.file.File {
				region = literal.Literal
			}
		} else if len(sources) > 0 {
			region = sources[0].Literal
		}
	}
	if c.reported[region] {
		return
	}
	if literals := text.Literals(0, len(scheme)); len(literals) > 0 {
		switch trace.PlaceOf(c.flow, literals[0]) {
		case trace.OnlyInTests:
			return
		case trace.Doubtful:
			variant = "sample"
		}
	}
	c.reported[region] = true
	finding := rules.AtNode(c.file.File, region, variant, e.name())
	finding.Path = path
	finding.Subject = e.name()
	finding.Redact = redact.Text(text)
	rules.Report(c.pass, finding)
}
