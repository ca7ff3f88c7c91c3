package main

import (
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/apexvet/apexvet/analyzer"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/report"
	"github.com/apexvet/apexvet/rules"
)

func (a *app) textOptions() report.TextOptions {
	return report.TextOptions{Color: a.colored(a.stdout)}
}

func (a *app) rulesCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List every rule",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			switch list := a.registry.Rules(); format {
			case "text":
				return report.Rules(a.stdout, list)
			case "json":
				return report.RulesJSON(a.stdout, list)
			}
			return fmt.Errorf("--format: unknown format %q: use text or json", format)
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "list as `FORMAT`: text or json")
	return cmd
}

func (a *app) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain RULE",
		Short: "Explain a rule",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			r, err := a.registry.Find(args[0])
			if err != nil {
				return err
			}
			return report.Explain(a.stdout, r, a.textOptions())
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			var names []string
			for _, r := range a.registry.Rules() {
				names = append(names, r.Name)
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
	}
}

func (a *app) astCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "ast FILE",
		Short: "Print the syntax tree of an Apex file, or the elements of a metadata file",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			path, err := filepath.Abs(args[0])
			if err != nil {
				return err
			}
			snapshot, err := project.Load(cmd.Context(), project.Options{Paths: []string{path}, NoIgnoreFiles: true})
			if err != nil {
				return err
			}
			for _, f := range snapshot.Files {
				switch {
				case !f.Selected || filepath.Clean(f.Abs) != path:
				case f.Tree != nil:
					return report.Tree(a.stdout, f.Tree)
				case f.Document != nil:
					return report.Document(a.stdout, f.Document)
				}
			}
			for _, e := range snapshot.Ledger {
				if filepath.Base(e.Path) == filepath.Base(path) {
					return fmt.Errorf("%s: %s", args[0], e.Reason)
				}
			}
			return fmt.Errorf("%s is neither Apex nor metadata; name a .cls, .trigger, .apex or XML file", args[0])
		},
	}
}

func (a *app) statsCommand() *cobra.Command {
	var format string
	var jobs int
	cmd := &cobra.Command{
		Use:   "stats [PATH...]",
		Short: "Count what is in the project around PATH, and what cannot be analysed",
		RunE: func(cmd *cobra.Command, args []string) error {
			if format != "text" && format != "json" {
				return fmt.Errorf("--format: unknown format %q: use text or json", format)
			}
			start := time.Now()
			snapshot, err := project.Load(cmd.Context(), project.Options{Paths: args, Workers: jobs})
			if err != nil {
				return err
			}
			elapsed := time.Since(start)
			stats := analyzer.Measure(snapshot)
			if stats.CallSites, err = analyzer.MeasureCalls(cmd.Context(), snapshot, jobs); err != nil {
				return err
			}
			if format == "json" {
				return report.StatsJSON(a.stdout, stats, elapsed)
			}
			result, err := analyzer.Analyze(cmd.Context(), snapshot, analyzer.Options{MinConfidence: rules.ConfidenceHigh})
			if err != nil {
				return err
			}
			return report.Stats(a.stdout, stats, result, elapsed, a.textOptions())
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "write as `FORMAT`: text or json")
	cmd.Flags().IntVar(&jobs, "jobs", 0, "read `N` files at a time (default: one per processor)")
	return cmd
}
