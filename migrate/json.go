package migrate

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/semantics"
)

// JSONVersion is the version of the JSON format. It grows when a field changes its meaning or goes away.
const JSONVersion = 1

type jsonReport struct {
	Version    int             `json:"version"`
	Tool       jsonTool        `json:"tool"`
	Target     string          `json:"target"`
	Summary    jsonSummary     `json:"summary"`
	Classes    []jsonClass     `json:"classes"`
	Elsewhere  []jsonOperation `json:"elsewhere"`
	Effects    []jsonEffect    `json:"effects"`
	Skipped    []jsonSkipped   `json:"skipped"`
	Changes    *jsonChanges    `json:"changes,omitempty"`
	Incomplete bool            `json:"incomplete"`
	Ledger     []jsonEntry     `json:"ledger"`
}

type jsonTool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type jsonSummary struct {
	Classes        int            `json:"classes"`
	Triggers       int            `json:"triggers"`
	Versions       map[string]int `json:"versions"`
	Operations     int            `json:"operations"`
	Changed        int            `json:"changed"`
	Audiences      map[string]int `json:"audiences"`
	Effects        map[string]int `json:"effects"`
	Unchanged      map[string]int `json:"unchanged"`
	Breaks         map[string]int `json:"breaks"`
	InertClasses   int            `json:"inertClasses"`
	SharingClasses int            `json:"sharingClasses"`
}

type jsonClass struct {
	Name          string          `json:"name"`
	Kind          string          `json:"kind"`
	File          string          `json:"file"`
	Line          int             `json:"line"`
	From          string          `json:"from"`
	VersionSource string          `json:"versionSource"`
	Audience      string          `json:"audience"`
	Test          bool            `json:"test,omitempty"`
	Library       string          `json:"library,omitempty"`
	Sharing       jsonSharing     `json:"sharing"`
	Breaks        []jsonBreak     `json:"breaks,omitempty"`
	Operations    []jsonOperation `json:"operations"`
}

type jsonSharing struct {
	Before jsonClassSharing `json:"before"`
	After  jsonClassSharing `json:"after"`
	// Matters says that the class works on records, or hands its sharing on to code that does.
	Matters bool `json:"matters"`
}

type jsonClassSharing struct {
	Sharing string `json:"sharing"`
	Reason  string `json:"reason"`
}

type jsonBreak struct {
	ID       string       `json:"id"`
	Subject  string       `json:"subject"`
	Location jsonPosition `json:"location"`
	Message  string       `json:"message"`
}

type jsonPosition struct {
	Line   int `json:"line"`
	Column int `json:"utf16Column"`
	Offset int `json:"byteOffset"`
}

type jsonOperation struct {
	Label    string       `json:"label"`
	Verb     string       `json:"verb"`
	Form     string       `json:"form"`
	Class    string       `json:"class"`
	Method   string       `json:"method"`
	File     string       `json:"file"`
	Location jsonPosition `json:"location"`
	Changed  bool         `json:"changed"`
	Before   jsonState    `json:"before"`
	After    jsonState    `json:"after"`
	Decides  string       `json:"decides"`
	Audience string       `json:"audience"`
	Ways     []jsonWay    `json:"ways,omitempty"`
	Effects  []string     `json:"effects,omitempty"`
}

type jsonState struct {
	Mode    string   `json:"mode"`
	Sharing []string `json:"sharing"`
}

type jsonWay struct {
	Audience string `json:"audience"`
	Kind     string `json:"kind"`
	Method   string `json:"method"`
	File     string `json:"file"`
	Line     int    `json:"line"`
}

type jsonEffect struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

type jsonSkipped struct {
	File       string `json:"file"`
	Reason     string `json:"reason"`
	Incomplete bool   `json:"incomplete,omitempty"`
}

type jsonChanges struct {
	Written   bool          `json:"written"`
	Files     []jsonFile    `json:"files"`
	Left      []jsonLeft    `json:"left"`
	Closest   []jsonLeft    `json:"closest"`
	Assumed   []jsonLeft    `json:"assumed"`
	Held      []jsonSkipped `json:"held"`
	Refused   []jsonSkipped `json:"refused"`
	NotRaised []jsonSkipped `json:"notRaised"`
}

type jsonFile struct {
	File  string     `json:"file"`
	Edits []jsonEdit `json:"edits"`
	Diff  string     `json:"diff"`
}

type jsonEdit struct {
	Start  int    `json:"start"`
	End    int    `json:"end"`
	New    string `json:"new"`
	Reason string `json:"reason"`
}

type jsonLeft struct {
	File     string       `json:"file"`
	Location jsonPosition `json:"location"`
	Subject  string       `json:"subject"`
	Reason   string       `json:"reason"`
}

type jsonEntry struct {
	File   string `json:"file,omitempty"`
	Reason string `json:"reason"`
}

