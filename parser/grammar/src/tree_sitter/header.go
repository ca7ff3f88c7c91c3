// Package tree_sitter holds the header that the tree-sitter CLI writes for its parsers. It is a package so that `go mod vendor`
// takes the header along; the CLI names the folder.
package tree_sitter
