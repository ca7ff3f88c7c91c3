package parser

import (
	"iter"
	"slices"
	"sync"
	"unsafe"
)

// Tree is the syntax tree of one text. It is immutable and safe for concurrent use.
type Tree struct {
	text     []byte
	nodes    []node
	errors   []SyntaxError
	comments []Comment
	names    nameTable
	limit    Limit

	postingsOnce sync.Once
	postings     postings
}

// node is one entry of the flat tree. The C side writes the same layout; native.go pins the two together.
type node struct {
	start, end uint32 // bytes
	parent     int32  // index; -1 for the root
	subtreeEnd int32  // index of the first node that is not below this one
	name       Name
	kind       Kind
	field      Field
	flags      uint8
}

const (
	flagMissing  = 1 << iota // inserted by error recovery, empty
	flagHasError             // there is an error in the subtree
)

// SyntaxError is a range of the text that does not fit the grammar, or a place where something is missing.
type SyntaxError struct {
	Start, End int    // bytes; Start == End where something is missing
	Missing    string // what is missing, in the grammar's terms (`;`, `identifier`); empty for a range that did not fit
}

// Comment is the range of one comment, its delimiters included.
type Comment struct{ Start, End int }

// Limit says which limit kept a text from being parsed whole.
type Limit uint8

// The limits. Each depends on the text alone, never on time or load.
const (
	LimitNone       Limit = iota
	LimitTooComplex       // the text asked for more memory than its size allows; the tree is a single error node
	LimitTooDeep          // nodes nested deeper than MaxDepth were cut; each cut is a leaf of KindTooDeep
	LimitTooLarge         // the text is longer than MaxSize and was not parsed; the tree is a single error node
)

const (
	// MaxSize is the length in bytes of the longest text that is parsed. The platform refuses classes over a million characters.
	MaxSize = 2_000_000
	// MaxDepth is the deepest nesting of nodes in a tree, so that recursion over a tree is safe.
	MaxDepth = 10_000
)

func (l Limit) String() string {
	switch l {
	case LimitTooComplex:
		return "too complex"
	case LimitTooDeep:
		return "nested too deeply"
	case LimitTooLarge:
		return "too large"
	default:
		return "none"
	}
}

// Text returns the text the tree was made from. It must not be changed.
func (t *Tree) Text() []byte { return t.text }

// Root returns the root of the tree.
func (t *Tree) Root() Node { return t.Node(0) }

// Errors returns the syntax errors in source order. Errors inside the range of another are left out.
func (t *Tree) Errors() []SyntaxError { return t.errors }

// Comments returns the comments in source order.
func (t *Tree) Comments() []Comment { return t.comments }

// Limit returns the limit that was reached while parsing, if any.
func (t *Tree) Limit() Limit { return t.limit }

// Len returns the number of nodes.
func (t *Tree) Len() int { return len(t.nodes) }

// Node returns the node with an index in 0..Len()-1, in preorder, or the zero Node for any other.
func (t *Tree) Node(index int) Node {
	if t == nil || uint(index) >= uint(len(t.nodes)) {
		return Node{}
	}
	return Node{tree: t, index: int32(index)}
}

// slice returns text[start:end] as a string without copying it: the text of a tree is never changed.
func (t *Tree) slice(start, end uint32) string {
	if start >= end || int(end) > len(t.text) {
		return ""
	}
	return unsafe.String(&t.text[start], int(end-start))
}

// postings lists the nodes of each kind: those of kind k are order[starts[k]:starts[k+1]], in source order.
type postings struct {
	starts [kindCount + 1]int32
	order  []int32
}

func (t *Tree) postingsOf(kind Kind) []int32 {
	t.postingsOnce.Do(t.buildPostings)
	if kind >= kindCount {
		return nil
	}
	p := &t.postings
	return p.order[p.starts[kind]:p.starts[kind+1]]
}

// buildPostings sorts the nodes by kind, counting first.
func (t *Tree) buildPostings() {
	p := &t.postings
	for i := range t.nodes {
		p.starts[t.nodes[i].kind+1]++
	}
	for k := range kindCount {
		p.starts[k+1] += p.starts[k]
	}
	next := p.starts
	p.order = make([]int32, len(t.nodes))
	for i := range t.nodes {
		kind := t.nodes[i].kind
		p.order[next[kind]] = int32(i)
		next[kind]++
	}
}

// CountOf returns how many nodes of the given kinds there are.
func (t *Tree) CountOf(kinds ...Kind) int {
	n := 0
	for _, kind := range kinds {
		n += len(t.postingsOf(kind))
	}
	return n
}

// NodesOf returns all nodes of the given kinds in source order.
func (t *Tree) NodesOf(kinds ...Kind) iter.Seq[Node] {
	return func(yield func(Node) bool) {
		if t == nil {
			return
		}
		if len(kinds) == 1 {
			for _, index := range t.postingsOf(kinds[0]) {
				if !yield(Node{tree: t, index: index}) {
					return
				}
			}
			return
		}
		lists := make([][]int32, 0, len(kinds))
		for i, kind := range kinds {
			if list := t.postingsOf(kind); len(list) > 0 && !slices.Contains(kinds[:i], kind) {
				lists = append(lists, list)
			}
		}
		for len(lists) > 0 {
			least := 0
			for i := range lists {
				if lists[i][0] < lists[least][0] {
					least = i
				}
			}
			if !yield(Node{tree: t, index: lists[least][0]}) {
				return
			}
			if lists[least] = lists[least][1:]; len(lists[least]) == 0 {
				lists = append(lists[:least], lists[least+1:]...)
			}
		}
	}
}
