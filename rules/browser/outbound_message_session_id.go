package browser

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed OutboundMessageSessionId.md
var outboundMessageSessionIDDoc string

// OutboundMessageSessionId reports outbound messages that are set to carry a session id.
var OutboundMessageSessionId = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "OutboundMessageSessionId",
		Doc:      outboundMessageSessionIDDoc,
		Run:      runOutboundMessageSessionID,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Session id in an outbound message",
	Subject:  "browser",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileAudit},
	Elements: []string{"Workflow", "WorkflowOutboundMessage"},
	Variants: []rules.Variant{
		{
			ID: "asked", Title: "Outbound message that asks for the session id",
			Severity: rules.SeverityInfo, Confidence: rules.ConfidenceHigh, CWE: []int{201},
			Message: "Outbound message %s asks for a session id (includeSessionId is true), which the platform no longer sends. Set it to false and give the receiver an OAuth login of its own.",
		},
	},
}

func runOutboundMessageSessionID(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	for message := range document.Holders(f.Document, "WorkflowOutboundMessage") {
		for e := range message.ChildrenNamed("includeSessionId") {
			if !e.Bool() {
				continue
			}
			name := message.Child("fullName").Value()
			if name == "" {
				name = document.Name(f)
			}
			finding := rules.At(f, e.Start, e.End, "asked", name)
			finding.Subject = "WorkflowOutboundMessage " + name
			rules.Report(pass, finding)
		}
	}
	return nil, nil
}
