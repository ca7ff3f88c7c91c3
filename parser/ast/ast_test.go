package ast_test

import (
	"testing"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/parser/ast"
)

func TestViews(t *testing.T) {
	tree := parser.Parse([]byte("class A { Integer add(Integer a, Integer b) { return a.plus(b); } }"))
	for n := range tree.NodesOf(parser.KindMethodCall) {
		call, ok := ast.AsMethodCall(n)
		if !ok || call.Name().Text() != "plus" || call.Node.Name() != parser.NoName || !call.Arguments().Valid() {
			t.Errorf("the call is %q, its name %q", call.Text(), call.Name().Text())
		}
		if _, ok := ast.AsClassDeclaration(n); ok {
			t.Error("a call is a class")
		}
		return
	}
	t.Error("no call")
}

func TestZeroViews(t *testing.T) {
	var class ast.ClassDeclaration
	if class.Valid() || class.Name().Valid() || class.Body().Valid() || class.Body().Parent().Valid() {
		t.Error("the zero view has children")
	}
}
