package dataflow_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/apexvet/apexvet/dataflow"
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/semantics"
)

// copies returns the classes of the twins n times, each under a name of its own.
func copies(b *testing.B, n int) string {
	b.Helper()
	var sb strings.Builder
	for _, name := range []string{"calls", "describe", "modes", "strip"} {
		text, err := os.ReadFile("testdata/" + name + ".txtar")
		if err != nil {
			b.Fatal(err)
		}
		for _, f := range txtar.Parse(text).Files {
			class, _, ok := strings.Cut(f.Name, ".cls")
			if !ok {
				continue
			}
			for i := range n {
				to := fmt.Sprintf("%s%d", class, i)
				fmt.Fprintf(&sb, "-- %s.cls --\n%s", to, strings.ReplaceAll(string(f.Data), class, to))
			}
		}
	}
	return sb.String()
}

// BenchmarkBuild shows the cost of everything but texts; it must grow with the
// size of the program and no faster.
func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{10, 40, 160} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			p := load(b, copies(b, n), dataflow.Options{}).Program
			bytes := 0
			for _, f := range p.Files {
				bytes += len(f.Tree.Text())
			}
			b.SetBytes(int64(bytes))
			b.ReportAllocs()
			for b.Loop() {
				dataflow.Build(context.Background(), p, 1)
			}
		})
	}
}

// BenchmarkTexts asks for the text of every argument in a program.
func BenchmarkTexts(b *testing.B) {
	p := load(b, copies(b, 40), dataflow.Options{}).Program
	for b.Loop() {
		b.StopTimer()
		r := dataflow.Build(context.Background(), p, 1)
		b.StartTimer()
		askTexts(r, p)
	}
}

func askTexts(r *dataflow.Result, p *semantics.Program) {
	for _, fi := range p.Files {
		for n := range fi.Tree.NodesOf(parser.KindMethodCall) {
			for a := range n.Child(parser.FieldArguments).Children() {
				r.Text(a)
			}
		}
	}
}
