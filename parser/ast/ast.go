// Package ast gives each kind of syntax node a typed view: a struct around a parser.Node with one accessor per field of the
// grammar. Views are total: a missing child is the zero view, and every accessor of the zero view returns the zero view or Node
// again, so that accessors chain without checks.
//
// An accessor may bear the name of a method of Node (Name, Text, Kind); the method is then n.Node.Name().
package ast

import (
	"iter"

	"github.com/apexvet/apexvet/parser"
)

// view is satisfied by every generated view.
type view interface{ ~struct{ parser.Node } }

// viewIn returns the first child in a field as a view, or the zero view if it is of another kind: syntax errors put anything
// anywhere.
func viewIn[V view](n parser.Node, field parser.Field, kind parser.Kind) V {
	for child := range n.ChildrenBy(field) {
		if child.Kind() == kind {
			return V{child}
		}
	}
	return V{}
}

// viewsIn returns the children in a field that are of a kind, as views.
func viewsIn[V view](n parser.Node, field parser.Field, kind parser.Kind) iter.Seq[V] {
	return func(yield func(V) bool) {
		for child := range n.ChildrenBy(field) {
			if child.Kind() == kind && !yield(V{child}) {
				return
			}
		}
	}
}
