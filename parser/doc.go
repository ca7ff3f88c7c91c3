// Package parser turns Apex, SOQL and SOSL source text into a syntax tree.
//
// Parse never fails and never panics: whatever the text, it returns a Tree. What could not be understood is data: syntax errors
// with their ranges (Tree.Errors), and a limit that was reached (Tree.Limit).
//
// A Tree is a flat, immutable array of nodes in source order; a Node is a value, an index into it, so that walking allocates
// nothing and trees may be read by any number of goroutines. The zero Node means "there is none", and every method accepts it:
// chains such as n.Child(f).Child(g).Text() need no checks in between.
//
// The tree holds named nodes, and those anonymous tokens (operators, modifiers) that the grammar gave a field; these have
// KindToken. Other punctuation is dropped, comments live in a list of their own. Offsets are bytes in the text given to Parse.
//
// The package knows nothing of files, projects or rules. It parses with tree-sitter's C runtime, inside one cgo call for each
// text and inside an arena that bounds the memory the text can ask for; nothing of C outlives the call.
package parser

//go:generate go run ./internal/gen
