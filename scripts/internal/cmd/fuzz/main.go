// Fuzz runs every fuzz target of the module in turn and lists the inputs that broke one.
//
//	scripts/fuzz [-time 10m] [-run REGEXP] [PACKAGE...]
//
// go test -fuzz takes a single target of a single package; this finds them all. Inputs that broke a target are left where Go puts
// them, in testdata/fuzz beside the target, to become regression tests. The exit status is 1 if there are any.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	broken, err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "fuzz:", err)
		os.Exit(2)
	}
	if broken > 0 {
		os.Exit(1)
	}
}

// run returns the number of broken targets.
func run(ctx context.Context, args []string) (int, error) {
	flags := flag.NewFlagSet("fuzz", flag.ExitOnError)
	root := flags.String("root", ".", "the checkout of apexvet")
	duration := flags.Duration("time", 10*time.Minute, "how long each target runs")
	pattern := flags.String("run", ".", "only targets that match")
	_ = flags.Parse(args) // exits on an error
	only, err := regexp.Compile(*pattern)
	if err != nil {
		return 0, err
	}
	packages := flags.Args()
	if len(packages) == 0 {
		packages = []string{"./..."}
	}
	targets, err := findTargets(ctx, *root, packages)
	if err != nil {
		return 0, err
	}
	targets = slices.DeleteFunc(targets, func(t target) bool { return !only.MatchString(t.name) })
	if len(targets) == 0 {
		return 0, errors.New("no fuzz target matches")
	}
	broken := 0
	for _, t := range targets {
		if err := t.fuzz(ctx, *duration); err != nil {
			broken++
		}
		if ctx.Err() != nil {
			return broken, ctx.Err()
		}
	}
	return broken, nil
}

// target is one fuzz function.
type target struct{ dir, name string }

var fuzzFunction = regexp.MustCompile(`(?m)^func (Fuzz\w*)\(\w+ \*testing\.F\)`)

// findTargets looks for fuzz functions in the test files of the packages.
func findTargets(ctx context.Context, root string, packages []string) ([]target, error) {
	list := exec.CommandContext(ctx, "go", append([]string{"list", "-C", root, "-json=Dir,TestGoFiles,XTestGoFiles"}, packages...)...)
	list.Stderr = os.Stderr
	output, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("listing packages: %w", err)
	}
	var targets []target
	for decoder := json.NewDecoder(bytes.NewReader(output)); ; {
		var pkg struct {
			Dir                       string
			TestGoFiles, XTestGoFiles []string
		}
		if err := decoder.Decode(&pkg); errors.Is(err, io.EOF) {
			return targets, nil
		} else if err != nil {
			return nil, err
		}
		for _, name := range slices.Concat(pkg.TestGoFiles, pkg.XTestGoFiles) {
			source, err := os.ReadFile(filepath.Join(pkg.Dir, name))
			if err != nil {
				return nil, err
			}
			for _, match := range fuzzFunction.FindAllSubmatch(source, -1) {
				targets = append(targets, target{dir: pkg.Dir, name: string(match[1])})
			}
		}
	}
}

// fuzz runs the target, prints its last word and every input that it broke on.
func (t target) fuzz(ctx context.Context, duration time.Duration) error {
	crashers := filepath.Join(t.dir, "testdata", "fuzz", t.name)
	before := inputs(crashers)
	test := exec.CommandContext(ctx, "go", "test", "-run=^$", "-fuzz=^"+t.name+"$", "-fuzztime="+duration.String())
	test.Dir = t.dir
	var output bytes.Buffer
	test.Stdout, test.Stderr = &output, &output
	fmt.Printf("%s in %s: ", t.name, t.dir)
	start := time.Now()
	err := test.Run()
	fmt.Printf("%v, %s\n", time.Since(start).Round(time.Second), lastProgress(output.String()))
	if err == nil {
		return nil
	}
	fmt.Println(strings.TrimSpace(output.String()))
	for _, input := range inputs(crashers) {
		if !slices.Contains(before, input) {
			fmt.Println("broken by", input)
		}
	}
	return err
}

func inputs(dir string) []string {
	found, _ := filepath.Glob(filepath.Join(dir, "*")) // the pattern is fine
	return found
}

// lastProgress returns the last line in which the fuzzing engine counted its work.
func lastProgress(output string) string {
	last := "no progress"
	for lines := bufio.NewScanner(strings.NewReader(output)); lines.Scan(); {
		if progress, ok := strings.CutPrefix(lines.Text(), "fuzz: "); ok && strings.Contains(progress, "execs:") {
			last = progress
		}
	}
	return last
}
