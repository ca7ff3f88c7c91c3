package parser

// Parse parses a text, which must not be changed afterwards. The text should be UTF-8; bytes that are not are syntax errors where
// they stand outside of literals and comments.
func Parse(text []byte) *Tree {
	t := &Tree{text: text}
	if len(text) > MaxSize {
		t.giveUp(LimitTooLarge)
		return t
	}
	l, err := load()
	if err == nil {
		err = l.parse(t)
	}
	if err != nil {
		panic(err) // the binary is broken, not the text
	}
	t.misplaced()
	return t
}

// giveUp makes the tree of a text that was not parsed: a single error node.
func (t *Tree) giveUp(limit Limit) {
	t.limit = limit
	t.nodes = []node{{end: uint32(len(t.text)), parent: -1, subtreeEnd: 1, kind: KindError, flags: flagHasError}}
}
