package project

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/bmatcuk/doublestar/v4"
	"golang.org/x/sync/errgroup"
)

// A candidate is a file that, by its name, may be of interest.
type candidate struct {
	path    string // relative to the root, slash-separated
	abs     string
	kind    Kind
	project *Project
}

// A folder is one that is to be read.
type folder struct {
	path    string // relative to the root, "." for the root itself
	abs     string
	project *Project
	ignores ignoreList
}

// child returns the paths of something in the folder. Where both end alike they share their bytes: a tree has many names.
func (f *folder) child(name string) (rel, abs string) {
	abs = f.abs + string(filepath.Separator) + name
	if strings.HasSuffix(f.abs, string(filepath.Separator)) { // the root of a file system
		abs = f.abs + name
	}
	if f.path == "." {
		return abs[len(abs)-len(name):], abs
	}
	if length := len(f.path) + len("/") + len(name); filepath.Separator == '/' && strings.HasSuffix(f.abs, f.path) {
		return abs[len(abs)-length:], abs
	}
	return f.path + "/" + name, abs
}

// A link is a symbolic link that was met.
type link struct {
	folder folder // the one it lies in
	path   string
	abs    string
}

// A listing is what reading one folder gave.
type listing struct {
	candidates []candidate
	folders    []folder
	links      []link
	projects   []*Project
	ledger     []LedgerEntry
}

// A walker finds the candidates of a snapshot. Folders are read level by level, those of a level in parallel; the results
// are put together in the order of the folders, so that neither the workers nor the file system decide anything.
type walker struct {
	root     string
	opts     Options
	overlay  map[string][]byte
	readDir  func(string) ([]os.DirEntry, error)
	plain    *Project // what files without a project belong to
	visited  map[string]bool
	found    listing
	filesSet map[string]bool // absolute paths of candidates, made when a link asks
}

// walk reads the folder dir and everything below it.
func (w *walker) walk(ctx context.Context, start folder) error {
	level := []folder{start}
	for len(level) > 0 {
		listings := make([]listing, len(level))
		if err := parallel(ctx, w.opts.Workers, len(level), func(_, i int) { listings[i] = w.list(level[i]) }); err != nil {
			return err
		}
		for _, f := range level {
			w.visited[f.abs] = true
		}
		level = nil
		for _, l := range listings {
			for _, f := range l.folders {
				if !w.visited[f.abs] {
					level = append(level, f)
				}
			}
			w.found.candidates = append(w.found.candidates, l.candidates...)
			w.found.links = append(w.found.links, l.links...)
			w.found.projects = append(w.found.projects, l.projects...)
			w.found.ledger = append(w.found.ledger, l.ledger...)
		}
	}
	return nil
}

