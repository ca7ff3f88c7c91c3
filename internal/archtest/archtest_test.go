// Package archtest checks that imports between the rooms of apexvet go only downwards.
package archtest

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/apexvet/apexvet/"

// floors says how high each room lies. A room may import the rooms on lower floors; rooms on one floor do not know each other.
// Folders on floor 0 know no room at all. scripts measures from outside and may look into every room.
var floors = map[string]int{
	"position":  0,
	"internal":  0,
	"parser":    1,
	"metadata":  1,
	"markup":    1,
	"project":   2,
	"semantics": 3,
	"dataflow":  4,
	"rules":     5,
	"analyzer":  6,
	"migrate":   6,
	"sarif":     7,
	"report":    7,
	"lsp":       7,
	"cmd":       8,
	"scripts":   9,
}

func TestArrowsGoDown(t *testing.T) {
	root := filepath.Join("..", "..")
	checked := 0
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(rel)
		if entry.IsDir() {
			switch base := path.Base(name); {
			case name == ".":
				return nil
			case base == "testdata", base == "node_modules", base == "tools", strings.HasPrefix(base, "."):
				return fs.SkipDir
			}
			return nil
		}
		// Tests may use rooms above, such as the driver to run a rule: they are not part of the building.
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		checked++
		checkImports(t, file, name)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if checked == 0 {
		t.Error("no file was checked")
	}
}

func checkImports(t *testing.T, file, name string) {
	t.Helper()
	room, _, nested := strings.Cut(name, "/")
	floor, known := floors[room]
	if !nested || !known {
		t.Errorf("%s is in no room: give its folder a floor in this test and in docs/architecture.md", name)
		return
	}
	source, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Error(err)
		return
	}
	for _, spec := range source.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Error(err)
			continue
		}
		below, ours := strings.CutPrefix(imported, module)
		if !ours {
			continue
		}
		other, _, _ := strings.Cut(below, "/")
		if other != room && floors[other] >= floor {
			t.Errorf("%s imports %s, which is not below it", name, imported)
		}
	}
}
