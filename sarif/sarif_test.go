package sarif

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/apexvet/apexvet/analyzer"
	"github.com/apexvet/apexvet/analyzer/fixture"
	"github.com/apexvet/apexvet/rules"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// sample has what makes SARIF hard: a byte order mark, characters outside of the Basic Multilingual Plane, CR LF, a
// path with blanks, a secret, a code flow through two files' worth of steps, notes with brackets, and a syntax error.
const sample = "-- classes/Order Desk.cls --\n" +
	"\xEF\xBB\xBFclass OrderDesk { /* 😀 */ String a = 'critical'; }\r\n" +
	"// second line\r\n" +
	"-- classes/Flow.cls --\n" +
	"class Flow {\n" +
	"    String a = 'step the value starts here', b = 'step and passes through';\n" +
	"    String n = 'note [SELECT Id FROM Account] is not checked';\n" +
	"    String c = 'high', d = 'secret hunter2hunter2', e = 'low';\n" +
	"}\n" +
	"-- classes/Damaged.cls --\n" +
	"class Damaged { void m() { run('info'; } }\n" +
	"-- remoteSiteSettings/Plain.remoteSite-meta.xml --\n" +
	"<RemoteSiteSetting xmlns=\"http://soap.sforce.com/2006/04/metadata\">\n  <url>http://a.example</url>\n</RemoteSiteSetting>\n"

func document(t *testing.T, result *analyzer.Result) []byte {
	t.Helper()
	data := write(t, result)
	validate(t, data)
	return data
}

func write(t *testing.T, result *analyzer.Result) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, result, Options{Version: "0.0.0-test", ExitCode: 1}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func validate(t *testing.T, data []byte) {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	schema, err := compiler.Compile(filepath.Join("testdata", "sarif-2.1.0.json"))
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(value); err != nil {
		t.Errorf("not valid SARIF: %v", err)
	}
}

func TestGolden(t *testing.T) {
	for name, archive := range map[string]string{
		"findings.sarif": sample,
		"clean.sarif":    "-- classes/A.cls --\nclass A { }\n",
	} {
		got := document(t, fixture.Analyze(t, archive))
		path := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s differs (rewrite it with -update):\n%s", name, diff)
		}
	}
}

type sarifLog struct {
	Runs []struct {
		Results []struct {
			Level   string
			Message struct{ Text string }
		}
		Invocations []struct {
			ExecutionSuccessful        bool
			ToolExecutionNotifications []struct {
				Level   string
				Message struct{ Text string }
			}
		}
	}
}

func decode(t *testing.T, data []byte) sarifLog {
	t.Helper()
	var log sarifLog
	if err := json.Unmarshal(data, &log); err != nil {
		t.Fatal(err)
	}
	return log
}

func TestSecretsAreNotWritten(t *testing.T) {
	if got := document(t, fixture.Analyze(t, sample)); bytes.Contains(got, []byte("hunter2")) {
		t.Error("the document holds the secret")
	}
}

func TestIncompleteRunsAreNotSuccessful(t *testing.T) {
	log := decode(t, document(t, fixture.Analyze(t, sample)))
	if log.Runs[0].Invocations[0].ExecutionSuccessful {
		t.Error("a run with a syntax error is called successful")
	}
	log = decode(t, document(t, fixture.Analyze(t, "-- A.cls --\nclass A {}\n")))
	if !log.Runs[0].Invocations[0].ExecutionSuccessful || log.Runs[0].Results == nil {
		t.Error("a clean run is not successful, or has no results at all")
	}
}

// Beyond GitHub's limit the most severe findings are kept, in their order.
func TestResultsAreLimited(t *testing.T) {
	var b strings.Builder
	b.WriteString("-- A.cls --\nclass A {\n")
	for i := range maxResults + 10 {
		literal := "info"
		if i%5000 == 4999 {
			literal = "critical"
		}
		fmt.Fprintf(&b, "String s%d = '%s';\n", i, literal)
	}
	b.WriteString("}\n")
	result := fixture.Analyze(t, b.String())
	if len(result.Findings) != maxResults+10 {
		t.Fatalf("got %d findings", len(result.Findings))
	}
	run := decode(t, write(t, result)).Runs[0]
	errors := 0
	for _, r := range run.Results {
		if r.Level == "error" {
			errors++
		}
	}
	if len(run.Results) != maxResults || errors != 5 {
		t.Errorf("got %d results, %d of them errors", len(run.Results), errors)
	}
	n := run.Invocations[0].ToolExecutionNotifications
	if len(n) == 0 || n[0].Level != "warning" || !strings.HasPrefix(n[0].Message.Text, "10 findings") {
		t.Errorf("got the notifications %v", n)
	}
}

func TestJudgementsFallIntoGitHubsBands(t *testing.T) {
	bands := map[rules.Severity][2]float64{
		rules.SeverityCritical: {9.1, 10}, rules.SeverityHigh: {7, 8.9}, rules.SeverityMedium: {4, 6.9},
		rules.SeverityLow: {0.1, 3.9}, rules.SeverityInfo: {0.1, 3.9},
	}
	for severity, band := range bands {
		var score float64
		if _, err := fmt.Sscan(judgements[severity].score, &score); err != nil || score < band[0] || score > band[1] {
			t.Errorf("%s: %s is not within %v", severity, judgements[severity].score, band)
		}
	}
}

func TestRelativeURI(t *testing.T) {
	for path, want := range map[string]string{
		"classes/A.cls":         "classes/A.cls",
		"a b/ü#1?.cls":          "a%20b/%C3%BC%231%3F.cls",
		"100%/A.cls":            "100%25/A.cls",
		"a:b.cls":               "./a:b.cls",
		"force-app/(x)/[y].cls": "force-app/%28x%29/%5By%5D.cls",
	} {
		if got := relativeURI(path); got != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
}

func TestTruncateCountsCharacters(t *testing.T) {
	if got := truncate(strings.Repeat("ü", 5), 4); got != "üüü…" {
		t.Errorf("got %q", got)
	}
	if got := truncate("four", 4); got != "four" {
		t.Errorf("got %q", got)
	}
}
