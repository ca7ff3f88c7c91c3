package metadata

import (
	"strings"
	"testing"
)

func TestContentSource(t *testing.T) {
	tests := []struct{ name, text, part, want string }{
		{"plain", "<a> http://x </a>", "http://x", "http://x"},
		{"after an entity", "<a>q=1&amp;r=2 http://x</a>", "http://x", "http://x"},
		{"around an entity", "<a>\n http://x/?a=1&amp;b=2\n</a>", "http://x/?a=1&b=2", "http://x/?a=1&amp;b=2"},
		{"an entity alone", "<a>x &lt; y</a>", "<", "&lt;"},
		{"ends in an entity", "<a>xy&amp;</a>", "y&", "y&amp;"},
		{"wide character", "<a>&#x1F600;é http://x</a>", "é http", "é http"},
		{"in CDATA", "<a>1<![CDATA[ & http://x ]]></a>", "http://x", "http://x"},
		{"across a comment", "<a>http:<!-- no -->//x</a>", "http://x", "http:<!-- no -->//x"},
		{"after CRLF", "<a>https://y\r\nhttp://x\r\n</a>", "http://x", "http://x"},
		{"around CRLF", "<a>1\r\n2</a>", "1\n2", "1\r\n2"},
		{"across a child", "<a>x<b>no</b>y</a>", "y", "y"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc, err := Parse([]byte(test.text))
			if err != nil {
				t.Fatal(err)
			}
			c := doc.Root.Content()
			at := strings.Index(c.Text, test.part)
			if at < 0 {
				t.Fatalf("%q is not in %q", test.part, c.Text)
			}
			start, end := c.Source(at, at+len(test.part))
			if got := test.text[start:end]; got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			part := c.Slice(at, at+len(test.part))
			if start, end := part.Source(0, len(part.Text)); test.text[start:end] != test.want {
				t.Errorf("a slice's source is %q, want %q", test.text[start:end], test.want)
			}
		})
	}
}

func TestContentFields(t *testing.T) {
	text := "<a>\r\n  http://one/?x=1&amp;y=2\r\n\t<![CDATA[http://two]]>\n  myapp://three  http://four\n</a>"
	doc, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	var got, source []string
	for _, f := range doc.Root.Content().Fields() {
		got = append(got, f.Text)
		start, end := f.Source(0, len(f.Text))
		source = append(source, text[start:end])
	}
	if s := strings.Join(got, " "); s != "http://one/?x=1&y=2 http://two myapp://three http://four" {
		t.Errorf("fields are %s", s)
	}
	if s := strings.Join(source, " "); s != "http://one/?x=1&amp;y=2 http://two myapp://three http://four" {
		t.Errorf("sources are %s", s)
	}
}

func TestContentOfNothing(t *testing.T) {
	doc, err := Parse([]byte(`<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><b/><c></c><d> </d><e xsi:nil="true"> x </e></a>`))
	if err != nil {
		t.Fatal(err)
	}
	for e := range doc.Root.Children() {
		if c := e.Content(); c.Text != "" || c.Fields() != nil {
			t.Errorf("%s has the content %q", e.Name, c.Text)
		}
		e.Content().Source(0, 5)
	}
	var missing *Element
	if missing.Value() != "" || missing.Bool() || missing.Nil() || missing.Attrs() != nil || missing.Document() != nil {
		t.Error("a missing element is not empty")
	}
}
