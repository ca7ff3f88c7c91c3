package request

import (
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/rules/internal/trace"
	"github.com/apexvet/apexvet/semantics"
	"github.com/apexvet/apexvet/semantics/platform"
)

var mapPut = platform.Member("Map.put")

// MapEntries yields the keys and values that the file puts into maps, where the key can be text: many collect the headers
// of a request in a map first.
func MapEntries(file *semantics.FileInfo) func(yield func(key, value parser.Node) bool) {
	return func(yield func(key, value parser.Node) bool) {
		for n := range file.Tree.NodesOf(parser.KindMapEntry) {
			if !yield(n.Child(parser.FieldKey), n.Child(parser.FieldValue)) {
				return
			}
		}
		for i := range file.Calls {
			c := &file.Calls[i]
			if c.Kind != semantics.CallPlatform || c.Member != mapPut {
				continue
			}
			key := trace.Argument(c.Node, 0)
			if canBeText(file.TypeOf(key)) && !yield(key, trace.Argument(c.Node, 1)) {
				return
			}
		}
	}
}

func canBeText(t semantics.TypeID) bool {
	return t == semantics.TypeString || t == semantics.TypeObject || t == semantics.TypeUnknown
}