// JSON writes the report for programs. Changes may be nil; version is that of the tool.
func (r *Report) JSON(w io.Writer, changes *Changes, written bool, version string) error {
	s := &r.Summary
	out := jsonReport{
		Version: JSONVersion, Tool: jsonTool{"apexvet", version}, Target: r.Target.String(),
		Summary: jsonSummary{
			Classes: s.Classes, Triggers: s.Triggers, Versions: s.Versions, Operations: s.Operations, Changed: s.Changed,
			Audiences: map[string]int{}, Effects: map[string]int{}, Unchanged: s.Unchanged, Breaks: s.Breaks,
			InertClasses: s.InertClasses, SharingClasses: s.SharingClasses,
		},
		Classes: []jsonClass{}, Elsewhere: jsonOperations(r.Elsewhere), Effects: []jsonEffect{},
		Skipped: jsonSkips(r.Skipped), Incomplete: r.Incomplete(), Ledger: jsonLedger(r.Ledger),
	}
	for a := range audienceCount {
		out.Summary.Audiences[a.String()] = s.Audiences[a]
	}
	for e := range effectCount {
		if n := s.Effects[e]; n > 0 {
			out.Summary.Effects[e.ID()] = n
			out.Effects = append(out.Effects, jsonEffect{e.ID(), e.Title(), e.Text()})
		}
	}
	for i := range r.Classes {
		out.Classes = append(out.Classes, newJSONClass(&r.Classes[i]))
	}
	if changes != nil {
		var err error
		if out.Changes, err = newJSONChanges(changes, written); err != nil {
			return err
		}
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(out); err != nil {
		return fmt.Errorf("writing JSON: %w", err)
	}
	return nil
}

func newJSONClass(c *Class) jsonClass {
	out := jsonClass{
		Name: c.Name, Kind: c.Kind, File: c.Path, Line: c.Line, From: c.From.String(), VersionSource: c.Source.String(),
		Audience: c.Audience.String(), Test: c.Test, Library: c.Library,
		Sharing: jsonSharing{
			jsonClassSharing(c.Before), jsonClassSharing(c.After), c.Passes,
		},
		Operations: jsonOperations(c.Operations),
	}
	for _, b := range c.Breaks {
		out.Breaks = append(out.Breaks, jsonBreak{b.ID, b.Subject, jsonPosition{b.Line, b.Column, b.Offset}, b.Text})
	}
	return out
}

func jsonOperations(list []Operation) []jsonOperation {
	out := make([]jsonOperation, 0, len(list))
	for i := range list {
		o := &list[i]
		j := jsonOperation{
			Label: o.Label, Verb: o.Verb.String(), Form: o.Form.String(), Class: o.Class, Method: o.Method, File: o.Path,
			Location: jsonPosition{o.Line, o.Column, o.Offset}, Changed: o.Changed(),
			Before: newJSONState(o.Before), After: newJSONState(o.After), Decides: o.Decides, Audience: o.Audience.String(),
		}
		for _, way := range o.Ways {
			j.Ways = append(j.Ways, jsonWay{way.Audience.String(), way.Kind.String(), way.Method, way.Path, way.Line})
		}
		for _, e := range o.Effects {
			j.Effects = append(j.Effects, e.ID())
		}
		out = append(out, j)
	}
	return out
}

// newJSONState lists the ways in which the operation may run as far as sharing goes: empty for that of unknown callers.
func newJSONState(s State) jsonState {
	out := jsonState{Mode: s.Mode.String(), Sharing: []string{}}
	for _, way := range []struct {
		bit  Sharing
		name string
	}{{WithSharing, semantics.SharingWith.String()}, {WithoutSharing, semantics.SharingWithout.String()}, {OpenSharing, semantics.SharingUnknown.String()}} {
		if s.Sharing&way.bit != 0 {
			out.Sharing = append(out.Sharing, way.name)
		}
	}
	return out
}

func newJSONChanges(c *Changes, written bool) (*jsonChanges, error) {
	out := &jsonChanges{
		Written: written, Files: []jsonFile{}, Left: jsonLefts(c.Left), Closest: jsonLefts(c.Closest),
		Assumed: jsonLefts(c.Assumed), Held: jsonSkips(c.Held),
		Refused: jsonSkips(c.Refused), NotRaised: jsonSkips(c.NotRaised),
	}
	for i := range c.Files {
		f := &c.Files[i]
		diff, err := f.Diff()
		if err != nil {
			return nil, err
		}
		file := jsonFile{File: f.Path, Diff: diff}
		for _, e := range f.Edits {
			file.Edits = append(file.Edits, jsonEdit(e))
		}
		out.Files = append(out.Files, file)
	}
	return out, nil
}

func jsonLefts(list []Left) []jsonLeft {
	out := make([]jsonLeft, 0, len(list))
	for _, l := range list {
		out = append(out, jsonLeft{l.Path, jsonPosition{l.Line, l.Column, l.Offset}, l.Subject, l.Reason})
	}
	return out
}

func jsonSkips(list []Skipped) []jsonSkipped {
	out := make([]jsonSkipped, 0, len(list))
	for _, s := range list {
		out = append(out, jsonSkipped{s.Path, s.Reason, s.Incomplete})
	}
	return out
}

func jsonLedger(list []project.LedgerEntry) []jsonEntry {
	out := make([]jsonEntry, 0, len(list))
	for _, e := range list {
		out = append(out, jsonEntry{e.Path, e.Reason})
	}
	return out
}
