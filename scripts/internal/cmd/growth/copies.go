package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/apexvet/apexvet/scripts/internal/corpus"
)

const meta = `<?xml version="1.0" encoding="UTF-8"?>
<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>%s</apiVersion></ApexClass>
`

// writeCopies writes n copies of the files. In all but the first the names of classes and triggers, which are those of the
// files, end in the number of the copy wherever they stand: in code, in literals, in comments.
func writeCopies(dir string, files []corpus.File, n int) error {
	names := make(map[string]bool, len(files))
	for _, f := range files {
		names[strings.ToLower(base(f.Path))] = true
	}
	for _, f := range files {
		text, err := os.ReadFile(f.Path)
		if err != nil {
			return err
		}
		about, err := os.ReadFile(f.Path + "-meta.xml")
		if err != nil {
			about = fmt.Appendf(nil, meta, "60.0")
		}
		for i := range n {
			suffix := ""
			if i > 0 {
				suffix = fmt.Sprint("X", i)
			}
			name := base(f.Path) + suffix + filepath.Ext(f.Path)
			path := filepath.Join(dir, fmt.Sprint("copy", i), filepath.FromSlash(filepath.Dir(f.Name)), name)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				return err
			}
			if err := os.WriteFile(path, rename(text, names, suffix), 0o600); err != nil {
				return err
			}
			if err := os.WriteFile(path+"-meta.xml", about, 0o600); err != nil {
				return err
			}
		}
	}
	return nil
}

func base(path string) string {
	name := filepath.Base(path)
	return strings.TrimSuffix(name, filepath.Ext(name))
}

// rename appends a suffix to every word that is one of the names.
func rename(text []byte, names map[string]bool, suffix string) []byte {
	if suffix == "" {
		return text
	}
	out := make([]byte, 0, len(text)+len(text)/16)
	for i := 0; i < len(text); {
		end := i
		for end < len(text) && isWord(text[end]) {
			end++
		}
		if end == i {
			out = append(out, text[i])
			i++
			continue
		}
		out = append(out, text[i:end]...)
		if names[strings.ToLower(string(text[i:end]))] {
			out = append(out, suffix...)
		}
		i = end
	}
	return out
}

func isWord(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_'
}
