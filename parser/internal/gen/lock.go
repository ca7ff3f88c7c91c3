package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// cliVersion is the one version of the tree-sitter CLI whose output is committed.
const cliVersion = "0.27.0"

// locked are the files that grammar.lock pins, below parser/grammar.
var locked = []string{"grammar.js", "src/grammar.json", "src/node-types.json", "src/parser.c"}

// lock returns what grammar.lock should say.
func lock(dir string) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "tree-sitter-cli %s\n", cliVersion)
	for _, name := range locked {
		data, err := os.ReadFile(filepath.Join(dir, "grammar", filepath.FromSlash(name)))
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%x  %s\n", sha256.Sum256(data), name)
	}
	return b.Bytes(), nil
}

func writeLock(dir string) error {
	data, err := lock(dir)
	if err != nil {
		return err
	}
	return writeIfChanged(filepath.Join(dir, "grammar", "grammar.lock"), data)
}

// generateGrammar runs the CLI in the grammar's folder. ABI 14 is the newest that the runtime reads.
func generateGrammar(dir string) error {
	cli, err := findCLI()
	if err != nil {
		return err
	}
	version, err := exec.Command(cli, "--version").Output()
	if err != nil {
		return fmt.Errorf("%s --version: %w", cli, err)
	}
	if got := strings.Fields(string(version)); len(got) < 2 || got[1] != cliVersion {
		return fmt.Errorf("%s is %q, not %s: cargo install tree-sitter-cli --locked --version %s", cli, bytes.TrimSpace(version), cliVersion, cliVersion)
	}
	command := exec.Command(cli, "generate", "--abi", "14")
	command.Dir, command.Stdout, command.Stderr = dir, os.Stdout, os.Stderr
	if err := command.Run(); err != nil {
		return fmt.Errorf("tree-sitter generate: %w", err)
	}
	for _, unused := range []string{"alloc.h", "array.h"} { // for external scanners; the grammar has none
		if err := os.Remove(filepath.Join(dir, "src", "tree_sitter", unused)); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return optimiseLexer(filepath.Join(dir, "src", "parser.c"))
}

// findCLI looks in the PATH, then where cargo installs.
func findCLI() (string, error) {
	if cli, err := exec.LookPath("tree-sitter"); err == nil {
		return cli, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	cli := filepath.Join(home, ".cargo", "bin", "tree-sitter")
	if _, err := os.Stat(cli); err != nil {
		return "", fmt.Errorf("no tree-sitter CLI: cargo install tree-sitter-cli --locked --version %s", cliVersion)
	}
	return cli, nil
}

// unoptimised is what the CLI writes at the top of a parser.c with a large lexer, to spare the compiler time.
var unoptimised = regexp.MustCompile(`(?s)#ifdef _MSC_VER\n#pragma optimize\("", off\)\n.*?#endif\n\n`)

// optimiseLexer removes the pragma that would have the lexer compiled without optimisation: lexing is a third of the time of a
// parse, and compiling it takes a few seconds once.
func optimiseLexer(name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	return writeIfChanged(name, unoptimised.ReplaceAll(data, nil))
}
