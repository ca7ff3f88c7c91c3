// Package migrate answers what happens when the API version of Apex is raised, and writes what keeps it as it is.
//
// From API version 67.0 on, database operations without a mode run in user mode, classes without a sharing keyword run
// with sharing, and WITH SECURITY_ENFORCED does not compile; from 65.0 on, abstract and override methods need an access
// modifier (Apex Developer Guide, "Apex Versioned Behavior Changes"). [Analyze] builds the program at its own versions
// and at the target, and compares the effective mode and sharing of every database operation. [Report.Preserve] plans the
// smallest edits after which the program at the target does what it does today, builds the edited program in memory, and
// compares again: what does not come out the same is named, never assumed.
//
// The package knows what semantics and dataflow say of operations, sharing and calls. It knows no rules and no findings:
// nothing of this is a fault of the code.
//
// Invariants:
//   - Results depend on the sources and options alone.
//   - An edit inserts or replaces whole words and touches no other byte. Files that are not stored as UTF-8, have syntax
//     errors or were not read whole are never edited.
//   - Editing an edited project changes nothing.
package migrate
