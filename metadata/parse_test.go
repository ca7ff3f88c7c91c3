package metadata

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// shape writes a document as name{namespace}[start:end] with values, enough to see that structure and positions hold.
func shape(d *Document) string {
	var b strings.Builder
	var write func(e *Element)
	write = func(e *Element) {
		b.WriteString(e.Name)
		if v := e.Value(); v != "" {
			fmt.Fprintf(&b, "=%q", v)
		}
		if e.Nil() {
			b.WriteString(" nil")
		}
		sep := "("
		for child := range e.Children() {
			b.WriteString(sep)
			write(child)
			sep = " "
		}
		if sep == " " {
			b.WriteString(")")
		}
	}
	if d != nil && d.Root != nil {
		write(d.Root)
	}
	return b.String()
}

func TestParse(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"plain", `<a><b>1</b><c>2</c></a>`, `a(b="1" c="2")`},
		{"nested", `<a><b><c><d>x</d></c></b><b/></a>`, `a(b(c(d="x")) b)`},
		{"prolog", "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"UTF-8\" standalone='yes'?>\n<!-- c -->\n<?p i?>\n<a/>\n<!-- d -->\n", `a`},
		{"trimmed", "<a>\r\n  x y\t\n</a>", `a="x y"`},
		{"line ends", "<a>x\r\ny\rz\n\nw</a>", `a="x\ny\nz\n\nw"`},
		{"entities", `<a>&lt;b&gt; &amp;amp; &quot;&apos; &#65;&#x42;&#x1F600;</a>`, "a=\"<b> &amp; \\\"' AB😀\""},
		{"cdata", `<a> <![CDATA[ <b>&amp;</b> ]] ]]> </a>`, `a="<b>&amp;</b> ]]"`},
		{"joined pieces", `<a>x<!-- & < -->y<?p <b>?>z<![CDATA[&]]>w</a>`, `a="xyz&w"`},
		{"mixed content", `<a>x<b>y</b>z</a>`, `a="xz"(b="y")`},
		{"start tag over lines", "<a\n  ><b\n\tid = '1'\r\n\tk=\"2\"\n>x</b\n></a\t>", `a(b="x")`},
		{"nil", `<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><b xsi:nil="true"/><c xsi:nil=" 1 "></c><d xsi:nil="false">x</d></a>`, `a(b nil c nil d="x")`},
		{"nil by another prefix", `<a xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><b i:nil="true"/><c nil="true">x</c></a>`, `a(b nil c="x")`},
		{"declared ascii", `<?xml version="1.0" encoding="ISO-8859-1"?><a>x</a>`, `a="x"`},
		{"delimiters that overlap", `<a>1<!-->-->2<!--->--><?x?>3</a>`, `a="123"`},
		{"greater than in text and value", `<a b="x>y">></a>`, `a=">"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc, err := Parse([]byte(test.text))
			if err != nil {
				t.Fatal(err)
			}
			if got := shape(doc); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestParseErrors(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"empty", ``, `line 1, column 1: there is no root element`},
		{"only a comment", `<!-- x -->`, `line 1, column 11: there is no root element`},
		{"no markup", "\n x", `line 2, column 2: text before the root element`},
		{"second root", `<a/><b/>`, `line 1, column 5: a second root element`},
		{"junk after the root", "<a/>\nx", `line 2, column 1: text after the root element`},
		{"end tag after the root", "<a/></a>", `line 1, column 5: an end tag after the root element`},
		{"mismatch", "<a>\n<b></c></a>", `line 2, column 4: </c> does not match <b> of line 2`},
		{"crossed", "<a><b></a></b>", `</a> does not match <b>`},
		{"case matters", "<a></A>", `</A> does not match <a>`},
		{"unclosed", "<a>\n<b>", `line 2, column 4: the file ends and <b> of line 2 is not closed`},
		{"ends in a tag", "<a", `line 1, column 1: the file ends inside a start tag`},
		{"ends in an end tag", "<a></a", `line 1, column 4: the file ends inside an end tag`},
		{"ends after an angle", "<a><", `the file ends inside a tag`},
		{"angle in text", "<a>1 < 2</a>", `line 1, column 6: "<" begins no tag; write "&lt;"`},
		{"unquoted", `<a b=c/>`, `line 1, column 6: the value of the attribute b is not in quotes`},
		{"no value", `<a b/>`, `line 1, column 4: the attribute b has no value`},
		{"open quote", `<a b="c/>`, `line 1, column 6: the value of the attribute b is not closed by "`},
		{"angle in a value", `<a b="<"/>`, `line 1, column 7: "<" in the value of the attribute b`},
		{"no space between", `<a b="1"c="2"/>`, `line 1, column 9: white space is missing before the attribute`},
		{"twice", `<a b="1" b="2"/>`, `line 1, column 10: the attribute b is given twice`},
		{"twice by namespace", `<a xmlns:x="u" xmlns:y="u" x:b="1" y:b="2"/>`, `line 1, column 36: the attribute b is given twice`},
		{"stray slash", `<a / >`, `'/' does not belong in a start tag`},
		{"doctype", "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<a>&x;</a>", `line 2, column 1: document type declarations are refused`},
		{"doctype in lower case", `<!doctype a><a/>`, `document type declarations are refused`},
		{"doctype inside", `<a><!DOCTYPE a></a>`, `line 1, column 4: "<!" begins neither a comment nor a CDATA section`},
		{"entity", `<a>x&nbsp;y</a>`, `line 1, column 5: the entity &nbsp; is not known`},
		{"entity in a value", `<a b="&x;"/>`, `line 1, column 7: the entity &x; is not known`},
		{"bare ampersand", `<a>x & y</a>`, `line 1, column 6: "&" begins no reference; write "&amp;"`},
		{"character zero", `<a>&#0;</a>`, `&#0; is not a character that XML allows`},
		{"surrogate", `<a>&#xD800;</a>`, `&#xD800; is not a character`},
		{"huge number", `<a>&#99999999999999999999;</a>`, `is not a character`},
		{"control character", "<a>\n\x01</a>", `line 2, column 1: the control character 0x01 is not allowed in XML`},
		{"NUL", "<a>\x00</a>", `the control character 0x00`},
		{"invalid UTF-8", "<a>caf\xE9</a>", `line 1, column 7: the byte 0xE9 is not valid UTF-8`},
		{"two dashes", `<a><!-- x -- y --></a>`, `line 1, column 11: "--" inside a comment`},
		{"open comment", `<a><!-- x </a>`, `line 1, column 4: the comment is not closed by "-->"`},
		{"open CDATA", `<a><![CDATA[ x </a>`, `the CDATA section is not closed by "]]>"`},
		{"end of CDATA in text", `<a>]]></a>`, `"]]>" outside a CDATA section`},
		{"open instruction", `<a><?x </a>`, `the processing instruction is not closed by "?>"`},
		{"instruction too short", `<?>`, `the processing instruction is not closed`},
		{"late declaration", "\n<?xml version=\"1.0\"?><a/>", `line 2, column 1: an XML declaration may stand only at the very start`},
		{"XML 1.1", `<?xml version="1.1"?><a/>`, `line 1, column 16: XML version 1.1 is not read`},
		{"encoding", `<?xml version="1.0" encoding="Shift_JIS"?><a/>`, `line 1, column 31: the declared encoding Shift_JIS is not read`},
		{"single-byte encoding", `<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>`, `the declared encoding ISO-8859-1 is not read`},
		{"declaration left open", `<?xml version="1.0" encoding="?><a/>`, `is not closed`},
		{"undeclared prefix", `<a><b xsi:nil="true"/></a>`, `line 1, column 7: the namespace prefix xsi is not declared`},
		{"undeclared element prefix", `<x:a/>`, `the namespace prefix x is not declared`},
		{"two colons", `<a:b:c/>`, `is not a name`},
		{"prefix declared as nothing", `<a xmlns:x=""/>`, `the namespace prefix x is declared as nothing`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Parse([]byte(test.text))
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("error is %v, want a *Error with %q", err, test.want)
			}
			if !strings.Contains(e.Error(), test.want) {
				t.Errorf("got  %s\nwant %s", e, test.want)
			}
		})
	}
}

