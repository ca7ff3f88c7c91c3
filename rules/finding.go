package rules

import (
	"go/token"

	"golang.org/x/tools/go/analysis"
)

// A Finding is one fault at one place. The diagnostic's region is tight (the call, the literal, the element), lies
// in the file of the pass, and its Category names the variant.
type Finding struct {
	analysis.Diagnostic

	// Args fill the variant's message when Diagnostic.Message is empty.
	Args []any
	// Path leads from the source to the sink, both included; its steps may lie in other files. A step at the finding
	// itself is allowed, not required.
	Path []Step
	// Notes are other places worth seeing, such as checks that did not hold.
	Notes []Step
	// Subject is what the finding is about, in words that survive edits elsewhere: "insert Account". It is the key of
	// the fingerprint, and never holds a secret.
	Subject string
	// Redact covers the secrets in the source: no output shows the text of these ranges, whoever prints the line.
	Redact []Span
}

// A Step is one place on a path, or beside it, with what happens there.
type Step struct {
	Pos, End token.Pos
	Message  string
}

// A Span is a range of source: from Pos up to and without End.
type Span struct {
	Pos, End token.Pos
}
