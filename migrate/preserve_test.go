package migrate

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apexvet/apexvet/semantics"
)

// The demonstration of this repository is a small project as people write them.
func TestDemoIsPreserved(t *testing.T) {
	c := testCase{dir: t.TempDir(), opts: Options{Target: 670, Tests: true}}
	if err := os.CopyFS(c.dir, os.DirFS(filepath.Join("..", "testdata", "demo"))); err != nil {
		t.Fatal(err)
	}
	if r := c.analyze(t); r.Summary.Changed == 0 {
		t.Error("nothing changes in the demonstration")
	}
	checkPreserved(t, c)
}

// checkPreserved writes what keeps today's behaviour into a copy of a case and checks what must hold of it: it parses, every
// operation runs as before, at its own version and at the target, and a second run changes nothing.
func checkPreserved(t *testing.T, c testCase) {
	t.Helper()
	first := c.analyze(t)
	for _, raise := range []bool{false, true} {
		n := c
		n.dir = t.TempDir()
		if err := os.CopyFS(n.dir, os.DirFS(c.dir)); err != nil {
			t.Fatal(err)
		}
		opts := PreserveOptions{Preserve: true, Raise: raise}
		changes := n.changes(t, n.analyze(t), opts)
		for i := range changes.Files {
			checkEdits(t, n.dir, &changes.Files[i])
			if err := changes.Files[i].Write(); err != nil {
				t.Fatal(err)
			}
		}
		again := n.analyze(t)
		if more := n.changes(t, again, opts); len(more.Files) > 0 {
			diff, _ := more.Files[0].Diff()
			t.Errorf("raise %t: a second run changes %d files:\n%s", raise, len(more.Files), diff)
		}
		if len(again.Ledger) > len(first.Ledger) {
			t.Errorf("raise %t: the result does not parse: %v", raise, again.Ledger)
		}
		if raise {
			// One version further on nothing else changes, but test code is looked into again.
			n.opts.Target += 10
			c.opts.Target += 10
			again, first = n.analyze(t), c.analyze(t)
		}
		before := first.before.states()
		assumed := map[string]bool{}
		for _, l := range changes.Assumed {
			assumed[fmt.Sprintf("%s:%d", l.Path, l.Offset)] = true
		}
		for _, l := range changes.Left {
			if c.paths == nil && strings.HasPrefix(l.Reason, "it would run ") {
				t.Errorf("raise %t: %s:%d: %s", raise, l.Path, l.Line, l.Reason)
			}
		}
		worlds := map[string]*world{"at its version": again.before}
		if len(changes.Held)+len(changes.Refused) == 0 {
			worlds["at the target"] = again.after
		}
		for name, world := range worlds {
			after := world.states()
			for path, list := range before {
				if len(after[path]) != len(list) {
					t.Errorf("raise %t, %s: %s has %d operations instead of %d", raise, name, path, len(after[path]), len(list))
					continue
				}
				for i, was := range list {
					is := after[path][i].State
					closest := was.Mode == semantics.ModeSecurityEnforced && is.Mode == semantics.ModeUser
					if is != was.State && !closest && !assumed[fmt.Sprintf("%s:%d", path, was.offset)] && was.Mode != semantics.ModeUnknown {
						t.Errorf("raise %t, %s: operation %d of %s runs in %s instead of %s", raise, name, i, path, is, was.State)
					}
				}
			}
		}
		if t.Failed() {
			for i := range changes.Files {
				diff, _ := changes.Files[i].Diff()
				t.Log(diff)
			}
			return
		}
	}
}

type placedState struct {
	State
	offset int
}

// states lists how the operations of each file run, in the order of the text.
func (w *world) states() map[string][]placedState {
	all := map[string][]placedState{}
	for i := 1; i < len(w.program.Operations); i++ {
		op := &w.program.Operations[i]
		path := op.File.File.Path
		all[path] = append(all[path], placedState{w.state(op.ID), op.Node.Start()})
	}
	return all
}

// checkEdits checks that a change touches nothing but what it says: without the words that were put in, and with those that
// were taken out, the text is what it was.
func checkEdits(t *testing.T, dir string, f *FileChange) {
	t.Helper()
	was, err := os.ReadFile(filepath.Join(dir, f.Path))
	if err != nil {
		t.Fatal(err)
	}
	text, err := f.Text()
	if err != nil {
		t.Fatal(err)
	}
	is := bytes.Clone(text)
	if f.file.HasBOM {
		is = bytes.TrimPrefix(is, byteOrderMark)
		was = bytes.TrimPrefix(was, byteOrderMark)
	}
	var back []byte
	at, shift := 0, 0
	for _, e := range f.Edits {
		start := e.Start + shift
		if string(is[start:start+len(e.New)]) != e.New {
			t.Errorf("%s: %q is not at %d", f.Path, e.New, start)
			return
		}
		back = append(append(back, is[at:start]...), f.file.Text[e.Start:e.End]...)
		at = start + len(e.New)
		shift += len(e.New) - (e.End - e.Start)
	}
	if back = append(back, is[at:]...); !bytes.Equal(back, was) {
		t.Errorf("%s: more was changed than was said", f.Path)
	}
	if bytes.Count(text, []byte("\r\n")) != bytes.Count(was, []byte("\r\n")) || bytes.Count(text, []byte("\n")) != bytes.Count(was, []byte("\n")) {
		t.Errorf("%s: line breaks have changed", f.Path)
	}
}
