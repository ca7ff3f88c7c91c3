package report

import (
	"fmt"
	"io"
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
	return Ledger(w, result, opts)
}

// StatsJSON writes the counts for other programs.
func StatsJSON(w io.Writer, s analyzer.Stats, elapsed time.Duration) error {
	return encode(w, struct {
		analyzer.Stats
		Milliseconds int64 `json:"milliseconds"`
	}{s, elapsed.Milliseconds()})
}
