package strings

import (
	"strings"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/semantics"
)

// The size of a Value.
const (
	MaxTemplates = 4
	MaxPieces    = 32
	// MaxText is the largest length in bytes of the constant text of a template;
	// what is beyond it becomes a hole.
	MaxText = 1 << 16
)

// Kind says what a piece is.
type Kind uint8

// The kinds of pieces. All but Constant are holes.
const (
	Constant   Kind = iota
	Unknown         // an expression that nobody models
	Parameter       // a parameter whose callers are not all known
	Field           // a field whose assignments are not all known
	CallResult      // the result of a call
	Record          // a field of a record, or of an object
	Label           // a custom label
	NonText         // a number, date, Id or Boolean: it cannot carry text of somebody's choice
	Rest            // what lies between the common prefix and suffix of several alternatives
)

var kindNames = [...]string{"constant", "unknown", "parameter", "field", "call", "record", "label", "non-text", "rest"}

func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}

// Piece is a part of a template.
type Piece struct {
	Kind Kind
	// Text is the text of a constant, without quotes and escapes.
	Text string
	// Origin is the literal of a constant, or the expression that fills the hole.
	// Zero where there is none.
	Origin ir.Ref
	// Origins are all literals and expressions that a Rest stands for.
	Origins []ir.Ref
	// index of a parameter, for filling it in from the callers
	param int32
	fn    ir.FuncID
	field semantics.FieldID
}

// FieldID returns the field of the code's own object, or the static one, that fills
// a hole; zero if it is none.
func (p Piece) FieldID() semantics.FieldID { return p.field }

// Param returns which parameter, of which function, fills a hole; false for a hole
// that is none.
func (p Piece) Param() (ir.FuncID, int, bool) { return p.fn, int(p.param), p.Kind == Parameter }

// Template is one alternative of a Value: its pieces from left to right.
type Template []Piece

// Value is what a piece of text can be.
type Value struct {
	// Templates are the alternatives, in a canonical order; none means that the
	// code cannot be reached or that the expression has no text.
	Templates []Template
	// Null says that the value can also be null.
	Null bool
}

// Constants calls yield for each alternative that is fully known.
func (v Value) Constants(yield func(string) bool) {
	for _, t := range v.Templates {
		if s, ok := t.Constant(); ok && !yield(s) {
			return
		}
	}
}

// Constant returns the text if there is exactly one alternative and it is fully
// known.
func (v Value) Constant() (string, bool) {
	if len(v.Templates) != 1 {
		return "", false
	}
	return v.Templates[0].Constant()
}

// Constant returns the text of a template without holes.
func (t Template) Constant() (string, bool) {
	switch len(t) {
	case 0:
		return "", true
	case 1:
		return t[0].Text, t[0].Kind == Constant
	}
	var sb strings.Builder
	for _, p := range t {
		if p.Kind != Constant {
			return "", false
		}
		sb.WriteString(p.Text)
	}
	return sb.String(), true
}

// Prefix returns the constant text before the first hole.
func (t Template) Prefix() string {
	n := 0
	for n < len(t) && t[n].Kind == Constant {
		n++
	}
	s, _ := t[:n].Constant()
	return s
}

// Suffix returns the constant text after the last hole; of a template without
// holes all of it.
func (t Template) Suffix() string {
	n := len(t)
	for n > 0 && t[n-1].Kind == Constant {
		n--
	}
	s, _ := t[n:].Constant()
	return s
}

// String shows a template with its holes as {kind}.
func (t Template) String() string {
	var sb strings.Builder
	for _, p := range t {
		if p.Kind == Constant {
			sb.WriteString(p.Text)
		} else {
			sb.WriteString("{" + p.Kind.String() + "}")
		}
	}
	return sb.String()
}

// String shows the alternatives, separated by a bar.
func (v Value) String() string {
	parts := make([]string, 0, len(v.Templates)+1)
	for _, t := range v.Templates {
		parts = append(parts, t.String())
	}
	if v.Null {
		parts = append(parts, "null")
	}
	return strings.Join(parts, " | ")
}
