package project

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

// laughs is the text that grows to gigabytes where a reader expands entities.
func laughs() string {
	var b strings.Builder
	b.WriteString("<?xml version=\"1.0\"?>\n<!DOCTYPE x [<!ENTITY l0 \"lol\">\n")
	for i := 1; i < 10; i++ {
		fmt.Fprintf(&b, "<!ENTITY l%d \"%s\">\n", i, strings.Repeat(fmt.Sprintf("&l%d;", i-1), 10))
	}
	b.WriteString("]>\n<RemoteSiteSetting xmlns=\"http://soap.sforce.com/2006/04/metadata\"><url>&l9;</url></RemoteSiteSetting>\n")
	return b.String()
}

// Files made to exhaust the reader cost next to nothing, and the ledger says what is the matter with each.
func TestHostileMetadata(t *testing.T) {
	const head = `<RemoteSiteSetting xmlns="http://soap.sforce.com/2006/04/metadata">`
	utf16LE := []byte{0xFF, 0xFE}
	for _, unit := range utf16.Encode([]rune(head + "<url>https://example.com</url></RemoteSiteSetting>")) {
		utf16LE = append(utf16LE, byte(unit), byte(unit>>8))
	}
	files := []struct{ name, text, want string }{
		{"laughs", laughs(), "the XML cannot be read from here on: document type declarations are refused"},
		{"nested", head + strings.Repeat("<a>", 100_000) + strings.Repeat("</a>", 100_000) + "</RemoteSiteSetting>", "nested more than 1000 deep"},
		{"truncated", head + "<url>http://example.com</url><isActive>tr", "the file ends and <isActive> of line 1 is not closed"},
		{"cut-utf16", string(utf16LE[:len(utf16LE)-21]), "partial incomplete"},
		{"latin1", head + "<url>http://b\xFCcher.example.com</url></RemoteSiteSetting>", "the file is not valid UTF-8 from here on"},
		{"declared", `<?xml version="1.0" encoding="UTF-16"?>` + head + "<url>http://example.com</url></RemoteSiteSetting>", ""},
	}
	root := realPath(t.TempDir())
	for _, f := range files {
		write(t, filepath.Join(root, "remoteSiteSettings", f.name+".remoteSite-meta.xml"), f.text)
	}
	// A text of 100 MB, written without taking the memory.
	huge := filepath.Join(root, "remoteSiteSettings", "huge.remoteSite-meta.xml")
	write(t, huge, head+"<description>")
	if err := os.Truncate(huge, 100<<20); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	s := loadTree(t, Options{Paths: []string{root}, Documents: []string{"RemoteSiteSetting"}})
	elapsed := time.Since(start)
	runtime.ReadMemStats(&after)
	if elapsed > 5*time.Second {
		t.Errorf("loading takes %s", elapsed)
	}
	if spent := after.TotalAlloc - before.TotalAlloc; spent > 64<<20 {
		t.Errorf("loading allocates %d MB", spent>>20)
	}
	entries := map[string]string{}
	for line := range strings.Lines(ledger(s)) {
		path, text, _ := strings.Cut(strings.TrimSpace(line), ": ")
		entries[path] += text + "\n"
	}
	for _, f := range files {
		got := entries["remoteSiteSettings/"+f.name+".remoteSite-meta.xml"]
		if !strings.Contains(got, f.want) || f.want == "" && got != "" {
			t.Errorf("%s: the ledger says %q, want %q", f.name, got, f.want)
		}
	}
	if got := entries["remoteSiteSettings/huge.remoteSite-meta.xml"]; !strings.Contains(got, "failed incomplete: the file has 104857600 bytes") {
		t.Errorf("huge: the ledger says %q", got)
	}
	if f := s.Lookup("remoteSiteSettings/truncated.remoteSite-meta.xml"); f.Document.Root.Child("url").Value() != "http://example.com" {
		t.Error("what stands before the end of a truncated file is lost")
	}
}

// Other texts are in the snapshot only if somebody wants them.
func TestTexts(t *testing.T) {
	root := tree(t, `-- sfdx-project.json --
{"packageDirectories": [{"path": "force-app"}]}
-- .forceignore --
scripts/**
-- .gitignore --
ignored.py
-- scripts/a.py --
wanted
-- scripts/b.py --
other
-- ignored.py --
wanted
-- force-app/lwc/x/x.js --
wanted
-- force-app/lwc/y/y.js --
import load from '@salesforce/apex/A.load'; // wanted
-- .env.local --
wanted
-- photo.png --
wanted
`)
	write(t, filepath.Join(root, "binary.json"), "wanted\x00")
	write(t, filepath.Join(root, "store.p12"), "wanted\x00\x01")
	write(t, filepath.Join(root, "large.json"), strings.Repeat("wanted ", maxText/7+1))
	wants := func(_ string, text []byte) bool { return strings.Contains(string(text), "wanted") }
	s := loadTree(t, Options{Paths: []string{root}, Texts: wants})
	var got []string
	for _, f := range s.Files {
		got = append(got, fmt.Sprintf("%s %s %d", f.Path, f.Kind, len(f.Text)))
	}
	want := ".env.local text 7\nforce-app/lwc/x/x.js text 7\nforce-app/lwc/y/y.js lightning 54\nscripts/a.py text 7\nstore.p12 text 0"
	if !strings.Contains(strings.Join(got, "\n"), want) {
		t.Errorf("got %s\nwant %s", strings.Join(got, "\n"), want)
	}
	if !strings.Contains(ledger(s), "large.json: skipped: the file has") {
		t.Errorf("the ledger does not name the large file:\n%s", ledger(s))
	}
	if s := loadTree(t, Options{Paths: []string{root}}); len(s.Files) != 1 {
		t.Errorf("without wants there are %s", paths(s))
	}
}
