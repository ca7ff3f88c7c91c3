package rules

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/go/analysis"
)

const sampleDoc = "# Sample\n\nFinds `samples`\nof all kinds.\n\n## Why it matters\n\nText.\n\n## How to fix\n\n" +
	"```apex bad api=60.0 file=classes/A.cls\nclass A {\n}\n```\n\n```\nno example\n```\n\n```xml good\n<A/>\n```\n"

func sample(change ...func(*Rule)) *Rule {
	r := &Rule{
		Analyzer: &analysis.Analyzer{
			Name: "SampleRule", Doc: sampleDoc, Run: func(*analysis.Pass) (any, error) { return nil, nil },
			Requires: []*analysis.Analyzer{Source},
		},
		Title: "Sample", Subject: "access", Since: "0.1.0", Profiles: []string{ProfileSecurity},
		Variants: []Variant{
			{ID: "main", Title: "Main", Severity: SeverityMedium, Confidence: ConfidenceHigh, CWE: []int{1}},
			{ID: "worse", Title: "Worse", Severity: SeverityHigh, Confidence: ConfidenceLow, CWE: []int{2, 1}},
		},
		Properties: []PropertySpec{
			{Name: "text", Default: "x", Description: "d", Allowed: []string{"x", "y"}},
			{Name: "flag", Default: false, Description: "d"},
			{Name: "number", Default: 3, Description: "d"},
			{Name: "list", Default: []string{"a"}, Description: "d"},
		},
	}
	for _, c := range change {
		c(r)
	}
	return r
}

func TestRegistryRefuses(t *testing.T) {
	helper := &analysis.Analyzer{Name: "helper"}
	loop := &analysis.Analyzer{Name: "loop"}
	loop.Requires = []*analysis.Analyzer{loop}
	tests := []struct {
		want   string
		change func(*Rule)
	}{
		{"not PascalCase", func(r *Rule) { r.Name = "sampleRule" }},
		{"no Run function", func(r *Rule) { r.Run = nil }},
		{"no variants", func(r *Rule) { r.Variants = nil }},
		{"not kebab-case", func(r *Rule) { r.Variants[0].ID = "Main" }},
		{"is taken", func(r *Rule) { r.Variants[0].ID = "worse" }},
		{"lacks a title or a CWE", func(r *Rule) { r.Variants[0].CWE = nil }},
		{"requires no root", func(r *Rule) { r.Requires = []*analysis.Analyzer{helper} }},
		{"form a cycle", func(r *Rule) { r.Requires = []*analysis.Analyzer{Source, loop} }},
		{"no file is both", func(r *Rule) { r.Requires = []*analysis.Analyzer{Source, Document} }},
		{"flags or facts", func(r *Rule) { r.Flags.Bool("x", false, "") }},
		{"needs a unique name", func(r *Rule) { r.Properties[0].Default = 1.5 }},
		{"the title is \"Sample\"", func(r *Rule) { r.Title = "Other" }},
		{"want the title", func(r *Rule) { r.Doc = "Sample" }},
		{"\"How to fix\" is missing", func(r *Rule) { r.Doc = strings.Replace(r.Doc, "## How to fix", "", 1) }},
		{"a bad and a good example", func(r *Rule) { r.Doc = strings.Replace(r.Doc, "xml good", "xml", 1) }},
		{"not closed", func(r *Rule) { r.Doc += "```\n" }},
		{"unknown word", func(r *Rule) { r.Doc = strings.Replace(r.Doc, "api=", "version=", 1) }},
	}
	for _, test := range tests {
		_, err := NewRegistry(sample(test.change))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("got %v, want an error about %q", err, test.want)
		}
	}
	if _, err := NewRegistry(sample(), sample()); err == nil {
		t.Error("two rules of one name are accepted")
	}
	if _, err := NewRegistry(sample()); err != nil {
		t.Error(err)
	}
}

