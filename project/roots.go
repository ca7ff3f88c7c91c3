package project

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/apexvet/apexvet/metadata"
)

// A target is a path that the user named.
type target struct {
	named string // as the user wrote it, for messages
	abs   string // absolute, without symbolic links
	isDir bool
}

// A scope is what belongs to a target: the folder that paths are relative to, and what to read.
type scope struct {
	root string
	walk string // a folder to walk; empty for a single file without a project
}

// resolveTargets makes the user's paths absolute. A file that exists only in the overlay is a target too.
func resolveTargets(dir string, paths []string, overlay map[string][]byte) ([]target, error) {
	if len(paths) == 0 {
		paths = []string{dir}
	}
	targets := make([]target, 0, len(paths))
	for _, named := range paths {
		abs := named
		if !filepath.IsAbs(abs) {
			abs = filepath.Join(dir, abs)
		}
		abs = realPath(abs)
		info, err := os.Stat(abs)
		switch {
		case err == nil:
			targets = append(targets, target{named: named, abs: abs, isDir: info.IsDir()})
		case overlay[abs] != nil:
			targets = append(targets, target{named: named, abs: abs})
		case errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("%s: there is no such file or folder; name a file or folder of a Salesforce project", named)
		default:
			return nil, fmt.Errorf("%s: %w", named, err)
		}
	}
	return targets, nil
}

// realPath resolves the symbolic links in a path, as far as it exists.
func realPath(abs string) string {
	abs = filepath.Clean(abs)
	if resolved, err := filepath.EvalSymlinks(abs); err == nil {
		return resolved
	}
	parent := filepath.Dir(abs)
	if parent == abs {
		return abs
	}
	return filepath.Join(realPath(parent), filepath.Base(abs))
}

// scopeOf finds the project around a target. It looks upwards, and not beyond the repository that the target is in.
func scopeOf(t target) scope {
	start := t.abs
	if !t.isDir {
		start = filepath.Dir(t.abs)
	}
	for dir := range upwards(start) {
		if isFile(filepath.Join(dir, projectFile)) {
			return scope{root: dir, walk: dir}
		}
	}
	for dir := range upwards(start) {
		if isMetadataTree(dir, start) {
			if filepath.Base(dir) == "src" {
				return scope{root: filepath.Dir(dir), walk: dir}
			}
			return scope{root: dir, walk: dir}
		}
	}
	if !t.isDir {
		return scope{root: start}
	}
	return scope{root: start, walk: start}
}

// upwards yields dir and the folders around it, up to the one that holds a .git.
func upwards(dir string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for {
			if !yield(dir) {
				return
			}
			if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
				return
			}
			parent := filepath.Dir(dir)
			if parent == dir {
				return
			}
			dir = parent
		}
	}
}

// isMetadataTree reports whether dir is a tree in Metadata API format that start lies in.
func isMetadataTree(dir, start string) bool {
	rel, err := filepath.Rel(dir, start)
	if err != nil {
		return false
	}
	first, _, _ := strings.Cut(filepath.ToSlash(rel), "/")
	if first != "." && !slices.Contains(metadataFolders, first) {
		return false
	}
	if first == "." && !slices.ContainsFunc(metadataFolders, func(name string) bool { return isDir(filepath.Join(dir, name)) }) {
		return false
	}
	content, err := os.ReadFile(filepath.Join(dir, packageFile))
	if err != nil {
		return false
	}
	name, _, err := metadata.Root(decode(content).text)
	return err == nil && name == "Package"
}

// commonRoot returns the closest folder that all scopes' roots lie in.
func commonRoot(scopes []scope) string {
	root := scopes[0].root
	for _, s := range scopes[1:] {
		for !within(s.root, root) {
			root = filepath.Dir(root)
		}
	}
	return root
}

// walks returns the folders to walk, without those that lie in another.
func walks(scopes []scope) []string {
	var dirs []string
	for _, s := range scopes {
		if s.walk != "" {
			dirs = append(dirs, s.walk)
		}
	}
	slices.Sort(dirs)
	dirs = slices.Compact(dirs)
	return slices.DeleteFunc(slices.Clone(dirs), func(dir string) bool {
		return slices.ContainsFunc(dirs, func(other string) bool { return other != dir && within(dir, other) })
	})
}

// within reports whether path is dir or lies in it. Both are absolute and clean.
func within(path, dir string) bool {
	rest, ok := strings.CutPrefix(path, dir)
	return ok && (rest == "" || rest[0] == filepath.Separator || strings.HasSuffix(dir, string(filepath.Separator)))
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
