package report

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/position"
)

// maxLeaf is how many bytes of a leaf's text are shown.
const maxLeaf = 60

// Tree writes a syntax tree, one node a line, indented by depth: field, kind, range as line:column and, of leaves, the
// text. Syntax errors and limits follow.
func Tree(w io.Writer, tree *parser.Tree) error {
	out := bufio.NewWriter(w)
	lines := position.NewLines(tree.Text())
	depth := map[int]int{}
	for i := range tree.Len() {
		n := tree.Node(i)
		level := 0
		if p := n.Parent(); p.Valid() {
			level = depth[p.Index()] + 1
		}
		depth[i] = level
		fmt.Fprintf(out, "%s%s%s %s", strings.Repeat("  ", level), label(n), n.Kind(), span(lines, n.Start(), n.End()))
		switch {
		case n.IsMissing():
			out.WriteString(" missing")
		case !n.FirstChild().Valid():
			out.WriteString(" " + leaf(n.Text()))
		}
		out.WriteByte('\n')
	}
	for _, e := range tree.Errors() {
		fmt.Fprintf(out, "; syntax error at %s", span(lines, e.Start, e.End))
		if e.Missing != "" {
			fmt.Fprintf(out, ": %s is missing", e.Missing)
		}
		out.WriteByte('\n')
	}
	if limit := tree.Limit(); limit != parser.LimitNone {
		fmt.Fprintf(out, "; not parsed completely: %s\n", limit)
	}
	return out.Flush()
}

func label(n parser.Node) string {
	if f := n.Field(); f != parser.FieldNone {
		return f.String() + ": "
	}
	return ""
}

func span(lines *position.Lines, start, end int) string {
	from, to := lines.Position(start), lines.Position(end)
	return fmt.Sprintf("%d:%d-%d:%d", from.Line, from.Column, to.Line, to.Column)
}

// leaf quotes a text and cuts it if it is long.
func leaf(text string) string {
	if len(text) > maxLeaf {
		return strconv.Quote(strings.ToValidUTF8(text[:maxLeaf], "")) + "…"
	}
	return strconv.Quote(text)
}

// Document writes the elements of a metadata file as [Tree] writes nodes.
func Document(w io.Writer, d *metadata.Document) error {
	out := bufio.NewWriter(w)
	lines := position.NewLines(d.Text)
	var write func(e *metadata.Element, level int)
	write = func(e *metadata.Element, level int) {
		fmt.Fprintf(out, "%s%s %s", strings.Repeat("  ", level), e.Name, span(lines, e.Start, e.End))
		for _, a := range e.Attrs() {
			fmt.Fprintf(out, " %s=%s", a.Name, strconv.Quote(a.Value))
		}
		isLeaf := true
		for range e.Children() {
			isLeaf = false
			break
		}
		if isLeaf {
			out.WriteString(" " + leaf(e.Value()))
		}
		out.WriteByte('\n')
		for child := range e.Children() {
			write(child, level+1)
		}
	}
	if d.Root != nil {
		write(d.Root, 0)
	}
	return out.Flush()
}