func TestScope(t *testing.T) {
	helper := &analysis.Analyzer{Name: "helper", Requires: []*analysis.Analyzer{DataFlow}}
	for _, test := range []struct {
		requires []*analysis.Analyzer
		want     Scope
	}{
		{[]*analysis.Analyzer{Source}, FileScope},
		{[]*analysis.Analyzer{Document}, FileScope},
		{[]*analysis.Analyzer{Source, Project}, ProjectScope},
		{[]*analysis.Analyzer{Source, helper}, ProjectScope},
	} {
		r := sample(func(r *Rule) { r.Requires = test.requires })
		if got := r.Scope(); got != test.want {
			t.Errorf("%v: got %s, want %s", test.requires, got, test.want)
		}
	}
}

func TestJudgementOfTheWorstVariant(t *testing.T) {
	r := sample()
	if r.Severity() != SeverityHigh || r.Confidence() != ConfidenceLow {
		t.Errorf("got %s, %s", r.Severity(), r.Confidence())
	}
	if diff := cmp.Diff([]int{1, 2}, r.CWE()); diff != "" {
		t.Error(diff)
	}
}

func TestSelect(t *testing.T) {
	g, err := NewRegistry(sample(), sample(func(r *Rule) { r.Name, r.Profiles = "AnotherRule", nil }))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		names   []string
		profile string
		want    string
	}{
		{nil, ProfileAll, "AnotherRule SampleRule"},
		{nil, ProfileSecurity, "SampleRule"},
		{[]string{"samplerule", "AnotherRule", "SampleRule"}, ProfileSecurity, "AnotherRule SampleRule"},
		{[]string{"SampelRule"}, "", `unknown rule "SampelRule"; did you mean SampleRule?`},
		{[]string{"Nothing"}, "", `unknown rule "Nothing"; 'apexvet rules' lists all of them`},
		{nil, "securty", `unknown profile "securty"; did you mean security?`},
	} {
		selected, err := g.Select(test.names, test.profile)
		var names []string
		for _, r := range selected {
			names = append(names, r.Name)
		}
		got := strings.Join(names, " ")
		if err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%v %s: got %q, want %q", test.names, test.profile, got, test.want)
		}
	}
}

func TestSettings(t *testing.T) {
	g, err := NewRegistry(sample())
	if err != nil {
		t.Fatal(err)
	}
	s, err := g.Settings([]string{"SampleRule.text=y", "samplerule.flag=true", "SampleRule.number=-4", "SampleRule.list=b, c,"})
	if err != nil {
		t.Fatal(err)
	}
	v := s.Of(g.Rules()[0])
	if Get[string](v, "text") != "y" || !Get[bool](v, "flag") || Get[int](v, "number") != -4 {
		t.Errorf("got %v", s)
	}
	if diff := cmp.Diff([]string{"b", "c"}, Get[[]string](v, "list")); diff != "" {
		t.Error(diff)
	}
	if defaults := (Settings{}).Of(g.Rules()[0]); Get[int](defaults, "number") != 3 {
		t.Error("the default is lost")
	}
	for assignment, want := range map[string]string{
		"SampleRule":            "want RULE.PROPERTY=VALUE",
		"SampleRule=1":          "want RULE.PROPERTY=VALUE",
		"SampleRul.text=x":      "did you mean SampleRule?",
		"SampleRule.txt=x":      "did you mean text?",
		"SampleRule.zzzzzz=x":   "it has text, flag, number, list",
		"SampleRule.text=z":     "use x, y",
		"SampleRule.flag=maybe": "use true or false",
		"SampleRule.number=one": "not an integer",
	} {
		if _, err := g.Settings([]string{assignment}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", assignment, err, want)
		}
	}
}

func TestDocumentation(t *testing.T) {
	d, err := sample().Documentation()
	if err != nil {
		t.Fatal(err)
	}
	want := []Example{
		{Language: "apex", Bad: true, APIVersion: "60.0", File: "classes/A.cls", Code: "class A {\n}\n", Line: 13},
		{Language: "xml", Code: "<A/>\n", Line: 22},
	}
	if diff := cmp.Diff(want, d.Examples); diff != "" {
		t.Error(diff)
	}
	if d.Title != "Sample" || d.Summary != "Finds samples of all kinds." {
		t.Errorf("got %q, %q", d.Title, d.Summary)
	}
	if s, ok := d.Section("why it matters"); !ok || s.Markdown != "Text.\n" {
		t.Errorf("got %q", s.Markdown)
	}
}
