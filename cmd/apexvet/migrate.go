package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/apexvet/apexvet/migrate"
	"github.com/apexvet/apexvet/project"
)

// migrateFlags are the flags of migrate as they were given.
type migrateFlags struct {
	to              string
	from            string
	tests           bool
	preserve        bool
	raise           bool
	write           bool
	format          string
	output          string
	allowIncomplete bool
	excludes        []string
	jobs            int
}

func (a *app) migrateCommand() *cobra.Command {
	var f migrateFlags
	cmd := &cobra.Command{
		Use:   "migrate --to VERSION [PATH...]",
		Short: "Show what raising the API version changes in mode and sharing, and write what keeps it",
		Long: `Compares how every database operation in PATH (default: the working directory) runs at the API version of its class or
trigger and at VERSION: in which mode, with which sharing, and what does not compile.

--preserve writes the modes and keywords that keep today's behaviour, --raise the version itself. Both show a diff, until
--write applies it.

Exit status: 0 all is known and, with --preserve or --raise, kept; 2 wrong use, an incomplete analysis, or something is
left to a person.`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return a.migrate(cmd.Context(), f, args) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.to, "to", "", "raise to this `VERSION`, such as 67")
	flags.StringVar(&f.from, "from", "", "take files whose version is not known to be at this `VERSION`")
	flags.BoolVar(&f.tests, "tests", false, "raise test classes too")
	flags.BoolVar(&f.preserve, "preserve", false, "keep today's modes and sharing by naming them")
	flags.BoolVar(&f.raise, "raise", false, "raise apiVersion in the -meta.xml files")
	flags.BoolVar(&f.write, "write", false, "apply the changes of --preserve and --raise instead of showing them")
	flags.StringVar(&f.format, "format", "text", "write as `FORMAT`: text, json or markdown")
	flags.StringVar(&f.output, "output", "", "write to `FILE` instead of the standard output")
	flags.BoolVar(&f.allowIncomplete, "allow-incomplete", false, "do not exit with 2 when something is not known or left to a person")
	flags.StringArrayVar(&f.excludes, "exclude", nil, "leave out files that match `PATTERN`, such as '**/vendor/**'; repeatable")
	flags.IntVar(&f.jobs, "jobs", 0, "analyse `N` files at a time (default: one per processor)")
	return cmd
}

// options reads the flags that say what is raised.
func (f migrateFlags) options() (migrate.Options, error) {
	opts := migrate.Options{Tests: f.tests, Workers: f.jobs}
	if f.to == "" {
		return opts, errors.New("name the version to raise to: --to 67")
	}
	var ok bool
	if opts.Target, ok = project.ParseVersion(f.to); !ok {
		return opts, fmt.Errorf("--to: %q is no API version; write it as 67 or 67.0", f.to)
	}
	if f.from != "" {
		if opts.Assumed, ok = project.ParseVersion(f.from); !ok {
			return opts, fmt.Errorf("--from: %q is no API version; write it as 60 or 60.0", f.from)
		}
	}
	switch {
	case f.write && !f.preserve && !f.raise:
		return opts, errors.New("--write needs --preserve or --raise: there is nothing to write without them")
	case f.format != "text" && f.format != "json" && f.format != "markdown":
		return opts, fmt.Errorf("--format: unknown format %q: use text, json or markdown", f.format)
	case f.jobs < 0:
		return opts, fmt.Errorf("--jobs: %d is negative", f.jobs)
	}
	return opts, nil
}

func (a *app) migrate(ctx context.Context, f migrateFlags, paths []string) error {
	opts, err := f.options()
	if err != nil {
		return err
	}
	snapshot, err := project.Load(ctx, project.Options{
		Paths: paths, Excludes: f.excludes, Documents: migrate.Documents(), Workers: f.jobs,
	})
	if err != nil {
		return err
	}
	report, err := migrate.Analyze(ctx, snapshot, opts)
	if err != nil {
		return err
	}
	incomplete := report.Incomplete()
	var changes *migrate.Changes
	if f.preserve || f.raise {
		changes, err = report.Preserve(ctx, migrate.PreserveOptions{Preserve: f.preserve, Raise: f.raise})
		if err != nil {
			return err
		}
		incomplete = incomplete || !changes.Complete()
	}
	if f.write {
		for i := range changes.Files {
			if err := changes.Files[i].Write(); err != nil {
				return fmt.Errorf("writing stopped after %d of %d files: %w", i, len(changes.Files), err)
			}
		}
	}
	if incomplete && !f.allowIncomplete {
		a.status = exitError
	}
	return a.writeMigration(f, report, changes)
}

// writeMigration writes the report or, of changes in text, the diff: what is to be read beside it goes to the standard error.
func (a *app) writeMigration(f migrateFlags, report *migrate.Report, changes *migrate.Changes) error {
	var b bytes.Buffer
	var err error
	switch {
	case f.format == "json":
		err = report.JSON(&b, changes, f.write, a.version)
	case f.format == "markdown":
		err = report.Markdown(&b, changes, f.write)
	case changes == nil:
		err = report.Text(&b)
	default:
		err = a.writeChanges(&b, f, report, changes)
	}
	if err != nil {
		return err
	}
	file := f.output
	if file == "" {
		file = standardOutput
	}
	return a.writeTo(output{file: file}, b.Bytes())
}

func (a *app) writeChanges(w io.Writer, f migrateFlags, report *migrate.Report, changes *migrate.Changes) error {
	if f.write {
		for i := range changes.Files {
			fmt.Fprintln(w, changes.Files[i].Path)
		}
	} else if err := changes.Diff(w); err != nil {
		return err
	}
	if err := changes.Text(a.stderr, f.write); err != nil {
		return err
	}
	return report.Gaps(a.stderr)
}
