// Package dataflow answers what values are and what has been checked when code
// runs: the text that an expression can hold, and, for every database operation,
// which permissions of the user have been established on every path to it.
//
// Build lowers every body of the program that is not test code (packages
// dataflow/ir and dataflow/lower), solves the must facts over the call graph
// (dataflow/must) and keeps what rules ask. Text (dataflow/strings) is evaluated
// on demand, a body at a time.
//
// It knows the platform through semantics and nothing of rules.
//
// Invariants: a Result is read-only for its users, safe for any number of
// goroutines, and does not depend on the number of workers or on the order of
// questions. Where a bound is reached the answer says so: see Result.Limits.
package dataflow
