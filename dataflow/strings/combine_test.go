package strings

import (
	"strings"
	"testing"

	"github.com/apexvet/apexvet/dataflow/ir"
)

// value makes a value from alternatives in which {n} is hole number n.
func value(alternatives ...string) Value {
	var v Value
	for _, a := range alternatives {
		t := Template{}
		for a != "" {
			at := strings.IndexByte(a, '{')
			if at < 0 {
				at = len(a)
			}
			if at > 0 {
				t = append(t, Piece{Kind: Constant, Text: a[:at]})
			}
			if at < len(a) {
				t = append(t, Piece{Kind: Unknown, Origin: ir.RefTo(0, int32(a[at+1]))})
				at += 3
			}
			a = a[at:]
		}
		v.Templates = append(v.Templates, t)
	}
	return v
}

func TestJoin(t *testing.T) {
	for _, c := range []struct {
		a, b Value
		want string
	}{
		{value("a"), value("b"), "a | b"},
		{value("a"), value("a"), "a"},
		{value("a{1}"), value("a{1}"), "a{unknown}"},
		{value("a{1}"), value("a{2}"), "a{unknown} | a{unknown}"},
		{value("a", "b", "c"), value("d", "e"), "{rest}"},
		{value("http://a/x", "http://b/x", "http://c/x"), value("http://d/x", "http://{1}/x"), "http://{rest}/x"},
		{value("p1", "p2", "p3", "p"), value("p4"), "p{rest}"},
		{value("aba", "a"), value("abba", "ab", "aa"), "a{rest}"},
		{Value{Null: true}, value("a"), "a | null"},
	} {
		if got := join(c.a, c.b).String(); got != c.want {
			t.Errorf("join(%v, %v) = %s, want %s", c.a, c.b, got, c.want)
		}
	}
}

func TestConcat(t *testing.T) {
	for _, c := range []struct {
		a, b Value
		want string
	}{
		{value("a"), value("b"), "ab"},
		{value("a", "b"), value("c", "d"), "ac | ad | bc | bd"},
		{value("a", "b", "c"), value("xd", "xe"), "ax{rest} | bx{rest} | cx{rest}"},
		{Value{}, value("a"), ""},
	} {
		if got := concat(c.a, c.b).String(); got != c.want {
			t.Errorf("concat(%v, %v) = %s, want %s", c.a, c.b, got, c.want)
		}
	}
}

func TestLimit(t *testing.T) {
	v := value("")
	for range 100 {
		v = concat(v, value("x"))
	}
	if got := v.String(); got != strings.Repeat("x", 100) {
		t.Errorf("constants are fused, got %s", got)
	}
	v = value("<")
	for range 100 {
		v = concat(v, value("{1}-"))
	}
	tmpl := v.Templates[0]
	if len(tmpl) > MaxPieces {
		t.Errorf("%d pieces", len(tmpl))
	}
	if tmpl.Prefix() != "<" || tmpl.Suffix() != "-" {
		t.Errorf("prefix %q suffix %q", tmpl.Prefix(), tmpl.Suffix())
	}
	v = value("a")
	for range 20 {
		v = concat(v, v)
	}
	size := 0
	for _, p := range v.Templates[0] {
		size += len(p.Text)
	}
	if size > MaxText {
		t.Errorf("%d bytes", size)
	}
}

func TestPrefixAndSuffix(t *testing.T) {
	tmpl := value("http://{1}/path").Templates[0]
	if tmpl.Prefix() != "http://" || tmpl.Suffix() != "/path" {
		t.Errorf("%q %q", tmpl.Prefix(), tmpl.Suffix())
	}
	if _, ok := tmpl.Constant(); ok {
		t.Error("a template with a hole is no constant")
	}
	if s, ok := value("").Constant(); !ok || s != "" {
		t.Error("the empty text is a constant")
	}
}
