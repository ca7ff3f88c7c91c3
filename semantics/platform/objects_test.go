package platform

import (
	"slices"
	"strings"
	"testing"
)

func TestObjectTablesAreSorted(t *testing.T) {
	if !slices.IsSorted(standardObjects[:]) {
		t.Error("standardObjects")
	}
	for name, table := range map[string][]pair{
		"childRelationships": childRelationships[:], "parentRelationships": parentRelationships[:], "fieldTypes": fieldTypes[:],
	} {
		if !slices.IsSortedFunc(table, func(a, b pair) int { return strings.Compare(a.key, b.key) }) {
			t.Error(name)
		}
	}
}
