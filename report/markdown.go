package report

import (
	"io"
	"regexp"
	"strings"
)

// lineWidth is where paragraphs are broken.
const lineWidth = 96

var (
	codeSpan = regexp.MustCompile("`([^`]+)`")
	strong   = regexp.MustCompile(`\*\*([^*]+)\*\*`)
	link     = regexp.MustCompile(`\[([^\]]+)\]\((https?://[^)]+)\)`)
	listItem = regexp.MustCompile(`^(\s*)([-*]|\d+\.) (.*)$`)
)

// markdown writes the Markdown of a rule for a terminal: headings, paragraphs, lists, tables as they are, and code with
// a mark that says whether it is bad or good.
func markdown(w io.Writer, text string, paint *palette) {
	m := markdownWriter{w: w, paint: paint}
	inCode := false
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		fence, isFence := strings.CutPrefix(line, "```")
		item := listItem.FindStringSubmatch(line)
		switch {
		case isFence && inCode:
			inCode = false
		case isFence:
			m.flush()
			inCode = true
			m.example(fence)
		case inCode:
			m.write("    " + paint.code(line) + "\n")
		case strings.HasPrefix(line, "#"):
			m.flush()
			m.write(paint.bold(strings.TrimSpace(strings.TrimLeft(line, "#"))) + "\n")
		case strings.TrimSpace(line) == "":
			m.flush()
			m.write("\n")
		case strings.HasPrefix(line, "|"):
			m.flush()
			m.write(line + "\n")
		case item != nil:
			m.flush()
			m.first = item[1] + item[2] + " "
			m.rest = strings.Repeat(" ", len(m.first))
			m.words = strings.Fields(item[3])
		default:
			m.words = append(m.words, strings.Fields(line)...)
		}
	}
	m.flush()
}

// A markdownWriter collects the words of a paragraph until it ends. Errors are those of a buffered writer, which
// reports them when it is flushed.
type markdownWriter struct {
	w     io.Writer
	paint *palette
	words []string
	// first and rest stand before the first and the other lines of the paragraph.
	first, rest string
}

func (m *markdownWriter) write(text string) { _, _ = io.WriteString(m.w, text) }

// example writes the mark of a block whose fence says bad or good.
func (m *markdownWriter) example(fence string) {
	switch words := strings.Fields(fence); {
	case len(words) < 2:
	case words[1] == "bad":
		m.write("  " + m.paint.bad("Bad:") + "\n")
	case words[1] == "good":
		m.write("  " + m.paint.good("Good:") + "\n")
	}
}

// flush writes the paragraph that was collected.
func (m *markdownWriter) flush() {
	line, prefix := "", m.first
	for _, word := range m.words {
		if line != "" && len(prefix)+len(line)+1+len(word) > lineWidth {
			m.write(prefix + m.inline(line) + "\n")
			line, prefix = "", m.rest
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	if line != "" {
		m.write(prefix + m.inline(line) + "\n")
	}
	m.words, m.first, m.rest = nil, "", ""
}

func (m *markdownWriter) inline(text string) string {
	text = link.ReplaceAllString(text, "$1 ($2)")
	text = strong.ReplaceAllStringFunc(text, func(s string) string { return m.paint.bold(strings.Trim(s, "*")) })
	return codeSpan.ReplaceAllStringFunc(text, func(s string) string {
		if !m.paint.on {
			return s
		}
		return m.paint.code(strings.Trim(s, "`"))
	})
}
