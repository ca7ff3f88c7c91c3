// Package lower turns the syntax trees of bodies, with what semantics knows of
// their names, into intermediate code.
//
// Operators that decide (&& || ?: ?? ?. and switch) become branches, property
// accessors calls, loops and try statements control flow. A finally block is
// lowered twice, for the normal way and for all others together, and once when
// it lies more than three deep in others.
//
// Trees with errors are lowered as far as they go: what is missing is an unknown
// value, what is damaged is searched for statements and expressions.
package lower
