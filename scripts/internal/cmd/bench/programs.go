package main

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"github.com/apexvet/apexvet/scripts/internal/corpus"
)

// parsingAlone is this program itself with its hidden command, so that it is measured as a process like the others. It reads the
// list of files from its input: finding them is not parsing.
func parsingAlone(opts options, files []corpus.File, _ string) (program, error) {
	self, err := os.Executable()
	if err != nil {
		return program{}, err
	}
	var list bytes.Buffer
	for _, file := range files {
		fmt.Fprintln(&list, file.Path)
	}
	return program{
		name:  "parse",
		args:  []string{self, parseOnceCommand, "-workers", strconv.Itoa(opts.workers)},
		stdin: list.Bytes(),
	}, nil
}

// wholeRun is apexvet as a user runs it, built for the purpose.
func wholeRun(ctx context.Context, opts options, work string) (program, error) {
	if len(opts.dirs) != 1 {
		return program{}, errors.New("a whole run takes exactly one directory")
	}
	binary := filepath.Join(work, "apexvet")
	build := exec.CommandContext(ctx, "go", "build", "-C", opts.root, "-o", binary, "./cmd/apexvet")
	if output, err := build.CombinedOutput(); err != nil {
		return program{}, fmt.Errorf("building apexvet: %w\n%s", err, output)
	}
	return program{
		name: "run",
		args: []string{binary, "scan", "--format", "sarif", "--output", filepath.Join(work, "apexvet.sarif"), opts.dirs[0]},
		// Findings, and files that could not be analysed, are results like any other here.
		succeeded: func(exitStatus int) bool { return exitStatus == 1 || exitStatus == 2 },
	}, nil
}

// pmdPackage is the npm package that brings PMD's libraries, AppExchange rules included.
const pmdPackage = "@salesforce/code-analyzer-pmd-engine@0.46.0"

//go:embed pmd/PmdRun.java
var pmdSource embed.FS

// pmdRun is PMD with one rule set; its libraries are installed into the cache when they are not there yet.
func pmdRun(ctx context.Context, opts options, work string) (program, error) {
	jars := filepath.Join(opts.cache, "node_modules", "@salesforce", "code-analyzer-pmd-engine", "dist", "java-lib", "*")
	if found, _ := filepath.Glob(jars); len(found) == 0 {
		if err := os.MkdirAll(opts.cache, 0o755); err != nil {
			return program{}, err
		}
		install := exec.CommandContext(ctx, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", opts.cache, pmdPackage)
		if output, err := install.CombinedOutput(); err != nil {
			return program{}, fmt.Errorf("installing PMD: %w\n%s", err, output)
		}
	}
	classes := filepath.Join(work, "classes")
	if err := os.CopyFS(classes, pmdSource); err != nil {
		return program{}, err
	}
	compile := exec.CommandContext(ctx, "javac", "-cp", jars, "-d", classes, filepath.Join(classes, "pmd", "PmdRun.java"))
	if output, err := compile.CombinedOutput(); err != nil {
		return program{}, fmt.Errorf("compiling PmdRun.java: %w\n%s", err, output)
	}
	args := []string{
		"java", "-cp", jars + string(filepath.ListSeparator) + classes, "PmdRun",
		opts.ruleset, filepath.Join(work, "pmd.json"),
	}
	return program{name: "pmd", args: append(args, opts.dirs...)}, nil
}
