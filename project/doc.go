// Package project finds out what is in a tree of Salesforce source and reads it.
//
// Load walks the projects around the paths that a user names, in source format (sfdx-project.json), in Metadata API
// format (package.xml) or as plain folders, and returns a Snapshot: every class, trigger, anonymous script, page and
// metadata document with its text, its syntax tree, its API version and what kind of code it is. What was not read, or not
// whole, stands in the snapshot's ledger with the reason; nothing is left out silently.
//
// A Snapshot is immutable. Its content depends on the files alone: not on the order of directories, the number of workers
// or time.
//
// The package knows nothing of what code means beyond single files: names across files, entry points and the kind of test
// methods are package semantics' matter.
package project