func TestParseKeepsWhatWasReadBeforeAnError(t *testing.T) {
	text := `<a><b>1</b><c>2<d>3</a>`
	doc, err := Parse([]byte(text))
	if err == nil {
		t.Fatal("no error")
	}
	if got, want := shape(doc), `a(b="1" c="2"(d="3"))`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	checkInvariants(t, doc)
}

func TestParseLimits(t *testing.T) {
	many := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	tests := []struct{ name, text, want string }{
		{"deep", strings.Repeat("<a>", 100_000) + strings.Repeat("</a>", 100_000), "nested more than 1000 deep"},
		{"attributes", "<a " + many(MaxAttributes+1, "b%d='' ") + "/>", "more than 100 attributes"},
		{"namespaces", many(MaxNamespaces+1, "<a xmlns:p%d='u'>"), "more than 64 namespace declarations"},
		{"elements", "<a>" + strings.Repeat("<b/>", MaxElements), "more than 1048576 elements"},
		{"size", strings.Repeat(" ", MaxSize+1), "more than the limit"},
		{"a long name", "<a></" + strings.Repeat("é", 1<<20) + ">", "..."},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Parse([]byte(test.text))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("error is %v, want %q", err, test.want)
			}
			if len(err.Error()) > 300 {
				t.Errorf("the message has %d bytes", len(err.Error()))
			}
		})
	}
	deep := strings.Repeat("<a>", MaxDepth) + strings.Repeat("</a>", MaxDepth)
	if _, err := Parse([]byte(deep)); err != nil {
		t.Errorf("nesting at the limit: %v", err)
	}
}

