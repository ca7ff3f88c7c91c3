package project

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func TestLinks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("symbolic links need a privilege on Windows")
	}
	root := tree(t, `
-- p/sfdx-project.json --
{"packageDirectories": [{"path": "app"}], "sourceApiVersion": "60.0"}
-- p/.gitignore --
/vendor
-- p/app/A.cls --
public class A {}
-- p/vendor/lib/V.cls --
public class V {}
-- p/vendor/lib/deep/W.cls --
public class W {}
-- p/vendor/One.cls --
public class One {}
-- outside/Secret.cls --
public class Secret {}
`)
	link := func(target, name string) {
		t.Helper()
		if err := os.Symlink(target, filepath.Join(root, "p", name)); err != nil {
			t.Fatal(err)
		}
	}
	link("../../outside", "app/outside")
	link("../../outside/Secret.cls", "app/Secret.cls")
	link("..", "app/up")
	link(".", "app/self")
	link("../app", "app/again")
	link("A.cls", "app/Alias.cls")
	link("../vendor/lib", "app/lib")
	link("../vendor/lib", "app/lib2")
	link("../vendor/One.cls", "app/One.cls")
	link("../vendor/One.cls", "app/Two.cls")
	link("nowhere.cls", "app/Dangling.cls")
	link("loop2", "app/loop1")
	link("loop1", "app/loop2")
	link("../../app", "vendor/lib/back")

	s := loadTree(t, Options{Dir: filepath.Join(root, "p")})
	equal(t, "files", paths(s), "app/A.cls\napp/One.cls\napp/lib/V.cls\napp/lib/deep/W.cls")
	equal(t, "ledger", ledger(s), `
app/Dangling.cls: skipped incomplete: the symbolic link leads nowhere: no such file or directory
app/Secret.cls: skipped: the symbolic link leads out of the project and is not followed
app/outside: skipped: the symbolic link leads out of the project and is not followed
vendor/: excluded: the folder is left out by .gitignore`)

	if err := os.Symlink(filepath.Join(root, "p"), filepath.Join(root, "entry")); err != nil {
		t.Fatal(err)
	}
	over := loadTree(t, Options{Paths: []string{filepath.Join(root, "entry", "app", "A.cls")}, Overlay: map[string][]byte{
		filepath.Join(root, "entry", "app", "A.cls"): []byte("class Edited {}"),
	}})
	if f := over.Lookup("app/A.cls"); over.Root != filepath.Join(root, "p") || f == nil || string(f.Text) != "class Edited {}" {
		t.Errorf("a project entered over a link has the root %s and %+v", over.Root, f)
	}
}

func TestUnreadable(t *testing.T) {
	if runtime.GOOS == "windows" || os.Geteuid() == 0 {
		t.Skip("permissions do not bind this user")
	}
	root := tree(t, "-- a/A.cls --\nclass A {}\n-- b/B.cls --\nclass B {}\n-- c/X.remoteSite-meta.xml --\n<a/>\n")
	for _, name := range []string{"a/A.cls", "b", "c/X.remoteSite-meta.xml"} {
		path := filepath.Join(root, name)
		if err := os.Chmod(path, 0); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.Chmod(path, 0o700) })
	}
	s := loadTree(t, Options{Dir: root})
	equal(t, "ledger", ledger(s), `
a/: noted: the API version of 1 file is not known, so the default access mode is not either; add a -meta.xml, or sourceApiVersion to sfdx-project.json
a/A.cls: failed incomplete: the file cannot be read: permission denied
b/: failed incomplete: the folder cannot be read: permission denied
c/X.remoteSite-meta.xml: failed incomplete: the file cannot be read: permission denied`)
}

func TestFilesThatAreNone(t *testing.T) {
	root := tree(t, "-- B.cls --\nclass B {}\n")
	if err := makeFIFO(filepath.Join(root, "A.cls")); err != nil {
		t.Skip(err)
	}
	s := loadTree(t, Options{Dir: root})
	equal(t, "ledger", ledger(s), `
./: noted: the API version of 1 file is not known, so the default access mode is not either; add a -meta.xml, or sourceApiVersion to sfdx-project.json
A.cls: skipped: not a regular file`)
}
