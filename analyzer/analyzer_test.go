package analyzer_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/analyzer"
	"github.com/apexvet/apexvet/analyzer/fixture"
	"github.com/apexvet/apexvet/dataflow"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
)

// rule makes a rule with the given body.
func rule(name string, run func(*analysis.Pass) (any, error), requires ...*analysis.Analyzer) *rules.Rule {
	if requires == nil {
		requires = []*analysis.Analyzer{rules.Source}
	}
	return &rules.Rule{
		Analyzer: &analysis.Analyzer{Name: name, Run: run, Requires: requires},
		Variants: []rules.Variant{{ID: "main", Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, Message: "m"}},
	}
}

func messages(r *analyzer.Result) []string {
	var out []string
	for _, f := range r.Findings {
		p := r.Source(f.Location.Path).Lines().Position(f.Start)
		out = append(out, fmt.Sprintf("%s:%d:%d %s %s", f.Location.Path, p.Line, p.Column, f.Variant.ID, f.Message))
	}
	return out
}

func TestFindingsAreOrderedAndUnique(t *testing.T) {
	literals := fixture.Literals()
	twice := literals.Run
	literals.Run = func(p *analysis.Pass) (any, error) {
		_, _ = twice(p)
		return twice(p)
	}
	result := fixture.Analyze(t, `
-- classes/B.cls --
class B { String s = 'info', t = 'critical'; }
-- classes/A.cls --
class A {
    String s = 'high';
    String t = 'nothing';
}
-- sites/S.remoteSite-meta.xml --
<RemoteSiteSetting xmlns="http://soap.sforce.com/2006/04/metadata"><url>http://a.example</url></RemoteSiteSetting>
`, fixture.Elements(), literals)
	want := []string{
		"classes/A.cls:2:16 high The literal [high] is high. Remove <it>.",
		"classes/B.cls:1:22 info The literal [info] is info. Remove <it>.",
		"classes/B.cls:1:34 critical The literal [critical] is critical. Remove <it>.",
		"sites/S.remoteSite-meta.xml:1:68 url http://a.example is not encrypted.",
	}
	if diff := cmp.Diff(want, messages(result)); diff != "" {
		t.Error(diff)
	}
	if result.Files != 3 || result.Rules[0].Name != "FixtureElements" || result.Incomplete() {
		t.Errorf("got %d files, first rule %s, incomplete %t", result.Files, result.Rules[0].Name, result.Incomplete())
	}
}

