package secret

import (
	"regexp"
	"sort"
	"strings"
	"sync"
)

// Find returns the credentials of known shapes in a text of any length, in the order in which they stand. It looks at the
// marks of shapes alone, so that its time is linear in the text.
func Find(text string) []Judgement {
	var found []Judgement
	find(text, func(j Judgement) bool {
		found = append(found, j)
		return true
	})
	sort.SliceStable(found, func(i, j int) bool { return found[i].Start < found[j].Start })
	kept := found[:0]
	for _, j := range found {
		if len(kept) == 0 || j.Start >= kept[len(kept)-1].End {
			kept = append(kept, j)
		}
	}
	return kept
}

// Contains reports whether Find finds anything.
func Contains(text string) bool {
	found := false
	find(text, func(Judgement) bool {
		found = true
		return false
	})
	return found
}

// basicMark is the mark of HTTP's basic authentication, in two spellings.
const basicMark = "asic "

// finerMarks are what the marks of some shapes stand for, where they are too short to be looked for in long texts.
var finerMarks = map[string][]string{
	"A":       {"AKIA", "ASIA"},
	"gh":      {"ghp_", "gho_", "ghs_", "ghu_", "ghr_"},
	"k_":      {"sk_live_", "rk_live_", "sk_test_", "rk_test_"},
	"do":      {"dop_v1_", "doo_v1_", "dor_v1_"},
	"shp":     {"shpat_", "shpca_", "shppa_", "shpss_"},
	basicMark: {"Basic ", "basic "},
}

// How many bytes after its mark a credential is looked for, and at how many places of a text each shape is. Texts made to
// exhaust the search end it; others have a handful of marks.
const (
	longestShape = 512
	mostPlaces   = 20000
)

// longShapes are the exceptions from longestShape, by mark.
var longShapes = map[string]int{"PRIVATE KEY": 16 << 10, "MII": 16 << 10, "eyJ": 4 << 10}

// anchored are the patterns of the shapes, to be tried at one place.
var anchored = sync.OnceValue(func() []*regexp.Regexp {
	patterns := make([]*regexp.Regexp, len(shapes))
	for i := range shapes {
		patterns[i] = regexp.MustCompile(`\A(?:` + shapes[i].pattern.String() + `)`)
	}
	return patterns
})

var basicInText = regexp.MustCompile(`\A[Bb]asic ([A-Za-z0-9+/]{8,}={0,2})`)

func find(text string, yield func(Judgement) bool) {
	for i := range shapes {
		marks := finerMarks[shapes[i].mark]
		if marks == nil {
			marks = []string{shapes[i].mark}
		}
		for _, mark := range marks {
			if !shapes[i].findMark(text, mark, anchored()[i], yield) {
				return
			}
		}
	}
}

// findMark tries the shape at each place of the mark.
func (s *shape) findMark(text, mark string, pattern *regexp.Regexp, yield func(Judgement) bool) bool {
	if s.mark == basicMark {
		pattern = basicInText
	}
	bounded := strings.HasPrefix(s.pattern.String(), `\b`)
	longest := max(longestShape, longShapes[mark])
	for at, places := 0, 0; places < mostPlaces; {
		i := strings.Index(text[at:], mark)
		if i < 0 {
			return true
		}
		i += at
		at = i + len(mark)
		start := beginning(text, i, mark)
		if start < 0 || bounded && start > 0 && isWordByte(text[start-1]) {
			continue
		}
		places++
		window := text[start:min(len(text), at+longest)]
		m := pattern.FindStringSubmatchIndex(window)
		if m == nil {
			continue
		}
		from, to := start+m[0], start+m[1]
		if len(m) > 2 && m[2] >= 0 {
			from, to = start+m[2], start+m[3]
		}
		at = max(at, to)
		if s.valid != nil && !s.valid(text[from:to]) || isFiller(text[from:to]) || inExample(text[from:to]) {
			continue
		}
		if !yield(Judgement{Known, s.what, from, to}) {
			return false
		}
	}
	return true
}

// beginning returns where a shape begins whose mark stands at an offset, -1 if it cannot begin anywhere.
func beginning(text string, at int, mark string) int {
	switch mark {
	case "PRIVATE KEY":
		from := max(0, at-len("-----BEGIN ENCRYPTED "))
		if begin := strings.LastIndex(text[from:at], "-----BEGIN"); begin >= 0 {
			return from + begin
		}
		return -1
	case "://":
		start := at
		for start > 0 && at-start < 20 && (isWordByte(text[start-1]) && text[start-1] != '_' || strings.IndexByte("+.-", text[start-1]) >= 0) {
			start--
		}
		if start == at {
			return -1
		}
		return start
	}
	return at
}

// inExample knows the tokens that documentation of the standards shows.
func inExample(value string) bool {
	return strings.HasPrefix(value, "eyJ") && (strings.Contains(value, ".eyJzdWIiOiIxMjM0NTY3ODkwIi") || strings.Contains(value, ".eyJpc3MiOiJqb2Ui"))
}

func isWordByte(c byte) bool {
	return c == '_' || isUpper(c) || isLower(c) || isDigit(c)
}
