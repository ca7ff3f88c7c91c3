package analyzer

import (
	"slices"
	"strings"
	"sync"
	"unicode"

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

// A secret's text is looked for in messages only if it cannot be an ordinary word there: from shortestSecret bytes on
// if it is more than letters, from longestWord bytes on in any case.
const (
	shortestSecret = 6
	longestWord    = 16
)

func isTelling(secret string) bool {
	letters := strings.IndexFunc(secret, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
	return len(secret) >= longestWord || len(secret) >= shortestSecret && !letters
}

// redact removes from the finding's texts what the files it touches keep secret. Rules should not have put it there;
// this is the second line of defence.
func (f *Finding) redact(result *Result) {
	f.redactSecretsOf(result.sources[f.Location.Path])
	seen := map[string]bool{f.Location.Path: true}
	for _, steps := range [][]Step{f.Path, f.Notes} {
		for _, s := range steps {
			if !seen[s.Path] {
				seen[s.Path] = true
				f.redactSecretsOf(result.sources[s.Path])
			}
		}
	}
}

func (f *Finding) redactSecretsOf(s *Source) {
	for _, secret := range s.secrets {
		text := string(s.file.Text[secret.Start:secret.End])
		if !isTelling(text) {
			continue
		}
		f.Message = strings.ReplaceAll(f.Message, text, Redacted)
		f.Subject = strings.ReplaceAll(f.Subject, text, Redacted)
		for _, steps := range [][]Step{f.Path, f.Notes} {
			for i := range steps {
				steps[i].Message = strings.ReplaceAll(steps[i].Message, text, Redacted)
			}
		}
	}
}
