// Package grammar links the parse tables that the tree-sitter CLI generates from grammar.js.
package grammar

// #cgo CFLAGS: -O2
// #include "tree_sitter/parser.h"
// const TSLanguage *tree_sitter_apex(void);
import "C"

import (
	"unsafe"

	_ "github.com/apexvet/apexvet/parser/grammar/src/tree_sitter" // the header, for go mod vendor
)

// Language returns the C structure of the language, a static TSLanguage.
func Language() unsafe.Pointer { return unsafe.Pointer(C.tree_sitter_apex()) }
