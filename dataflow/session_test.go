package dataflow_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apexvet/apexvet/dataflow"
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/semantics"
)

// edited returns a snapshot in which one file has another text.
func edited(s *project.Snapshot, file int, text []byte) *project.Snapshot {
	next := *s
	next.Files = slices.Clone(s.Files)
	f := *s.Files[file]
	f.Text, f.Tree = text, parser.Parse(text)
	next.Files[file] = &f
	return &next
}

// editor changes texts a little at a time.
type editor struct {
	r        *rand.Rand
	snapshot *project.Snapshot
	apex     []int
	original map[int][]byte
}

func newEditor(s *project.Snapshot, seed uint64) *editor {
	e := &editor{r: rand.New(rand.NewPCG(seed, 3)), snapshot: s, original: map[int][]byte{}}
	for i, f := range s.Files {
		if f.Kind.IsApex() && f.Tree != nil && !f.IsTest {
			e.apex = append(e.apex, i)
			e.original[i] = f.Text
		}
	}
	return e
}

var inserted = []string{
	"insert new Account();", "delete [SELECT Id FROM Contact];", "if (!Schema.sObjectType.Account.isCreateable()) { return; }",
	"Integer fresh = 1;", "List<Lead> leads = new List<Lead>();", "if (b0) { b1 = true; }", "throw new Ext.E();",
	"Database.query('SELECT Id FROM Lead');", "}", "public static Boolean more() { return true; }", "static Integer counted = 3;",
}

// edit makes the next snapshot.
func (e *editor) edit() {
	file := e.apex[e.r.IntN(len(e.apex))]
	lines := bytes.Split(e.snapshot.Files[file].Text, []byte("\n"))
	at := e.r.IntN(len(lines))
	switch k := e.r.IntN(10); {
	case k < 5: // most often a statement is added behind one
		for i := range lines {
			if n := (at + i) % len(lines); bytes.HasSuffix(lines[n], []byte(";")) {
				lines = slices.Insert(lines, n+1, []byte(inserted[e.r.IntN(len(inserted))]))
				break
			}
		}
	case k < 7:
		lines = slices.Delete(lines, at, at+1)
	case k < 8:
		lines = slices.Insert(lines, at, slices.Clone(lines[at]))
	default: // back to what it was
		lines = [][]byte{e.original[file]}
	}
	e.snapshot = edited(e.snapshot, file, bytes.Join(lines, []byte("\n")))
}

// equalResults compares all that two results say.
func equalResults(t *testing.T, when string, got, want *dataflow.Result) {
	t.Helper()
	for id := 1; id < len(want.Program.Operations); id++ {
		op := semantics.OperationID(id)
		if a, b := got.Verdict(op), want.Verdict(op); !reflect.DeepEqual(a, b) {
			o := want.Program.Operation(op)
			t.Fatalf("%s: %s in %s: %+v\ncold: %+v", when, o.Node.Text(), want.Program.Method(o.Method).Key, a, b)
		}
	}
	for id := 1; id < len(want.Program.Methods); id++ {
		if m := semantics.MethodID(id); got.Reach(m) != want.Reach(m) {
			t.Fatalf("%s: reach of %s: %v, cold %v", when, want.Program.Method(m).Key, got.Reach(m), want.Reach(m))
		}
	}
	if !slices.Equal(got.Limits(), want.Limits()) {
		t.Fatalf("%s: limits %v, cold %v", when, got.Limits(), want.Limits())
	}
}

