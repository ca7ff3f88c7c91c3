package sarif

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/apexvet/apexvet/analyzer"
)

// What GitHub accepts at most ("SARIF support for code scanning" in its documentation).
const (
	maxResults       = 25_000
	maxFlowLocations = 1_000
	maxRelated       = 100
	maxTags          = 20
	maxDescription   = 1_024
)

// mostSevere keeps the limit's number of findings, the most severe and surest, in their order, and counts the others.
func mostSevere(findings []analyzer.Finding, limit int) (kept []*analyzer.Finding, dropped int) {
	kept = make([]*analyzer.Finding, len(findings))
	for i := range findings {
		kept[i] = &findings[i]
	}
	if len(kept) <= limit {
		return kept, 0
	}
	order := make([]int, len(findings))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(
			cmp.Compare(findings[b].Variant.Severity, findings[a].Variant.Severity),
			cmp.Compare(findings[b].Variant.Confidence, findings[a].Variant.Confidence),
		)
	})
	order = order[:limit]
	slices.Sort(order)
	for i, at := range order {
		kept[i] = &findings[at]
	}
	return kept[:limit], len(findings) - limit
}

// shorten keeps both ends of a list of steps that is too long.
func shorten(steps []analyzer.Step, limit int) []analyzer.Step {
	if len(steps) <= limit {
		return steps
	}
	head := limit / 2
	return slices.Concat(steps[:head], steps[len(steps)-(limit-head):])
}

// truncate cuts a text to at most limit characters.
func truncate(text string, limit int) string {
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	return string([]rune(text)[:limit-1]) + "…"
}

// relativeURI turns a path into a relative URI reference.
func relativeURI(path string) string { return (&url.URL{Path: path}).String() }

// seeAlso links to the related locations, which GitHub shows only where the message names them.
func seeAlso(notes []analyzer.Step) string {
	if len(notes) == 0 {
		return ""
	}
	links := make([]string, 0, len(notes))
	for i, note := range shorten(notes, maxRelated) {
		links = append(links, "["+linkText.Replace(note.Message)+"]("+strconv.Itoa(i+1)+")")
	}
	return " See also: " + strings.Join(links, "; ") + "."
}

// linkText escapes what would end the text of a link.
var linkText = strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`)
