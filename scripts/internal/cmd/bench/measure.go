package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// A program is one of those that take turns.
type program struct {
	name      string
	args      []string
	stdin     []byte
	succeeded func(exitStatus int) bool // nil: only 0 is a success
	says      string                    // the last line it printed in its first turn
	samples   []sample
}

// A sample is what one turn cost.
type sample struct {
	wall, user, system time.Duration
	peak               int64 // resident memory, bytes; 0 if the system does not tell
}

// measure gives every program one turn that does not count and then as many as asked for, round by round.
func measure(ctx context.Context, programs []program, turns int) error {
	for turn := range turns + 1 {
		for i := range programs {
			p := &programs[i]
			s, output, err := p.run(ctx)
			if err != nil {
				return fmt.Errorf("%s: %w\n%s", p.name, err, output)
			}
			if turn == 0 {
				lines := strings.Split(strings.TrimSpace(output), "\n")
				p.says = lines[len(lines)-1]
				continue
			}
			p.samples = append(p.samples, s)
		}
	}
	return nil
}

// run runs the program once. Its output is returned: what it wrote to both streams if it failed, else to the first.
func (p *program) run(ctx context.Context) (sample, string, error) {
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, p.args[0], p.args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(p.stdin), &stdout, &stderr
	start := time.Now()
	err := cmd.Run()
	wall := time.Since(start)
	var exit *exec.ExitError
	if errors.As(err, &exit) && p.succeeded != nil && p.succeeded(exit.ExitCode()) {
		err = nil
	}
	if err != nil {
		return sample{}, stdout.String() + stderr.String(), err
	}
	state := cmd.ProcessState
	return sample{wall: wall, user: state.UserTime(), system: state.SystemTime(), peak: peakMemory(state)}, stdout.String(), nil
}

// printTable prints the programs, and how each compares with the first.
func printTable(w io.Writer, programs []program, size int64) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "\tleast\tmedian\tgreatest\tuser\tsys\tMB/s\tpeak MB\t")
	for _, p := range programs {
		walls := column(p.samples, wallSeconds)
		fmt.Fprintf(table, "%s\t%.3f s\t%.3f s\t%.3f s\t%.2f s\t%.2f s\t%.1f\t%.0f\t\n", p.name,
			walls[0], median(walls), walls[len(walls)-1],
			median(column(p.samples, func(s sample) float64 { return s.user.Seconds() })),
			median(column(p.samples, func(s sample) float64 { return s.system.Seconds() })),
			float64(size)/1e6/walls[0],
			slices.Max(column(p.samples, func(s sample) float64 { return float64(s.peak) }))/1e6)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for i, p := range programs {
		if i == 1 {
			fmt.Fprintln(w)
		}
		for _, q := range programs[:i] {
			ratios := make([]float64, len(p.samples))
			for turn := range ratios {
				ratios[turn] = p.samples[turn].wall.Seconds() / q.samples[turn].wall.Seconds()
			}
			slices.Sort(ratios)
			least := slices.Min(column(p.samples, wallSeconds)) / slices.Min(column(q.samples, wallSeconds))
			cpu := median(column(p.samples, cpuSeconds)) / median(column(q.samples, cpuSeconds))
			fmt.Fprintf(w, "%s / %s: %.2f by the least times, %.2f by the median of the turns (%.2f to %.2f), %.2f by CPU time\n",
				p.name, q.name, least, median(ratios), ratios[0], ratios[len(ratios)-1], cpu)
		}
	}
	fmt.Fprintln(w)
	for _, p := range programs {
		if p.says != "" {
			fmt.Fprintf(w, "%s said: %s\n", p.name, p.says)
		}
	}
	return nil
}

func wallSeconds(s sample) float64 { return s.wall.Seconds() }

func cpuSeconds(s sample) float64 { return (s.user + s.system).Seconds() }

// column returns one measure of all samples, sorted.
func column(samples []sample, of func(sample) float64) []float64 {
	values := make([]float64, len(samples))
	for i, s := range samples {
		values[i] = of(s)
	}
	slices.Sort(values)
	return values
}

// median returns the middle of sorted values.
func median(sorted []float64) float64 {
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
