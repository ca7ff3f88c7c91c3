package parser_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/apexvet/apexvet/parser"
)

func TestMisplacedDeclarations(t *testing.T) {
	for _, c := range []struct {
		name, source string
		want         []parser.SyntaxError
	}{
		{"members of a class", "class A { void f() { } Integer x { get; } class B { } enum E { F } }", nil},
		{"anonymous Apex", "void f() { } class B { }", nil},
		{"trigger", "trigger T on Account (before insert) { void f() { } class B { } }", nil},
		{
			"a missing brace", "class A { void f() { public void g() { } private void h() { } } }",
			[]parser.SyntaxError{{Start: 21, End: 21, Missing: "}"}},
		},
		{
			"two blocks", "void f() { class B { void g() { enum E { F } } } }",
			[]parser.SyntaxError{{Start: 11, End: 11, Missing: "}"}, {Start: 32, End: 32, Missing: "}"}},
		},
		{
			"beside another error", "void f() { x = ; public void g() { } y = ; }",
			[]parser.SyntaxError{
				{Start: 14, End: 14, Missing: "identifier"},
				{Start: 17, End: 17, Missing: "}"},
				{Start: 40, End: 40, Missing: "identifier"},
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree := parser.Parse([]byte(c.source))
			if diff := cmp.Diff(c.want, tree.Errors()); diff != "" {
				t.Error(diff)
			}
			if tree.Root().HasError() != (c.want != nil) {
				t.Errorf("HasError of the root is %v", tree.Root().HasError())
			}
		})
	}
}
