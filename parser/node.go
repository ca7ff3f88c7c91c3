package parser

import "iter"

// Node is a node of a Tree: a small value, compared with ==, that allocates nothing. The zero Node means that there is no node,
// and every method accepts it.
type Node struct {
	tree  *Tree
	index int32
}

// at returns the node's entry, or one that is empty.
func (n Node) at() *node {
	if n.tree == nil {
		return &noNode
	}
	return &n.tree.nodes[n.index]
}

var noNode = node{parent: -1}

// Valid reports whether n is a node and not the zero Node.
func (n Node) Valid() bool { return n.tree != nil }

// Tree returns the tree the node is of, or nil.
func (n Node) Tree() *Tree { return n.tree }

// Index returns the node's place in preorder, or -1 for the zero Node. It is never the same for two nodes of a tree.
func (n Node) Index() int {
	if n.tree == nil {
		return -1
	}
	return int(n.index)
}

// Kind returns the node's kind; KindNone for the zero Node.
func (n Node) Kind() Kind { return n.at().kind }

// Field returns the field of the parent that the node is in; FieldNone if it is in none.
func (n Node) Field() Field { return n.at().field }

// Start returns the offset of the node's first byte.
func (n Node) Start() int { return int(n.at().start) }

// End returns the offset after the node's last byte.
func (n Node) End() int { return int(n.at().end) }

// Text returns the source text of the node. It shares the memory of the tree's text.
func (n Node) Text() string {
	if n.tree == nil {
		return ""
	}
	at := n.at()
	return n.tree.slice(at.start, at.end)
}

// Name returns the interned, case-folded text of a leaf that is a word: an identifier, a keyword, a modifier. Any other node
// has NoName. Names of one tree are equal where the words are equal in Apex.
func (n Node) Name() Name { return n.at().name }

// FoldedText returns the text of the node with ASCII letters in lower case. For nodes with a Name it allocates nothing.
func (n Node) FoldedText() string {
	if n.tree == nil {
		return ""
	}
	if at := n.at(); at.name != NoName {
		return n.tree.NameText(at.name)
	}
	return fold(n.Text())
}

// IsMissing reports whether the parser inserted the node, empty, to recover from a syntax error.
func (n Node) IsMissing() bool { return n.at().flags&flagMissing != 0 }

// HasError reports whether there is a syntax error in the node.
func (n Node) HasError() bool { return n.at().flags&flagHasError != 0 }

// Parent returns the node's parent, or the zero Node for the root.
func (n Node) Parent() Node {
	parent := n.at().parent
	if parent < 0 {
		return Node{}
	}
	return Node{tree: n.tree, index: parent}
}

// FirstChild returns the node's first child.
func (n Node) FirstChild() Node {
	if n.tree == nil || n.index+1 >= n.at().subtreeEnd {
		return Node{}
	}
	return Node{tree: n.tree, index: n.index + 1}
}

// NextSibling returns the next child of the node's parent.
func (n Node) NextSibling() Node {
	at := n.at()
	if at.parent < 0 || at.subtreeEnd >= n.tree.nodes[at.parent].subtreeEnd {
		return Node{}
	}
	return Node{tree: n.tree, index: at.subtreeEnd}
}

// Child returns the first child in a field.
func (n Node) Child(field Field) Node {
	if n.tree == nil {
		return Node{}
	}
	nodes := n.tree.nodes
	for i, end := n.index+1, nodes[n.index].subtreeEnd; i < end; i = nodes[i].subtreeEnd {
		if nodes[i].field == field {
			return Node{tree: n.tree, index: i}
		}
	}
	return Node{}
}

// Children returns the node's children in source order.
func (n Node) Children() iter.Seq[Node] {
	return func(yield func(Node) bool) {
		if n.tree == nil {
			return
		}
		nodes := n.tree.nodes
		for i, end := n.index+1, nodes[n.index].subtreeEnd; i < end; i = nodes[i].subtreeEnd {
			if !yield(Node{tree: n.tree, index: i}) {
				return
			}
		}
	}
}

// ChildrenBy returns the children in a field, in source order.
func (n Node) ChildrenBy(field Field) iter.Seq[Node] {
	return func(yield func(Node) bool) {
		if n.tree == nil {
			return
		}
		nodes := n.tree.nodes
		for i, end := n.index+1, nodes[n.index].subtreeEnd; i < end; i = nodes[i].subtreeEnd {
			if nodes[i].field == field && !yield(Node{tree: n.tree, index: i}) {
				return
			}
		}
	}
}

// Descendants returns all nodes below the node in preorder, the node itself left out.
func (n Node) Descendants() iter.Seq[Node] {
	return func(yield func(Node) bool) {
		if n.tree == nil {
			return
		}
		for i, end := n.index+1, n.at().subtreeEnd; i < end; i++ {
			if !yield(Node{tree: n.tree, index: i}) {
				return
			}
		}
	}
}

// Contains reports whether other is the node or below it.
func (n Node) Contains(other Node) bool {
	return n.tree != nil && n.tree == other.tree && n.index <= other.index && other.index < n.at().subtreeEnd
}
