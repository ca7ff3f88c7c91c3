package analyzer

import (
	"slices"
	"sort"
	"strings"

	"github.com/apexvet/apexvet/markup"
	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/project"
)

// members names what is around the offsets of one file. It needs nothing but the file, so that fingerprints are the
// same whichever rules run.
type members struct {
	// declarations and elements are in source order; at most one of the three is there.
	declarations []parser.Node
	elements     []*metadata.Element
	markup       *markup.Document
}

func newMembers(f *project.File) *members {
	m := &members{}
	switch {
	case f.Tree != nil:
		m.declarations = slices.Collect(f.Tree.NodesOf(declarations...))
	case f.Document != nil:
		m.elements = slices.Collect(f.Document.Elements())
	case f.Markup != nil:
		m.markup = f.Markup
	}
	return m
}

// declarations are the kinds of nodes that have a part in the key of a member.
var declarations = []parser.Kind{
	parser.KindClassDeclaration, parser.KindInterfaceDeclaration, parser.KindEnumDeclaration,
	parser.KindTriggerDeclaration, parser.KindMethodDeclaration, parser.KindConstructorDeclaration,
	parser.KindPropertyDeclaration, parser.KindFieldDeclaration, parser.KindVariableDeclarator, parser.KindInitializer,
}

// at returns the folded key of the innermost member around an offset, "outer.inner.method(type,type)", or the path of
// elements to it, "ConnectedApp/oauthConfig/callbackUrl".
func (m *members) at(offset int) string {
	var names []string
	separator := "."
	switch {
	case len(m.elements) > 0:
		names, separator = m.elementsAt(offset), "/"
	case m.markup != nil:
		names, separator = m.markup.PathAt(offset), "/"
	default:
		names = m.declarationsAt(offset)
	}
	slices.Reverse(names)
	return strings.Join(names, separator)
}

// declarationsAt names the declarations around an offset, the innermost one first. All of them are, or are around, the
// last one that starts before it.
func (m *members) declarationsAt(offset int) []string {
	var names []string
	last := sort.Search(len(m.declarations), func(i int) bool { return m.declarations[i].Start() > offset }) - 1
	if last < 0 {
		return nil
	}
	for n := m.declarations[last]; n.Valid(); n = n.Parent() {
		if offset >= n.End() || !slices.Contains(declarations, n.Kind()) {
			continue
		}
		switch n.Kind() {
		case parser.KindFieldDeclaration:
			// Its declarators name the fields.
		case parser.KindVariableDeclarator:
			if n.Parent().Kind() == parser.KindFieldDeclaration {
				names = append(names, n.Child(parser.FieldName).FoldedText())
			}
		case parser.KindInitializer:
			names = append(names, "<init>")
		default:
			names = append(names, n.Child(parser.FieldName).FoldedText()+parameters(n))
		}
	}
	return names
}

// parameters returns the folded types of a method's parameters in parentheses; nothing for what is no method.
func parameters(n parser.Node) string {
	list := n.Child(parser.FieldParameters)
	if !list.Valid() {
		return ""
	}
	var types []string
	for p := range list.Children() {
		if t := p.Child(parser.FieldType); t.Valid() {
			types = append(types, strings.Join(strings.Fields(t.FoldedText()), ""))
		}
	}
	return "(" + strings.Join(types, ",") + ")"
}

// elementsAt names the elements around an offset, the innermost one first.
func (m *members) elementsAt(offset int) []string {
	var names []string
	last := sort.Search(len(m.elements), func(i int) bool { return m.elements[i].Start > offset }) - 1
	if last < 0 {
		return nil
	}
	for e := m.elements[last]; e != nil; e = e.Parent() {
		if offset < e.End {
			names = append(names, e.Name)
		}
	}
	return names
}
