// Package corpus lists and reads the Apex of local checkouts, for the measuring scripts.
//
// It is deliberately not package project: what the scripts measure must not depend on what the project decides to skip,
// so every Apex file below a directory counts, excluded ones and stubs included.
package corpus

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Variable names the environment variable that holds the directories when a script gets none as arguments, separated as in PATH.
const Variable = "APEXVET_CORPUS"

// A File is one Apex source of a corpus.
type File struct {
	// Path is where it is on this machine.
	Path string
	// Name is the base name of the corpus, a slash, and the path inside it with forward slashes. It is the same on every machine.
	Name string
}

// Corpus returns the part of the name that says which checkout the file belongs to.
func (f File) Corpus() string {
	name, _, _ := strings.Cut(f.Name, "/")
	return name
}

// Dirs returns the directories that the arguments name, or those of APEXVET_CORPUS when there are none.
func Dirs(args []string) ([]string, error) {
	if len(args) == 0 {
		for _, dir := range filepath.SplitList(os.Getenv(Variable)) {
			if dir != "" {
				args = append(args, dir)
			}
		}
	}
	if len(args) == 0 {
		return nil, fmt.Errorf("no corpus: name directories with Apex as arguments or in %s", Variable)
	}
	return args, nil
}

// List returns the classes, triggers and scripts below each directory, sorted by name.
func List(dirs []string) ([]File, error) {
	var files []File
	for _, dir := range dirs {
		root, err := filepath.Abs(dir)
		if err != nil {
			return nil, err
		}
		err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if entry.IsDir() {
				switch entry.Name() {
				case ".git", ".sfdx", ".sf", "node_modules":
					return fs.SkipDir
				}
				return nil
			}
			if !entry.Type().IsRegular() || !isApex(path) {
				return nil
			}
			rel, err := filepath.Rel(root, path)
			if err != nil {
				return err
			}
			files = append(files, File{Path: path, Name: filepath.Base(root) + "/" + filepath.ToSlash(rel)})
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("listing %s: %w", dir, err)
		}
	}
	if len(files) == 0 {
		return nil, errors.New("no Apex file in " + strings.Join(dirs, ", "))
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return files, nil
}

func isApex(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".cls", ".trigger", ".apex":
		return true
	}
	return false
}

// Read returns the file's text as UTF-8 without a byte order mark. Text in no encoding that names itself is taken as Latin-1,
// so that both parsers of a comparison see the same characters.
func (f File) Read() ([]byte, error) {
	raw, err := os.ReadFile(f.Path)
	if err != nil {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(raw, []byte{0xEF, 0xBB, 0xBF}):
		return raw[3:], nil
	case bytes.HasPrefix(raw, []byte{0xFF, 0xFE}):
		return decodeUTF16(raw[2:], 1, 0), nil
	case bytes.HasPrefix(raw, []byte{0xFE, 0xFF}):
		return decodeUTF16(raw[2:], 0, 1), nil
	case utf8.Valid(raw):
		return raw, nil
	}
	text := make([]byte, 0, len(raw)+len(raw)/8)
	for _, b := range raw {
		text = utf8.AppendRune(text, rune(b))
	}
	return text, nil
}

// decodeUTF16 decodes pairs of bytes whose high and low halves lie at the given places; a lone last byte is dropped.
func decodeUTF16(raw []byte, high, low int) []byte {
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = uint16(raw[2*i+high])<<8 | uint16(raw[2*i+low])
	}
	return []byte(string(utf16.Decode(units)))
}

// IsStub reports whether the text is what the platform gives out for a class of a managed package: "(hidden)" in place of the body.
// Such files are not Apex, and no parser need accept them.
func IsStub(text []byte) bool {
	return string(bytes.TrimSpace(text)) == "(hidden)"
}
