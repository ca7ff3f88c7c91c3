package metadata

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf8"
)

// checkCharacters refuses what no XML document may hold: bytes that are not UTF-8, and control characters.
func checkCharacters(text []byte) *Error {
	if !utf8.Valid(text) {
		for i := 0; i < len(text); {
			r, width := utf8.DecodeRune(text[i:])
			if r == utf8.RuneError && width == 1 {
				return newError(text, i, "the byte 0x%02X is not valid UTF-8; save the file as UTF-8", text[i])
			}
			i += width
		}
	}
	i := 0
	for ; i+8 <= len(text); i += 8 {
		// A byte is below 0x20 exactly where subtracting 0x20 borrows; a borrow can also spill into the next byte, which
		// is why the word is then looked at byte by byte.
		word := binary.LittleEndian.Uint64(text[i:])
		if (word-0x2020202020202020)&^word&0x8080808080808080 == 0 {
			continue
		}
		if at := controlCharacter(text[i : i+8]); at >= 0 {
			return controlError(text, i+at)
		}
	}
	if at := controlCharacter(text[i:]); at >= 0 {
		return controlError(text, i+at)
	}
	return nil
}

func controlCharacter(text []byte) int {
	for i, b := range text {
		if b < 0x20 && !isSpace(b) {
			return i
		}
	}
	return -1
}

func controlError(text []byte, at int) *Error {
	return newError(text, at, "the control character 0x%02X is not allowed in XML", text[at])
}

// declaration reads the XML declaration at pos.
func (r *reader) declaration() *Error {
	start := r.pos
	end := bytes.Index(r.text[start:], instructionClose)
	if end < 0 {
		return r.errorf(start, `the XML declaration is not closed by "?>"`)
	}
	past := start + end + len(instructionClose)
	r.pos = start + len("<?xml")
	// The declaration is written like attributes; they are read as such and taken out again.
	first := len(r.doc.attrs)
	defer func() { r.doc.attrs = r.doc.attrs[:first] }()
	for count := 0; ; count++ {
		r.space()
		if r.pos >= past-len(instructionClose) {
			break
		}
		if count == 3 || !isNameStart(r.text[r.pos]) {
			return r.errorf(r.pos, "the XML declaration has version, encoding and standalone, and nothing else")
		}
		if err := r.attribute(); err != nil {
			return err
		}
	}
	if r.pos > past-len(instructionClose) {
		return r.errorf(start, `the XML declaration is not closed by "?>"`)
	}
	r.pos = past
	attrs := r.doc.attrs[first:]
	if len(attrs) == 0 || attrs[0].Name != "version" {
		return r.errorf(start, "the XML declaration has no version")
	}
	if attrs[0].Value != "1.0" {
		return r.errorf(attrs[0].ValueStart, "XML version %s is not read; metadata is XML 1.0", shorten([]byte(attrs[0].Value)))
	}
	for _, a := range attrs[1:] {
		switch {
		case a.Name == "encoding":
			if !r.readsAs(a.Value) {
				return r.errorf(a.ValueStart, "the declared encoding %s is not read; save the file as UTF-8 and declare that", shorten([]byte(a.Value)))
			}
		case a.Name != "standalone":
			return r.errorf(a.Start, "the XML declaration has version, encoding and standalone, and nothing else")
		}
	}
	return nil
}

// readsAs reports whether text, already decoded, is what a reader of the declared encoding would see. UTF-16 was
// decoded before; of the single-byte encodings only the part that is ASCII means the same in all of them.
func (r *reader) readsAs(encoding string) bool {
	switch strings.ToUpper(encoding) {
	case "UTF-8", "UTF8", "UTF-16", "UTF-16LE", "UTF-16BE":
		return true
	case "US-ASCII", "ASCII", "ISO-8859-1", "LATIN1", "WINDOWS-1252":
		for _, b := range r.text {
			if b >= utf8.RuneSelf {
				return false
			}
		}
		return true
	}
	return false
}
