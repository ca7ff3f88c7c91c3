package project

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// followLinks takes in what only symbolic links lead to. Links out of the root are not followed, and what the walk has
// seen, or another link has led to, is not taken twice; so there is no cycle.
func (w *walker) followLinks(ctx context.Context) error {
	for len(w.found.links) > 0 {
		links := w.found.links
		w.found.links = nil
		slices.SortFunc(links, func(a, b link) int { return strings.Compare(a.path, b.path) })
		for _, l := range links {
			if err := w.follow(ctx, l); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *walker) follow(ctx context.Context, l link) error {
	note := func(reason string, incomplete bool) {
		w.found.ledger = append(w.found.ledger, LedgerEntry{Path: l.path, Status: Skipped, Reason: reason, Incomplete: incomplete, Count: 1})
	}
	wanted := kindOf(l.path) != KindOther
	destination, err := filepath.EvalSymlinks(l.abs)
	if err != nil {
		if wanted {
			note("the symbolic link leads nowhere: "+reasonOf(err), true)
		}
		return nil
	}
	info, err := os.Stat(destination)
	if err != nil {
		note("the symbolic link cannot be followed: "+reasonOf(err), true)
		return nil
	}
	if !info.IsDir() && !wanted {
		return nil
	}
	if !within(destination, w.root) {
		note("the symbolic link leads out of the project and is not followed", false)
		return nil
	}
	if info.IsDir() {
		if w.visited[destination] || within(w.root, destination) {
			return nil
		}
		return w.walk(ctx, folder{path: l.path, abs: destination, project: l.folder.project, ignores: l.folder.ignores})
	}
	if !info.Mode().IsRegular() || w.files()[destination] {
		return nil
	}
	w.filesSet[destination] = true
	w.found.candidates = append(w.found.candidates, candidate{path: l.path, abs: destination, kind: kindOf(l.path), project: l.folder.project})
	return nil
}

// files returns the absolute paths of all candidates.
func (w *walker) files() map[string]bool {
	w.filesSet = make(map[string]bool, len(w.found.candidates))
	for _, c := range w.found.candidates {
		w.filesSet[c.abs] = true
	}
	return w.filesSet
}
