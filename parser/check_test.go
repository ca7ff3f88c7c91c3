package parser

import (
	"slices"
	"testing"
)

// checkTree asserts what holds for every tree, whatever the text.
func checkTree(t testing.TB, tree *Tree) {
	t.Helper()
	if tree.Len() == 0 || tree.Root().Parent().Valid() || int(tree.nodes[0].subtreeEnd) != tree.Len() {
		t.Errorf("the root does not span the tree of %d nodes", tree.Len())
		return
	}
	depths := make([]int, tree.Len())
	lastEnd := make([]uint32, tree.Len()) // of the children seen so far
	for i := range tree.nodes {
		n := &tree.nodes[i]
		if n.start > n.end || int(n.end) > len(tree.text) {
			t.Errorf("node %d spans %d to %d of %d bytes", i, n.start, n.end, len(tree.text))
			return
		}
		if n.kind == KindNone || n.kind >= kindCount || n.field >= fieldCount {
			t.Errorf("node %d has kind %d, field %d", i, n.kind, n.field)
			return
		}
		lastEnd[i] = n.start
		if i == 0 {
			continue
		}
		parent := &tree.nodes[n.parent]
		if int(n.parent) >= i || n.subtreeEnd <= int32(i) || n.subtreeEnd > parent.subtreeEnd {
			t.Errorf("node %d, child of %d, ends before %d; its parent before %d", i, n.parent, n.subtreeEnd, parent.subtreeEnd)
			return
		}
		if n.start < lastEnd[n.parent] || n.end > parent.end {
			t.Errorf("node %d spans %d to %d; its parent %d to %d, its last sibling to %d", i, n.start, n.end, parent.start, parent.end, lastEnd[n.parent])
			return
		}
		lastEnd[n.parent] = n.end
		if depths[i] = depths[n.parent] + 1; depths[i] > MaxDepth {
			t.Errorf("node %d is %d deep", i, depths[i])
			return
		}
		if n.name != NoName && tree.Lookup(fold(tree.slice(n.start, n.end))) != n.name {
			t.Errorf("node %d: %q is named %q", i, tree.slice(n.start, n.end), tree.NameText(n.name))
			return
		}
	}
	checkRanges(t, tree)
	checkPostings(t, tree)
}

func checkRanges(t testing.TB, tree *Tree) {
	t.Helper()
	end := 0
	for _, c := range tree.Comments() {
		if c.Start < end || c.End < c.Start || c.End > len(tree.text) {
			t.Errorf("comment %v after %d in %d bytes", c, end, len(tree.text))
			return
		}
		end = c.End
	}
	end = 0
	for _, e := range tree.Errors() {
		if e.Start < end || e.End < e.Start || e.End > len(tree.text) || (e.Missing != "" && e.Start != e.End) {
			t.Errorf("error %v after %d in %d bytes", e, end, len(tree.text))
			return
		}
		end = e.End
	}
}

func checkPostings(t testing.TB, tree *Tree) {
	t.Helper()
	count := 0
	for kind := range kindCount {
		for n := range tree.NodesOf(kind) {
			if n.Kind() != kind {
				t.Errorf("node %d of kind %v is listed as %v", n.Index(), n.Kind(), kind)
			}
			count++
		}
	}
	if count != tree.Len() {
		t.Errorf("%d nodes are listed by kind, of %d", count, tree.Len())
	}
}

// sameTree reports whether two trees are the same in every part.
func sameTree(a, b *Tree) bool {
	return slices.Equal(a.nodes, b.nodes) && slices.Equal(a.errors, b.errors) && slices.Equal(a.comments, b.comments) &&
		a.names.text == b.names.text && slices.Equal(a.names.ends, b.names.ends) && a.limit == b.limit
}
