// Recovery measures how little a syntax error damages.
//
//	scripts/recovery [flags] DIR...
//
// It takes methods of the corpora at random, deletes or inserts one random token in each, parses the file anew and looks whether
// every other method and constructor of the file has kept its nodes: the same kinds at the same places relative to its start. Only
// files without a syntax error and with at least two methods take part. The same seed gives the same edits.
package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/scripts/internal/corpus"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "recovery:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("recovery", flag.ExitOnError)
	methods := flags.Int("methods", 1000, "how many methods to damage")
	seed := flags.Uint64("seed", 1, "of the random choices")
	examples := flags.Int("examples", 3, "failures to show of each construct")
	least := flags.Float64("least", 0, "exit with an error below this percentage")
	_ = flags.Parse(args) // exits on an error
	dirs, err := corpus.Dirs(flags.Args())
	if err != nil {
		return err
	}
	files, err := corpus.List(dirs)
	if err != nil {
		return err
	}
	candidates, err := findCandidates(files)
	if err != nil {
		return err
	}
	if len(candidates) == 0 {
		return errors.New("no file parses without an error and has two methods")
	}
	random := rand.New(rand.NewPCG(*seed, 0))
	random.Shuffle(len(candidates), func(i, j int) { candidates[i], candidates[j] = candidates[j], candidates[i] })
	candidates = candidates[:min(*methods, len(candidates))]
	// By file, so that each is read and parsed once; the edits do not depend on it, as each has a seed of its own.
	for i := range candidates {
		candidates[i].seed = random.Uint64()
	}
	slices.SortFunc(candidates, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.file.Name, b.file.Name), cmp.Compare(a.method, b.method))
	})
	results, err := damageAll(candidates)
	if err != nil {
		return err
	}
	if share := printResults(out, results, *examples); share < *least {
		return fmt.Errorf("%.1f %% is below %.1f %%", share, *least)
	}
	return nil
}

// candidate is a method that may be damaged.
type candidate struct {
	file   corpus.File
	method int // ordinal of the method in its file
	seed   uint64
}

func findCandidates(files []corpus.File) ([]candidate, error) {
	var candidates []candidate
	for _, file := range files {
		text, err := file.Read()
		if err != nil {
			return nil, err
		}
		tree := parser.Parse(text)
		if len(tree.Errors()) > 0 || tree.Limit() != parser.LimitNone {
			continue
		}
		if found := methodsOf(tree); len(found) > 1 {
			for i := range found {
				candidates = append(candidates, candidate{file: file, method: i})
			}
		}
	}
	return candidates, nil
}

func methodsOf(tree *parser.Tree) []parser.Node {
	return slices.Collect(tree.NodesOf(parser.KindMethodDeclaration, parser.KindConstructorDeclaration))
}

func damageAll(candidates []candidate) ([]result, error) {
	results := make([]result, 0, len(candidates))
	var original *original
	for _, c := range candidates {
		if original == nil || original.file != c.file {
			text, err := c.file.Read()
			if err != nil {
				return nil, err
			}
			original = newOriginal(c.file, text)
		}
		random := rand.New(rand.NewPCG(c.seed, 0))
		results = append(results, original.damage(c.method, original.randomEdit(original.methods[c.method], random)))
	}
	return results, nil
}
