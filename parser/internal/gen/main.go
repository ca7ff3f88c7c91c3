// Gen makes the Go code that follows from the grammar: the kinds and fields of package parser and the typed views of package
// ast, both from the node-types.json that the tree-sitter CLI writes, and grammar.lock, which pins the generated files to
// their source.
//
// With -grammar it runs the CLI first, as `make grammar` does; without, it needs no tools. It is run from any folder below the
// module's root.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

func main() {
	grammar := flag.Bool("grammar", false, "run the tree-sitter CLI first")
	flag.Parse()
	if err := run(*grammar); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(runCLI bool) error {
	dir, err := parserDir()
	if err != nil {
		return err
	}
	if runCLI {
		if err := generateGrammar(filepath.Join(dir, "grammar")); err != nil {
			return err
		}
		if err := writeLock(dir); err != nil {
			return err
		}
	}
	files, err := generateGo(dir)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := writeIfChanged(filepath.Join(dir, name), files[name]); err != nil {
			return err
		}
	}
	return nil
}

// generateGo returns the Go files that follow from node-types.json, by their path below the parser's folder.
func generateGo(dir string) (map[string][]byte, error) {
	data, err := os.ReadFile(filepath.Join(dir, "grammar", "src", "node-types.json"))
	if err != nil {
		return nil, err
	}
	m, err := newModel(data)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for name, write := range map[string]func(*model) ([]byte, error){
		"kinds_gen.go":     writeKinds,
		"ast/views_gen.go": writeViews,
	} {
		if files[name], err = write(m); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return files, nil
}

// parserDir finds the parser's folder from any folder of the module.
func parserDir() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.Join(dir, "parser"), nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", fmt.Errorf("no go.mod above the working directory")
		}
		dir = parent
	}
}

// writeIfChanged keeps the time of a file that stays the same, so that nothing is built anew for it.
func writeIfChanged(name string, data []byte) error {
	if old, err := os.ReadFile(name); err == nil && bytes.Equal(old, data) {
		return nil
	}
	return os.WriteFile(name, data, 0o644)
}
