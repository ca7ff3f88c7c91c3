// Package tree_sitter holds the header that the tree-sitter CLI writes for its parsers. It is a package so that `go mod vendor`
// takes the header along.
package tree_sitter //nolint:revive // the CLI names the folder
