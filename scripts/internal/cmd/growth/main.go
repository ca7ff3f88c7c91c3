// Command growth measures how the time and memory of the analysis grow with the size of a project: it analyses the project
// itself and renamed copies of it side by side.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/apexvet/apexvet/dataflow"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/scripts/internal/corpus"
	"github.com/apexvet/apexvet/semantics"
)

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "growth:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("growth", flag.ContinueOnError)
	turns := flags.Int("n", 5, "turns; the least time of each stage counts")
	most := flags.Int("copies", 8, "the largest number of copies, a power of two")
	workers := flags.Int("workers", runtime.GOMAXPROCS(0), "goroutines")
	slack := flags.Float64("slack", 0.15, "how far from linear the data flow may be, 0 to judge nothing")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil
		}
		return err
	}
	dirs, err := corpus.Dirs(flags.Args())
	if err != nil {
		return err
	}
	files, err := corpus.List(dirs)
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "growth")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	debug.SetGCPercent(400)
	fmt.Fprintf(out, "%7s %9s %11s %10s %13s %12s %7s\n", "copies", "load", "semantics", "dataflow", "per copy", "live memory", "limits")
	var first sample
	worst := 0.0
	for n := 1; n <= *most; n *= 2 {
		dir := filepath.Join(work, fmt.Sprint(n))
		if err := writeCopies(dir, files, n); err != nil {
			return err
		}
		s, err := measure(ctx, dir, *workers, *turns)
		if err != nil {
			return err
		}
		if n == 1 {
			first = s
		}
		duration := s.dataflow.Seconds() / float64(n) / first.dataflow.Seconds()
		memory := float64(s.memory) / float64(n) / float64(first.memory)
		worst = max(worst, duration-1, memory-1)
		fmt.Fprintf(out, "%7d %9s %11s %10s %5.2fx %5.2fx %9d MB %7d\n", n, ms(s.load), ms(s.semantics), ms(s.dataflow), duration, memory, s.memory>>20, s.limits)
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	if *slack > 0 && worst > *slack {
		return fmt.Errorf("grows %.0f %% faster than the project", 100*worst)
	}
	return nil
}

func ms(d time.Duration) string { return fmt.Sprintf("%d ms", d.Milliseconds()) }

// sample is the least time of each stage, and the memory that the result of the data flow keeps alive.
type sample struct {
	load, semantics, dataflow time.Duration
	memory                    uint64
	limits                    int
}

func measure(ctx context.Context, dir string, workers, turns int) (sample, error) {
	s := sample{load: math.MaxInt64, semantics: math.MaxInt64, dataflow: math.MaxInt64}
	for range turns {
		start := time.Now()
		snapshot, err := project.Load(ctx, project.Options{Paths: []string{dir}, Dir: dir, Workers: workers})
		if err != nil {
			return s, err
		}
		s.load = min(s.load, time.Since(start))
		start = time.Now()
		program, err := semantics.Build(ctx, snapshot, workers)
		if err != nil {
			return s, err
		}
		s.semantics = min(s.semantics, time.Since(start))
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start = time.Now()
		result := dataflow.Build(ctx, program, workers)
		s.dataflow = min(s.dataflow, time.Since(start))
		runtime.GC()
		runtime.ReadMemStats(&after)
		s.memory, s.limits = after.HeapAlloc-before.HeapAlloc, len(result.Limits())
		runtime.KeepAlive(result)
	}
	return s, nil
}
