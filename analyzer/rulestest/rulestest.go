// Package rulestest tests a rule against Apex and metadata that say what it must find.
//
// A case is a txtar archive, or a folder, below testdata/RULE; its files form a project of their own. Comments hold the
// expectations, in the grammar of golang.org/x/tools/go/analysis/analysistest:
//
//	insert account; // want "insert of Account" "second finding on this line"
//	<url>http://example.com</url> <!-- want `not encrypted` -->
//	String s = 'x'; // want +1 "a finding on the next line"
//	Database.query(q); // want "message" at "q"
//
// Each pattern is a regular expression that the message of one finding on that line must match, and "at" gives the exact
// text of its region. A finding without a pattern and a pattern without a finding fail the test. A file findings.golden
// in the case, if there is one, holds every finding with its region, judgement, path and notes; -update rewrites it.
//
// The comment at the start of an archive may set, one to a line:
//
//	api: 60.0             the API version of Apex files without a -meta.xml; 67.0 otherwise, none for no -meta.xml
//	set: property=value   a property of the rule
//	now: 2030-01-31       the day of the run; 2026-07-01 otherwise
//	incomplete: true      the analysis is expected to be incomplete
package rulestest

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/apexvet/apexvet/analyzer"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
)

var update = flag.Bool("update", false, "rewrite findings.golden")

// defaultVersion is the API version of files that name none: the newest one whose defaults differ from older ones.
const defaultVersion = "67.0"

// defaultNow is the day of the run where a case names none, so that certificates in cases do not age.
var defaultNow = time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)

const golden = "findings.golden"

// Run tests a rule: that it is valid, that its documentation's examples hold, and every case in the folder.
func Run(t *testing.T, rule *rules.Rule, dir string) {
	t.Helper()
	if _, err := rules.NewRegistry(rule); err != nil {
		t.Fatal(err)
	}
	t.Run("documentation", func(t *testing.T) { examples(t, rule) })
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) == 0 {
		t.Errorf("%s has no cases", dir)
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		switch {
		case e.IsDir():
			t.Run(e.Name(), func(t *testing.T) { folder(t, rule, path) })
		case strings.HasSuffix(path, ".txtar"):
			t.Run(strings.TrimSuffix(e.Name(), ".txtar"), func(t *testing.T) { archive(t, rule, path) })
		default:
			t.Errorf("%s is neither a folder nor a txtar archive", path)
		}
	}
}

func archive(t *testing.T, rule *rules.Rule, path string) {
	a, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	check(t, rule, a, func(text string) error {
		for i := range a.Files {
			if a.Files[i].Name == golden {
				a.Files[i].Data = []byte(text)
			}
		}
		return os.WriteFile(path, txtar.Format(a), 0o644)
	})
}

func folder(t *testing.T, rule *rules.Rule, dir string) {
	a := &txtar.Archive{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		a.Files = append(a.Files, txtar.File{Name: filepath.ToSlash(name), Data: data})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	check(t, rule, a, func(text string) error { return os.WriteFile(filepath.Join(dir, golden), []byte(text), 0o644) })
}

// check runs the rule over the files of an archive and compares what it finds with what they expect.
func check(t *testing.T, rule *rules.Rule, a *txtar.Archive, rewrite func(golden string) error) {
	t.Helper()
	h := parseHeader(string(a.Comment))
	result := run(t, rule, a, h)
	if result.Incomplete() != h.incomplete {
		t.Errorf("incomplete is %t, want %t:\n%s", result.Incomplete(), h.incomplete, ledger(result))
	}
	var wants []*want
	for _, f := range a.Files {
		if f.Name == golden {
			text := render(result)
			if *update {
				if err := rewrite(text); err != nil {
					t.Error(err)
				}
			} else if text != string(f.Data) {
				t.Errorf("findings differ from %s (rewrite it with -update):\n got:\n%s\nwant:\n%s", golden, text, f.Data)
			}
			continue
		}
		found, err := parseWants(f.Name, string(f.Data))
		if err != nil {
			t.Fatal(err)
		}
		wants = append(wants, found...)
	}
	for _, problem := range match(result, wants) {
		t.Error(problem)
	}
}

// run writes the archive to a folder of its own and analyses it with the one rule.
func run(t *testing.T, rule *rules.Rule, a *txtar.Archive, h header) *analyzer.Result {
	t.Helper()
	root := t.TempDir()
	present := map[string]bool{}
	for _, f := range a.Files {
		present[f.Name] = true
	}
	for _, f := range a.Files {
		if f.Name == golden {
			continue
		}
		write(t, filepath.Join(root, filepath.FromSlash(f.Name)), string(f.Data))
		element := map[string]string{".cls": "ApexClass", ".trigger": "ApexTrigger"}[filepath.Ext(f.Name)]
		if meta := f.Name + "-meta.xml"; element != "" && h.version != "none" && !present[meta] {
			write(t, filepath.Join(root, filepath.FromSlash(meta)), fmt.Sprintf(`<?xml version="1.0" encoding="UTF-8"?>
<%[1]s xmlns="http://soap.sforce.com/2006/04/metadata">
    <apiVersion>%[2]s</apiVersion>
    <status>Active</status>
</%[1]s>
`, element, h.version))
		}
	}
	registry, err := rules.NewRegistry(rule)
	if err != nil {
		t.Fatal(err)
	}
	var assignments []string
	for _, s := range h.settings {
		assignments = append(assignments, rule.Name+"."+s)
	}
	settings, err := registry.Settings(assignments)
	if err != nil {
		t.Fatal(err)
	}
	snapshot, err := project.Load(context.Background(), project.Options{Paths: []string{root}, Texts: rules.Texts([]*rules.Rule{rule})})
	if err != nil {
		t.Fatal(err)
	}
	result, err := analyzer.Analyze(context.Background(), snapshot, analyzer.Options{
		Rules: []*rules.Rule{rule}, Settings: settings, MinConfidence: rules.ConfidenceLow, Now: h.now,
	})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// A header is what the comment of an archive sets.
type header struct {
	version    string
	settings   []string
	incomplete bool
	now        time.Time
}

func parseHeader(comment string) header {
	h := header{version: defaultVersion, now: defaultNow}
	for line := range strings.Lines(comment) {
		key, value, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok {
			continue
		}
		switch key {
		case "api":
			h.version = value
		case "set":
			h.settings = append(h.settings, value)
		case "now":
			if day, err := time.Parse(time.DateOnly, value); err == nil {
				h.now = day
			}
		case "incomplete":
			h.incomplete = value == "true"
		}
	}
	return h
}