func TestNamespaces(t *testing.T) {
	text := `<m:a xmlns:m="http://soap.sforce.com/2006/04/metadata" xmlns="u1" b="1" m:b="2">` +
		`<c/><m:c/><d xmlns="u2"><e/></d><e xmlns=""/><f/></m:a>`
	doc, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for e := range doc.Elements() {
		got = append(got, e.Name+"{"+e.Namespace+"}")
	}
	want := "a{" + Namespace + "} c{u1} c{" + Namespace + "} d{u2} e{u2} e{} f{u1}"
	if strings.Join(got, " ") != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if e := doc.Root.Child("c"); text[e.Start:e.End] != "<m:c/>" {
		t.Errorf("Child found %s: it must look in the parent's namespace", text[e.Start:e.End])
	}
	if a, ok := doc.Root.Attr(Namespace, "b"); !ok || a.Value != "2" || text[a.Start:a.End] != `m:b="2"` || text[a.ValueStart:a.ValueEnd] != "2" {
		t.Errorf("m:b is %+v, %v", a, ok)
	}
	if a, ok := doc.Root.Attr("", "b"); !ok || a.Value != "1" {
		t.Errorf("b is %+v, %v", a, ok)
	}
}

func TestPositions(t *testing.T) {
	text := "<a>\n  <b\n    id=\"1\">x</b>\n  <c/>\n</a>"
	doc, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	b, c := doc.Root.Child("b"), doc.Root.Child("c")
	for what, got := range map[string][2]string{
		"b":         {text[b.Start:b.End], "<b\n    id=\"1\">x</b>"},
		"b's tag":   {text[b.Start:b.TagEnd], "<b\n    id=\"1\">"},
		"b's text":  {text[b.TagEnd:b.ContentEnd], "x"},
		"c":         {text[c.Start:c.End], "<c/>"},
		"c's text":  {text[c.TagEnd:c.ContentEnd], ""},
		"the whole": {text[doc.Root.Start:doc.Root.End], text},
	} {
		if got[0] != got[1] {
			t.Errorf("%s is %q, want %q", what, got[0], got[1])
		}
	}
	if b.Parent() != doc.Root || doc.Root.Parent() != nil || doc.Root.Path("b", "z").Child("y").Value() != "" {
		t.Error("navigation does not hold at the edges")
	}
}

func TestComments(t *testing.T) {
	doc, err := Parse([]byte(`<!--1--><a><!-- 2 --><b/><!----></a><!--4-->`))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range doc.Comments() {
		got = append(got, doc.CommentText(c))
	}
	if s := strings.Join(got, "|"); s != "1| 2 ||4" {
		t.Errorf("got %q", s)
	}
}

func TestRoot(t *testing.T) {
	tests := []struct{ text, want string }{
		{`<?xml version="1.0"?><!-- x --><Profile xmlns="` + Namespace + `"><a>`, "Profile " + Namespace},
		{`<m:Profile a="1" xmlns:m="` + Namespace + `">&broken`, "Profile " + Namespace},
		{`<html>`, "html "},
		{`# Markdown`, `line 1, column 1: text before the root element`},
		{`<!DOCTYPE html><html>`, `line 1, column 1: document type declarations are refused, because they can define entities; remove the <!DOCTYPE ...>`},
		{`<Profile xmlns="`, `line 1, column 16: the value of the attribute xmlns is not closed by "`},
	}
	for _, test := range tests {
		name, namespace, err := Root([]byte(test.text))
		got := name + " " + namespace
		if err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("Root(%q) is %q, want %q", test.text, got, test.want)
		}
	}
}

// BenchmarkParse reads a permission set of the usual kind: many small elements, no attributes.
func BenchmarkParse(b *testing.B) {
	entry := "    <fieldPermissions>\n        <editable>false</editable>\n        <field>Invoice__c.Amount__c</field>\n        <readable>true</readable>\n    </fieldPermissions>\n"
	text := []byte(`<?xml version="1.0" encoding="UTF-8"?>` + "\n<PermissionSet xmlns=\"" + Namespace + "\">\n" + strings.Repeat(entry, 2000) + "</PermissionSet>\n")
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(text); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRoot(b *testing.B) {
	text := []byte(`<?xml version="1.0" encoding="UTF-8"?>` + "\n<PermissionSet xmlns=\"" + Namespace + "\">\n    <label>Billing</label>\n</PermissionSet>\n")
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := Root(text); err != nil {
			b.Fatal(err)
		}
	}
}
