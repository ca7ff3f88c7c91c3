package metadata

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"testing"
)

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`<?xml version="1.0" encoding="UTF-8"?><a xmlns="u"><b x="1&amp;">t&#65;<![CDATA[c]]><!-- d --></b><?p i?></a>`,
		"\xEF\xBB\xBF<a\r\n>x\r\n y</a>", `<a xmlns:p="u"><p:b p:c="" c=''/></a>`, `<a>&lt;&unknown;</a>`, `<a><b></a>`, `<!DOCTYPE a><a/>`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		before := bytes.Clone(text)
		doc, err := Parse(text)
		if !bytes.Equal(text, before) {
			t.Fatal("Parse changed its text")
		}
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Offset < 0 || e.Offset > len(text) || e.Msg == "" {
				t.Fatalf("bad error %v", err)
			}
		} else if doc == nil || doc.Root == nil {
			t.Fatal("neither an error nor a root")
		}
		checkInvariants(t, doc)
		if err != nil {
			return
		}
		name, namespace, rootErr := Root(text)
		if rootErr != nil || name != doc.Root.Name || namespace != doc.Root.Namespace {
			t.Fatalf("Root says %s %s %v, the document has %s %s", name, namespace, rootErr, doc.Root.Name, doc.Root.Namespace)
		}
		compareWithStandardLibrary(t, text, doc)
	})
}

// checkInvariants checks what a reader of any document may rely on, also of one cut short by an error.
func checkInvariants(t *testing.T, doc *Document) {
	t.Helper()
	for e := range doc.Elements() {
		if !(0 <= e.Start && e.Start < e.TagEnd && e.TagEnd <= e.ContentEnd && e.ContentEnd <= e.End && e.End <= len(doc.Text)) {
			t.Fatalf("%s: positions out of order: %d %d %d %d", e.Name, e.Start, e.TagEnd, e.ContentEnd, e.End)
		}
		if doc.Text[e.Start] != '<' {
			t.Fatalf("%s does not begin with <", e.Name)
		}
		pos := e.TagEnd
		for child := range e.Children() {
			if child.Parent() != e || child.Start < pos || child.End > e.ContentEnd {
				t.Fatalf("%s does not lie in its parent %s behind its elder sibling", child.Name, e.Name)
			}
			pos = child.End
		}
		for _, a := range e.Attrs() {
			if !(e.Start < a.Start && a.Start < a.ValueStart && a.ValueStart <= a.ValueEnd && a.ValueEnd < a.End && a.End < e.TagEnd) {
				t.Fatalf("attribute %s: positions out of order", a.Name)
			}
		}
		content := e.Content()
		last := e.TagEnd
		for i := range content.Text {
			start, end := content.Source(i, i+1)
			if start < e.TagEnd || end > e.ContentEnd || start >= end || start < last && content.Text[i] < 0x80 && content.Text[i] != '\n' {
				t.Fatalf("%s: byte %d of %q lies at %d:%d", e.Name, i, content.Text, start, end)
			}
			last = start
		}
		for _, field := range content.Fields() {
			start, end := field.Source(0, len(field.Text))
			if start < e.TagEnd || end > e.ContentEnd || start >= end {
				t.Fatalf("%s: field %q lies at %d:%d", e.Name, field.Text, start, end)
			}
		}
	}
}

// compareWithStandardLibrary checks that what Parse accepts has the elements that encoding/xml sees, where that does
// not refuse it for reasons of its own.
func compareWithStandardLibrary(t *testing.T, text []byte, doc *Document) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(text, byteOrderMark)))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	var names []xml.Name
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return
		}
		if start, ok := token.(xml.StartElement); ok {
			names = append(names, start.Name)
		}
	}
	i := 0
	for e := range doc.Elements() {
		if i >= len(names) || names[i].Local != e.Name || names[i].Space != e.Namespace {
			t.Fatalf("element %d is %s{%s}, encoding/xml has %v", i, e.Name, e.Namespace, names)
		}
		i++
	}
	if i != len(names) {
		t.Fatalf("%d elements, encoding/xml has %d", i, len(names))
	}
}
