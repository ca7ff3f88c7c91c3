package migrate

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/apexvet/apexvet/project"
)

var update = flag.Bool("update", false, "rewrite the expected outputs in testdata")

const meta = `<?xml version="1.0" encoding="UTF-8"?>
<Apex%s xmlns="http://soap.sforce.com/2006/04/metadata">
    <apiVersion>%s</apiVersion>
    <status>Active</status>
</Apex%s>
`

// A case is a txtar archive: its comment has lines such as "to 67", "tests", "raise" and "from 60", and words about what it
// shows. Files such as A.cls@66 get a -meta.xml with the version; the files report, diff and rest are what is expected.
type testCase struct {
	opts     Options
	preserve PreserveOptions
	paths    []string
	dir      string
}

var expected = []string{"report", "diff", "rest"}

func readCase(t *testing.T, archive *txtar.Archive) testCase {
	t.Helper()
	c := testCase{dir: t.TempDir(), preserve: PreserveOptions{Preserve: true}}
	for line := range strings.Lines(string(archive.Comment)) {
		word, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch word {
		case "to":
			c.opts.Target = version(t, value)
		case "from":
			c.opts.Assumed = version(t, value)
		case "tests":
			c.opts.Tests = true
		case "raise":
			c.preserve.Raise = true
		case "paths":
			c.paths = strings.Fields(value)
		}
	}
	for _, f := range archive.Files {
		if slices.Contains(expected, f.Name) {
			continue
		}
		name, v, versioned := strings.Cut(f.Name, "@")
		write(t, filepath.Join(c.dir, name), f.Data)
		if versioned {
			kind := "Class"
			if strings.HasSuffix(name, ".trigger") {
				kind = "Trigger"
			}
			write(t, filepath.Join(c.dir, name+"-meta.xml"), fmt.Appendf(nil, meta, kind, v+".0", kind))
		}
	}
	return c
}

func version(t *testing.T, s string) project.Version {
	t.Helper()
	v, ok := project.ParseVersion(s)
	if !ok {
		t.Fatalf("%q is no version", s)
	}
	return v
}

func write(t *testing.T, file string, text []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
}

func (c testCase) analyze(t *testing.T) *Report {
	t.Helper()
	snapshot, err := project.Load(context.Background(), project.Options{Dir: c.dir, Paths: c.paths, Documents: Documents()})
	if err != nil {
		t.Fatal(err)
	}
	report, err := Analyze(context.Background(), snapshot, c.opts)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func (c testCase) changes(t *testing.T, r *Report, opts PreserveOptions) *Changes {
	t.Helper()
	changes, err := r.Preserve(context.Background(), opts)
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

// Each archive in testdata shows what raising a version changes, and what is written to keep it.
func TestCases(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, error %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			c := readCase(t, archive)
			report := c.analyze(t)
			changes := c.changes(t, report, c.preserve)
			var got [3]bytes.Buffer
			for i, err := range []error{report.Text(&got[0]), changes.Diff(&got[1]), changes.Text(&got[2], false)} {
				if err != nil {
					t.Errorf("%s: %v", expected[i], err)
				}
			}
			checkPreserved(t, c)
			if *update {
				archive.Files = slices.DeleteFunc(archive.Files, func(f txtar.File) bool { return slices.Contains(expected, f.Name) })
			}
			for i, name := range expected {
				// A line of the archive's own would end the section: no output has one.
				text := got[i].Bytes()
				if *update {
					archive.Files = append(archive.Files, txtar.File{Name: name, Data: text})
					continue
				}
				if diff := cmp.Diff(section(archive, name), string(text)); diff != "" {
					t.Errorf("%s (-want +got):\n%s", name, diff)
				}
			}
			if *update {
				write(t, file, txtar.Format(archive))
			}
		})
	}
}

func section(archive *txtar.Archive, name string) string {
	for _, f := range archive.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}
