package migrate

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// The outputs of one project in all formats. -update rewrites them.
func TestOutputs(t *testing.T) {
	archive, err := txtar.ParseFile(filepath.Join("testdata", "compile.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	c := readCase(t, archive)
	r := c.analyze(t)
	changes := c.changes(t, r, c.preserve)
	var report, markdown bytes.Buffer
	if err := r.JSON(&report, changes, false, "0.0.0-test"); err != nil {
		t.Fatal(err)
	}
	if err := r.Markdown(&markdown, changes, false); err != nil {
		t.Fatal(err)
	}
	var parsed map[string]any
	if err := json.Unmarshal(report.Bytes(), &parsed); err != nil {
		t.Error(err)
	}
	for name, got := range map[string][]byte{"report.json": report.Bytes(), "report.md": markdown.Bytes()} {
		file := filepath.Join("testdata", name)
		if *update {
			write(t, file, got)
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// The documentation names every effect.
func TestEffectsAreDocumented(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "docs", "migrate.md"))
	if err != nil {
		t.Fatal(err)
	}
	for e := range effectCount {
		if e.ID() == "" || e.Title() == "" || e.Text() == "" {
			t.Errorf("effect %d is not explained", e)
		}
		if !bytes.Contains(page, []byte("`"+e.ID()+"`")) {
			t.Errorf("docs/migrate.md does not name %s", e.ID())
		}
	}
}

// The result does not depend on the number of processors or workers.
func TestResultsAreDeterministic(t *testing.T) {
	archive, err := txtar.ParseFile(filepath.Join("testdata", "sharing.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	c := readCase(t, archive)
	previous := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(previous)
	var first []byte
	for _, processors := range []int{1, 8} {
		runtime.GOMAXPROCS(processors)
		for range 3 {
			c.opts.Workers = processors
			r := c.analyze(t)
			var b bytes.Buffer
			if err := r.JSON(&b, c.changes(t, r, PreserveOptions{Preserve: true, Raise: true}), false, "test"); err != nil {
				t.Fatal(err)
			}
			if first == nil {
				first = b.Bytes()
			} else if diff := cmp.Diff(string(first), b.String()); diff != "" {
				t.Fatalf("with %d processors:\n%s", processors, diff)
			}
		}
	}
}
