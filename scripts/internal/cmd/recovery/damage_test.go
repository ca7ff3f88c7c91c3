package main

import (
	"strings"
	"testing"

	"github.com/apexvet/apexvet/scripts/internal/corpus"
)

const source = `public class Basket {
    public Basket() {
        total = 0;
    }
    public Decimal total;
    public void add(Decimal price) {
        total += price;
    }
    public void clear() {
        total = 0; // nothing left
    }
    /** The sum. */
    public Decimal sum() {
        return total;
    }
}
`

func TestDamage(t *testing.T) {
	o := newOriginal(corpus.File{Name: "shop/Basket.cls"}, []byte(source))
	if len(o.methods) != 4 {
		t.Fatalf("%d methods, want 4", len(o.methods))
	}
	for _, test := range []struct {
		name, at string
		remove   int
		insert   string
		lost     int
	}{
		{"nothing", "total +=", 0, "", 0},
		{"a blank", "total +=", 0, "  ", 0},
		{"an operator", "+= price", 2, " ", 0},
		{"all that follows up to the next comment", "total +=", 0, " /* ", 1},
		{"everything that follows", "total +=", 0, " } } enum E { A } class F { ", 0},
		{"another method", "price;\n    }\n    public void clear() {", len("price;\n    }\n    public void clear() {"), "", 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			at := strings.Index(source, test.at)
			got := o.damage(1, edit{start: at, end: at + test.remove, insert: test.insert})
			if got.lost != test.lost || got.others != 3 {
				t.Errorf("%d of %d others lost, want %d of 3", got.lost, got.others, test.lost)
			}
			if got.line != 7 {
				t.Errorf("line %d, want 7", got.line)
			}
		})
	}
}
