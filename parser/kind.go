package parser

// Kind is the kind of a node. Its number means something in this build alone: outside the process, use its name.
type Kind uint16

// The kinds that do not come from the grammar.
const (
	KindNone    Kind = iota // the zero Node's
	KindError               // a range of the text that does not fit the grammar
	KindToken               // an anonymous token that has a field, such as an operator; its text says which
	KindTooDeep             // a node that was cut because it is nested too deeply

	firstKind = iota // of the grammar's kinds
)

// String returns the grammar's name of the kind.
func (k Kind) String() string {
	if k >= kindCount {
		k = KindNone
	}
	return kindNames[k]
}

// Field names the role of a node in its parent.
type Field uint8

// FieldNone is the field of nodes that are in none.
const FieldNone Field = 0

// String returns the grammar's name of the field, empty for FieldNone.
func (f Field) String() string {
	if f >= fieldCount {
		f = FieldNone
	}
	return fieldNames[f]
}
