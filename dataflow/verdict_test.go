package dataflow_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/apexvet/apexvet/dataflow"
	"github.com/apexvet/apexvet/dataflow/must"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/semantics"
)

const classMeta = `<?xml version="1.0" encoding="UTF-8"?>
<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>%s</apiVersion></ApexClass>`

// load analyses the files of a txtar archive. "A.cls@67.0" gives a version; without
// one a class is at 60.0.
func load(t testing.TB, archive string, opts dataflow.Options) *dataflow.Result {
	t.Helper()
	dir := t.TempDir()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		name, version, versioned := strings.Cut(f.Name, "@")
		if !versioned {
			version = "60.0"
		}
		file := filepath.Join(dir, filepath.FromSlash(name))
		for path, text := range map[string]string{file: string(f.Data), file + "-meta.xml": fmt.Sprintf(classMeta, version)} {
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	snapshot, err := project.Load(context.Background(), project.Options{Paths: []string{dir}, Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	p, err := semantics.Build(context.Background(), snapshot, 2)
	if err != nil {
		t.Fatal(err)
	}
	if opts.Workers == 0 {
		opts.Workers = 2
	}
	return dataflow.BuildWith(context.Background(), p, opts)
}

func line(text []byte, offset int) int { return 1 + strings.Count(string(text[:offset]), "\n") }

// describe says in words what is known of an operation: "missing create account",
// "proven". Fields are named only where the object is established.
func describe(r *dataflow.Result, v *must.Verdict) string {
	if v.Status != must.Missing {
		return v.Status.String()
	}
	var parts []string
	for _, n := range v.Missing {
		name := r.Program.Type(n.Object).Name
		if n.Object == semantics.TypeUnknown {
			name = "?"
		}
		if n.Field != "" {
			if v.NeedsObject() {
				continue
			}
			name += "." + n.Field
		}
		parts = append(parts, n.Perm.String()+" "+name)
	}
	return "missing " + strings.Join(parts, ", ")
}

// check compares the verdicts with the comments of the form `//= proven` on the
// lines of the operations.
func check(t *testing.T, r *dataflow.Result) {
	t.Helper()
	for _, fi := range r.Program.Files {
		text := fi.Tree.Text()
		want := map[int]string{}
		for i, l := range strings.Split(string(text), "\n") {
			if _, c, ok := strings.Cut(l, "//= "); ok {
				want[i+1] = strings.TrimSpace(c)
			}
		}
		got := map[int]string{}
		for _, id := range fi.Operations {
			op := r.Program.Operation(id)
			at := line(text, op.Node.Start())
			if got[at] != "" {
				got[at] += "; "
			}
			got[at] += describe(r, r.Verdict(id))
		}
		for at, w := range want {
			if got[at] != w {
				t.Errorf("%s:%d: %q, want %q", fi.File.Path, at, got[at], w)
			}
		}
		for at, g := range got {
			if _, ok := want[at]; !ok {
				t.Errorf("%s:%d: %q, no comment", fi.File.Path, at, g)
			}
		}
	}
	if t.Failed() {
		for _, fi := range r.Program.Files {
			for _, c := range fi.Classes {
				for _, m := range r.Program.Class(c).Methods {
					for _, f := range r.Func(m) {
						t.Logf("%s\n%s", r.Program.Method(m).Key, f)
					}
				}
			}
		}
	}
}

// TestVerdicts runs the twins in testdata.
func TestVerdicts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no testdata", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			check(t, load(t, string(text), dataflow.Options{}))
		})
	}
}
