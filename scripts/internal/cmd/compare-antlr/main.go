// Compare-antlr holds the constructs that apexvet's parser finds in real Apex against those of an independent parser,
// @apexdevtools/apex-parser.
//
//	scripts/compare-antlr [flags] DIR...
//
// Both parsers get the same text. Constructs are compared by the lines they are on, not by number alone, and files in which only
// one parser sees a syntax error are differences too. The exit status is 1 when a difference is left that -explained has no
// reason for. Node and the packages of scripts/antlr are needed: npm ci --prefix scripts/antlr.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"github.com/apexvet/apexvet/scripts/internal/corpus"
)

func main() {
	unexplained, err := run(context.Background(), os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "compare-antlr:", err)
		os.Exit(2)
	}
	if unexplained > 0 {
		os.Exit(1)
	}
}

// run returns the number of files with a difference that nobody has explained.
func run(ctx context.Context, args []string) (int, error) {
	flags := flag.NewFlagSet("compare-antlr", flag.ExitOnError)
	root := flags.String("root", ".", "the checkout of apexvet")
	cache := flags.String("cache", filepath.Join(os.TempDir(), "apexvet-antlr"), "where the other parser's results are kept, by the text's hash")
	workers := flags.Int("workers", 2, "processes of the other parser")
	explained := flags.String("explained", "", "file with explained differences: PATTERN SUBJECT REASON on each line")
	counts := flags.Bool("counts", false, "print the counts of every file")
	_ = flags.Parse(args) // exits on an error

	dirs, err := corpus.Dirs(flags.Args())
	if err != nil {
		return 0, err
	}
	files, err := corpus.List(dirs)
	if err != nil {
		return 0, err
	}
	explanations, err := corpus.ReadExplanations(*explained)
	if err != nil {
		return 0, err
	}
	comparisons, err := compareAll(ctx, files, filepath.Join(*root, "scripts", "antlr"), *cache, *workers)
	if err != nil {
		return 0, err
	}
	r := report{out: os.Stdout, explanations: explanations, counts: *counts}
	return r.print(comparisons)
}

// comparison is what both parsers say of one file.
type comparison struct {
	file           corpus.File
	stub           bool // of a managed package; not compared
	apexvet, antlr constructs
}

// compareAll compares the files, each of the workers with a process of the other parser of its own. Results are in the order of files.
func compareAll(ctx context.Context, files []corpus.File, script, cacheDir string, workers int) ([]comparison, error) {
	if workers < 1 {
		return nil, errors.New("-workers must be at least 1")
	}
	store, err := openStore(cacheDir, script)
	if err != nil {
		return nil, err
	}
	results := make([]comparison, len(files))
	indices := make(chan int)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		defer close(indices)
		for i := range files {
			select {
			case indices <- i:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	for range workers {
		group.Go(func() error {
			other := antlr{script: script, store: store}
			defer other.stop()
			for i := range indices {
				if err := compare(ctx, files[i], &other, &results[i]); err != nil {
					return fmt.Errorf("%s: %w", files[i].Path, err)
				}
			}
			return nil
		})
	}
	return results, group.Wait()
}

func compare(ctx context.Context, file corpus.File, other *antlr, result *comparison) error {
	text, err := file.Read()
	if err != nil {
		return err
	}
	result.file = file
	if corpus.IsStub(text) {
		result.stub = true
		return nil
	}
	result.apexvet = count(text)
	result.antlr, err = other.count(ctx, file, text)
	return err
}
