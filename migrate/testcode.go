package migrate

import (
	"bytes"
	"sort"

	"github.com/apexvet/apexvet/parser"
)

// A span is a range of bytes in a text.
type span struct{ start, end int }

// testAnnotations mark test code; the analysis does not look into it.
var testAnnotations = map[string]bool{"istest": true, "testsetup": true}

// testSpans returns the declarations of a tree that are test code, and what marks them as such.
func testSpans(tree *parser.Tree) (declarations, marks []span) {
	for n := range tree.NodesOf(parser.KindAnnotation, parser.KindModifier) {
		word := n
		if n.Kind() == parser.KindAnnotation {
			word = n.Child(parser.FieldName)
		}
		folded := word.FoldedText()
		if n.Kind() == parser.KindAnnotation && !testAnnotations[folded] || n.Kind() == parser.KindModifier && folded != "testmethod" {
			continue
		}
		declaration := n.Parent().Parent()
		declarations = append(declarations, span{declaration.Start(), declaration.End()})
		marks = append(marks, span{n.Start(), n.End()})
	}
	return declarations, marks
}

// unmark returns a tree of the same text with blanks in place of what marks test code, so that the analysis takes it for
// code like any other. Offsets stay the same.
func unmark(tree *parser.Tree, marks []span) *parser.Tree {
	text := bytes.Clone(tree.Text())
	for _, m := range marks {
		for i := m.start; i < m.end; i++ {
			if text[i] != '\n' && text[i] != '\r' {
				text[i] = ' '
			}
		}
	}
	return parser.Parse(text)
}

// within reports whether an offset lies in one of the spans, which are sorted by their start and nest or lie apart.
func within(spans []span, offset int) bool {
	for i := sort.Search(len(spans), func(i int) bool { return spans[i].start > offset }) - 1; i >= 0; i-- {
		if offset < spans[i].end {
			return true
		}
	}
	return false
}
