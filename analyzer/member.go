package analyzer

import (
	"slices"
	"strings"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/project"
)

// member names the declarations around an offset of an Apex file, or the elements around one of a document. It needs
// nothing but the file, so that fingerprints are the same whichever rules run.
func member(f *project.File, offset int) string {
	switch {
	case f.Tree != nil:
		return memberOfTree(f.Tree, offset)
	case f.Document != nil:
		return elementPath(f.Document, offset)
	}
	return ""
}

var declarations = []parser.Kind{
	parser.KindClassDeclaration, parser.KindInterfaceDeclaration, parser.KindEnumDeclaration,
	parser.KindTriggerDeclaration, parser.KindMethodDeclaration, parser.KindConstructorDeclaration,
	parser.KindPropertyDeclaration, parser.KindFieldDeclaration, parser.KindVariableDeclarator, parser.KindInitializer,
}

// memberOfTree returns the folded key of the innermost member: "outer.inner.method(type,type)".
func memberOfTree(tree *parser.Tree, offset int) string {
	var names []string
	var field parser.Node
	for n := range tree.NodesOf(declarations...) {
		if n.Start() > offset {
			break
		}
		if offset >= n.End() {
			continue
		}
		switch n.Kind() {
		case parser.KindFieldDeclaration:
			field = n
		case parser.KindVariableDeclarator:
			// Locals are no members.
			if field.Valid() && n.Parent() == field {
				names = append(names, n.Child(parser.FieldName).FoldedText())
			}
		case parser.KindInitializer:
			names = append(names, "<init>")
		default:
			names = append(names, n.Child(parser.FieldName).FoldedText()+parameters(n))
		}
	}
	return strings.Join(names, ".")
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

// elementPath returns the names of the elements from the root to the innermost one at the offset.
func elementPath(d *metadata.Document, offset int) string {
	var innermost *metadata.Element
	for e := range d.Elements() {
		if e.Start > offset {
			break
		}
		if offset < e.End {
			innermost = e
		}
	}
	var names []string
	for e := innermost; e != nil; e = e.Parent() {
		names = append(names, e.Name)
	}
	slices.Reverse(names)
	return strings.Join(names, "/")
}
