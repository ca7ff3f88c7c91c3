package main

import (
	"bytes"
	"context"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/apexvet/apexvet/rules/all"
)

// What the README shows is what the tool prints: its lines in their order, with "..." for what is left out.
func TestREADME(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile("(?s)```console\n\\$ go run ./cmd/apexvet (\\S+)\n(.*?)```").FindSubmatch(readme)
	if m == nil {
		t.Fatal("README.md shows no run")
	}
	var stdout, stderr bytes.Buffer
	a := &app{registry: all.Registry(), version: "0.0.0-test", stdout: &stdout, stderr: &stderr}
	if status := a.run(context.Background(), []string{"../../" + string(m[1])}); status != exitFindings {
		t.Fatalf("exit status %d\n%s", status, stderr.String())
	}
	rest := stdout.String()
	for line := range strings.Lines(string(m[2])) {
		if line == "...\n" {
			continue
		}
		_, after, found := strings.Cut(rest, line)
		if !found {
			t.Fatalf("README.md shows a line that is not printed, or not there:\n%s", line)
		}
		rest = after
	}
}
