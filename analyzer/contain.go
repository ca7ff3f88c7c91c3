package analyzer

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/apexvet/apexvet/project"
)

// Calls of the driver and of the rules' contract say nothing about where a rule went wrong.
const (
	driver   = "github.com/apexvet/apexvet/analyzer."
	contract = "github.com/apexvet/apexvet/rules."
	// driverFrame is the function that calls rules: what called it is the same for every rule.
	driverFrame = driver + "(*passes).rule.func1"
)

// frames is how many calls a contained panic is described with.
const frames = 3

// contain calls f and says in words how it failed, if it did. A panic is described with the first calls of its stack,
// without the directories of the machine that built the program.
func contain(f func() error) (failure string) {
	defer func() {
		if value := recover(); value != nil {
			failure = fmt.Sprint(value)
			if where := stack(); where != "" {
				failure += " (at " + where + ")"
			}
		}
	}()
	if err := f(); err != nil {
		return err.Error()
	}
	return ""
}

// stack describes the calls that led to the panic being recovered.
func stack() string {
	counters := make([]uintptr, 64)
	counters = counters[:runtime.Callers(2, counters)]
	all := runtime.CallersFrames(counters)
	var calls []string
	panicked := false
	for more := true; more && len(calls) < frames; {
		var frame runtime.Frame
		frame, more = all.Next()
		name := frame.Function
		if !panicked {
			panicked = name == "runtime.gopanic"
			continue
		}
		if name == driverFrame {
			break
		}
		if name == "" || strings.HasPrefix(name, "runtime.") || strings.HasPrefix(name, driver) ||
			strings.HasPrefix(name, contract) {
			continue
		}
		calls = append(calls, fmt.Sprintf("%s, %s:%d", name[strings.LastIndexByte(name, '/')+1:],
			filepath.Base(frame.File), frame.Line))
	}
	return strings.Join(calls, "; ")
}

// failed is the ledger's entry for what went wrong in the program itself.
func failed(path, reason string) project.LedgerEntry {
	return project.LedgerEntry{Path: path, Status: project.Failed, Incomplete: true, Reason: reason, Count: 1}
}
