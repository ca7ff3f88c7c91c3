package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/apexvet/apexvet/analyzer"
	"github.com/apexvet/apexvet/report"
	"github.com/apexvet/apexvet/sarif"
)

// standardOutput is the name of a file that means the standard output.
const standardOutput = "-"

// An output is a format and the file that it goes to.
type output struct {
	file   string
	format formatter
}

// A formatter writes a result; the app knows the colors and the exit status.
type formatter func(io.Writer, *analyzer.Result, *app) error

var formats = map[string]formatter{
	"text": func(w io.Writer, r *analyzer.Result, a *app) error {
		return report.Text(w, r, report.TextOptions{Color: a.colored(a.stdout), Trace: a.trace})
	},
	"json": func(w io.Writer, r *analyzer.Result, a *app) error {
		return report.JSON(w, r, a.version)
	},
	"sarif": func(w io.Writer, r *analyzer.Result, a *app) error {
		return sarif.Write(w, r, sarif.Options{Version: a.version, ExitCode: a.status})
	},
}

// plainText is text for files: never colored unless that was demanded.
func plainText(w io.Writer, r *analyzer.Result, a *app) error {
	return report.Text(w, r, report.TextOptions{Color: a.color == "always", Trace: a.trace})
}

func findFormat(name, file string) (formatter, error) {
	if f, ok := formats[name]; ok {
		if name == "text" && file != standardOutput {
			f = plainText
		}
		return f, nil
	}
	return nil, fmt.Errorf("unknown format %q: use text, sarif or json", name)
}

// outputs reads --format, --output and --report.
func (f scanFlags) outputs() ([]output, error) {
	file := f.output
	if file == "" {
		file = standardOutput
	}
	format, err := findFormat(f.format, file)
	if err != nil {
		return nil, fmt.Errorf("--format: %w", err)
	}
	list := []output{{file, format}}
	for _, r := range f.reports {
		name, file, ok := strings.Cut(r, "=")
		if !ok || file == "" {
			return nil, fmt.Errorf("--report: cannot read %q: want FORMAT=FILE", r)
		}
		format, err := findFormat(name, file)
		if err != nil {
			return nil, fmt.Errorf("--report: %w", err)
		}
		list = append(list, output{file, format})
	}
	return list, nil
}

func (a *app) writeTo(o output, data []byte) error {
	if o.file == standardOutput {
		if _, err := a.stdout.Write(data); err != nil {
			return fmt.Errorf("writing to the standard output: %w", err)
		}
		return nil
	}
	if err := os.WriteFile(o.file, data, 0o644); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}
