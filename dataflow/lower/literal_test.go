package lower

import "testing"

func TestUnquote(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`'plain'`, "plain"},
		{`''`, ""},
		{`'it\'s'`, "it's"},
		{`'a\\b'`, `a\b`},
		{`'line\nnext\ttab'`, "line\nnext\ttab"},
		{`'\u0041\u00e9'`, "Aé"},
		{`'\u00'`, "u00"},
		{`'\q'`, "q"},
		{`'open`, "open"},
		{`'`, ""},
		{``, ""},
		{`'end\`, `end\`},
	} {
		if got := Unquote(c.in); got != c.want {
			t.Errorf("Unquote(%s) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestUnquoteBlock(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"'''\n  a\n    b\n  '''", "a\n  b\n"},
		{"'''\r\n  a\r\n  b'''", "a\nb"},
		{"'''\n\ta\n\n\tb\n\t'''", "a\n\nb\n"},
		{"'''\na ''x'' \\n b'''", "a ''x'' \n b"},
		{"'''", ""},
		{"'''\n", ""},
	} {
		if got := UnquoteBlock(c.in); got != c.want {
			t.Errorf("UnquoteBlock(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}
