package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"os"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/scripts/internal/corpus"
)

// parseOnceCommand is what the parsing alone is started with.
const parseOnceCommand = "parse-once"

// parseOnce reads, parses and flattens the files whose paths are on its input, one a line, and drops each tree at once.
func parseOnce(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet(parseOnceCommand, flag.ExitOnError)
	workers := flags.Int("workers", runtime.NumCPU(), "")
	_ = flags.Parse(args) // exits on an error

	var files, nodes, damaged atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	paths := make(chan string)
	group.Go(func() error {
		defer close(paths)
		lines := bufio.NewScanner(os.Stdin)
		for lines.Scan() {
			select {
			case paths <- lines.Text():
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return lines.Err()
	})
	for range *workers {
		group.Go(func() error {
			for path := range paths {
				text, err := corpus.File{Path: path}.Read()
				if err != nil {
					return err
				}
				tree := parser.Parse(text)
				files.Add(1)
				nodes.Add(int64(tree.Len()))
				if len(tree.Errors()) > 0 || tree.Limit() != parser.LimitNone {
					damaged.Add(1)
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	fmt.Printf("files=%d nodes=%d damaged=%d\n", files.Load(), nodes.Load(), damaged.Load())
	return nil
}
