package report

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/apexvet/apexvet/analyzer"
	"github.com/apexvet/apexvet/rules"
)

// JSONVersion is the version of the JSON format. It grows when a field changes its meaning or goes away; new fields do
// not change it. docs/formats.md describes the format.
const JSONVersion = 1

type jsonReport struct {
	Version  int           `json:"version"`
	Tool     jsonTool      `json:"tool"`
	Summary  jsonSummary   `json:"summary"`
	Findings []jsonFinding `json:"findings"`
	Ledger   []jsonEntry   `json:"ledger"`
}

type jsonTool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type jsonSummary struct {
	Files      int            `json:"files"`
	Rules      []string       `json:"rules"`
	Findings   int            `json:"findings"`
	Severities map[string]int `json:"severities"`
	Hidden     int            `json:"hidden"`
	Incomplete bool           `json:"incomplete"`
}

type jsonFinding struct {
	Rule        string           `json:"rule"`
	Variant     string           `json:"variant"`
	Severity    rules.Severity   `json:"severity"`
	Confidence  rules.Confidence `json:"confidence"`
	CWE         []int            `json:"cwe"`
	Message     string           `json:"message"`
	Location    jsonLocation     `json:"location"`
	Path        []jsonStep       `json:"path,omitempty"`
	Notes       []jsonStep       `json:"notes,omitempty"`
	Fingerprint jsonFingerprint  `json:"fingerprint"`
}

type jsonLocation struct {
	File  string       `json:"file"`
	Start jsonPosition `json:"start"`
	End   jsonPosition `json:"end"`
}

type jsonPosition struct {
	Line        int `json:"line"`
	UTF16Column int `json:"utf16Column"`
	ByteOffset  int `json:"byteOffset"`
}

type jsonStep struct {
	Message  string       `json:"message"`
	Location jsonLocation `json:"location"`
}

type jsonFingerprint struct {
	Hash    string `json:"hash"`
	Subject string `json:"subject"`
	Member  string `json:"member"`
	Ordinal int    `json:"ordinal"`
}

type jsonEntry struct {
	File       string `json:"file,omitempty"`
	Line       int    `json:"line,omitempty"`
	Status     string `json:"status"`
	Incomplete bool   `json:"incomplete"`
	Reason     string `json:"reason"`
	Count      int    `json:"count"`
}

// JSON writes the result for other programs.
func JSON(w io.Writer, result *analyzer.Result, version string) error {
	out := jsonReport{
		Version: JSONVersion,
		Tool:    jsonTool{"apexvet", version},
		Summary: jsonSummary{
			Files: result.Files, Rules: []string{}, Findings: len(result.Findings), Severities: map[string]int{},
			Hidden: result.Hidden, Incomplete: result.Incomplete(),
		},
		Findings: []jsonFinding{},
		Ledger:   []jsonEntry{},
	}
	for _, r := range result.Rules {
		out.Summary.Rules = append(out.Summary.Rules, r.Name)
	}
	for _, s := range rules.Severities() {
		out.Summary.Severities[s.String()] = result.Count(s)
	}
	for i := range result.Findings {
		out.Findings = append(out.Findings, newJSONFinding(result, &result.Findings[i]))
	}
	for _, e := range result.Ledger {
		entry := jsonEntry{
			File: e.Path, Status: e.Status.String(), Incomplete: e.Incomplete, Reason: e.Reason, Count: max(e.Count, 1),
		}
		if source := result.Source(e.Path); source != nil && e.End > 0 {
			entry.Line = source.Lines().Position(e.Offset).Line
		}
		out.Ledger = append(out.Ledger, entry)
	}
	return encode(w, out)
}

func newJSONFinding(result *analyzer.Result, f *analyzer.Finding) jsonFinding {
	return jsonFinding{
		Rule:       f.Rule.Name,
		Variant:    f.Variant.ID,
		Severity:   f.Variant.Severity,
		Confidence: f.Variant.Confidence,
		CWE:        f.Variant.CWE,
		Message:    f.Message,
		Location:   newJSONLocation(result, f.Location),
		Path:       newJSONSteps(result, f.Path),
		Notes:      newJSONSteps(result, f.Notes),
		Fingerprint: jsonFingerprint{
			f.Fingerprint.Hash(), f.Fingerprint.Subject, f.Fingerprint.Member, f.Fingerprint.Ordinal,
		},
	}
}

func newJSONSteps(result *analyzer.Result, steps []analyzer.Step) []jsonStep {
	var out []jsonStep
	for _, s := range steps {
		out = append(out, jsonStep{s.Message, newJSONLocation(result, s.Location)})
	}
	return out
}

func newJSONLocation(result *analyzer.Result, l analyzer.Location) jsonLocation {
	lines := result.Source(l.Path).Lines()
	position := func(offset int) jsonPosition {
		p := lines.Position(offset)
		return jsonPosition{p.Line, p.Column, p.Offset}
	}
	return jsonLocation{File: l.Path, Start: position(l.Start), End: position(l.End)}
}

// encode writes indented JSON that keeps <, > and & as they are.
func encode(w io.Writer, v any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(v); err != nil {
		return fmt.Errorf("writing JSON: %w", err)
	}
	return nil
}
