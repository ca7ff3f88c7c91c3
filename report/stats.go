package report

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/apexvet/apexvet/analyzer"
)

// Stats writes what a snapshot holds, for people. The result carries the ledger; no rule has run.
func Stats(w io.Writer, s analyzer.Stats, result *analyzer.Result, elapsed time.Duration, opts TextOptions) error {
	table := tabwriter.NewWriter(w, 0, 4, 2, ' ', tabwriter.AlignRight)
	for _, line := range []struct {
		name  string
		value int
	}{
		{"Apex files", s.Files},
		{"classes", s.Classes},
		{"interfaces", s.Interfaces},
		{"enums", s.Enums},
		{"triggers", s.Triggers},
		{"methods", s.Methods},
		{"constructors", s.Constructors},
		{"fields", s.Fields},
		{"properties", s.Properties},
		{"SOQL queries", s.SOQL},
		{"SOSL searches", s.SOSL},
		{"DML statements", s.DML},
		{"method calls", s.Calls},
		{"syntax nodes", s.Nodes},
		{"bytes of Apex", s.Bytes},
		{"lines of Apex", s.Lines},
		{"syntax errors", s.SyntaxErrors},
		{"metadata files", s.Documents},
		{"milliseconds", int(elapsed.Milliseconds())},
	} {
		fmt.Fprintf(table, "%d\t %s\t\n", line.value, line.name)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	calls := s.CallSites
	fmt.Fprintf(w, "\nCall sites outside of tests: %d, unresolved %d (%.2f %%)\n", calls.Calls, calls.Unresolved, calls.Share)
	for _, reason := range slices.Sorted(maps.Keys(calls.Reasons)) {
		fmt.Fprintf(w, "  %d: %s\n", calls.Reasons[reason], reason)
	}
	if calls.Open > 0 {
		fmt.Fprintf(w, "  %d may also run code that the project does not hold\n", calls.Open)
	}
	return Ledger(w, result, opts)
}

// StatsJSON writes the counts for other programs.
func StatsJSON(w io.Writer, s analyzer.Stats, elapsed time.Duration) error {
	return encode(w, struct {
		analyzer.Stats
		Milliseconds int64 `json:"milliseconds"`
	}{s, elapsed.Milliseconds()})
}
