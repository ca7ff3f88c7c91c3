package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestGeneratedFiles asserts that what is committed is what the grammar's files give.
func TestGeneratedFiles(t *testing.T) {
	dir, err := parserDir()
	if err != nil {
		t.Fatal(err)
	}
	want, err := generateGo(dir)
	if err != nil {
		t.Fatal(err)
	}
	if want["grammar/grammar.lock"], err = lock(dir); err != nil {
		t.Fatal(err)
	}
	for name, data := range want {
		got, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			t.Error(err)
		} else if !bytes.Equal(bytes.ReplaceAll(got, []byte("\r\n"), []byte("\n")), data) {
			t.Errorf("parser/%s is not what the grammar gives: run make grammar", name)
		}
	}
}

// TestLexerIsOptimised asserts that parser.c has no pragma that turns the optimiser off.
func TestLexerIsOptimised(t *testing.T) {
	dir, err := parserDir()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "grammar", "src", "parser.c"))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(data, []byte("#pragma GCC optimize")) || bytes.Contains(data, []byte("#pragma clang optimize")) {
		t.Error("parser.c turns the optimiser off")
	}
	const top = "#include \"tree_sitter/parser.h\"\n\n#ifdef _MSC_VER\n#pragma optimize(\"\", off)\n#elif defined(__clang__)\n" +
		"#pragma clang optimize off\n#elif defined(__GNUC__)\n#pragma GCC optimize (\"O0\")\n#endif\n\n#define LANGUAGE_VERSION 14\n"
	if got := unoptimised.ReplaceAllString(top, ""); got != "#include \"tree_sitter/parser.h\"\n\n#define LANGUAGE_VERSION 14\n" {
		t.Errorf("got %q", got)
	}
}

const nodeTypes = `[
  {"type": "_expression", "named": true, "subtypes": [{"type": "_literal", "named": true}, {"type": "call", "named": true}]},
  {"type": "_literal", "named": true, "subtypes": [{"type": "soql_query", "named": true}]},
  {"type": "call", "named": true, "fields": {
    "name": {"multiple": false, "required": true, "types": [{"type": "identifier", "named": true}]},
    "operator": {"multiple": false, "required": true, "types": [{"type": "+", "named": false}, {"type": "-", "named": false}]},
    "argument": {"multiple": true, "required": false, "types": [{"type": "_expression", "named": true}]},
    "modifier": {"multiple": true, "required": false, "types": [{"type": "identifier", "named": true}]}}},
  {"type": "soql_query", "named": true},
  {"type": "identifier", "named": true},
  {"type": "comment", "named": true, "extra": true},
  {"type": "+", "named": false}
]`

func TestModel(t *testing.T) {
	m, err := newModel([]byte(nodeTypes))
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, k := range m.kinds {
		kinds = append(kinds, goName(k.name))
	}
	if want := []string{"Call", "Identifier", "SOQLQuery"}; !slices.Equal(kinds, want) {
		t.Errorf("kinds %v, want %v", kinds, want)
	}
	if len(m.supertypes) != 2 || !slices.Equal(m.supertypes[0].kinds, []string{"call", "soql_query"}) {
		t.Errorf("supertypes %v", m.supertypes)
	}
	views, err := writeViews(m)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"func (n Call) Name() Identifier {", "func (n Call) Operator() parser.Node {", "func (n Call) Argument() iter.Seq[parser.Node] {",
		"func (n Call) Modifier() iter.Seq[Identifier] {", "func AsSOQLQuery(n parser.Node) (SOQLQuery, bool) {",
	} {
		if !strings.Contains(string(views), want) {
			t.Errorf("no %s in\n%s", want, views)
		}
	}
}

func TestModelRefusesClashes(t *testing.T) {
	for name, types := range map[string]string{
		"two kinds, one name": `[{"type": "a_b", "named": true}, {"type": "aB", "named": true}]`,
		"reserved":            `[{"type": "error", "named": true}]`,
		"no name":             `[{"type": "1", "named": true}]`,
		"hides Node":          `[{"type": "a", "named": true, "fields": {"node": {"types": []}}}]`,
		"no JSON":             `[`,
	} {
		if _, err := newModel([]byte(types)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
