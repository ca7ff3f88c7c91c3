package report

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/apexvet/apexvet/analyzer"
	"github.com/apexvet/apexvet/analyzer/fixture"
	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/rules"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares an output with a file in testdata.
func golden(t *testing.T, name string, write func(io.Writer) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("%s differs (rewrite it with -update):\n%s", name, diff)
	}
	return b.String()
}

// sample has what makes source lines hard to show: tabs, wide and combining characters, escape sequences, very long
// lines, regions over several lines and secrets.
const sample = "-- classes/Hard.cls --\n" +
	"class Hard {\n" +
	"\tString tab =\t'critical';\n" +
	"    String wide = '請求書 e\u0301 😀'; String after = 'medium';\n" +
	"    String escape = '\x1b[31m\u202e'; String control = 'high';\n" +
	"    String secret = 'secret hunter2hunter2', next = 'info';\n" +
	"    String path = 'step the value starts here';\n" +
	"    String note = 'note [no check] \x1b[0m of it';\n" +
	"    String end = 'low';\n" +
	"    String bundle = '" + strings400 + "' + 'medium' + '" + strings400 + "';\n" +
	"}\n" +
	"-- classes/Damaged.cls --\n" +
	"class Damaged { void m() { run('info'; } }\n" +
	"-- classes/Stub.cls --\n" +
	"(hidden)\n" +
	"-- remoteSiteSettings/Plain.remoteSite-meta.xml --\n" +
	"<RemoteSiteSetting xmlns=\"http://soap.sforce.com/2006/04/metadata\">\n  <url\n  >http://a.example</url>\n</RemoteSiteSetting>\n"

const strings400 = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" +
	"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

func TestText(t *testing.T) {
	result := fixture.Analyze(t, sample)
	text := golden(t, "findings.txt", func(w io.Writer) error { return Text(w, result, TextOptions{}) })
	if strings.Contains(text, "hunter2") || strings.ContainsAny(text, "\x1b\u202e") {
		t.Error("the text holds a secret, or what controls a terminal")
	}
	golden(t, "trace.txt", func(w io.Writer) error { return Text(w, result, TextOptions{Trace: true}) })
	golden(t, "findings.ansi", func(w io.Writer) error { return Text(w, result, TextOptions{Color: true}) })
}

func TestTextOfACleanProject(t *testing.T) {
	result := fixture.Analyze(t, "-- sfdx-project.json --\n{\"packageDirectories\": [{\"path\": \"src\"}], \"sourceApiVersion\": \"67.0\"}\n"+
		"-- src/A.cls --\nclass A {}\n")
	var b bytes.Buffer
	if err := Text(&b, result, TextOptions{}); err != nil {
		t.Fatal(err)
	}
	if want := "No findings in 1 file with 2 rules.\n"; b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}

func TestJSON(t *testing.T) {
	result := fixture.Analyze(t, sample)
	text := golden(t, "findings.json", func(w io.Writer) error { return JSON(w, result, "0.0.0-test") })
	if strings.Contains(text, "hunter2") || !json.Valid([]byte(text)) {
		t.Error("the document holds a secret, or is no JSON")
	}
}

func TestRules(t *testing.T) {
	list := []*rules.Rule{fixture.Elements(), fixture.Literals()}
	golden(t, "rules.txt", func(w io.Writer) error { return Rules(w, list) })
	golden(t, "rules.json", func(w io.Writer) error { return RulesJSON(w, list) })
	golden(t, "explain.txt", func(w io.Writer) error { return Explain(w, fixture.Literals(), TextOptions{}) })
	golden(t, "explain.ansi", func(w io.Writer) error { return Explain(w, fixture.Literals(), TextOptions{Color: true}) })
}

func TestMarkdown(t *testing.T) {
	text := "# Title\n\nA paragraph with `code`, **strong words** and a [link](https://a.example/b) that is long enough to be " +
		"broken into two lines.\n\n- a first item that is also long enough to be broken into two lines, the second one " +
		"being indented\n- second\n\n1. numbered\n\n| a | b |\n|---|---|\n\n```apex bad\nclass A {\n  // kept   as it is\n}\n```\n"
	golden(t, "markdown.txt", func(w io.Writer) error {
		markdown(w, text, newPalette(false))
		return nil
	})
}

func TestTrees(t *testing.T) {
	golden(t, "tree.txt", func(w io.Writer) error {
		return Tree(w, parser.Parse([]byte("public class A {\n  Integer n = 1 +;\n  void m() { update as user x; }\n}\n")))
	})
	document, err := metadata.Parse([]byte("<?xml version=\"1.0\"?>\n<A xmlns=\"u\">\n  <b c=\"d\">x &amp; y</b>\n  <e/>\n</A>\n"))
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "document.txt", func(w io.Writer) error { return Document(w, document) })
}

func TestStats(t *testing.T) {
	snapshot := fixture.Load(t, "-- A.cls --\npublic class A {\n  Integer a, b;\n  Integer c { get; }\n  A() {}\n"+
		"  void m() { insert [SELECT Id FROM X]; n([FIND 'x']); }\n  enum E { V }\n  interface I {}\n}\n"+
		"-- T.trigger --\ntrigger T on Account (before insert) {}\n-- D.remoteSite-meta.xml --\n<RemoteSiteSetting/>\n")
	stats := analyzer.Measure(snapshot)
	want := analyzer.Stats{
		Files: 2, Classes: 1, Interfaces: 1, Enums: 1, Triggers: 1, Methods: 1, Constructors: 1, Fields: 2, Properties: 1,
		SOQL: 1, SOSL: 1, DML: 1, Calls: 1, Nodes: stats.Nodes, Bytes: stats.Bytes, Lines: 9, Documents: 1,
	}
	if diff := cmp.Diff(want, stats); diff != "" {
		t.Error(diff)
	}
	var b bytes.Buffer
	if err := StatsJSON(&b, stats, 12*time.Millisecond); err != nil || !strings.Contains(b.String(), `"milliseconds": 12`) {
		t.Errorf("got %v, %s", err, b.String())
	}
}

// Progress appears after a second, at most ten times a second, and leaves nothing behind.
func TestProgress(t *testing.T) {
	var b bytes.Buffer
	now := time.Unix(0, 0)
	p := newProgress(&b, func() time.Time { return now })
	for i := range 200 {
		now = now.Add(10 * time.Millisecond)
		p.Update(i, 200)
	}
	p.Clear()
	p.Clear()
	text := b.String()
	if n := strings.Count(text, "files analysed"); n < 8 || n > 11 {
		t.Errorf("shown %d times", n)
	}
	if !strings.HasPrefix(text, "\r100 of 200 files") || !strings.HasSuffix(text, "\r\x1b[K") {
		t.Errorf("got %q", text)
	}
	var none *Progress
	none.Update(1, 2)
	none.Clear()
}
