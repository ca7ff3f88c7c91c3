package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/apexvet/apexvet/scripts/internal/corpus"
)

func TestCount(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want map[string][]int
	}{
		"class": {
			text: `public class Basket extends Shop {
    Integer size = 0,
        limitOfSize;
    public Integer Weight { get; set { Weight = check(value); } }
    Basket() { this(1); }
    Basket(Integer size) { super(size); }
    interface Priced { Decimal price(); }
    enum State { OPEN, PAID }
    void pay() {
        List<Order> orders = [SELECT Id, (SELECT Id FROM Lines__r) FROM Order
            WHERE AccountId IN (SELECT Id FROM Account)];
        insert orders;
        Database.update(orders);
        System.runAs(user()) { new Basket(size).pay(); }
        Object found = [FIND 'x' RETURNING Account];
    }
}`,
			want: map[string][]int{
				"classes": {1, 7, 8}, "methods": {7, 9}, "constructors": {5, 6}, "fields": {2, 3}, "properties": {4},
				"soql": {10}, "subqueries": {10, 11}, "sosl": {15}, "dml": {12}, "calls": {4, 5, 6, 13, 14, 14},
			},
		},
		"trigger": {
			text: "trigger OnOrder on Order (before insert) {\n  Integer n = 1;\n  final Integer m = 2;\n  Orders.check(Trigger.new);\n}",
			want: map[string][]int{"classes": {1}, "calls": {4}},
		},
		"script": {
			text: "Integer n = 1;\nupdate accounts();\nvoid tidy() {}",
			want: map[string][]int{"methods": {3}, "dml": {2}, "calls": {2}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := count([]byte(test.text))
			if len(got.Errors) > 0 {
				t.Errorf("errors on lines %v", got.Errors)
			}
			if diff := cmp.Diff(test.want, got.Lines); diff != "" {
				t.Error(diff)
			}
		})
	}
	if got := count([]byte("class Basket {\n  void pay( {\n}")); len(got.Errors) == 0 {
		t.Error("no error in damaged text")
	}
}

func TestReport(t *testing.T) {
	same := constructs{Lines: map[string][]int{"calls": {1, 2, 2}}}
	comparisons := []comparison{
		{file: corpus.File{Name: "shop/Same.cls"}, apexvet: same, antlr: same},
		{file: corpus.File{Name: "shop/Hidden.cls"}, stub: true},
		{
			file:    corpus.File{Name: "shop/More.cls"},
			apexvet: constructs{Lines: map[string][]int{"calls": {1, 2, 2, 7}}},
			antlr:   constructs{Lines: map[string][]int{"calls": {1, 2, 5}}},
		},
		{file: corpus.File{Name: "shop/Broken.cls"}, apexvet: constructs{Errors: []int{3}}, antlr: same},
		{file: corpus.File{Name: "shop/Both.cls"}, apexvet: constructs{Errors: []int{3}}, antlr: constructs{Errors: []int{4}}},
	}
	var out bytes.Buffer
	unexplained, err := report{out: &out}.print(comparisons)
	if err != nil || unexplained != 2 {
		t.Errorf("%d unexplained, %v; want 2", unexplained, err)
	}
	for _, want := range []string{
		"shop/More.cls\n  calls: apexvet 4, antlr 3; only apexvet: line 2, 7; only antlr: line 5\n",
		"shop/Broken.cls\n  errors: only apexvet: line 3\n",
		"shop/Both.cls\n  both parsers see errors: apexvet on line 3, antlr on line 4\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "Same.cls") {
		t.Error("a file without a difference is printed")
	}
}
