package dataflow_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/apexvet/apexvet/dataflow"
	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/dataflow/must"
	"github.com/apexvet/apexvet/semantics"
)

// verify checks the code of all bodies and asks every question once.
func verify(t *testing.T, r *dataflow.Result) {
	t.Helper()
	for m := range r.Program.Methods {
		for _, f := range r.Func(semantics.MethodID(m)) {
			if err := ir.Verify(f); err != nil {
				t.Fatalf("%s: %v\n%s", r.Program.Methods[m].Key, err, f)
			}
		}
	}
	for _, fi := range r.Program.Files {
		for i := range fi.Tree.Len() {
			n := fi.Tree.Node(i)
			r.Text(n)
			r.CallsOn(n)
		}
	}
	for i := range r.Program.Operations {
		r.Verdict(semantics.OperationID(i))
	}
}

// TestDamagedCode removes, repeats and cuts pieces of real-looking code: whatever
// is left is lowered without a panic to code that is well-formed.
func TestDamagedCode(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txtar")
	files = append(files, "testdata/text/values.txtar")
	var sources []string
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range txtar.Parse(text).Files {
			sources = append(sources, string(part.Data))
		}
	}
	rng := rand.New(rand.NewPCG(3, 4))
	for range 12 {
		var archive strings.Builder
		for i, s := range sources {
			words := strings.SplitAfter(s, " ")
			for range 1 + rng.IntN(6) {
				at := rng.IntN(len(words))
				switch rng.IntN(4) {
				case 0:
					words[at] = ""
				case 1:
					words[at] += words[rng.IntN(len(words))]
				case 2:
					words[at] = []string{"}", "{", "(", ")", "try {", "?.", "'", ";", "finally {", "= "}[rng.IntN(10)]
				default:
					if rng.IntN(3) == 0 {
						words = words[:max(at, 1)]
					}
				}
			}
			fmt.Fprintf(&archive, "-- F%d.cls --\n%s\n", i, strings.Join(words, ""))
		}
		verify(t, load(t, archive.String(), dataflow.Options{}))
	}
}

func nested(n int, before, inner, after string) string {
	return strings.Repeat(before, n) + inner + strings.Repeat(after, n)
}

func TestDeepCode(t *testing.T) {
	for name, body := range map[string]string{
		"concatenation": "String s = 'a'" + strings.Repeat(" + 'b' + x", 10000) + ";",
		"and":           "Boolean y = b" + strings.Repeat(" && b", 5000) + ";",
		"and condition": "if (b" + strings.Repeat(" && Schema.sObjectType.Account.isCreateable()", 3000) + ") { insert a; }",
		"coalesce":      "String s = x" + strings.Repeat(" ?? x", 2000) + ";",
		"else if":       "if (b) {}" + strings.Repeat(" else if (b) { x = 'y'; }", 10000),
		"blocks":        nested(3000, "{ ", "insert a;", " }"),
		"ifs":           nested(2000, "if (b) { ", "insert a;", " }"),
		"tries":         nested(300, "try { ", "insert a;", " } finally { x = 'f'; }"),
		"finallies":     nested(40, "try { insert a; } finally { ", "insert a;", " }"),
		"parentheses":   "x = " + nested(3000, "(", "x", ")") + ";",
		"nots":          "b = " + strings.Repeat("!", 3000) + "b;",
		"calls":         "x = " + nested(1500, "String.valueOf(", "x", ")") + ";",
		"chain":         "x = x" + strings.Repeat(".trim()", 3000) + ";",
		"safe chain":    "x = x" + strings.Repeat("?.trim()", 1500) + ";",
		"ternaries":     "x = " + strings.Repeat("b ? x : ", 2000) + "x;",
		"loops":         nested(500, "while (b) { ", "insert a;", " }"),
		"statements":    strings.Repeat("insert a; ", 3000),
		"long switch":   "switch on x {" + strings.Repeat(" when 'a' { x = 'b'; }", 2000) + " when else {} }",
		"many checks":   strings.Repeat("if (Schema.sObjectType.Account.isCreateable()) { x = x + 'a'; } ", 2000),
	} {
		t.Run(name, func(t *testing.T) {
			r := load(t, "-- A.cls --\npublic class A { public void m(Account a, Boolean b, String x) { "+body+" } }\n", dataflow.Options{})
			verify(t, r)
		})
	}
}

