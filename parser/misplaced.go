package parser

import "slices"

// misplaced adds a syntax error for the first declaration in each block: the grammar accepts declarations there, so that a missing
// brace damages nothing else, but Apex does not.
func (t *Tree) misplaced() {
	var found []SyntaxError
	last := int32(-1)
	for i := range t.nodes {
		n := &t.nodes[i]
		switch n.kind {
		case KindMethodDeclaration, KindConstructorDeclaration, KindPropertyDeclaration,
			KindClassDeclaration, KindInterfaceDeclaration, KindEnumDeclaration:
		default:
			continue
		}
		if n.parent < 0 || n.parent == last || t.nodes[n.parent].kind != KindBlock {
			continue
		}
		last = n.parent
		found = append(found, SyntaxError{Start: int(n.start), End: int(n.start), Missing: "}"})
		for up := n.parent; up >= 0 && t.nodes[up].flags&flagHasError == 0; up = t.nodes[up].parent {
			t.nodes[up].flags |= flagHasError
		}
	}
	if len(found) == 0 {
		return
	}
	outer := t.errors
	for _, e := range found {
		i, _ := slices.BinarySearchFunc(outer, e.Start+1, func(o SyntaxError, at int) int { return o.Start - at })
		if i > 0 && outer[i-1].Start <= e.Start && e.Start < outer[i-1].End {
			continue // inside a range that is reported already
		}
		t.errors = append(slices.Clip(t.errors), e)
	}
	slices.SortStableFunc(t.errors, func(a, b SyntaxError) int { return a.Start - b.Start })
}
