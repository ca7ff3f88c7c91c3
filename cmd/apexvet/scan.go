package main

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/apexvet/apexvet/analyzer"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/report"
	"github.com/apexvet/apexvet/rules"
)

// scanFlags are the flags of scan as they were given.
type scanFlags struct {
	rules           []string
	profile         string
	minConfidence   string
	format          string
	output          string
	reports         []string
	failOn          string
	settings        []string
	allowIncomplete bool
	excludes        []string
	now             string
	jobs            int
}

func (a *app) scanCommand(use string) *cobra.Command {
	var f scanFlags
	cmd := &cobra.Command{
		Use:   use,
		Short: "Scan the project around PATH (default: the working directory)",
		Long: `Scans the project around each PATH (default: the working directory) and reports what lies in PATH.

Exit status: 0 nothing at or above --fail-on; 1 findings; 2 wrong use, or an incomplete analysis, also beside findings.`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return a.scan(cmd.Context(), f, args) },
	}
	flags := cmd.Flags()
	flags.StringSliceVar(&f.rules, "rule", nil, "run these rules `A,B` only")
	flags.StringVar(&f.profile, "profile", rules.ProfileSecurity, "run the rules of the profile `NAME`")
	flags.StringVar(&f.minConfidence, "min-confidence", "medium", "show findings from this `LEVEL` on: low, medium or high")
	flags.StringVar(&f.format, "format", "text", "write the findings as `FORMAT`: text, sarif or json")
	flags.BoolVar(&a.trace, "trace", false, "show the source lines of every path, and the checks beside it, in text")
	flags.StringVar(&f.output, "output", "", "write to `FILE` instead of the standard output")
	flags.StringArrayVar(&f.reports, "report", nil, "write another report `FORMAT=FILE`; repeatable")
	flags.StringVar(&f.failOn, "fail-on", "medium",
		"exit with 1 from this `SEVERITY` on: critical, high, medium, low, info or never")
	flags.StringArrayVar(&f.settings, "set", nil, "set a rule's property `RULE.PROPERTY=VALUE`; repeatable")
	flags.BoolVar(&f.allowIncomplete, "allow-incomplete", false, "do not exit with 2 when the analysis is incomplete")
	flags.StringArrayVar(&f.excludes, "exclude", nil, "leave out files that match `PATTERN`, such as '**/vendor/**'; repeatable")
	flags.StringVar(&f.now, "now", "", "judge expiry as of `DATE`, such as 2026-01-31 (default: today)")
	flags.IntVar(&f.jobs, "jobs", 0, "analyse `N` files at a time (default: one per processor)")
	return cmd
}

// A plan is what the flags of scan mean.
type plan struct {
	rules    []*rules.Rule
	settings rules.Settings
	minimum  rules.Confidence
	failOn   rules.Severity
	never    bool
	now      time.Time
	outputs  []output
}

func (f scanFlags) plan(registry *rules.Registry) (*plan, error) {
	var p plan
	var err error
	if p.rules, err = registry.Select(f.rules, f.profile); err != nil {
		return nil, fmt.Errorf("--rule or --profile: %w", err)
	}
	if p.settings, err = registry.Settings(f.settings); err != nil {
		return nil, fmt.Errorf("--set: %w", err)
	}
	if p.minimum, err = rules.ParseConfidence(f.minConfidence); err != nil {
		return nil, fmt.Errorf("--min-confidence: %w", err)
	}
	if p.never = f.failOn == "never"; !p.never {
		if p.failOn, err = rules.ParseSeverity(f.failOn); err != nil {
			return nil, fmt.Errorf("--fail-on: %w, or never", err)
		}
	}
	if p.outputs, err = f.outputs(); err != nil {
		return nil, err
	}
	if f.now != "" {
		if p.now, err = time.Parse(time.DateOnly, f.now); err != nil {
			return nil, fmt.Errorf("--now: %q is no date; write it as 2026-01-31", f.now)
		}
	}
	if f.jobs < 0 {
		return nil, fmt.Errorf("--jobs: %d is negative", f.jobs)
	}
	return &p, nil
}

func (a *app) scan(ctx context.Context, f scanFlags, paths []string) error {
	p, err := f.plan(a.registry)
	if err != nil {
		return err
	}
	snapshot, err := project.Load(ctx, project.Options{
		Paths: paths, Excludes: f.excludes, Documents: documents(p.rules), Texts: rules.Texts(p.rules), Workers: f.jobs,
	})
	if err != nil {
		return err
	}
	opts := analyzer.Options{Rules: p.rules, Settings: p.settings, MinConfidence: p.minimum, Now: p.now, Workers: f.jobs}
	if isTerminal(a.stderr) {
		progress := report.NewProgress(a.stderr)
		defer progress.Clear()
		opts.Progress = progress.Update
	}
	result, err := analyzer.Analyze(ctx, snapshot, opts)
	if err != nil {
		return err
	}
	a.status = exitStatus(result, p, f.allowIncomplete)
	for _, o := range p.outputs {
		if err := a.write(o, result); err != nil {
			return err
		}
	}
	return nil
}

// documents lists the root elements that the rules look at; nil means all of them.
func documents(list []*rules.Rule) []string {
	elements := []string{}
	for _, r := range list {
		if !r.Uses(rules.Document) {
			elements = append(elements, r.Context...)
			continue
		}
		if len(r.Elements) == 0 {
			return nil
		}
		elements = append(elements, r.Elements...)
		elements = append(elements, r.Context...)
	}
	slices.Sort(elements)
	return slices.Compact(elements)
}

func exitStatus(result *analyzer.Result, p *plan, allowIncomplete bool) int {
	if result.Incomplete() && !allowIncomplete {
		return exitError
	}
	if p.never {
		return exitClean
	}
	for i := range result.Findings {
		if result.Findings[i].Variant.Severity >= p.failOn {
			return exitFindings
		}
	}
	return exitClean
}

// write writes one output, as a whole or not at all.
func (a *app) write(o output, result *analyzer.Result) error {
	var b bytes.Buffer
	if err := o.format(&b, result, a); err != nil {
		return err
	}
	return a.writeTo(o, b.Bytes())
}
