// Package trace follows text from where it is used to the literals it is made of, through encoders and Blobs, and maps
// ranges of the text to ranges of source.
//
// It asks the data flow and knows nothing of what the text means.
package trace

import (
	"bytes"
	"slices"
	"strings"

	"github.com/apexvet/apexvet/dataflow"
	flowstrings "github.com/apexvet/apexvet/dataflow/strings"
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/semantics"
	"github.com/apexvet/apexvet/semantics/platform"
)

// Hole stands in a Text for a part that is not known. No literal contains it.
const Hole = "\x00"

// The bounds of a search: alternatives of one text, and encoders around each other.
const (
	maxTexts = 8
	maxDepth = 4
)

// A Text is one alternative of what a value can be. Parts that are not known are Holes.
type Text struct {
	String string
	parts  []part
}

// A part is a range of a Text that comes from one literal.
type part struct {
	start, end int
	literal    parser.Node
	file       *project.File
}

// A Source is the place in a literal from which a part of a Text comes.
type Source struct {
	Literal parser.Node
	File    *project.File
	// Start and End bound the part in the file's text, in bytes.
	Start, End int
}

// Of returns what text an expression can be, in a canonical order. Of a Blob it is the text that the Blob was made of.
func Of(flow *dataflow.Result, file *semantics.FileInfo, n parser.Node) []Text {
	return of(flow, file, n, 0)
}

func of(flow *dataflow.Result, file *semantics.FileInfo, n parser.Node, depth int) []Text {
	value := flow.Text(n)
	if !informative(value) {
		if inner := behind(file, call(flow, n)); inner.Valid() && depth < maxDepth {
			return of(flow, file, inner, depth+1)
		}
	}
	var all []Text
	for _, template := range value.Templates {
		for _, t := range expand(flow, template, depth) {
			if len(all) < maxTexts {
				all = append(all, t)
			}
		}
	}
	return all
}

// informative reports whether the value says more than that it is not known.
func informative(v flowstrings.Value) bool {
	for _, t := range v.Templates {
		if len(t) != 1 || t[0].Kind == flowstrings.Constant {
			return true
		}
	}
	return false
}

// expand replaces the holes of a template that are calls of encoders by what they encode.
func expand(flow *dataflow.Result, template flowstrings.Template, depth int) []Text {
	texts := []Text{{}}
	for _, piece := range template {
		inner := []Text{hole}
		if piece.Kind == flowstrings.Constant {
			inner = []Text{constant(flow, piece)}
		} else if piece.Kind == flowstrings.CallResult && depth < maxDepth {
			file := flow.Program.Files[piece.Origin.File]
			if argument := behind(file, flow.Node(piece.Origin)); argument.Valid() {
				if found := of(flow, file, argument, depth+1); len(found) > 0 && len(found)*len(texts) <= maxTexts {
					inner = found
				}
			}
		}
		joined := make([]Text, 0, len(texts)*len(inner))
		for _, t := range texts {
			for _, i := range inner {
				joined = append(joined, t.append(i))
			}
		}
		texts = joined
	}
	return texts
}

var hole = Text{String: Hole}

func constant(flow *dataflow.Result, piece flowstrings.Piece) Text {
	t := Text{String: strings.ReplaceAll(piece.Text, Hole, " ")}
	if literal := flow.Node(piece.Origin); literal.Valid() && t.String != "" {
		t.parts = []part{{0, len(t.String), literal, flow.Program.Files[piece.Origin.File].File}}
	}
	return t
}

func (t Text) append(other Text) Text {
	joined := Text{String: t.String + other.String, parts: slices.Clip(t.parts)}
	for _, p := range other.parts {
		p.start += len(t.String)
		p.end += len(t.String)
		joined.parts = append(joined.parts, p)
	}
	return joined
}

// transparent are the methods whose result carries the text of their first argument.
var transparent = members("EncodingUtil.urlEncode", "EncodingUtil.urlDecode", "EncodingUtil.base64Encode", "EncodingUtil.base64Decode",
	"EncodingUtil.convertToHex", "EncodingUtil.convertFromHex", "Blob.valueOf", "String.valueOf", "String.escapeSingleQuotes")

