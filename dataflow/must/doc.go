// Package must decides which permissions of the user have certainly been
// established when a database operation runs.
//
// The facts are atoms: "the user may create Account", "this access level is user
// mode", "these records are of type Account". Within a body a forward analysis
// keeps, per block, the atoms that hold on every path to it (intersection at
// joins; all atoms in code that cannot be reached). A Boolean value carries two
// sets, what holds if it is true and what holds if it is false; a branch adds
// one of them.
//
// Between bodies there are summaries, from callees to callers over the components
// of the call graph: what holds when a call returns, or returns true or false, and
// the demands of operations on what the caller passes (obligations). Contexts go
// from callers to callees: what holds at every call. A demand that neither the
// code around the operation nor the contexts prove is missing; the shortest way
// up the call graph that does not prove it is its witness.
//
// Must facts only shrink towards the fixpoint and are only ever generated along a
// path, so the result is the meet over all valid call paths; nothing unproven is
// reported as proven. Where a bound is reached the facts of a body become empty.
package must
