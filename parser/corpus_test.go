package parser_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/apexvet/apexvet/parser"
)

// corpusCase is one test of the grammar's corpus, in the format of the tree-sitter CLI.
type corpusCase struct{ name, source, tree string }

var (
	corpusHeader   = regexp.MustCompile(`(?m)^={20,}\n(.+)\n={20,}\n`)
	corpusDivider  = regexp.MustCompile(`(?m)^-{20,}\n`)
	anonymousToken = regexp.MustCompile(` *\(MISSING ("[^"]*"|[a-z_]+)\)`)
)

func corpusCases(t *testing.T, path string) []corpusCase {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	var cases []corpusCase
	headers := corpusHeader.FindAllStringSubmatchIndex(text, -1)
	for i, h := range headers {
		end := len(text)
		if i+1 < len(headers) {
			end = headers[i+1][0]
		}
		source, tree, ok := cutRegexp(text[h[1]:end], corpusDivider)
		if !ok {
			t.Fatalf("%s: no divider after %q", path, text[h[2]:h[3]])
		}
		cases = append(cases, corpusCase{text[h[2]:h[3]], strings.Trim(source, "\n"), tree})
	}
	return cases
}

func cutRegexp(s string, divider *regexp.Regexp) (before, after string, found bool) {
	loc := divider.FindStringIndex(s)
	if loc == nil {
		return s, "", false
	}
	return s[:loc[0]], s[loc[1]:], true
}

// normalise leaves of the CLI's S-expression what the flat tree keeps: comments lie beside it, and missing tokens
// without a field are syntax errors, not nodes.
func normalise(sexp string) string {
	sexp = anonymousToken.ReplaceAllString(sexp, "")
	sexp = regexp.MustCompile(`\((line|block)_comment\)`).ReplaceAllString(sexp, "")
	sexp = strings.Join(strings.Fields(sexp), " ")
	return strings.ReplaceAll(sexp, " )", ")")
}

func writeSexp(sb *strings.Builder, n parser.Node) {
	if n.Kind() == parser.KindToken || n.IsMissing() {
		return
	}
	sb.WriteByte(' ')
	if n.Field() != parser.FieldNone {
		sb.WriteString(n.Field().String() + ": ")
	}
	sb.WriteByte('(')
	if n.Kind() == parser.KindError {
		sb.WriteString("ERROR")
	} else {
		sb.WriteString(n.Kind().String())
	}
	for child := range n.Children() {
		writeSexp(sb, child)
	}
	sb.WriteByte(')')
}

// The corpus is also run by `tree-sitter test` in parser/grammar; here it runs through the flattening, without the CLI.
func TestCorpus(t *testing.T) {
	paths, err := filepath.Glob("grammar/test/corpus/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	for _, path := range paths {
		for _, c := range corpusCases(t, path) {
			t.Run(filepath.Base(path)+"/"+c.name, func(t *testing.T) {
				tree := parser.Parse([]byte(c.source))
				var sb strings.Builder
				writeSexp(&sb, tree.Root())
				if diff := cmp.Diff(normalise(c.tree), normalise(sb.String())); diff != "" {
					t.Error(diff)
				}
				broken := strings.Contains(c.tree, "ERROR") || strings.Contains(c.tree, "MISSING")
				if !broken && len(tree.Errors()) > 0 {
					t.Errorf("syntax errors in correct source: %+v", tree.Errors())
				}
				if broken && len(tree.Errors()) == 0 {
					t.Error("no syntax error in broken source")
				}
			})
		}
	}
}
