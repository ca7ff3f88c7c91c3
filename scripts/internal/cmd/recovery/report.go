package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// printResults prints the share of edits that every other method survived, by what was edited, and the first failures of each
// construct. It returns the share in percent.
func printResults(out io.Writer, results []result, examples int) float64 {
	survived := 0
	for _, r := range results {
		if r.lost == 0 {
			survived++
		}
	}
	share := 100 * float64(survived) / float64(len(results))
	fmt.Fprintf(out, "%d edits, every other method unharmed after %d: %.1f %%\n", len(results), survived, share)

	for _, grouping := range []struct {
		title string
		key   func(result) string
	}{
		{"edit", func(r result) string { return r.edit.String() }},
		{"construct", func(r result) string { return r.construct }},
	} {
		fmt.Fprintln(out)
		printGroups(out, grouping.title, groupBy(results, grouping.key))
	}
	for _, g := range groupBy(results, func(r result) string { return r.construct }) {
		shown := 0
		for _, r := range g.results {
			if r.lost == 0 || shown == examples {
				continue
			}
			shown++
			fmt.Fprintf(out, "\n%s:%d: in %s: %s: %d of %d other methods lost", r.file.Name, r.line, r.construct, r.edit.describe(), r.lost, r.others)
		}
	}
	fmt.Fprintln(out)
	return share
}

// group is the results that have something in common.
type group struct {
	name     string
	results  []result
	failures int
}

// groupBy groups results, the group with the most failures first.
func groupBy(results []result, key func(result) string) []*group {
	byName := map[string]*group{}
	var groups []*group
	for _, r := range results {
		name := key(r)
		g := byName[name]
		if g == nil {
			g = &group{name: name}
			byName[name] = g
			groups = append(groups, g)
		}
		g.results = append(g.results, r)
		if r.lost > 0 {
			g.failures++
		}
	}
	slices.SortFunc(groups, func(a, b *group) int {
		return cmp.Or(cmp.Compare(b.failures, a.failures), cmp.Compare(len(b.results), len(a.results)), strings.Compare(a.name, b.name))
	})
	return groups
}

func printGroups(out io.Writer, title string, groups []*group) {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "%s\tedits\tfailures\n", title)
	for _, g := range groups {
		if g.failures > 0 {
			fmt.Fprintf(table, "%s\t%d\t%d\n", g.name, len(g.results), g.failures)
		}
	}
	_ = table.Flush() // a report on a closed pipe is nobody's loss
}

// String names the sort of the edit: what was done to what sort of token.
func (e edit) String() string {
	if e.deletion {
		return "delete " + tokenClass(e.token)
	}
	return "insert " + tokenClass(e.token)
}

// describe says what exactly was done.
func (e edit) describe() string {
	if e.deletion {
		return fmt.Sprintf("deleted %q", e.token)
	}
	return fmt.Sprintf("inserted %q", e.token)
}

// tokenClass is the token itself, but one name for all strings, numbers and words.
func tokenClass(token string) string {
	switch c := token[0]; {
	case c == '\'':
		return "string"
	case '0' <= c && c <= '9':
		return "number"
	case isWord(c):
		return "word"
	}
	return token
}
