// Package redact turns the secrets in texts into ranges of source that no output may show.
package redact

import (
	"strings"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/secret"
	"github.com/apexvet/apexvet/rules/internal/trace"
)

// Range returns the source of the secret between two offsets of a text. A literal that begins inside is covered to its
// end: where a secret ends is a guess, and too much is better than too little.
func Range(t trace.Text, start, end int) []rules.Span {
	var spans []rules.Span
	for _, s := range t.Begun(start, end) {
		spans = append(spans, rules.SpanAt(s.File, s.Start, s.End))
	}
	return spans
}

// Text returns the source of everything in a text that may be a secret: a value that looks like one, values of secret
// parameters, user names and passwords in URLs.
func Text(t trace.Text) []rules.Span {
	var spans []rules.Span
	for start, end := range t.Constants {
		if j := secret.Judge(t.String[start:end]); j.Kind >= secret.Word {
			spans = append(spans, Range(t, start+j.Start, start+j.End)...)
		}
	}
	for _, p := range secret.Pairs(t.String) {
		spans = append(spans, Range(t, p.Start, p.End)...)
	}
	if start, end := UserInfo(t.String); start < end {
		spans = append(spans, Range(t, start, end)...)
	}
	return spans
}

// UserInfo returns the range of the user name and password before the host of a URL, without the @ behind them. It is
// empty if there is none.
func UserInfo(url string) (start, end int) {
	at := strings.Index(url, "://")
	if at < 0 {
		return 0, 0
	}
	start = at + len("://")
	authority := url[start:]
	if end := strings.IndexAny(authority, "/?#"); end >= 0 {
		authority = authority[:end]
	}
	if at := strings.LastIndexByte(authority, '@'); at >= 0 {
		return start, start + at
	}
	return start, start
}
