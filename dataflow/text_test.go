package dataflow_test

import (
	"os"
	"strings"
	"testing"

	"github.com/apexvet/apexvet/dataflow"
	"github.com/apexvet/apexvet/parser"
)

// TestTexts compares what the argument of each call of `sink` can be with the
// comment on its line.
func TestTexts(t *testing.T) {
	archive, err := os.ReadFile("testdata/text/values.txtar")
	if err != nil {
		t.Fatal(err)
	}
	r := load(t, string(archive), dataflow.Options{})
	sinks := 0
	for _, fi := range r.Program.Files {
		text := fi.Tree.Text()
		lines := strings.Split(string(text), "\n")
		for n := range fi.Tree.NodesOf(parser.KindMethodCall) {
			if n.Child(parser.FieldName).FoldedText() != "sink" {
				continue
			}
			at := line(text, n.Start())
			_, want, ok := strings.Cut(lines[at-1], "//= ")
			if !ok {
				t.Errorf("%s:%d: no comment", fi.File.Path, at)
				continue
			}
			sinks++
			arg := n.Child(parser.FieldArguments).FirstChild()
			if got := r.Text(arg).String(); got != want {
				t.Errorf("%s:%d: %q, want %q", fi.File.Path, at, got, want)
			}
		}
	}
	if sinks == 0 {
		t.Error("no sinks")
	}
}

func TestTextOrigins(t *testing.T) {
	r := load(t, `
-- A.cls --
public class A {
    private static final String HOST = 'http://' + 'example.com';
    public void run(String path) {
        sink(HOST + path);
    }
    private void sink(String s) {}
}
`, dataflow.Options{})
	for n := range r.Program.Files[0].Tree.NodesOf(parser.KindMethodCall) {
		v := r.Text(n.Child(parser.FieldArguments).FirstChild())
		if len(v.Templates) != 1 {
			t.Fatalf("value is %v", v)
		}
		var got []string
		for _, p := range v.Templates[0] {
			got = append(got, r.Node(p.Origin).Text())
		}
		if s := strings.Join(got, " "); s != "'http://' 'example.com' path" {
			t.Errorf("origins: %s", s)
		}
	}
}

func TestCallsOn(t *testing.T) {
	r := load(t, `
-- A.cls --
public class A {
    public void run(Boolean b) {
        HttpRequest req = new HttpRequest();
        HttpRequest other = new HttpRequest();
        req.setEndpoint('a');
        other.setEndpoint('b');
        if (b) {
            req.setMethod('GET');
        }
        HttpRequest same = req;
        same.setBody('x');
        req = new HttpRequest();
        req.setTimeout(1);
    }
}
`, dataflow.Options{})
	tree := r.Program.Files[0].Tree
	for n := range tree.NodesOf(parser.KindMethodCall) {
		if n.Child(parser.FieldName).Text() != "setEndpoint" {
			continue
		}
		var got []string
		for _, c := range r.CallsOn(n.Child(parser.FieldObject)) {
			got = append(got, c.Child(parser.FieldName).Text())
		}
		want := "setEndpoint setMethod setBody"
		if strings.HasPrefix(n.Text(), "other") {
			want = "setEndpoint"
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("calls on %s: %s, want %s", n.Child(parser.FieldObject).Text(), s, want)
		}
	}
}
