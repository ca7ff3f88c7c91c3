// Package position turns byte offsets of a decoded UTF-8 text into lines and columns for people and for formats.
//
// Everything below the outputs counts bytes; this is the one place where lines and UTF-16 columns are made. A line ends
// with LF or CR LF. A byte order mark at the start of the text has no column. Lines and columns start at 1.
package position

import (
	"bytes"
	"sort"
	"unicode/utf8"
)

// Lines knows where the lines of a text start. It is read-only, and keeps the text.
type Lines struct {
	text   []byte
	starts []int
}

// A Position is a place in a text.
type Position struct {
	// Line and Column start at 1; Column counts UTF-16 code units, as SARIF and editors do.
	Line, Column int
	// Offset is the offset in bytes from the start of the text, the byte order mark included.
	Offset int
}

var byteOrderMark = []byte("\xEF\xBB\xBF")

// NewLines finds the lines of a text.
func NewLines(text []byte) *Lines {
	l := &Lines{text: text, starts: make([]int, 1, bytes.Count(text, []byte{'\n'})+1)}
	if bytes.HasPrefix(text, byteOrderMark) {
		l.starts[0] = len(byteOrderMark)
	}
	for at := 0; ; {
		i := bytes.IndexByte(text[at:], '\n')
		if i < 0 {
			return l
		}
		at += i + 1
		l.starts = append(l.starts, at)
	}
}

// Count returns the number of lines. A text that ends with a line break has an empty last line.
func (l *Lines) Count() int { return len(l.starts) }

// Position returns the place of an offset. Offsets outside of the text are taken as its start or end; an offset inside
// a character as that character's start.
func (l *Lines) Position(offset int) Position {
	offset = min(max(offset, 0), len(l.text))
	for offset > 0 && offset < len(l.text) && !utf8.RuneStart(l.text[offset]) {
		offset--
	}
	line := sort.SearchInts(l.starts, offset+1)
	if line == 0 {
		return Position{Line: 1, Column: 1, Offset: offset}
	}
	return Position{Line: line, Column: 1 + utf16Length(l.text[l.starts[line-1]:offset]), Offset: offset}
}

// Line returns the text of a line without its line break, and its offset. Lines start at 1.
func (l *Lines) Line(number int) (text []byte, offset int) {
	if number < 1 || number > len(l.starts) {
		return nil, len(l.text)
	}
	start, end := l.starts[number-1], len(l.text)
	if number < len(l.starts) {
		end = l.starts[number] - 1
	}
	line := l.text[start:end]
	if number < len(l.starts) {
		line = bytes.TrimSuffix(line, []byte{'\r'})
	}
	return line, start
}

// utf16Length counts the code units of a UTF-8 text in UTF-16. A byte that is no UTF-8 counts as one, as the
// replacement character does.
func utf16Length(text []byte) int {
	units := 0
	for len(text) > 0 {
		if text[0] < utf8.RuneSelf {
			units++
			text = text[1:]
			continue
		}
		r, size := utf8.DecodeRune(text)
		units++
		if r > 0xFFFF {
			units++
		}
		text = text[size:]
	}
	return units
}
