package corpus

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestList(t *testing.T) {
	root := filepath.Join(t.TempDir(), "shop")
	for name, text := range map[string]string{
		"src/classes/Order.cls":             "class Order {}",
		"src/classes/Order.cls-meta.xml":    "<ApexClass/>",
		"src/triggers/OnOrder.TRIGGER":      "trigger OnOrder on Order (before insert) {}",
		"scripts/seed.apex":                 "insert new Account();",
		"node_modules/other/Vendored.cls":   "class Vendored {}",
		".git/objects/looksLikeApex.cls":    "blob",
		"src/classes/nested/Basket.cls":     "class Basket {}",
		"src/documents/readme.cls.md":       "text",
		"src/classes/nested/.hidden/In.cls": "class In {}",
	} {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	files, err := List([]string{root})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, file := range files {
		names = append(names, file.Name)
		if file.Corpus() != "shop" {
			t.Errorf("Corpus of %s is %q", file.Name, file.Corpus())
		}
	}
	want := []string{
		"shop/scripts/seed.apex",
		"shop/src/classes/Order.cls",
		"shop/src/classes/nested/.hidden/In.cls",
		"shop/src/classes/nested/Basket.cls",
		"shop/src/triggers/OnOrder.TRIGGER",
	}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
	if _, err := List([]string{filepath.Join(root, "src", "documents")}); err == nil {
		t.Error("a directory without Apex is not an error")
	}
}

func TestRead(t *testing.T) {
	for name, test := range map[string]struct{ raw, want string }{
		"utf-8":     {"// ü", "// ü"},
		"bom":       {"\xEF\xBB\xBF// ü", "// ü"},
		"utf-16 le": {"\xFF\xFE/\x00/\x00\xFC\x00", "//ü"},
		"utf-16 be": {"\xFE\xFF\x00/\x00/\x00\xFC", "//ü"},
		"latin-1":   {"// \xFC", "// ü"},
		"half unit": {"\xFF\xFE/\x00/", "/"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "A.cls")
			if err := os.WriteFile(path, []byte(test.raw), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := File{Path: path}.Read()
			if err != nil || string(got) != test.want {
				t.Errorf("got %q, %v; want %q", got, err, test.want)
			}
		})
	}
}

func TestExplanations(t *testing.T) {
	path := filepath.Join(t.TempDir(), "explained.txt")
	text := "# why\n\nshop/**/Order.cls  calls   a word of SOQL\nshop/scripts/*.cls *  anonymous Apex\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	explained, err := ReadExplanations(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, subject, want string }{
		{"shop/src/Order.cls", "calls", "a word of SOQL"},
		{"shop/src/Order.cls", "soql", ""},
		{"shop/scripts/Seed.cls", "soql", "anonymous Apex"},
		{"shop/scripts/deep/Seed.cls", "soql", ""},
	} {
		if got := explained.Reason(File{Name: test.name}, test.subject); got != test.want {
			t.Errorf("%s %s: got %q, want %q", test.name, test.subject, got, test.want)
		}
	}
	if err := os.WriteFile(path, []byte("shop/Order.cls calls\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadExplanations(path); err == nil {
		t.Error("an explanation without a reason is accepted")
	}
}