func limits(r *dataflow.Result) string {
	var parts []string
	for _, l := range r.Limits() {
		parts = append(parts, r.Program.Method(l.Method).Name+": "+l.Reason)
	}
	return strings.Join(parts, "; ")
}

func TestTooManyInstructions(t *testing.T) {
	r := load(t, "-- A.cls --\npublic class A { public void m(Account a) { "+strings.Repeat("insert a; ", 50_001)+" }\n"+
		"public void n(Account a) { insert a; } }\n", dataflow.Options{})
	if got, want := limits(r), "m: more than 50,000 instructions"; got != want {
		t.Errorf("limits %q, want %q", got, want)
	}
	last := semantics.OperationID(len(r.Program.Operations) - 1)
	if v := r.Verdict(1); v.Status != must.NotAnalysed || !v.Limited {
		t.Errorf("in the long method: %+v", v)
	}
	if v := r.Verdict(last); v.Status != must.Missing {
		t.Errorf("in the other method: %+v", v)
	}
}

func TestTooManyFacts(t *testing.T) {
	var sb strings.Builder
	sb.WriteString("-- A.cls --\npublic class A { public void m(Account a) {\n")
	for i := range 300 {
		fmt.Fprintf(&sb, "if (!Schema.sObjectType.Object%d__c.isDeletable()) { return; }\n", i)
	}
	sb.WriteString("if (Schema.sObjectType.Account.isCreateable()) { insert a; } } }\n")
	r := load(t, sb.String(), dataflow.Options{})
	if got, want := limits(r), "m: more than 256 facts"; got != want {
		t.Errorf("limits %q, want %q", got, want)
	}
	if v := r.Verdict(1); v.Status != must.Missing || !v.Limited {
		t.Errorf("%+v", v)
	}
}

func TestTooManyDemands(t *testing.T) {
	r := load(t, "-- A.cls --\npublic class A { public void m(Account a) { n(a); }\nprivate void n(SObject s) { "+
		strings.Repeat("insert s; ", 70)+" } }\n", dataflow.Options{})
	if got, want := limits(r), "n: more than 64 open permission demands"; got != want {
		t.Errorf("limits %q, want %q", got, want)
	}
	for i := 1; i < len(r.Program.Operations); i++ {
		// The first ones are exact: their demands are those of the caller.
		if v := r.Verdict(semantics.OperationID(i)); v.Status != must.Missing || v.Limited != (i > 64) {
			t.Fatalf("%d: %+v", i, v)
		}
	}
}

// TestDeterminism compares everything a rule can see over different numbers of
// workers.
func TestDeterminism(t *testing.T) {
	var archive strings.Builder
	for _, name := range []string{"calls", "describe", "modes", "strip"} {
		text, err := os.ReadFile("testdata/" + name + ".txtar")
		if err != nil {
			t.Fatal(err)
		}
		archive.Write(txtar.Format(&txtar.Archive{Files: txtar.Parse(text).Files}))
	}
	var first string
	for _, workers := range []int{1, 2, 8, 3} {
		r := load(t, archive.String(), dataflow.Options{Workers: workers})
		var sb strings.Builder
		for i := range r.Program.Operations {
			fmt.Fprintf(&sb, "%+v\n", *r.Verdict(semantics.OperationID(i)))
		}
		for _, fi := range r.Program.Files {
			sb.WriteString(dump(r, fi))
			for i := range fi.Tree.Len() {
				at := i
				if workers == 8 { // the order of questions must not matter either
					at = fi.Tree.Len() - 1 - i
				}
				_ = r.Text(fi.Tree.Node(at))
			}
			for i := range fi.Tree.Len() {
				fmt.Fprintln(&sb, r.Text(fi.Tree.Node(i)))
			}
		}
		if first == "" {
			first = sb.String()
		} else if sb.String() != first {
			t.Errorf("with %d workers the result differs", workers)
		}
	}
}
