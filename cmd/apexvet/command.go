package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"

	"github.com/apexvet/apexvet/rules"
)

// The exit status of the program, on which other tools rely.
const (
	exitClean    = 0 // nothing at or above --fail-on
	exitFindings = 1
	exitError    = 2 // wrong use, or an incomplete analysis
)

// An app is one call of the program.
type app struct {
	registry       *rules.Registry
	version        string
	stdout, stderr io.Writer
	// color is the value of --color.
	color string
	// trace is the value of --trace.
	trace bool
	// status is the exit status of a command that ran to its end.
	status int
}

// run executes a command line and returns the exit status.
func (a *app) run(ctx context.Context, args []string) int {
	root := a.rootCommand()
	root.SetArgs(args)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	if err := root.ExecuteContext(ctx); err != nil {
		if errors.Is(err, context.Canceled) {
			err = errors.New("interrupted; nothing was written")
		}
		fmt.Fprintf(a.stderr, "apexvet: %s\n", err)
		return exitError
	}
	return a.status
}

func (a *app) rootCommand() *cobra.Command {
	root := a.scanCommand("apexvet [PATH...]")
	root.Short = "Find security faults in Salesforce projects"
	root.Long = `apexvet finds security faults in Salesforce projects: in Apex classes and triggers and in the metadata around them.

Without a command it scans, as "apexvet scan" does.`
	root.SilenceErrors = true
	root.SilenceUsage = true
	root.SuggestionsMinimumDistance = 2
	root.PersistentFlags().StringVar(&a.color, "color", "auto", "color the text: auto, always or never")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w; '%s --help' lists the flags", err, cmd.CommandPath())
	})
	root.PersistentPreRunE = func(*cobra.Command, []string) error {
		if a.color != "auto" && a.color != "always" && a.color != "never" {
			return fmt.Errorf("unknown --color %q: use auto, always or never", a.color)
		}
		return nil
	}
	scanRoot := root.RunE
	root.RunE = func(cmd *cobra.Command, args []string) error {
		err := scanRoot(cmd, args)
		if near := mistyped(root, args); err != nil && near != "" {
			err = fmt.Errorf("%w; or did you mean the command %q?", err, near)
		}
		return err
	}
	scan := a.scanCommand("scan [PATH...]")
	root.AddCommand(scan, a.rulesCommand(), a.explainCommand(), a.astCommand(), a.statsCommand(), a.migrateCommand(), a.versionCommand())
	root.CompletionOptions.HiddenDefaultCmd = true
	return root
}

// mistyped returns the command that a lone argument resembles, unless it is a file.
func mistyped(root *cobra.Command, args []string) string {
	if len(args) != 1 {
		return ""
	}
	if _, err := os.Stat(args[0]); err == nil {
		return ""
	}
	if near := root.SuggestionsFor(args[0]); len(near) > 0 {
		return near[0]
	}
	return ""
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(a.stdout, "apexvet", a.version)
			return err
		},
	}
}

// developmentVersion is the version of a program that was not built from a release.
const developmentVersion = "0.0.0-dev"

// buildVersion returns the semantic version of the program, as the module system knows it.
func buildVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return developmentVersion
	}
	return strings.TrimPrefix(info.Main.Version, "v")
}

// colored reports whether text on the writer is to be colored.
func (a *app) colored(w io.Writer) bool {
	switch a.color {
	case "always":
		return true
	case "never":
		return false
	}
	return os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && isTerminal(w)
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && (isatty.IsTerminal(f.Fd()) || isatty.IsCygwinTerminal(f.Fd()))
}
