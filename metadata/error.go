package metadata

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// An Error says where a text is not well-formed XML, or what in it is refused.
type Error struct {
	// Offset is the byte offset into the text.
	Offset int
	// Line and Column are one-based; Column counts characters.
	Line, Column int
	// Msg says what is wrong and, where that is not plain, what to do.
	Msg string
}

func (e *Error) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Msg)
}

func newError(text []byte, offset int, format string, args ...any) *Error {
	offset = min(offset, len(text))
	before := text[:offset]
	return &Error{
		Offset: offset,
		Line:   1 + bytes.Count(before, []byte{'\n'}),
		Column: 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]),
		Msg:    fmt.Sprintf(format, args...),
	}
}
