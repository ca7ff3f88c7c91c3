// Bench measures apexvet side by side with other programs on the Apex of local checkouts.
//
//	scripts/bench parse [flags] DIR...   parsing alone: read, parse and flatten every Apex file
//	scripts/bench run   [flags] DIR      parsing alone, and a whole run of apexvet
//	scripts/bench pmd   [flags] DIR      both, and the security category of PMD
//
// Programs take turns, so that whatever else the machine does falls on all of them alike, and each has one turn before the
// measuring starts, to warm the file cache. Time is the least, the median and the greatest of the turns; CPU time and peak
// memory are what the kernel accounts to the process. A further program joins with -also NAME=COMMAND, which runs in the shell.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/apexvet/apexvet/scripts/internal/corpus"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// options are what the command line says.
type options struct {
	root    string   // of apexvet's checkout
	cache   string   // for what PMD needs
	turns   int      // how often each program is measured
	workers int      // of the parsing alone
	ruleset string   // of PMD
	also    []string // NAME=COMMAND
	dirs    []string
}

func run(ctx context.Context, args []string) error {
	command := ""
	if len(args) > 0 {
		command, args = args[0], args[1:]
	}
	if command == parseOnceCommand {
		return parseOnce(ctx, args)
	}
	opts, err := parseFlags(args)
	if err != nil {
		return err
	}
	files, err := corpus.List(opts.dirs)
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "apexvet-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)

	var programs []program
	switch command {
	case "parse", "run", "pmd":
		parsing, err := parsingAlone(opts, files, work)
		if err != nil {
			return err
		}
		programs = append(programs, parsing)
		if command == "parse" {
			break
		}
		whole, err := wholeRun(ctx, opts, work)
		if err != nil {
			return err
		}
		programs = append(programs, whole)
		if command == "run" {
			break
		}
		pmd, err := pmdRun(ctx, opts, work)
		if err != nil {
			return err
		}
		programs = append(programs, pmd)
	default:
		return fmt.Errorf("unknown command %q: use parse, run or pmd", command)
	}
	for _, also := range opts.also {
		name, line, ok := strings.Cut(also, "=")
		if !ok {
			return fmt.Errorf("-also %s: want NAME=COMMAND", also)
		}
		programs = append(programs, program{name: name, args: []string{"sh", "-c", line}})
	}
	var size int64
	for _, file := range files {
		info, err := os.Stat(file.Path)
		if err != nil {
			return err
		}
		size += info.Size()
	}
	fmt.Printf("%s: %d Apex files, %.1f MB; %d processors, %d turns\n\n",
		strings.Join(opts.dirs, ", "), len(files), float64(size)/1e6, runtime.NumCPU(), opts.turns)
	if err := measure(ctx, programs, opts.turns); err != nil {
		return err
	}
	return printTable(os.Stdout, programs, size)
}

func parseFlags(args []string) (options, error) {
	opts := options{}
	flags := flag.NewFlagSet("bench", flag.ExitOnError)
	flags.StringVar(&opts.root, "root", ".", "the checkout of apexvet")
	flags.StringVar(&opts.cache, "cache", defaultCache(), "where PMD is installed to")
	flags.IntVar(&opts.turns, "n", 5, "how often each program is measured")
	flags.IntVar(&opts.workers, "workers", runtime.NumCPU(), "goroutines of the parsing alone")
	flags.StringVar(&opts.ruleset, "ruleset", "category/apex/security.xml", "the rules of PMD")
	flags.Func("also", "NAME=COMMAND: a further program, run in the shell (repeatable)", func(value string) error {
		opts.also = append(opts.also, value)
		return nil
	})
	_ = flags.Parse(args) // exits on an error
	if opts.turns < 1 {
		return opts, errors.New("-n must be at least 1")
	}
	var err error
	opts.dirs, err = corpus.Dirs(flags.Args())
	return opts, err
}

func defaultCache() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	return filepath.Join(dir, "apexvet-bench")
}
