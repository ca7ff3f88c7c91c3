package main

import (
	"hash/maphash"
	"math/rand/v2"
	"slices"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/scripts/internal/corpus"
)

// original is an undamaged file.
type original struct {
	file    corpus.File
	text    []byte
	tree    *parser.Tree
	methods []parser.Node
	shapes  []uint64 // of the methods
}

func newOriginal(file corpus.File, text []byte) *original {
	tree := parser.Parse(text)
	o := &original{file: file, text: text, tree: tree, methods: methodsOf(tree)}
	for _, method := range o.methods {
		o.shapes = append(o.shapes, shape(method))
	}
	return o
}

// edit replaces a range of the text.
type edit struct {
	start, end int
	insert     string // with blanks around it, so that no two tokens become one
	token      string // what was deleted or inserted
	deletion   bool
}

// result is what one edit did.
type result struct {
	file      corpus.File
	line      int // of the edit
	edit      edit
	construct string // kind of the smallest node around the edit
	others    int    // methods that must not change
	lost      int    // those that did
}

// damage makes one edit in a method and counts the other methods that did not survive it.
func (o *original) damage(method int, e edit) result {
	text := slices.Concat(o.text[:e.start], []byte(e.insert), o.text[e.end:])
	shift := len(text) - len(o.text)

	survivors := map[int]uint64{} // shapes by start
	for _, node := range methodsOf(parser.Parse(text)) {
		survivors[node.Start()] = shape(node)
	}
	r := result{file: o.file, line: 1, edit: e, construct: o.construct(o.methods[method], e)}
	for _, b := range o.text[:e.start] {
		if b == '\n' {
			r.line++
		}
	}
	for i, other := range o.methods {
		if i == method {
			continue
		}
		start := other.Start()
		if start >= e.end {
			start += shift
		}
		r.others++
		if survivors[start] != o.shapes[i] {
			r.lost++
		}
	}
	return r
}

// randomEdit deletes a token of the method, or inserts one that the method has elsewhere before one of its tokens.
func (o *original) randomEdit(method parser.Node, random *rand.Rand) edit {
	tokens := tokenize(o.text, method.Start(), method.End())
	at := tokens[random.IntN(len(tokens))]
	if random.IntN(2) == 0 {
		return edit{start: at.start, end: at.end, insert: " ", token: string(o.text[at.start:at.end]), deletion: true}
	}
	other := tokens[random.IntN(len(tokens))]
	word := string(o.text[other.start:other.end])
	return edit{start: at.start, end: at.start, insert: " " + word + " ", token: word}
}

// construct returns the kind of the smallest node that holds the edit.
func (o *original) construct(method parser.Node, e edit) string {
	smallest := method
	for node := range method.Descendants() {
		if node.Start() <= e.start && e.end <= node.End() && e.start < node.End() && node.Kind() != parser.KindToken &&
			node.End()-node.Start() > max(e.end-e.start, 1) {
			smallest = node
		}
	}
	return smallest.Kind().String()
}

var shapeSeed = maphash.MakeSeed()

// shape hashes the kinds, fields and places of a method's nodes, relative to its start. A method with an error in it has the shape 0.
func shape(method parser.Node) uint64 {
	if method.HasError() {
		return 0
	}
	var hash maphash.Hash
	hash.SetSeed(shapeSeed)
	base := method.Start()
	write := func(n parser.Node) {
		maphash.WriteComparable(&hash, [4]int{int(n.Kind()), int(n.Field()), n.Start() - base, n.End() - base})
	}
	write(method)
	for node := range method.Descendants() {
		write(node)
	}
	return hash.Sum64() | 1
}
