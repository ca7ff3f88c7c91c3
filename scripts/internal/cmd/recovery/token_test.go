package main

import (
	"slices"
	"testing"
)

func TestTokenize(t *testing.T) {
	for _, test := range []struct {
		text string
		want []string
	}{
		{"Map<Id, List<Case>> m;", []string{"Map", "<", "Id", ",", "List", "<", "Case", ">", ">", "m", ";"}},
		{"a?.b ?? 'it\\'s' // end\n+ 1", []string{"a", "?.", "b", "??", `'it\'s'`, "+", "1"}},
		{"/* x */ i >>>= 2; /* open", []string{"i", ">>>=", "2", ";"}},
		{"x = '''\nit's\n''';", []string{"x", "=", "'''\nit's\n'''", ";"}},
		{"'open\nb", []string{"'open", "b"}},
		{"größe$1", []string{"größe$1"}},
	} {
		var got []string
		for _, token := range tokenize([]byte(test.text), 0, len(test.text)) {
			got = append(got, test.text[token.start:token.end])
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%q: got %q, want %q", test.text, got, test.want)
		}
	}
}
