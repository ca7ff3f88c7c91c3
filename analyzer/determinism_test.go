package analyzer_test

import (
	"bytes"
	"context"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"github.com/apexvet/apexvet/analyzer"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/report"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/all"
)

// The JSON of a run is the same byte for byte, whatever the number of processors and the order in which files are
// visited. It holds everything: findings, paths, fingerprints and the ledger.
func TestResultsAreDeterministic(t *testing.T) {
	demo := filepath.Join("..", "testdata", "demo")
	var first []byte
	previous := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(previous)
	for _, processors := range []int{1, 8} {
		runtime.GOMAXPROCS(processors)
		for seed := range uint64(3) {
			snapshot, err := project.Load(context.Background(), project.Options{Paths: []string{demo}})
			if err != nil {
				t.Fatal(err)
			}
			order := slices.Clone(snapshot.Files)
			random := rand.New(rand.NewPCG(seed, 1))
			random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
			result, err := analyzer.AnalyzeInOrder(context.Background(), snapshot, analyzer.Options{
				Rules: all.Registry().Rules(), MinConfidence: rules.ConfidenceLow,
			}, order)
			if err != nil {
				t.Fatal(err)
			}
			var b bytes.Buffer
			if err := report.JSON(&b, result, "test"); err != nil {
				t.Fatal(err)
			}
			if first == nil {
				first = b.Bytes()
			} else if !bytes.Equal(first, b.Bytes()) {
				t.Fatalf("with %d processors and seed %d:\n%s\nbefore:\n%s", processors, seed, b.Bytes(), first)
			}
		}
	}
}
