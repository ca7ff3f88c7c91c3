package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/apexvet/apexvet/scripts/internal/corpus"
)

// errorsSubject is what explanations call a syntax error that only one of the parsers sees.
const errorsSubject = "errors"

// report prints comparisons.
type report struct {
	out          io.Writer
	explanations corpus.Explanations
	counts       bool // of every file
}

// tally sums up one corpus.
type tally struct {
	files, stubs, equal, explained, unexplained, bothFail int
	apexvet, antlr                                        map[string]int // constructs by column
}

// difference is one thing the parsers do not agree on in a file.
type difference struct{ subject, detail string }

// print prints every file that differs, then a table of all corpora. It returns the number of files with unexplained differences.
func (r report) print(comparisons []comparison) (int, error) {
	tallies := map[string]*tally{}
	var names []string
	for _, c := range comparisons {
		name := c.file.Corpus()
		if tallies[name] == nil {
			tallies[name] = &tally{apexvet: map[string]int{}, antlr: map[string]int{}}
			names = append(names, name)
		}
		r.printFile(c, tallies[name])
	}
	unexplained := 0
	table := tabwriter.NewWriter(r.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "corpus\tfiles\tstubs\tequal\texplained\tunexplained\tboth see errors\t")
	for _, name := range names {
		t := tallies[name]
		fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t\n", name, t.files, t.stubs, t.equal, t.explained, t.unexplained, t.bothFail)
		unexplained += t.unexplained
	}
	fmt.Fprintf(table, "\ncorpus\t%s\t\n", strings.Join(columns, "\t"))
	for _, name := range names {
		fmt.Fprintf(table, "%s", name)
		for _, column := range columns {
			t := tallies[name]
			if t.apexvet[column] == t.antlr[column] {
				fmt.Fprintf(table, "\t%d", t.apexvet[column])
			} else {
				fmt.Fprintf(table, "\t%d≠%d", t.apexvet[column], t.antlr[column])
			}
		}
		fmt.Fprintln(table, "\t")
	}
	return unexplained, table.Flush()
}

func (r report) printFile(c comparison, t *tally) {
	if c.stub {
		t.stubs++
		return
	}
	t.files++
	if r.counts {
		fmt.Fprint(r.out, c.file.Name)
		for _, column := range columns {
			fmt.Fprintf(r.out, " %s=%d/%d", column, len(c.apexvet.Lines[column]), len(c.antlr.Lines[column]))
		}
		fmt.Fprintln(r.out)
	}
	if len(c.apexvet.Errors) > 0 && len(c.antlr.Errors) > 0 {
		t.bothFail++
		fmt.Fprintf(r.out, "%s\n  both parsers see errors: apexvet on line %d, antlr on line %d\n", c.file.Name, c.apexvet.Errors[0], c.antlr.Errors[0])
		return // what is left of a damaged file says nothing
	}
	for _, column := range columns {
		t.apexvet[column] += len(c.apexvet.Lines[column])
		t.antlr[column] += len(c.antlr.Lines[column])
	}
	differences := c.differences()
	if len(differences) == 0 {
		t.equal++
		return
	}
	fmt.Fprintln(r.out, c.file.Name)
	unexplained := false
	for _, d := range differences {
		fmt.Fprintf(r.out, "  %s: %s", d.subject, d.detail)
		if reason := r.explanations.Reason(c.file, d.subject); reason != "" {
			fmt.Fprintf(r.out, " (explained: %s)", reason)
		} else {
			unexplained = true
		}
		fmt.Fprintln(r.out)
	}
	if unexplained {
		t.unexplained++
	} else {
		t.explained++
	}
}

// differences returns what the parsers do not agree on, the syntax errors alone if only one of them sees any.
func (c comparison) differences() []difference {
	if len(c.apexvet.Errors) != 0 || len(c.antlr.Errors) != 0 {
		return []difference{{subject: errorsSubject, detail: only(c.apexvet.Errors, c.antlr.Errors)}}
	}
	var all []difference
	for _, column := range columns {
		ours, theirs := c.apexvet.Lines[column], c.antlr.Lines[column]
		if !slices.Equal(ours, theirs) {
			detail := fmt.Sprintf("apexvet %d, antlr %d; %s", len(ours), len(theirs), only(ours, theirs))
			all = append(all, difference{subject: column, detail: detail})
		}
	}
	return all
}

// only says which lines are on one side alone. Both sides are sorted; a line may be there several times.
func only(ours, theirs []int) string {
	var left, right []int
	for len(ours) > 0 || len(theirs) > 0 {
		switch {
		case len(theirs) == 0 || len(ours) > 0 && ours[0] < theirs[0]:
			left, ours = append(left, ours[0]), ours[1:]
		case len(ours) == 0 || theirs[0] < ours[0]:
			right, theirs = append(right, theirs[0]), theirs[1:]
		default:
			ours, theirs = ours[1:], theirs[1:]
		}
	}
	var parts []string
	for _, side := range []struct {
		name  string
		lines []int
	}{{"apexvet", left}, {"antlr", right}} {
		if len(side.lines) > 0 {
			parts = append(parts, fmt.Sprintf("only %s: line %s", side.name, joinLines(side.lines)))
		}
	}
	return strings.Join(parts, "; ")
}

// joinLines lists the first lines.
func joinLines(lines []int) string {
	const most = 8
	var words []string
	for _, line := range lines[:min(most, len(lines))] {
		words = append(words, fmt.Sprint(line))
	}
	if len(lines) > most {
		words = append(words, "…")
	}
	return strings.Join(words, ", ")
}
