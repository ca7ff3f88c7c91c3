package access

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/dataflow"
	"github.com/apexvet/apexvet/dataflow/must"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/semantics"
)

//go:embed ApexExplicitSystemMode.md
var apexExplicitSystemModeDoc string

// ApexExplicitSystemMode reports operations that ask for system mode on behalf of whoever calls.
var ApexExplicitSystemMode = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ApexExplicitSystemMode",
		Doc:      apexExplicitSystemModeDoc,
		Run:      runApexExplicitSystemMode,
		Requires: []*analysis.Analyzer{rules.Source, rules.Semantics, rules.DataFlow},
	},
	Title:    "System mode that the code asks for, on data that the caller picks",
	Subject:  "access",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Variants: []rules.Variant{
		{
			ID: "guest-picks", Title: "Guests pick what is read or written in system mode",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceMedium, CWE: []int{863, 250},
			Message: explicitSystemMessage,
		},
		{
			ID: "user-picks", Title: "Users pick what is read or written in system mode",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{863, 250},
			Message: explicitSystemMessage,
		},
		{
			ID: "by-design", Title: "A user's request reaches system mode that the code asks for",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceLow, CWE: []int{250},
			Message: "This %s asks for system mode and %s leads here, where no permission of the user decides. Use user mode, or test a custom permission first.",
		},
	},
}

const explicitSystemMessage = "This %s asks for system mode, and %s of %s picks what it is about, with no permission of the user tested. " +
	"Use user mode, or test FeatureManagement.checkPermission() or UserRecordAccess first."

func runApexExplicitSystemMode(pass *analysis.Pass) (any, error) {
	prog, flow := rules.SemanticsOf(pass), rules.DataFlowOf(pass)
	info := prog.File(rules.SourceOf(pass).ID)
	if info == nil {
		return nil, nil
	}
	for _, id := range info.Operations {
		op := prog.Operation(id)
		if flow.Verdict(id).Status != must.ExplicitSystem || op.CustomMetadata || op.PlatformEvent {
			continue
		}
		if f, ok := judgeSystemMode(flow, op); ok {
			rules.Report(pass, f)
		}
	}
	return nil, nil
}

// judgeSystemMode judges an operation that asks for system mode by the requests that lead to it.
func judgeSystemMode(flow *dataflow.Result, op *semantics.Operation) (rules.Finding, bool) {
	prog, file := flow.Program, op.File.File
	var open []semantics.Way
	for _, way := range requests(prog, op) {
		if !flow.Authorised(op, way, dataflow.OfUser).Valid() {
			open = append(open, way)
		}
	}
	if len(open) == 0 || withoutSharingRules(prog, op) && !op.Verb.IsDML() {
		return rules.Finding{}, false
	}
	name := operationName(prog, op)
	for _, way := range open {
		choice, ok := flow.Choice(op, way)
		if !ok || (!callerChooses(way) || way.Vague) {
			continue
		}
		variant := "user-picks"
		if forGuests(way) {
			variant = "guest-picks"
		}
		f := rules.AtNode(file, op.Node, variant, name, choiceName(choice), entryName(prog, way.Method))
		f.Path = choicePath(flow, way, choice, op, name+" in system mode")
		f.Subject = "system mode " + name
		return f, true
	}
	f := rules.AtNode(file, op.Node, "by-design", name, entryName(prog, open[0].Method))
	f.Path = steps(prog, open[0], op, name+" in system mode")
	f.Subject = "system mode " + name
	return f, true
}

// choiceName names what picks the records: "its parameter recordId".
func choiceName(c dataflow.Choice) string {
	if c.Param >= 0 {
		return "the parameter " + c.Name
	}
	return c.Name
}

// choicePath is the way with the source before it, where that is not the entry point's parameter.
func choicePath(flow *dataflow.Result, way semantics.Way, c dataflow.Choice, op *semantics.Operation, wrong string) []rules.Step {
	prog := flow.Program
	path := steps(prog, way, op, wrong)
	source := flow.Node(c.Source)
	if !source.Valid() || len(path) == 0 {
		return path
	}
	step := rules.StepAtNode(prog.Files[c.Source.File].File, source, "the caller chooses "+c.Name)
	return append([]rules.Step{path[0], step}, path[1:]...)
}