// list reads one folder.
func (w *walker) list(f folder) listing {
	var out listing
	entries, err := w.readDir(f.abs)
	if err != nil {
		out.ledger = append(out.ledger, LedgerEntry{
			Path: folderPath(f.path), Status: Failed, Incomplete: true, Count: 1,
			Reason: "the folder cannot be read: " + reasonOf(err),
		})
	}
	entries = slices.Clone(entries)
	slices.SortFunc(entries, func(a, b os.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	f = w.enter(f, entries, &out)

	excluded := map[string]int{} // number of files by reason
	for _, entry := range entries {
		name := entry.Name()
		isDir := entry.IsDir()
		if isDir && slices.Contains(skippedFolders, name) {
			continue
		}
		isLink := entry.Type()&fs.ModeSymlink != 0
		kind := w.kindIn(f.path, name)
		if !isDir && !isLink && kind == KindOther {
			continue
		}
		rel, abs := f.child(name)
		ignores := f.ignores
		if kind == KindText && !isDir { // What is not deployed is still in the repository.
			ignores = ignores.without(forceIgnore)
		}
		if reason := w.excludes(rel, abs, isDir, ignores); reason != "" {
			if kind == KindText && !isDir {
				continue
			}
			if budget := peekLimit; isDir && !w.holdsCandidates(abs, &budget) {
				continue
			}
			if isDir {
				out.ledger = append(out.ledger, LedgerEntry{Path: folderPath(rel), Status: Excluded, Reason: "the folder is left out by " + reason, Count: 1})
			} else {
				excluded[reason]++
			}
			continue
		}
		switch {
		case isLink:
			out.links = append(out.links, link{folder: f, path: rel, abs: abs})
		case isDir:
			out.folders = append(out.folders, folder{path: rel, abs: abs, project: f.project, ignores: f.ignores})
		case entry.Type().IsRegular():
			out.candidates = append(out.candidates, candidate{path: rel, abs: abs, kind: kind, project: f.project})
		default:
			out.ledger = append(out.ledger, LedgerEntry{Path: rel, Status: Skipped, Reason: "not a regular file", Count: 1})
		}
	}
	for reason, n := range excluded {
		out.ledger = append(out.ledger, LedgerEntry{Path: folderPath(f.path), Status: Excluded, Reason: fmt.Sprintf("%s left out by %s", counted(n, "file"), reason), Count: n})
	}
	return out
}

// peekLimit bounds how many names are looked at in a folder that is left out.
const peekLimit = 500

// holdsCandidates reports whether a folder that is left out holds anything that would have been read, so that the ledger
// is not filled with folders of pictures and test data. Of a large folder that is not known, and yes is the safe answer.
func (w *walker) holdsCandidates(abs string, budget *int) bool {
	entries, err := w.readDir(abs)
	if err != nil {
		return true
	}
	if *budget -= len(entries); *budget < 0 {
		return true
	}
	for _, entry := range entries {
		name := entry.Name()
		switch {
		case entry.IsDir() && !slices.Contains(skippedFolders, name):
			if w.holdsCandidates(filepath.Join(abs, name), budget) {
				return true
			}
		case kindOf(filepath.ToSlash(filepath.Join(abs, name))) != KindOther:
			return true
		}
	}
	return false
}

// enter looks at what the folder itself says: whether a project begins here, and what is to be ignored.
func (w *walker) enter(f folder, entries []os.DirEntry, out *listing) folder {
	has := func(name string) bool {
		_, found := slices.BinarySearchFunc(entries, name, func(e os.DirEntry, name string) int { return strings.Compare(e.Name(), name) })
		return found
	}
	if has(projectFile) {
		if content, err := w.read(filepath.Join(f.abs, projectFile)); err == nil {
			p, ledger := describeSource(f.path, content)
			f.project = p
			f.ignores = f.ignores.without(forceIgnore)
			out.projects = append(out.projects, p)
			out.ledger = append(out.ledger, ledger...)
		} else {
			out.ledger = append(out.ledger, LedgerEntry{
				Path: path.Join(f.path, projectFile), Status: Failed, Incomplete: true, Count: 1,
				Reason: "the project file cannot be read: " + reasonOf(err),
			})
		}
	} else if f.project.Format != SourceFormat && has(packageFile) && slices.ContainsFunc(metadataFolders, has) {
		if content, err := w.read(filepath.Join(f.abs, packageFile)); err == nil {
			if p := describePackage(f.path, content); p != nil {
				f.project = p
				out.projects = append(out.projects, p)
			}
		}
	}
	if w.opts.NoIgnoreFiles {
		return f
	}
	for _, name := range []string{gitIgnore, forceIgnore} {
		if !has(name) || name == forceIgnore && f.path != f.project.Dir && f.project.Format != PlainFormat {
			continue
		}
		content, err := w.read(filepath.Join(f.abs, name))
		if err != nil {
			out.ledger = append(out.ledger, LedgerEntry{Path: path.Join(f.path, name), Status: Noted, Count: 1, Reason: "the file cannot be read, nothing is ignored: " + reasonOf(err)})
			continue
		}
		f.ignores = f.ignores.with(parseIgnoreFile(name, filepath.ToSlash(f.abs), content))
	}
	return f
}

// ignoresAbove returns the ignore files that lie around a folder: .gitignore counts from the repository's top.
func (w *walker) ignoresAbove(abs string) ignoreList {
	if w.opts.NoIgnoreFiles {
		return nil
	}
	var list ignoreList
	for dir := range upwards(abs) {
		if dir == abs {
			continue
		}
		if content, err := w.read(filepath.Join(dir, gitIgnore)); err == nil {
			list = append(list, parseIgnoreFile(gitIgnore, filepath.ToSlash(dir), content))
		}
	}
	slices.Reverse(list)
	return list
}

// excludes says what leaves a path out, empty if nothing does.
func (w *walker) excludes(rel, abs string, isDir bool, ignores ignoreList) string {
	if pattern := w.excludedByUser(rel); pattern != "" {
		return fmt.Sprintf("the exclude pattern %q", pattern)
	}
	if name := ignores.ignored(filepath.ToSlash(abs), isDir); name != "" {
		return name
	}
	return ""
}

func (w *walker) excludedByUser(rel string) string {
	for _, pattern := range w.opts.Excludes {
		if doublestar.MatchUnvalidated(strings.TrimSuffix(pattern, "/"), rel) {
			return pattern
		}
	}
	return ""
}

// read returns the content of a file, from the overlay if it is there.
func (w *walker) read(abs string) ([]byte, error) {
	if text, ok := w.overlay[abs]; ok {
		return text, nil
	}
	return os.ReadFile(abs)
}

// parallel calls do(worker, i) for each i below n, from as many goroutines as there are workers.
func parallel(ctx context.Context, workers, n int, do func(worker, i int)) error {
	var next atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	for worker := range min(workers, n) {
		group.Go(func() error {
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return nil
				}
				if err := ctx.Err(); err != nil {
					return err
				}
				do(worker, i)
			}
		})
	}
	return group.Wait()
}

// folderPath is how the ledger writes a folder.
func folderPath(rel string) string {
	if rel == "." {
		return "./"
	}
	return rel + "/"
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// reasonOf is the message of an error without the path, which the ledger has already and which would name folders of
// this machine.
func reasonOf(err error) string {
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		return pathError.Err.Error()
	}
	return err.Error()
}
