package analyzer

import (
	"slices"
	"strings"
	"sync"

	"github.com/apexvet/apexvet/position"
	"github.com/apexvet/apexvet/project"
)

// Redacted is what outputs show in the place of a secret.
const Redacted = "***"

// A Source is the text of a file as outputs may show it. It may be read by several goroutines.
type Source struct {
	// Path is relative to the project's root.
	Path string

	file    *project.File
	secrets []Location
	once    sync.Once
	lines   *position.Lines
}

// Lines returns the lines of the file.
func (s *Source) Lines() *position.Lines {
	s.once.Do(func() { s.lines = position.NewLines(s.file.Text) })
	return s.lines
}

// Text returns the text between two offsets, with [Redacted] in the place of each secret that it touches.
func (s *Source) Text(start, end int) string {
	var b strings.Builder
	s.Pieces(start, end, func(text []byte, secret bool) {
		if secret {
			b.WriteString(Redacted)
			return
		}
		b.Write(text)
	})
	return b.String()
}

// Pieces calls yield with the pieces of the text between two offsets, which are secret or not by turns.
func (s *Source) Pieces(start, end int, yield func(text []byte, secret bool)) {
	at := start
	for _, secret := range s.secrets {
		from, to := max(secret.Start, at), min(secret.End, end)
		if from >= to {
			continue
		}
		if at < from {
			yield(s.file.Text[at:from], false)
		}
		yield(s.file.Text[from:to], true)
		at = to
	}
	if at < end {
		yield(s.file.Text[at:end], false)
	}
}

// merge sorts ranges of one file and joins those that overlap.
func merge(ranges []Location) []Location {
	slices.SortFunc(ranges, func(a, b Location) int { return a.Start - b.Start })
	merged := ranges[:0]
	for _, r := range ranges {
		if last := len(merged) - 1; last >= 0 && r.Start <= merged[last].End {
			merged[last].End = max(merged[last].End, r.End)
			continue
		}
		merged = append(merged, r)
	}
	return merged
}

// shortestSecret is the length in bytes below which a secret's text is not looked for in messages: shorter texts are
// found inside of ordinary words.
const shortestSecret = 6

// redact removes from the finding's texts what its file keeps secret. Rules should not have put it there; this is the
// second line of defence.
func (f *Finding) redact(result *Result) {
	s := result.sources[f.Location.Path]
	for _, secret := range s.secrets {
		text := string(s.file.Text[secret.Start:secret.End])
		if len(text) < shortestSecret {
			continue
		}
		f.Message = strings.ReplaceAll(f.Message, text, Redacted)
		f.Subject = strings.ReplaceAll(f.Subject, text, Redacted)
		for i := range f.Path {
			f.Path[i].Message = strings.ReplaceAll(f.Path[i].Message, text, Redacted)
		}
		for i := range f.Notes {
			f.Notes[i].Message = strings.ReplaceAll(f.Notes[i].Message, text, Redacted)
		}
	}
}
