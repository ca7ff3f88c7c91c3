package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/apexvet/apexvet/analyzer"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
)

// maxIncomplete is how many reasons for an incomplete analysis the text report lists.
const maxIncomplete = 20

// notedAs says in words what happened to files that do not make the analysis incomplete.
var notedAs = map[project.Status]string{
	project.Parsed:   "analysed",
	project.Noted:    "with a remark",
	project.Partial:  "analysed in part",
	project.Stub:     "hidden in a managed package",
	project.Excluded: "excluded",
	project.Skipped:  "skipped",
	project.Failed:   "unreadable",
}

// summary counts the findings by severity.
func (t *textWriter) summary() {
	r := t.result
	scope := fmt.Sprintf("in %s with %s", count(r.Files, "file"), count(len(r.Rules), "rule"))
	if len(r.Findings) == 0 {
		fmt.Fprintf(t.out, "%s %s", t.paint.good("No findings"), scope)
	} else {
		var parts []string
		for _, s := range rules.Severities() {
			if n := r.Count(s); n > 0 {
				parts = append(parts, fmt.Sprintf("%d %s", n, t.paint.severity(s)))
			}
		}
		fmt.Fprintf(t.out, "%s %s: %s", t.paint.bold(count(len(r.Findings), "finding")), scope, strings.Join(parts, ", "))
	}
	fmt.Fprintln(t.out, ".")
	if r.Hidden > 0 {
		fmt.Fprintf(t.out, "%s of lower confidence not shown; --min-confidence low shows all.\n", count(r.Hidden, "finding"))
	}
}

// Ledger writes what was not analysed, or not completely, and nothing if there is no such thing.
func Ledger(w io.Writer, result *analyzer.Result, opts TextOptions) error {
	out := bufio.NewWriter(w)
	t := textWriter{out: out, result: result, paint: newPalette(opts.Color)}
	t.ledger()
	return out.Flush()
}

// ledger lists why the analysis is incomplete, and counts what else was left out.
func (t *textWriter) ledger() {
	var incomplete []project.LedgerEntry
	var noted [16]int
	for _, e := range t.result.Ledger {
		if e.Incomplete {
			incomplete = append(incomplete, e)
		} else if int(e.Status) < len(noted) {
			noted[e.Status] += max(e.Count, 1)
		}
	}
	if len(incomplete) > 0 {
		fmt.Fprintf(t.out, "%s: findings may be missing, for %s:\n", t.paint.bad("Incomplete"),
			count(len(incomplete), "reason"))
		for i, e := range incomplete {
			if i == maxIncomplete {
				fmt.Fprintf(t.out, "  and %d more; --format json lists all of them\n", len(incomplete)-i)
				break
			}
			fmt.Fprintf(t.out, "  %s%s\n", t.ledgerPlace(e), plain(e.Reason))
		}
	}
	var parts []string
	for status, n := range noted {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%s %s", count(n, "file"), notedAs[project.Status(status)]))
		}
	}
	if len(parts) > 0 {
		fmt.Fprintf(t.out, "Noted: %s; --format json lists them.\n", strings.Join(parts, ", "))
	}
}

func (t *textWriter) ledgerPlace(e project.LedgerEntry) string {
	switch {
	case e.Path == "":
		return ""
	case e.End > 0 && t.result.Source(e.Path) != nil:
		return t.place(analyzer.Location{Path: e.Path, Start: e.Offset, End: e.End}) + ": "
	}
	return plain(e.Path) + ": "
}