func members(names ...string) map[platform.MemberID]bool {
	set := map[platform.MemberID]bool{}
	for _, name := range names {
		if m := platform.Member(name); m != 0 {
			set[m] = true
		}
	}
	return set
}

// call returns the call whose result an expression certainly is, through variables.
func call(flow *dataflow.Result, n parser.Node) parser.Node {
	f, v := flow.Value(n)
	if f == nil {
		return parser.Node{}
	}
	c := f.CallOf(v)
	if c == nil || c.Node < 0 {
		return parser.Node{}
	}
	return n.Tree().Node(int(c.Node))
}

// behind returns the text that a call passes on, the zero Node if it passes none.
func behind(file *semantics.FileInfo, n parser.Node) parser.Node {
	if n.Kind() != parser.KindMethodCall {
		return parser.Node{}
	}
	switch m := file.MemberOf(n); {
	case m == 0:
	case transparent[m]:
		return Argument(n, 0)
	case m == blobToString || m == stringTrim:
		return n.Child(parser.FieldObject)
	}
	return parser.Node{}
}

var (
	blobToString = platform.Member("Blob.toString")
	stringTrim   = platform.Member("String.trim")
)

// Argument returns an argument of a call, the zero Node if there are fewer.
func Argument(call parser.Node, index int) parser.Node {
	for n := range call.Child(parser.FieldArguments).Children() {
		if index == 0 {
			return n
		}
		index--
	}
	return parser.Node{}
}

// HasHole reports whether something between two offsets of the text is not known.
func (t Text) HasHole(start, end int) bool { return strings.Contains(t.String[start:end], Hole) }

// Sources returns the places in literals from which the text between two offsets comes.
func (t Text) Sources(start, end int) []Source {
	var sources []Source
	for _, p := range t.parts {
		if from, to := max(start, p.start), min(end, p.end); from < to {
			sources = append(sources, p.source(t.String[p.start:p.end], from-p.start, to-p.start))
		}
	}
	return sources
}

// Begun is [Text.Sources], but a literal whose part begins between the offsets is covered to the end of the part.
func (t Text) Begun(start, end int) []Source {
	for _, p := range t.parts {
		if start <= p.start && p.start < end && end < p.end {
			end = p.end
		}
	}
	return t.Sources(start, end)
}

// source maps a range of the part's text to the literal. With escapes in the literal it is the whole text between the
// quotes: more than the range, never less.
func (p part) source(text string, from, to int) Source {
	s := Source{Literal: p.literal, File: p.file}
	raw := p.file.Text[p.literal.Start():p.literal.End()]
	quotes := 1
	if p.literal.Kind() == parser.KindMultilineStringLiteral {
		quotes = 3
	}
	if len(raw) < 2*quotes {
		s.Start, s.End = p.literal.Start(), p.literal.End()
		return s
	}
	inner := raw[quotes : len(raw)-quotes]
	base := p.literal.Start() + quotes
	if at := bytes.Index(inner, []byte(text)); at >= 0 && bytes.IndexByte(inner, '\\') < 0 {
		s.Start, s.End = base+at+from, base+at+to
		return s
	}
	s.Start, s.End = base, base+len(inner)
	return s
}

// Literals returns the literals from which the text between two offsets comes, each once.
func (t Text) Literals(start, end int) []parser.Node {
	var nodes []parser.Node
	for _, s := range t.Sources(start, end) {
		if len(nodes) == 0 || nodes[len(nodes)-1] != s.Literal {
			nodes = append(nodes, s.Literal)
		}
	}
	return nodes
}

// Constants yields the longest ranges of the text that are known.
func (t Text) Constants(yield func(start, end int) bool) {
	start := 0
	for start <= len(t.String) {
		end := strings.Index(t.String[start:], Hole)
		if end < 0 {
			end = len(t.String)
		} else {
			end += start
		}
		if end > start && !yield(start, end) {
			return
		}
		start = end + len(Hole)
	}
}
