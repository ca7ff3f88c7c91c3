package analyzer

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strings"
)

// A Fingerprint tells findings apart across edits that do not concern them. It is parts, not one hash, so that a
// baseline can match on some of them. No part holds a secret, an offset or a line.
type Fingerprint struct {
	Rule, Variant string
	// Subject is what the rule says the finding is about.
	Subject string
	// Member is the folded name of the declaration around the finding, or the path of elements to it.
	Member string
	// Tokens is the text of the region, folded and without blanks and comments.
	Tokens string
	// Ordinal counts, from 0, the findings of one file whose other parts are equal.
	Ordinal int
}

// Hash digests all parts. Paths are not part of it: a finding keeps its fingerprint when its file moves.
func (f Fingerprint) Hash() string {
	h := sha256.New()
	for _, part := range []string{f.Rule, f.Variant, f.Subject, f.Member, f.Tokens} {
		var length [8]byte
		binary.LittleEndian.PutUint64(length[:], uint64(len(part)))
		h.Write(length[:])
		h.Write([]byte(part))
	}
	h.Write(binary.LittleEndian.AppendUint64(nil, uint64(f.Ordinal)))
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// fingerprint fills the fingerprints of findings that are sorted.
func (r *Result) fingerprint(findings []Finding) {
	seen := map[Fingerprint]int{}
	var around *members
	for i := range findings {
		f := &findings[i]
		s := r.sources[f.Location.Path]
		if i == 0 || findings[i-1].Location.Path != f.Location.Path {
			clear(seen)
			around = newMembers(s.file)
		}
		f.Fingerprint = Fingerprint{
			Rule:    f.Rule.Name,
			Variant: f.Variant.ID,
			Subject: f.Subject,
			Member:  around.at(f.Start),
			Tokens:  s.tokens(f.Start, f.End),
		}
		n := seen[f.Fingerprint]
		seen[f.Fingerprint]++
		f.Fingerprint.Ordinal = n
	}
}

// tokens returns the text of a range in the form that survives reformatting.
func (s *Source) tokens(start, end int) string {
	var b strings.Builder
	s.Pieces(start, end, func(text []byte, secret bool) {
		if secret {
			b.WriteString(Redacted)
			return
		}
		if s.file.Tree != nil {
			foldApex(&b, text)
		} else {
			foldSpace(&b, text)
		}
	})
	return b.String()
}

// foldApex writes Apex in lower case, its literals excepted, without comments and with one blank where words would
// otherwise touch.
func foldApex(b *strings.Builder, text []byte) {
	word := false
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c == '\'':
			end := i + 1
			for end < len(text) && text[end] != '\'' {
				if text[end] == '\\' {
					end++
				}
				end++
			}
			end = min(end+1, len(text))
			b.Write(text[i:end])
			i, word = end, false
		case bytes.HasPrefix(text[i:], []byte("//")):
			for i < len(text) && text[i] != '\n' {
				i++
			}
		case bytes.HasPrefix(text[i:], []byte("/*")):
			end := bytes.Index(text[i+2:], []byte("*/"))
			if end < 0 {
				return
			}
			i += end + 4
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
			i++
		case isWord(c):
			end := i
			for end < len(text) && isWord(text[end]) {
				end++
			}
			if word {
				b.WriteByte(' ')
			}
			b.WriteString(strings.ToLower(string(text[i:end])))
			i, word = end, true
		default:
			b.WriteByte(c)
			i, word = i+1, false
		}
	}
}

func isWord(c byte) bool {
	return c == '_' || c >= 0x80 || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// foldSpace writes text with each run of blanks as one.
func foldSpace(b *strings.Builder, text []byte) {
	b.WriteString(strings.Join(strings.Fields(string(text)), " "))
}
