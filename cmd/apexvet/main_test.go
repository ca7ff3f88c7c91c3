package main

import (
	"context"
	"flag"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/apexvet/apexvet/analyzer/fixture"
	"github.com/apexvet/apexvet/rules"
)

var update = flag.Bool("update", false, "rewrite the expected outputs in testdata")

// The scripts run "apexvet" with the rules of package fixture, so that they test the command line alone.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"apexvet": func() { runFixture(context.Background()) },
		"apexvet-interrupted": func() {
			ctx, cancel := context.WithCancel(context.Background())
			cancel()
			runFixture(ctx)
		},
	})
}

func runFixture(ctx context.Context) {
	registry, err := rules.NewRegistry(fixture.Literals(), fixture.Elements())
	if err != nil {
		panic(err)
	}
	a := &app{registry: registry, version: "0.0.0-test", stdout: os.Stdout, stderr: os.Stderr}
	os.Exit(a.run(ctx, os.Args[1:]))
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status": status,
		},
	})
}

// status runs apexvet and checks its exit status: "status 2 apexvet scan .".
func status(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) < 2 {
		ts.Fatalf("usage: status NUMBER COMMAND...")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if exit, ok := err.(interface{ ExitCode() int }); ok {
		got = string(rune('0' + exit.ExitCode()))
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != args[0] {
		ts.Fatalf("exit status is %s, want %s", got, args[0])
	}
}
