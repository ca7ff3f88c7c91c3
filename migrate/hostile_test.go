package migrate

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/apexvet/apexvet/project"
)

// Damaged code is reported on and never edited; nothing panics, and what is left whole is edited all the same.
func TestDamagedCode(t *testing.T) {
	seeds := 150
	if testing.Short() {
		seeds = 30
	}
	for seed := range seeds {
		random := rand.New(rand.NewPCG(uint64(seed), 11))
		g := &generator{random: random, classes: 3, lineBreak: "\n"}
		c := testCase{dir: t.TempDir(), opts: Options{Target: 670, Tests: seed%2 == 0}, preserve: PreserveOptions{Preserve: true, Raise: true}}
		g.project(t, c.dir)
		text := []byte(g.class(1))
		switch seed % 4 {
		case 0:
			text = text[:random.IntN(len(text))]
		case 1:
			at := random.IntN(len(text))
			text = append(text[:at:at], text[min(at+1+random.IntN(20), len(text)):]...)
		case 2:
			for range 5 {
				text[random.IntN(len(text))] = "(){}[];'/* "[random.IntN(11)]
			}
		case 3:
			a, b := random.IntN(len(text)), random.IntN(len(text))
			text = append(text[:max(a, b):max(a, b)], text[min(a, b):]...)
		}
		write(t, filepath.Join(c.dir, "C1.cls"), text)
		r := c.analyze(t)
		changes := c.changes(t, r, c.preserve)
		for i := range changes.Files {
			f := &changes.Files[i]
			if f.file.Tree != nil && len(f.file.Tree.Errors()) > 0 {
				t.Fatalf("seed %d: %s has syntax errors and is edited", seed, f.Path)
			}
			if _, err := f.Diff(); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
		}
		for _, write := range []func() error{
			func() error { return r.Text(new(bytes.Buffer)) },
			func() error { return r.JSON(new(bytes.Buffer), changes, false, "0") },
			func() error { return r.Markdown(new(bytes.Buffer), changes, false) },
		} {
			if err := write(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

const userCode = "public class %s {\n    @AuraEnabled public static void save(Account größe) {\n        update größe;\n    }\n}\n"

// A file that is not stored as UTF-8 is analysed, and neither edited nor raised.
func TestEncodings(t *testing.T) {
	c := testCase{dir: t.TempDir(), opts: Options{Target: 670}}
	wide := []byte{0xFF, 0xFE}
	for _, unit := range utf16.Encode([]rune(fmt.Sprintf(userCode, "Wide"))) {
		wide = append(wide, byte(unit), byte(unit>>8))
	}
	for name, text := range map[string][]byte{
		"Wide":   wide,
		"Latin":  bytes.ReplaceAll([]byte(fmt.Sprintf(userCode, "Latin")), []byte("ö"), []byte{0xF6}),
		"Marked": append([]byte("\xEF\xBB\xBF"), strings.ReplaceAll(fmt.Sprintf(userCode, "Marked"), "\n", "\r\n")...),
		"Last":   []byte(strings.TrimSpace(fmt.Sprintf(userCode, "Last"))),
		"Meta":   []byte(fmt.Sprintf(userCode, "Meta")),
		"Broken": []byte(fmt.Sprintf(userCode, "Broken")),
	} {
		write(t, filepath.Join(c.dir, name+".cls"), text)
		write(t, filepath.Join(c.dir, name+".cls-meta.xml"), fmt.Appendf(nil, meta, "Class", " 60.0 ", "Class"))
	}
	write(t, filepath.Join(c.dir, "Meta.cls-meta.xml"), append([]byte("\xEF\xBB\xBF"),
		"<!-- <apiVersion>1.0</apiVersion> --><ApexClass xmlns=\"http://soap.sforce.com/2006/04/metadata\">\r\n<apiVersion>\r\n60.0</apiVersion></ApexClass>"...))
	write(t, filepath.Join(c.dir, "Broken.cls-meta.xml"), []byte("<ApexClass xmlns=\"http://soap.sforce.com/2006/04/metadata\"><apiVersion>60.0</apiVersion>"))

	r := c.analyze(t)
	if r.Summary.Operations != 6 || r.Summary.Changed != 6 {
		t.Errorf("%d operations, %d change", r.Summary.Operations, r.Summary.Changed)
	}
	changes := c.changes(t, r, PreserveOptions{Preserve: true, Raise: true})
	var files, refused []string
	for i := range changes.Files {
		f := &changes.Files[i]
		checkEdits(t, c.dir, f)
		files = append(files, f.Path)
		text, err := f.Text()
		if err != nil {
			t.Fatal(err)
		}
		if want := "update as system größe;"; strings.HasSuffix(f.Path, ".cls") && !bytes.Contains(text, []byte(want)) {
			t.Errorf("%s does not say %q:\n%s", f.Path, want, text)
		}
		if strings.HasSuffix(f.Path, ".xml") && !bytes.Contains(text, []byte("67.0</apiVersion>")) && !bytes.Contains(text, []byte("67.0 </apiVersion>")) {
			t.Errorf("%s:\n%s", f.Path, text)
		}
	}
	for _, s := range append(changes.Refused, changes.NotRaised...) {
		refused = append(refused, s.Path+": "+s.Reason)
	}
	if got, want := strings.Join(files, " "), "Broken.cls Last.cls Last.cls-meta.xml Marked.cls Marked.cls-meta.xml Meta.cls Meta.cls-meta.xml"; got != want {
		t.Errorf("edited are\n%s\nnot\n%s", got, want)
	}
	if got, want := strings.Join(refused, "\n"), `Latin.cls: it is stored as invalid UTF-8; save it as UTF-8
Wide.cls: it is stored as UTF-16LE; save it as UTF-8
Broken.cls: its -meta.xml cannot be read`; got != want {
		t.Errorf("refused are\n%s\nnot\n%s", got, want)
	}
	for i := range changes.Files {
		if err := changes.Files[i].Write(); err != nil {
			t.Error(err)
		}
	}
	if err := changes.Files[0].Write(); err == nil || !strings.Contains(err.Error(), "has changed since it was read") {
		t.Errorf("a file that has changed is written again: %v", err)
	}
}

func TestNothingToRaise(t *testing.T) {
	c := testCase{dir: t.TempDir(), opts: Options{Target: 670}}
	write(t, filepath.Join(c.dir, "notes.apex"), []byte("update new Account();"))
	r := c.analyze(t)
	var b bytes.Buffer
	if err := r.Text(&b); err != nil {
		t.Fatal(err)
	}
	if want := "Nothing to raise to 67.0.\n"; !strings.HasPrefix(b.String(), want) {
		t.Errorf("%s", &b)
	}
	if changes := c.changes(t, r, PreserveOptions{Preserve: true, Raise: true}); len(changes.Files) > 0 || !changes.Complete() {
		t.Errorf("changes: %+v", changes)
	}
	if _, err := Analyze(context.Background(), &project.Snapshot{}, Options{}); err == nil {
		t.Error("no version is raised to")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Analyze(ctx, load(t, c.dir), Options{Target: 670}); err == nil {
		t.Error("a cancelled analysis has a result")
	}
}

func load(t *testing.T, dir string) *project.Snapshot {
	t.Helper()
	s, err := project.Load(context.Background(), project.Options{Dir: dir, Documents: Documents()})
	if err != nil {
		t.Fatal(err)
	}
	return s
}
