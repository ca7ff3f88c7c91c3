package position

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

func TestPosition(t *testing.T) {
	tests := []struct {
		name, text string
		offset     int
		line, col  int
	}{
		{"empty text", "", 0, 1, 1},
		{"start", "abc", 0, 1, 1},
		{"end without a line break", "abc", 3, 1, 4},
		{"after the last line break", "abc\n", 4, 2, 1},
		{"CR LF is one line break", "a\r\nb", 3, 2, 1},
		{"CR alone is none", "a\rb", 2, 1, 3},
		{"two bytes, one unit", "é;", 2, 1, 2},
		{"four bytes, two units", "😀;", 4, 1, 3},
		{"inside a character", "😀;", 2, 1, 1},
		{"byte order mark", "\uFEFFab", 4, 1, 2},
		{"in the byte order mark", "\uFEFFab", 1, 1, 1},
		{"byte order mark and second line", "\uFEFFab\ncd", 7, 2, 2},
		{"broken UTF-8", "\xFF\xFEa", 2, 1, 3},
		{"beyond the end", "ab", 9, 1, 3},
		{"before the start", "ab", -1, 1, 1},
	}
	for _, test := range tests {
		p := NewLines([]byte(test.text)).Position(test.offset)
		if p.Line != test.line || p.Column != test.col {
			t.Errorf("%s: got %d:%d, want %d:%d", test.name, p.Line, p.Column, test.line, test.col)
		}
	}
}

func TestLine(t *testing.T) {
	l := NewLines([]byte("\uFEFFone\r\ntwo\n\nfour"))
	for i, want := range []string{"one", "two", "", "four"} {
		if got, _ := l.Line(i + 1); string(got) != want {
			t.Errorf("line %d: got %q, want %q", i+1, got, want)
		}
	}
	if got, _ := l.Line(5); got != nil {
		t.Errorf("line 5: got %q, want none", got)
	}
}

// FuzzColumns compares lines and columns with those counted the slow way, one character after the other.
func FuzzColumns(f *testing.F) {
	for _, seed := range []string{"", "a\nb", "é😀\r\nx", "\uFEFFa\n\uFEFFb", "\xF0\x9F\x98", "a\x00\n\n"} {
		f.Add([]byte(seed), 3)
	}
	f.Fuzz(func(t *testing.T, text []byte, offset int) {
		l := NewLines(text)
		p := l.Position(offset)
		if p.Offset < 0 || p.Offset > len(text) {
			t.Fatalf("offset %d is outside of the text", p.Offset)
		}
		before := text[:p.Offset]
		before = bytes.TrimPrefix(before, byteOrderMark)
		if p.Offset < len(byteOrderMark) && bytes.HasPrefix(text, byteOrderMark) {
			before = nil
		}
		lines := strings.Split(string(before), "\n")
		last := lines[len(lines)-1]
		if p.Line != len(lines) || p.Column != 1+len(utf16.Encode([]rune(last))) {
			t.Fatalf("got %d:%d for %q", p.Line, p.Column, before)
		}
		if line, start := l.Line(p.Line); start > p.Offset && !bytes.HasPrefix(text, byteOrderMark) || start+len(line)+1 < p.Offset {
			t.Fatalf("line %d at %d does not hold offset %d", p.Line, start, p.Offset)
		}
		if offset >= 0 && offset <= len(text) && utf8.Valid(text) && p.Offset > offset {
			t.Fatalf("offset %d became %d", offset, p.Offset)
		}
	})
}
