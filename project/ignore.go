package project

import (
	"bytes"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// An ignoreFile holds the patterns of one .gitignore or .forceignore. They mean what gitignore(5) says: the last pattern
// that matches decides, "!" takes a path back in, a slash at the start or inside anchors a pattern to the file's folder, a
// slash at the end restricts it to folders, "*" stops at slashes and "**" does not. Salesforce's tools read .forceignore
// the same way but without regard to case.
type ignoreFile struct {
	name     string // ".gitignore" or ".forceignore"
	dir      string // the folder it lies in, slash-separated and absolute
	patterns []ignorePattern
	foldCase bool
}

type ignorePattern struct {
	negated, dirOnly bool
	kind             patternKind
	text             string // what kind says
	tail             string // of a patternGlob: what the base name ends in, as far as it is literal
}

// patternKind tells the patterns that need no matcher, most of them in practice, from those that do: a tree has
// thousands of paths, and each is compared with every pattern.
type patternKind uint8

const (
	patternName   patternKind = iota // the base name equals text
	patternSuffix                    // the base name ends in text
	patternPath                      // the path equals text
	patternInside                    // a folder around the path is called text
	patternGlob                      // the path matches the doublestar pattern text
)

func parseIgnoreFile(name, dir string, content []byte) *ignoreFile {
	f := &ignoreFile{name: name, dir: dir, foldCase: name == forceIgnore}
	for line := range bytes.Lines(bytes.TrimPrefix(content, utf8BOM)) {
		if p, ok := parseIgnorePattern(strings.TrimRight(string(line), "\r\n")); ok {
			if f.foldCase {
				p.text = strings.ToLower(p.text)
			}
			if p.kind == patternGlob {
				p.tail = p.text[strings.LastIndexAny(p.text, "/"+globSpecials)+1:]
			}
			f.patterns = append(f.patterns, p)
		}
	}
	return f
}

func parseIgnorePattern(line string) (p ignorePattern, ok bool) {
	line = trimTrailingSpaces(line)
	if line == "" || line[0] == '#' {
		return p, false
	}
	if line[0] == '!' {
		p.negated, line = true, line[1:]
	}
	line, p.dirOnly = strings.CutSuffix(line, "/")
	anchored := strings.Contains(line, "/")
	line = strings.TrimPrefix(line, "/")
	if line == "" {
		return p, false
	}
	glob := strings.ContainsAny(line, `*?[\`)
	switch {
	case !glob && anchored:
		p.kind, p.text = patternPath, line
	case !glob:
		p.kind, p.text = patternName, line
	default:
		rest, everywhere := strings.CutPrefix(line, "**/")
		if everywhere {
			anchored = strings.Contains(rest, "/")
			line = rest
		}
		literal := !strings.ContainsAny(line, `*?[\`)
		suffix, isSuffix := strings.CutPrefix(line, "*")
		switch {
		case everywhere && strings.HasSuffix(line, "/**") && isLiteralName(strings.TrimSuffix(line, "/**")):
			p.kind, p.text = patternInside, strings.TrimSuffix(line, "/**")
		case everywhere && !anchored && literal:
			p.kind, p.text = patternName, line
		case !anchored && isSuffix && suffix != "" && !strings.ContainsAny(suffix, `*?[\`):
			p.kind, p.text = patternSuffix, suffix
		default:
			p.kind, p.text = patternGlob, globOf(line, !anchored || everywhere)
		}
	}
	return p, p.kind != patternGlob || doublestar.ValidatePattern(p.text)
}

// globSpecials are the characters that mean something to doublestar.
const globSpecials = `*?[]{}\`

func isLiteralName(s string) bool { return s != "" && !strings.ContainsAny(s, `/*?[\`) }

// trimTrailingSpaces removes the spaces at the end of a line that no backslash protects.
func trimTrailingSpaces(line string) string {
	for strings.HasSuffix(line, " ") && !strings.HasSuffix(line, `\ `) {
		line = line[:len(line)-1]
	}
	return line
}

// globOf turns a gitignore pattern into a doublestar one. Braces are ordinary characters in gitignore, and "x/**" does not
// match x itself.
func globOf(pattern string, everywhere bool) string {
	var b strings.Builder
	if everywhere {
		b.WriteString("**/")
	}
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; c {
		case '\\':
			b.WriteByte(c)
			if i+1 < len(pattern) {
				i++
				b.WriteByte(pattern[i])
			}
		case '{', '}':
			b.WriteByte('\\')
			b.WriteByte(c)
		default:
			b.WriteByte(c)
		}
	}
	if strings.HasSuffix(pattern, "/**") {
		b.WriteString("/*")
	}
	return b.String()
}

// match says what the file's patterns decide about a path below its folder: ignored, taken back in, or nothing.
func (f *ignoreFile) match(abs string, isDir bool) (ignored, decided bool) {
	rel, below := strings.CutPrefix(abs, f.dir)
	if !below || len(rel) < 2 {
		return false, false
	}
	if f.dir != "/" {
		if rel[0] != '/' {
			return false, false
		}
		rel = rel[1:]
	}
	if f.foldCase {
		rel = strings.ToLower(rel)
	}
	base := rel[strings.LastIndexByte(rel, '/')+1:]
	for i := len(f.patterns) - 1; i >= 0; i-- {
		p := &f.patterns[i]
		if p.dirOnly && !isDir {
			continue
		}
		var hit bool
		switch p.kind {
		case patternName:
			hit = base == p.text
		case patternSuffix:
			hit = strings.HasSuffix(base, p.text)
		case patternPath:
			hit = rel == p.text
		case patternInside:
			hit = hasFolder(rel, p.text)
		case patternGlob:
			hit = strings.HasSuffix(base, p.tail) && doublestar.MatchUnvalidated(p.text, rel)
		}
		if hit {
			return !p.negated, true
		}
	}
	return false, false
}

// hasFolder reports whether one of the folders that rel lies in is called name.
func hasFolder(rel, name string) bool {
	for {
		folder, rest, ok := strings.Cut(rel, "/")
		if !ok {
			return false
		}
		if folder == name {
			return true
		}
		rel = rest
	}
}

// ignoreList holds the ignore files that apply to a folder, the outermost first. Lists share their beginnings and are
// never changed.
type ignoreList []*ignoreFile

// with returns the list with more files at its end.
func (l ignoreList) with(files ...*ignoreFile) ignoreList {
	return append(slices.Clip(l), files...)
}

// without returns the list without the files of that name, as a project begins that has its own.
func (l ignoreList) without(name string) ignoreList {
	var kept ignoreList
	for _, f := range l {
		if f.name != name {
			kept = append(kept, f)
		}
	}
	return kept
}

// ignored returns the name of the ignore file that leaves the path out, empty if none does. Each kind of ignore file
// decides on its own, and the innermost of a kind that says something about the path has the last word.
func (l ignoreList) ignored(abs string, isDir bool) string {
	for _, name := range []string{gitIgnore, forceIgnore} {
		for _, f := range slices.Backward(l) {
			if f.name != name {
				continue
			}
			if ignored, decided := f.match(abs, isDir); decided {
				if ignored {
					return name
				}
				break
			}
		}
	}
	return ""
}