func runEdits(t *testing.T, s *project.Snapshot, edits int) {
	ctx := context.Background()
	e := newEditor(s, 5)
	session := dataflow.NewSession(dataflow.Options{Workers: 2})
	var work, all dataflow.Work
	var warm, cold time.Duration
	for i := range edits + 1 {
		if i > 0 {
			e.edit()
		}
		p, err := semantics.Build(ctx, e.snapshot, 2)
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		got := session.Build(ctx, p)
		warm += time.Since(start)
		start = time.Now()
		equalResults(t, fmt.Sprint("edit ", i), got, dataflow.Build(ctx, p, 1+i%2))
		cold += time.Since(start)
		w := session.Work()
		if i == 0 {
			all = w
			continue
		}
		work.Files, work.Functions, work.Verdicts = work.Files+w.Files, work.Functions+w.Functions, work.Verdicts+w.Verdicts
	}
	t.Logf("cold: %+v; on average after an edit: files %.1f, functions %.1f, verdicts %.1f; %v against %v",
		all, float64(work.Files)/float64(edits), float64(work.Functions)/float64(edits), float64(work.Verdicts)/float64(edits),
		warm/time.Duration(edits), cold/time.Duration(edits))
	if work.Functions*2 > all.Functions*edits || work.Files*2 > all.Files*edits {
		t.Errorf("most is computed anew after most edits")
	}
}

// TestEditsEqualColdRuns makes random edits, and compares what a session says after
// each with a cold run.
func TestEditsEqualColdRuns(t *testing.T) {
	edits := 500
	if testing.Short() {
		edits = 120
	}
	var archive strings.Builder
	for i := range 12 {
		for _, f := range newApexProgram(uint64(i), true).files() {
			fmt.Fprintf(&archive, "-- %s --\n%s", f.path, f.text)
		}
	}
	for _, name := range []string{"calls", "describe", "fields", "modes", "project", "strip"} {
		text, err := os.ReadFile("testdata/" + name + ".txtar")
		if err != nil {
			t.Fatal(err)
		}
		_, files, _ := bytes.Cut(text, []byte("\n"))
		archive.WriteString("\n")
		archive.Write(files)
	}
	runEdits(t, load(t, archive.String(), dataflow.Options{}).Program.Snapshot, edits)
}

// TestEditsOfCorpus does so with the projects in APEXVET_CORPUS.
func TestEditsOfCorpus(t *testing.T) {
	dirs := filepath.SplitList(os.Getenv("APEXVET_CORPUS"))
	if len(dirs) == 0 {
		t.Skip("APEXVET_CORPUS names no corpus")
	}
	for _, dir := range dirs {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			s, err := project.Load(context.Background(), project.Options{Paths: []string{dir}, Dir: dir})
			if err != nil {
				t.Fatal(err)
			}
			runEdits(t, s, 500)
		})
	}
}

// TestUnchangedSummaryWakesNobody: an edit inside of a body is seen only there,
// unless what callers see of it changes.
func TestUnchangedSummaryWakesNobody(t *testing.T) {
	const code = `
-- A.cls --
public class A {
    @AuraEnabled public static void enter(Account a) {
        B.check();
        insert a;
    }
}
-- B.cls --
public class B {
    public static void check() {
        if (!Schema.sObjectType.Account.isCreateable()) { throw new DmlException(); }
        Integer i = 1;
    }
}
`
	ctx := context.Background()
	s := load(t, code, dataflow.Options{}).Program.Snapshot
	session := dataflow.NewSession(dataflow.Options{Workers: 1})
	build := func() dataflow.Work {
		p, err := semantics.Build(ctx, s, 1)
		if err != nil {
			t.Fatal(err)
		}
		session.Build(ctx, p)
		return session.Work()
	}
	file := slices.IndexFunc(s.Files, func(f *project.File) bool { return f.Path == "B.cls" })
	replace := func(old, now string) {
		s = edited(s, file, bytes.ReplaceAll(s.Files[file].Text, []byte(old), []byte(now)))
	}
	if w := build(); w.Files != 2 || w.Functions != 2 {
		t.Errorf("cold: %+v", w)
	}
	replace("Integer i = 1;", "Integer i = 2;\n")
	if w := build(); w.Files != 1 || w.Functions != 1 || w.Verdicts != 0 {
		t.Errorf("a body: %+v", w)
	}
	replace("isCreateable", "isDeletable")
	if w := build(); w.Files != 1 || w.Functions != 2 || w.Verdicts != 1 {
		t.Errorf("a summary: %+v", w)
	}
	replace("check()", "check(Integer more)")
	if w := build(); w.Files != 2 {
		t.Errorf("an interface: %+v", w)
	}
}