func TestConfidenceHidesFindings(t *testing.T) {
	snapshot := fixture.Load(t, "-- A.cls --\nclass A { String s = 'low', t = 'high', u = 'medium'; }\n")
	result, err := analyzer.Analyze(context.Background(), snapshot, analyzer.Options{
		Rules: []*rules.Rule{fixture.Literals()}, MinConfidence: rules.ConfidenceHigh,
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Findings) != 1 || result.Hidden != 2 {
		t.Errorf("got %v and %d hidden", messages(result), result.Hidden)
	}
}

func TestPropertiesReachTheRule(t *testing.T) {
	snapshot := fixture.Load(t, "-- A.cls --\nclass A { String s = 'info'; }\n")
	result, err := analyzer.Analyze(context.Background(), snapshot, analyzer.Options{
		Rules:    []*rules.Rule{fixture.Literals()},
		Settings: rules.Settings{}.With("FixtureLiterals", "suffix", " indeed"),
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Findings) != 1 || !strings.Contains(result.Findings[0].Message, "info indeed.") {
		t.Errorf("got %v", messages(result))
	}
}

// A rule that fails in one file costs its findings there, and nothing else.
func TestFailuresAreContained(t *testing.T) {
	otherFile := func(pass *analysis.Pass) (any, error) {
		f := rules.SourceOf(pass)
		rules.Report(pass, rules.Finding{Diagnostic: analysis.Diagnostic{Pos: project.Pos(f.ID+1, 0), Category: "main"}})
		return nil, nil
	}
	helper := &analysis.Analyzer{
		Name: "helper", Requires: []*analysis.Analyzer{rules.Source},
		Run: func(pass *analysis.Pass) (any, error) {
			rules.Report(pass, rules.Finding{})
			return nil, nil
		},
	}
	nothing := func(*analysis.Pass) (any, error) { return nil, nil }
	for _, test := range []struct {
		rule *rules.Rule
		want string
	}{
		{rule("Panics", func(pass *analysis.Pass) (any, error) {
			list := make([]int, len(pass.OtherFiles)-1)
			return list[3], nil
		}), "rule Panics failed: runtime error: index out of range [3] with length 0 (at analyzer_test.TestFailures"},
		{
			rule("Fails", func(*analysis.Pass) (any, error) { return nil, errors.New("no reason") }),
			"rule Fails failed: no reason",
		},
		{rule("Strays", otherFile), "outside of the file of the pass"},
		{rule("Misnames", func(pass *analysis.Pass) (any, error) {
			f := rules.SourceOf(pass).File
			rules.Report(pass, rules.At(f, 0, 1, "other"))
			return nil, nil
		}), `rule Misnames reports the unknown variant "other"`},
		{rule("Reverses", func(pass *analysis.Pass) (any, error) {
			rules.Report(pass, rules.At(rules.SourceOf(pass).File, 3, 1, "main"))
			return nil, nil
		}), "no place in a file"},
		{rule("Lost", func(pass *analysis.Pass) (any, error) {
			pass.Reportf(0, "nowhere")
			return nil, nil
		}), "has no position"},
		{rule("Facts", func(pass *analysis.Pass) (any, error) { return pass.AllObjectFacts(), nil }), "apexvet has no facts"},
		{
			rule("Undeclared", func(pass *analysis.Pass) (any, error) { return rules.Property[bool](pass, "x"), nil }),
			`reads property "x", which it does not declare`,
		},
		{rule("Talkative", nothing, helper), "helper is not a rule"},
	} {
		result := fixture.Analyze(t, "-- A.cls --\nclass A { String s = 'info'; }\n-- B.cls --\nclass B {}\n",
			test.rule, fixture.Literals())
		if len(result.Findings) != 1 {
			t.Errorf("%s: the other rule found %v", test.rule.Name, messages(result))
		}
		failed := slices.DeleteFunc(result.Ledger, func(e project.LedgerEntry) bool { return !e.Incomplete })
		if len(failed) != 2 || failed[0].Path != "A.cls" || failed[0].Status != project.Failed ||
			!strings.Contains(failed[0].Reason, test.want) || strings.Contains(failed[0].Reason, "passes).rule") {
			t.Errorf("%s: got %+v, want %q", test.rule.Name, failed, test.want)
		}
	}
}

// Analyzers that several rules require run once per file.
func TestRequiredResultsAreShared(t *testing.T) {
	runs := 0
	helper := &analysis.Analyzer{
		Name: "helper", Requires: []*analysis.Analyzer{rules.Source},
		Run: func(pass *analysis.Pass) (any, error) {
			runs++
			return rules.SourceOf(pass).Path, nil
		},
	}
	read := func(pass *analysis.Pass) (any, error) {
		if path := pass.ResultOf[helper].(string); path != "A.cls" {
			return nil, fmt.Errorf("got %s", path)
		}
		return nil, nil
	}
	result := fixture.Analyze(t, "-- A.cls --\nclass A {}\n", rule("One", read, helper), rule("Two", read, helper))
	if runs != 1 || result.Incomplete() {
		t.Errorf("the helper ran %d times: %+v", runs, result.Ledger)
	}
}

func TestRulesSayWhichFilesTheyWant(t *testing.T) {
	report := func(pass *analysis.Pass) (any, error) {
		rules.Report(pass, rules.At(rules.SourceOf(pass).File, 0, 1, "main"))
		return nil, nil
	}
	files := `
-- A.cls --
class A {}
-- ATest.cls --
@IsTest class ATest {}
-- T.trigger --
trigger T on Account (before insert) {}
`
	for _, test := range []struct {
		change func(*rules.Rule)
		want   string
	}{
		{func(*rules.Rule) {}, "A.cls T.trigger"},
		{func(r *rules.Rule) { r.Covers = rules.CoversTests }, "A.cls ATest.cls T.trigger"},
		{func(r *rules.Rule) { r.Kinds = []project.Kind{project.KindTrigger} }, "T.trigger"},
	} {
		r := rule("Wants", report)
		test.change(r)
		var paths []string
		for _, f := range fixture.Analyze(t, files, r).Findings {
			paths = append(paths, f.Location.Path)
		}
		if got := strings.Join(paths, " "); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

func TestCancelledRunsReturnNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	snapshot := fixture.Load(t, "-- A.cls --\nclass A {}\n-- B.cls --\nclass B {}\n")
	stop := rule("Stops", func(*analysis.Pass) (any, error) {
		cancel()
		return nil, nil
	})
	result, err := analyzer.Analyze(ctx, snapshot, analyzer.Options{Rules: []*rules.Rule{stop}, Workers: 1})
	if !errors.Is(err, context.Canceled) || result != nil {
		t.Errorf("got %v, %v", result, err)
	}
}

func TestSecretsAreRedactedEverywhere(t *testing.T) {
	result := fixture.Analyze(t, "-- A.cls --\nclass A { String s = 'secret hunter2hunter2', t = 'info'; }\n")
	if len(result.Findings) != 2 {
		t.Fatalf("got %v", messages(result))
	}
	f := result.Findings[0]
	if f.Message != "The literal [***] is critical. Remove <it>." {
		t.Errorf("the message is %q", f.Message)
	}
	if got := result.Source("A.cls").Text(10, 58); got != "String s = '***', t = 'info'; " {
		t.Errorf("the source is %q", got)
	}
	if f.Fingerprint.Tokens != "'***'" {
		t.Errorf("the fingerprint holds %q", f.Fingerprint.Tokens)
	}
}

// When a shared result cannot be computed, the rules that need it do not run, and all others do.
func TestAFailedStageIsContained(t *testing.T) {
	broken := rule("NeedsFlow", func(*analysis.Pass) (any, error) { panic("ran without data flow") },
		rules.Source, rules.DataFlow)
	broken.Configure = func(rules.Values, *dataflow.Options) { panic("no options") }
	result := fixture.Analyze(t, "-- A.cls --\nclass A { String s = 'info'; }\n", broken, fixture.Literals())
	failed := slices.DeleteFunc(result.Ledger, func(e project.LedgerEntry) bool { return !e.Incomplete })
	if len(failed) != 1 || failed[0].Path != "" || !strings.Contains(failed[0].Reason, "computing dataflow failed") ||
		!strings.Contains(failed[0].Reason, "no options") {
		t.Errorf("got %+v", failed)
	}
	if len(result.Findings) != 1 {
		t.Errorf("got %v", messages(result))
	}
}

func BenchmarkDriver(b *testing.B) {
	var archive strings.Builder
	for i := range 500 {
		fmt.Fprintf(&archive, "-- C%d.cls --\nclass C%d { String s = 'info'; void m() { run('nothing'); } }\n", i, i)
	}
	snapshot := fixture.Load(b, archive.String())
	var list []*rules.Rule
	for i := range 12 {
		list = append(list, rule(fmt.Sprintf("Idle%d", i), func(*analysis.Pass) (any, error) { return nil, nil }))
	}
	list = append(list, fixture.Literals())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := analyzer.Analyze(context.Background(), snapshot, analyzer.Options{Rules: list}); err != nil {
			b.Fatal(err)
		}
	}
}
