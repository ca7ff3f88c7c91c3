// Package semantics gives meaning to the syntax trees of a snapshot: who
// declares what, what each name, member and call in a body refers to, which
// type each expression has, and what every database operation does, in which
// mode and with which sharing.
//
// It knows the platform (package semantics/platform holds its types, methods
// and checks as tables) and nothing of rules, findings or control flow. What
// depends on values, such as the text of a dynamic query or an AccessLevel in a
// variable, is named here by the node that decides it and left to data flow.
//
// Invariants:
//   - A Program is read-only once Build has returned; any number of goroutines
//     may ask it.
//   - Identifiers are dense integers, assigned after sorting by path and offset,
//     so they never depend on the number of workers. What outlives a snapshot
//     uses the folded keys (Class.Key, Method.Key, Field.Key) instead.
//   - What is not known stays unknown: there is no guess behind a TypeID, a Ref
//     or a callee.
//   - Bodies of test code are not resolved; their declarations are.
package semantics
