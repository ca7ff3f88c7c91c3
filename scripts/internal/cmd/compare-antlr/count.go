package main

import (
	"bytes"
	"slices"

	"github.com/apexvet/apexvet/parser"
)

// constructs are what one parser found in a text, each construct by the line (1-based) that its name is on, in ascending order.
type constructs struct {
	Errors []int            `json:"errors"` // syntax errors
	Lines  map[string][]int `json:"lines"`  // by column
}

// The columns, and what counts:
//
//   - classes: declarations of classes, interfaces, enums and triggers, inner ones too
//   - methods: declarations with and without a body, those of interfaces, triggers and scripts too; accessors are not methods
//   - constructors: their declarations
//   - fields: each name that a field declaration of a class declares; variables of triggers and scripts are local ones
//   - properties: their declarations, anywhere
//   - soql: queries in brackets; subqueries: those in parentheses, after SELECT or IN
//   - sosl: searches in brackets
//   - dml: insert, update, delete, undelete, upsert and merge statements, not methods of Database
//   - calls: name(...), a.name(...), this(...) and super(...); neither new X(...) nor functions of SOQL nor the System.runAs of a block
var columns = []string{"classes", "methods", "constructors", "fields", "properties", "soql", "subqueries", "sosl", "dml", "calls"}

// count counts what apexvet's parser finds. count.mjs does the same for the other parser.
func count(text []byte) constructs {
	tree := parser.Parse(text)
	lines := newLineTable(text)
	result := constructs{Lines: map[string][]int{}}
	for _, e := range tree.Errors() {
		result.Errors = append(result.Errors, lines.at(e.Start))
	}
	if tree.Limit() != parser.LimitNone {
		result.Errors = append(result.Errors, 1)
	}
	for node := range tree.Root().Descendants() {
		if column, anchor := classify(node); column != "" {
			result.Lines[column] = append(result.Lines[column], lines.at(anchor.Start()))
		}
	}
	for _, list := range result.Lines {
		slices.Sort(list)
	}
	return result
}

// classify returns the column that the node counts in, or "", and the part of it whose line counts.
func classify(node parser.Node) (column string, anchor parser.Node) {
	anchor = node.Child(parser.FieldName)
	switch node.Kind() {
	case parser.KindClassDeclaration, parser.KindInterfaceDeclaration, parser.KindEnumDeclaration, parser.KindTriggerDeclaration:
		return "classes", anchor
	case parser.KindMethodDeclaration:
		return "methods", anchor
	case parser.KindConstructorDeclaration:
		return "constructors", anchor
	case parser.KindVariableDeclarator:
		declaration := node.Parent()
		if declaration.Kind() == parser.KindFieldDeclaration && declaration.Parent().Kind() == parser.KindClassBody {
			return "fields", anchor
		}
	case parser.KindPropertyDeclaration:
		return "properties", anchor
	case parser.KindSOQLQuery:
		if node.Parent().Kind() == parser.KindSubquery {
			return "subqueries", node
		}
		return "soql", node
	case parser.KindSOSLExpression:
		return "sosl", node
	case parser.KindDMLStatement:
		return "dml", node
	case parser.KindMethodCall:
		if node.Parent().Kind() != parser.KindRunAsStatement {
			return "calls", anchor
		}
	}
	return "", parser.Node{}
}

// lineTable holds the offset of each line's first byte.
type lineTable []int

func newLineTable(text []byte) lineTable {
	table := lineTable{0}
	for at := 0; ; {
		next := bytes.IndexByte(text[at:], '\n')
		if next < 0 {
			return table
		}
		at += next + 1
		table = append(table, at)
	}
}

// at returns the number of the line that holds the offset.
func (t lineTable) at(offset int) int {
	line, found := slices.BinarySearch(t, offset)
	if found {
		line++
	}
	return line
}
