package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"github.com/apexvet/apexvet/analyzer"
)

const (
	tabWidth = 4
	// rowWidth is how many terminal columns of a source line are shown.
	rowWidth = 120
)

// A row is a source line as a terminal shows it: tabs are blanks, wide characters take two columns, secrets are masked
// and what would control the terminal is made visible.
type row struct {
	cells []cell
	// columns is the width of all cells.
	width int
}

// A cell is a piece of a row that cannot be divided.
type cell struct {
	text       string
	start, end int // offsets in the source
	column     int
	width      int
}

// newRow lays out the text of a source between two offsets.
func newRow(source *analyzer.Source, start, end int) *row {
	r := &row{}
	at := start
	source.Pieces(start, end, func(text []byte, secret bool) {
		if secret {
			r.add(analyzer.Redacted, at, at+len(text), len(analyzer.Redacted))
			at += len(text)
			return
		}
		for len(text) > 0 {
			c, size := utf8.DecodeRune(text)
			if c == '\t' {
				blanks := tabWidth - r.width%tabWidth
				r.add(strings.Repeat(" ", blanks), at, at+size, blanks)
			} else {
				shown := visible(c)
				r.add(string(shown), at, at+size, columnsOf(shown))
			}
			at, text = at+size, text[size:]
		}
	})
	return r
}

func (r *row) add(text string, start, end, columns int) {
	r.cells = append(r.cells, cell{text, start, end, r.width, columns})
	r.width += columns
}

// columns returns the terminal columns from and up to which a range of the source is shown. A range that goes beyond
// the row ends with it.
func (r *row) columns(start, end int) (from, to int) {
	from, to = r.width, r.width
	for _, c := range r.cells {
		if c.end > start && from == r.width {
			from = c.column
		}
		if c.start >= end {
			to = c.column
			break
		}
	}
	return from, max(from, to)
}

// window returns the part of the row to show around a range of columns, and how many columns were cut before it. An
// ellipsis stands for what was cut.
func (r *row) window(from, to int) (text string, cut int) {
	first, last := 0, r.width
	if r.width > rowWidth {
		if to > rowWidth {
			first = max(0, min(from-rowWidth/4, r.width-rowWidth))
		}
		last = first + rowWidth
	}
	var b strings.Builder
	if first > 0 {
		b.WriteString("…")
		first++
		cut = first - 1
	}
	for _, c := range r.cells {
		if c.column >= first && c.column+c.width <= last {
			b.WriteString(c.text)
		} else if c.column < first && c.column+c.width > first {
			b.WriteString(strings.Repeat(" ", c.column+c.width-first))
		}
	}
	if last < r.width {
		b.WriteString("…")
	}
	return b.String(), cut
}

// columnsOf returns how many columns of a terminal a character takes.
func columnsOf(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case r < 0x1100:
		return 1
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// visible replaces characters that would control the terminal, or reorder what it shows.
func visible(r rune) rune {
	if unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r) {
		return utf8.RuneError
	}
	return r
}

// plain makes a text safe to print on one line.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		return visible(r)
	}, text)
}
