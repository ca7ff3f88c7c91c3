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
	"github.com/apexvet/apexvet/semantics/platform"
)

//go:embed ApexSuggestUsingNamedCred.md
var apexSuggestUsingNamedCredDoc string

const builtInCode = "The Authorization header is built in code, so the credential passes through Apex, where it can be logged, leaked and forgotten. " +
	"Call a Named Credential (callout:NAME) and let it add the header."

// ApexSuggestUsingNamedCred reports Authorization headers that code builds. The name is PMD's.
var ApexSuggestUsingNamedCred = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ApexSuggestUsingNamedCred",
		Doc:      apexSuggestUsingNamedCredDoc,
		Run:      runApexSuggestUsingNamedCred,
		Requires: []*analysis.Analyzer{rules.Source, rules.Semantics, rules.DataFlow},
	},
	Title:    "Authorization header built in code",
	Subject:  "transport",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Variants: []rules.Variant{
		{
			ID: "authorization", Title: "Authorization header for a known endpoint that is no Named Credential",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{522},
			Message: builtInCode,
		},
		{
			ID: "unknown-endpoint", Title: "Authorization header for an endpoint that is not known here",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{522},
			Message: builtInCode,
		},
		{
			ID: "session-id", Title: "Session id in the Authorization header",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{522},
			Message: "The Authorization header carries the session id of the running user, with which anybody who gets hold of it can do what that user may do. " +
				"Call a Named Credential (callout:NAME) and let it add the header.",
		},
		{
			ID: "header-map", Title: "Authorization header in a map",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceLow, CWE: []int{522},
			Message: "A map gets an Authorization entry that is built in code; if it becomes a header, the credential passes through Apex, where it can be logged, " +
				"leaked and forgotten. Call a Named Credential (callout:NAME) and let it add the header.",
		},
		{
			ID: "other-receiver", Title: "Authorization header given to what is not known to be a request",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceLow, CWE: []int{522},
			Message: builtInCode,
		},
	},
}

func runApexSuggestUsingNamedCred(pass *analysis.Pass) (any, error) {
	file := rules.SemanticsOf(pass).File(rules.SourceOf(pass).ID)
	if file == nil {
		return nil, nil
	}
	flow := rules.DataFlowOf(pass)
	for call := range request.Calls(file, "setHeader") {
		if !isAuthorization(trace.Of(flow, file, call.Argument(0))) {
			continue
		}
		values := trace.Of(flow, file, call.Argument(1))
		if leftToCredential(values) {
			continue
		}
		variant := "other-receiver"
		if call.Receiver == request.Request {
			switch endpointOf(flow, file, call) {
			case namedEndpoint:
				continue
			case otherEndpoint:
				variant = "authorization"
			default:
				variant = "unknown-endpoint"
			}
			if hasSessionID(flow, file, call.Argument(1)) {
				variant = "session-id"
			}
		}
		reportAuthorization(pass, file, call.Argument(0), variant, values)
	}
	for key, value := range request.MapEntries(file) {
		if isAuthorization(trace.Of(flow, file, key)) {
			if values := trace.Of(flow, file, value); !leftToCredential(values) {
				reportAuthorization(pass, file, key, "header-map", values)
			}
		}
	}
	return nil, nil
}

func reportAuthorization(pass *analysis.Pass, file *semantics.FileInfo, name parser.Node, variant string, values []trace.Text) {
	finding := rules.AtNode(file.File, name, variant)
	finding.Subject = "Authorization"
	for _, v := range values {
		finding.Redact = append(finding.Redact, redact.Text(v)...)
	}
	rules.Report(pass, finding)
}

var getSessionID = platform.Member("UserInfo.getSessionId")

// hasSessionID reports whether a part of a text is the session id of the running user.
func hasSessionID(flow *dataflow.Result, file *semantics.FileInfo, n parser.Node) bool {
	for _, template := range flow.Text(n).Templates {
		for _, piece := range template {
			if origin := flow.Node(piece.Origin); origin.Valid() && file.Program().Files[piece.Origin.File].MemberOf(origin) == getSessionID {
				return true
			}
		}
	}
	return false
}

// isAuthorization reports whether a header's name can be Authorization.
func isAuthorization(names []trace.Text) bool {
	for _, name := range names {
		if strings.EqualFold(strings.TrimSpace(name.String), "Authorization") {
			return true
		}
	}
	return false
}

// leftToCredential reports whether the value of the header is certainly one that a Named Credential fills in, or empty.
func leftToCredential(values []trace.Text) bool {
	for _, v := range values {
		if v.String != "" && !strings.Contains(strings.ToLower(v.String), "{!$credential.") {
			return false
		}
	}
	return len(values) > 0
}

// endpointKind says where a request goes.
type endpointKind uint8

const (
	unknownEndpoint endpointKind = iota
	namedEndpoint                // a Named Credential
	otherEndpoint                // certainly something else
)

var setEndpoint = platform.Member("HttpRequest.setEndpoint")

// endpointOf says where the request of a call goes, as far as the same body tells.
func endpointOf(flow *dataflow.Result, file *semantics.FileInfo, call request.Call) endpointKind {
	kind := unknownEndpoint
	for _, other := range flow.CallsOn(call.On) {
		if file.MemberOf(other) != setEndpoint {
			continue
		}
		for _, url := range trace.Of(flow, file, trace.Argument(other, 0)) {
			switch at, _, _ := strings.Cut(url.String, trace.Hole); {
			case len(at) >= len("callout:") && strings.EqualFold(at[:len("callout:")], "callout:"):
				return namedEndpoint
			case strings.Contains(at, "://"):
				kind = otherEndpoint
			}
		}
	}
	return kind
}
