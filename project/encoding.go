package project

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

var (
	utf8BOM    = []byte("\xEF\xBB\xBF")
	utf16LEBOM = []byte("\xFF\xFE")
	utf16BEBOM = []byte("\xFE\xFF")
)

// replacement is what stands in a decoded text for bytes that mean nothing.
const replacement = "\uFFFD"

// A decoded text, and what was replaced on the way.
type decoded struct {
	text     []byte
	encoding Encoding
	hasBOM   bool
	// damaged is the offset in text of the first replaced sequence, -1 if there is none.
	damaged int
}

// decode turns the bytes of a file into UTF-8 without a byte order mark. UTF-16 is recognised by its mark, or by the zero
// bytes that its first characters have where they are ASCII, as source begins.
func decode(raw []byte) decoded {
	switch {
	case bytes.HasPrefix(raw, utf8BOM):
		d := decodeUTF8(raw[len(utf8BOM):])
		d.hasBOM = true
		return d
	case bytes.HasPrefix(raw, utf16LEBOM):
		return decodeUTF16(raw[2:], UTF16LE, true)
	case bytes.HasPrefix(raw, utf16BEBOM):
		return decodeUTF16(raw[2:], UTF16BE, true)
	case len(raw) >= 4 && raw[0] != 0 && raw[1] == 0 && raw[2] != 0 && raw[3] == 0:
		return decodeUTF16(raw, UTF16LE, false)
	case len(raw) >= 4 && raw[0] == 0 && raw[1] != 0 && raw[2] == 0 && raw[3] != 0:
		return decodeUTF16(raw, UTF16BE, false)
	default:
		return decodeUTF8(raw)
	}
}

// decodeUTF8 replaces each byte that is no UTF-8, as editors do.
func decodeUTF8(raw []byte) decoded {
	if utf8.Valid(raw) {
		return decoded{text: raw, damaged: -1}
	}
	d := decoded{encoding: InvalidUTF8, damaged: -1, text: make([]byte, 0, len(raw)+len(raw)/8)}
	for i := 0; i < len(raw); {
		r, width := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && width == 1 {
			if d.damaged < 0 {
				d.damaged = len(d.text)
			}
			d.text = append(d.text, replacement...)
		} else {
			d.text = append(d.text, raw[i:i+width]...)
		}
		i += width
	}
	return d
}

// decodeUTF16 replaces unpaired surrogates and an odd byte at the end.
func decodeUTF16(raw []byte, encoding Encoding, hasBOM bool) decoded {
	d := decoded{encoding: encoding, hasBOM: hasBOM, damaged: -1, text: make([]byte, 0, len(raw)/2+len(raw)/8)}
	unit := func(i int) rune {
		if encoding == UTF16LE {
			return rune(raw[i]) | rune(raw[i+1])<<8
		}
		return rune(raw[i])<<8 | rune(raw[i+1])
	}
	damage := func() {
		if d.damaged < 0 {
			d.damaged = len(d.text)
		}
		d.text = append(d.text, replacement...)
	}
	i := 0
	for ; i+1 < len(raw); i += 2 {
		r := unit(i)
		if utf16.IsSurrogate(r) {
			pair := rune(utf8.RuneError)
			if i+3 < len(raw) {
				pair = utf16.DecodeRune(r, unit(i+2))
			}
			if pair == utf8.RuneError {
				damage()
				continue
			}
			r = pair
			i += 2
		}
		d.text = utf8.AppendRune(d.text, r)
	}
	if i < len(raw) {
		damage()
	}
	return d
}
