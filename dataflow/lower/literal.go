package lower

import (
	"strconv"
	"strings"
)

// Unquote returns the text of a string literal: without its quotes, escapes
// resolved. An escape that Apex does not know keeps its character.
func Unquote(s string) string {
	if len(s) >= 1 && s[0] == '\'' {
		s = s[1:]
	}
	if len(s) >= 1 && s[len(s)-1] == '\'' {
		s = s[:len(s)-1]
	}
	return unescape(s)
}

func unescape(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var sb strings.Builder
	sb.Grow(len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			sb.WriteByte(s[i])
			continue
		}
		i++
		switch c := s[i]; c {
		case 'n', 'N':
			sb.WriteByte('\n')
		case 't', 'T':
			sb.WriteByte('\t')
		case 'r', 'R':
			sb.WriteByte('\r')
		case 'b', 'B':
			sb.WriteByte('\b')
		case 'f', 'F':
			sb.WriteByte('\f')
		case 'u', 'U':
			if i+4 < len(s) {
				if x, err := strconv.ParseUint(s[i+1:i+5], 16, 32); err == nil {
					sb.WriteRune(rune(x))
					i += 4
					continue
				}
			}
			sb.WriteByte(c)
		default:
			sb.WriteByte(c)
		}
	}
	return sb.String()
}

// UnquoteBlock returns the text of a multi-line literal: it begins after the line
// break behind the opening quotes, and loses the indent that its lines share.
func UnquoteBlock(s string) string {
	s = strings.TrimPrefix(s, "'''")
	s = strings.TrimSuffix(s, "'''")
	if i := strings.IndexByte(s, '\n'); i >= 0 && strings.TrimSpace(s[:i]) == "" {
		s = s[i+1:]
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	lines := strings.Split(s, "\n")
	indent := -1
	for i, line := range lines {
		width := len(line) - len(strings.TrimLeft(line, " \t"))
		if width == len(line) && i < len(lines)-1 {
			continue // blank, and not the line of the closing quotes
		}
		if indent < 0 || width < indent {
			indent = width
		}
	}
	for i, line := range lines {
		if len(line) >= indent && indent > 0 {
			lines[i] = line[indent:]
		} else {
			lines[i] = strings.TrimLeft(line, " \t")
		}
	}
	return unescape(strings.Join(lines, "\n"))
}
