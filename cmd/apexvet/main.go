// Command apexvet finds security faults in Salesforce projects: in Apex and in the metadata around it.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/mattn/go-colorable"

	"github.com/apexvet/apexvet/rules/all"
)

// Memory is traded for time: the garbage collector may let the heap grow to several times what lives, until the limit,
// from where on it works as hard as it must. GOGC and GOMEMLIMIT override either.
const (
	gcPercent   = 800
	memoryLimit = 450 << 20
)

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
	reserveHeap()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal ends the run in good order; from then on a second one ends the program at once.
	context.AfterFunc(ctx, stop)
	restore := colorable.EnableColorsStdout(nil)
	a := &app{registry: all.Registry(), version: buildVersion(), stdout: os.Stdout, stderr: os.Stderr}
	status := a.run(ctx, os.Args[1:])
	restore()
	os.Exit(status)
}
