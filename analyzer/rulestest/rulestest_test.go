package rulestest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/apexvet/apexvet/analyzer/fixture"
	"github.com/apexvet/apexvet/rules"
)

func TestRun(t *testing.T) {
	Run(t, fixture.Literals(), "testdata/FixtureLiterals")
	Run(t, fixture.Elements(), "testdata/FixtureElements")
}

// The harness is only worth something if it fails where it must.
func TestMismatchesAreReported(t *testing.T) {
	for _, test := range []struct {
		name, code string
		want       []string
	}{
		{"met", "class A { String a = 'high'; } // want `is high` at `'high'`", nil},
		{"two on a line", "class A { String a = 'info', b = 'high'; } // want `is high` `is info`", nil},
		{"next line", "// want +1 `is high`\nclass A { String a = 'high'; }", nil},
		{
			"unexpected", "class A { String a = 'high'; }",
			[]string{"A.cls:1:22: unexpected finding (high): The literal [high] is high. Remove <it>."},
		},
		{"missing", "class A { } // want `high`", []string{"A.cls:1: no finding matches \"high\""}},
		{"other message", "class A { String a = 'high'; } // want `low`", []string{
			"A.cls:1:22: unexpected finding (high): The literal [high] is high. Remove <it>.",
			"A.cls:1: no finding matches \"low\"",
		}},
		{"other line", "class A { // want `high`\nString a = 'high'; }", []string{
			"A.cls:2:12: unexpected finding (high): The literal [high] is high. Remove <it>.",
			"A.cls:1: no finding matches \"high\"",
		}},
		{
			"other region", "class A { String a = 'high'; } // want `high` at `high`",
			[]string{"A.cls:1:22: the region is \"'high'\", want \"high\""},
		},
	} {
		a := &txtar.Archive{Files: []txtar.File{{Name: "A.cls", Data: []byte(test.code + "\n")}}}
		wants, err := parseWants("A.cls", test.code)
		if err != nil {
			t.Fatal(err)
		}
		got := match(run(t, fixture.Literals(), a, header{version: "60.0"}), wants)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s:\n%s", test.name, diff)
		}
	}
}

func TestWantsAreChecked(t *testing.T) {
	for text, want := range map[string]string{
		"// want":              "",
		"// want nothing":      "unexpected \"nothing\"",
		"// want `(`":          "missing closing",
		"// want at `x`":       "unexpected \"at\"",
		"// want `x` at y":     "want a quoted text",
		"// want +x `x`":       "want a number",
		"<!-- want 'x' -->":    "at least one",
		"/* want \"x\" */":     "",
		"<!-- want \"x\" -->":  "",
		"// wanted `x`":        "",
		"'x'; // want `a` `b`": "",
	} {
		_, err := parseWants("A.cls", text)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: got %v, want %q", text, err, want)
		}
	}
}

func TestExamplesAreNamed(t *testing.T) {
	for _, test := range []struct{ language, code, want string }{
		{"apex", "public with sharing class Shop {}\n", "classes/Shop.cls"},
		{"apex", "// a class comment\n@RestResource(urlMapping='/x')\nglobal class Shop {}\n", "classes/Shop.cls"},
		{"apex", "trigger Stock on Item__c (after insert) {}\n", "triggers/Stock.trigger"},
		{"xml", "<RemoteSiteSetting/>\n", "metadata/Example.remoteSiteSetting-meta.xml"},
		{"apex", "-- a/B.cls --\nclass B {}\n", "a/B.cls"},
	} {
		a, err := exampleArchive(exampleOf(test.language, test.code))
		if err != nil || a.Files[0].Name != test.want {
			t.Errorf("%q: got %v, %v", test.code, a, err)
		}
	}
	if _, err := exampleArchive(exampleOf("apex", "update x;\n")); err == nil {
		t.Error("a fragment is accepted")
	}
}

func exampleOf(language, code string) rules.Example {
	return rules.Example{Language: language, Code: code}
}
