// Package sarif writes results as SARIF 2.1.0, as GitHub code scanning and other readers want it.
//
// Columns are UTF-16 code units and URIs are relative to the project's root, percent-encoded. The limits of GitHub are
// kept: what does not fit is dropped from the least severe end, and a notification says so. A run without findings is
// still a run, so that readers can close what was fixed.
package sarif

import (
	"fmt"
	"io"

	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/apexvet/apexvet/analyzer"
	"github.com/apexvet/apexvet/rules"
)

// Options is what the document says about the run and is not in its result.
type Options struct {
	// Version of the tool, a semantic version without a leading v.
	Version string
	// ExitCode is the exit status that the run ends with.
	ExitCode int
}

const (
	schema         = "https://json.schemastore.org/sarif-2.1.0.json"
	informationURI = "https://github.com/apexvet/apexvet"
	// sourceRoot is the name under which paths are relative to the project's root.
	sourceRoot = "%SRCROOT%"
	// fingerprintKey is our own: GitHub computes primaryLocationLineHash itself and complains about any other value.
	fingerprintKey = "apexvet/v1"
)

// Write writes the result as one SARIF document with one run.
func Write(w io.Writer, result *analyzer.Result, opts Options) error {
	descriptors := make([]*sarif.ReportingDescriptor, len(result.Rules))
	index := make(map[*rules.Rule]uint, len(result.Rules))
	for i, r := range result.Rules {
		d, err := descriptor(r)
		if err != nil {
			return err
		}
		descriptors[i], index[r] = d, uint(i)
	}
	kept, dropped := mostSevere(result.Findings, maxResults)
	if err := writeRun(w, newRun(result, opts, descriptors, dropped), result, kept, index); err != nil {
		return fmt.Errorf("writing SARIF: %w", err)
	}
	return nil
}

// newRun makes a run without results.
func newRun(result *analyzer.Result, opts Options, descriptors []*sarif.ReportingDescriptor, dropped int) *sarif.Run {
	run := &sarif.Run{
		Tool: sarif.Tool{Driver: &sarif.ToolComponent{
			Name:            "apexvet",
			SemanticVersion: &opts.Version,
			InformationURI:  new(informationURI),
			Rules:           descriptors,
		}},
		AutomationDetails:  &sarif.RunAutomationDetails{ID: new("apexvet/")},
		ColumnKind:         "utf16CodeUnits",
		OriginalUriBaseIDs: map[string]*sarif.ArtifactLocation{sourceRoot: {Description: message("The project's root.")}},
		RedactionTokens:    []string{analyzer.Redacted},
		Results:            []*sarif.Result{},
	}
	run.Invocations = []*sarif.Invocation{invocation(result, opts, dropped)}
	run.Tool.Driver.Notifications = notificationKinds(run.Invocations[0].ToolExecutionNotifications)
	return run
}

func newResult(result *analyzer.Result, f *analyzer.Finding, rule uint) *sarif.Result {
	out := &sarif.Result{
		RuleID:              new(f.Rule.Name),
		RuleIndex:           &rule,
		Level:               new(level(f.Variant.Severity)),
		Message:             *message(f.Message + seeAlso(f.Notes)),
		Locations:           []*sarif.Location{location(result, f.Location, "", true)},
		PartialFingerprints: map[string]any{fingerprintKey: f.Fingerprint.Hash()},
	}
	out.Properties = sarif.Properties{
		"severity":   f.Variant.Severity.String(),
		"confidence": f.Variant.Confidence.String(),
		"variant":    f.Variant.ID,
	}
	if len(f.Path) > 0 {
		flow := &sarif.ThreadFlow{}
		for _, step := range shorten(f.Path, maxFlowLocations) {
			flow.Locations = append(flow.Locations,
				&sarif.ThreadFlowLocation{Location: location(result, step.Location, step.Message, false)})
		}
		out.CodeFlows = []*sarif.CodeFlow{{ThreadFlows: []*sarif.ThreadFlow{flow}}}
	}
	for i, note := range shorten(f.Notes, maxRelated) {
		related := location(result, note.Location, note.Message, false)
		related.Id = new(uint(i + 1))
		out.RelatedLocations = append(out.RelatedLocations, related)
	}
	return out
}

// location makes a location with its region, and with a snippet if the reader needs one.
func location(result *analyzer.Result, l analyzer.Location, text string, snippet bool) *sarif.Location {
	out := &sarif.Location{PhysicalLocation: &sarif.PhysicalLocation{ArtifactLocation: artifact(l.Path)}}
	if text != "" {
		out.Message = message(text)
	}
	source := result.Source(l.Path)
	start, end := source.Lines().Position(l.Start), source.Lines().Position(l.End)
	region := &sarif.Region{
		StartLine: &start.Line, StartColumn: &start.Column,
		EndLine: &end.Line, EndColumn: &end.Column,
	}
	if snippet && l.Start < l.End {
		region.Snippet = &sarif.ArtifactContent{Text: new(truncate(source.Text(l.Start, l.End), maxDescription))}
	}
	out.PhysicalLocation.Region = region
	return out
}

func artifact(path string) *sarif.ArtifactLocation {
	return &sarif.ArtifactLocation{URI: new(relativeURI(path)), URIBaseId: new(sourceRoot)}
}

func message(text string) *sarif.Message { return &sarif.Message{Text: &text} }
