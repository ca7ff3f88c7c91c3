// Corpus parses all Apex of local checkouts and lists the files that do not parse without an error.
//
//	scripts/corpus [flags] DIR...
//
// Classes that a managed package hides ("(hidden)" in place of the text) are counted apart: they are not Apex. The exit status is
// 1 when a file is left that -explained has no reason for.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/scripts/internal/corpus"
)

func main() {
	damaged, err := run(os.Args[1:], os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "corpus:", err)
		os.Exit(2)
	}
	if damaged > 0 {
		os.Exit(1)
	}
}

// tally sums up one checkout.
type tally struct {
	name                                    string
	files, stubs, clean, explained, damaged int
	bytes, nodes                            int
}

// run returns the number of files with an error that nobody has explained.
func run(args []string, out io.Writer) (int, error) {
	flags := flag.NewFlagSet("corpus", flag.ExitOnError)
	explained := flags.String("explained", "", "file with explained errors: PATTERN errors REASON on each line")
	_ = flags.Parse(args) // exits on an error
	dirs, err := corpus.Dirs(flags.Args())
	if err != nil {
		return 0, err
	}
	files, err := corpus.List(dirs)
	if err != nil {
		return 0, err
	}
	explanations, err := corpus.ReadExplanations(*explained)
	if err != nil {
		return 0, err
	}
	var tallies []*tally
	total := &tally{name: "all"}
	for _, file := range files {
		if len(tallies) == 0 || tallies[len(tallies)-1].name != file.Corpus() {
			tallies = append(tallies, &tally{name: file.Corpus()})
		}
		text, err := file.Read()
		if err != nil {
			return 0, err
		}
		one := parse(file, text, explanations, out)
		total.add(one)
		tallies[len(tallies)-1].add(one)
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "corpus\tfiles\tstubs\tclean\texplained\tdamaged\tMB\tnodes\t")
	for _, t := range append(tallies, total) {
		fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%d\t%d\t%.1f\t%d\t\n",
			t.name, t.files, t.stubs, t.clean, t.explained, t.damaged, float64(t.bytes)/1e6, t.nodes)
	}
	return total.damaged, table.Flush()
}

// parse parses one file and prints what is wrong with it.
func parse(file corpus.File, text []byte, explanations corpus.Explanations, out io.Writer) tally {
	if corpus.IsStub(text) {
		return tally{files: 1, stubs: 1}
	}
	tree := parser.Parse(text)
	one := tally{files: 1, bytes: len(text), nodes: tree.Len()}
	if len(tree.Errors()) == 0 && tree.Limit() == parser.LimitNone {
		one.clean = 1
		return one
	}
	reason := explanations.Reason(file, "errors")
	if reason == "" {
		one.damaged = 1
	} else {
		one.explained = 1
		reason = " (explained: " + reason + ")"
	}
	fmt.Fprintf(out, "%s:%s\n", file.Name, reason)
	if tree.Limit() != parser.LimitNone {
		fmt.Fprintf(out, "  limit: %v\n", tree.Limit())
	}
	const shown = 3
	for i, e := range tree.Errors() {
		if i == shown {
			fmt.Fprintf(out, "  and %d more\n", len(tree.Errors())-shown)
			break
		}
		fmt.Fprintf(out, "  line %d: %s\n", 1+bytes.Count(text[:e.Start], []byte("\n")), describe(text, e))
	}
	return one
}

// describe quotes the start of what did not fit, or names what is missing.
func describe(text []byte, e parser.SyntaxError) string {
	if e.Missing != "" {
		return "missing " + e.Missing
	}
	const most = 60
	quoted := text[e.Start:e.End]
	if len(quoted) > most {
		return fmt.Sprintf("unexpected %q…", quoted[:most])
	}
	return fmt.Sprintf("unexpected %q", quoted)
}

func (t *tally) add(other tally) {
	t.files += other.files
	t.stubs += other.stubs
	t.clean += other.clean
	t.explained += other.explained
	t.damaged += other.damaged
	t.bytes += other.bytes
	t.nodes += other.nodes
}
