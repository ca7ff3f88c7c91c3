package project

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestIgnorePatterns states what gitignore(5) says; TestAgainstGit below asks git itself.
func TestIgnorePatterns(t *testing.T) {
	tests := []struct {
		name, patterns string
		ignored, kept  string // paths; a slash at the end makes a folder
	}{
		{"name anywhere", "Foo.cls", "Foo.cls a/Foo.cls a/b/Foo.cls Foo.cls/", "Foo.clsx xFoo.cls"},
		{"suffix anywhere", "*.log", "a.log a/b.log .log", "a.log.txt"},
		{"anchored by a first slash", "/Foo.cls", "Foo.cls", "a/Foo.cls"},
		{"anchored by an inner slash", "a/Foo.cls", "a/Foo.cls", "Foo.cls b/a/Foo.cls"},
		{"folders only", "out/", "out/ a/out/", "out a/out"},
		{"star stops at slashes", "a/*.cls", "a/x.cls", "a/b/x.cls x.cls"},
		{"two stars at the start", "**/Foo.cls", "Foo.cls a/b/Foo.cls", "Foo"},
		{"two stars at the start and a folder", "**/a/x", "a/x b/a/x", "a/b/x"},
		{"two stars at the end", "a/**", "a/x a/b/ a/b/c", "a/ b/a/x"},
		{"inside a folder anywhere", "**/old/**", "old/x a/old/x a/old/b/c", "old/ a/old oldx/y old.cls"},
		{"two stars inside", "a/**/z", "a/z a/b/z a/b/c/z", "b/a/z"},
		{"two stars within a name", "a**z", "abcz", "ab/z"},
		{"question mark", "?.cls", "a.cls", "ab.cls .cls"},
		{"class", "[ab].cls", "a.cls b.cls", "c.cls"},
		{"negated class", "[!ab].cls", "c.cls", "a.cls"},
		{"braces are ordinary", "{a,b}.*", "{a,b}.cls", "a.cls b.cls"},
		{"taken back", "*.cls\n!Keep.cls", "a.cls", "Keep.cls a/Keep.cls"},
		{"the last one decides", "!Keep.cls\n*.cls", "Keep.cls", "Keep.trigger"},
		{"escaped", `\#a` + "\n" + `\!b` + "\nc\\ ", "#a !b", "a b c"},
		{"comments, blanks, spaces at the end", "# x\n\n  \na.cls   \r\n", "a.cls", "x #"},
		{"a byte order mark", "\xEF\xBB\xBFa.cls", "a.cls", "b.cls"},
		{"only a slash", "/", "", "a a/"},
		{"a bad class matches nothing", "[a", "", "a [a"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := parseIgnoreFile(gitIgnore, "/p", []byte(test.patterns))
			check := func(paths string, want bool) {
				for p := range strings.FieldsSeq(paths) {
					name, isDir := strings.CutSuffix(p, "/")
					if got, _ := f.match("/p/"+name, isDir); got != want {
						t.Errorf("%q: ignored is %v, want %v", p, got, want)
					}
				}
			}
			check(test.ignored, true)
			check(test.kept, false)
		})
	}
}

func TestForceIgnoreKnowsNoCase(t *testing.T) {
	f := parseIgnoreFile(forceIgnore, "/p", []byte("**/ADMIN.profile*\nPackage.xml"))
	for _, p := range []string{"/p/a/Admin.profile-meta.xml", "/p/package.xml"} {
		if ignored, _ := f.match(p, false); !ignored {
			t.Errorf("%s is kept", p)
		}
	}
}

// TestAgainstGit compares with what git does on a tree of files.
func TestAgainstGit(t *testing.T) {
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("git is not installed")
	}
	const ignores = "*.cls\n!Keep.cls\n/top\nsub/inner/\n**/deep/*.page\nx/**/y\n[a-c]?.apex\n!a1.apex\nlogs/**\n!logs/Keep.cls\n\\!odd.cls\n{q,r}.page\n**/old/**\n"
	names := strings.Fields(`A.cls Keep.cls top/B.page top/Keep.cls sub/inner/C.page sub/C.page sub/top/D.page a/deep/E.page
		deep/E.page deep/f/E.page x/y/F.page x/z/y/F.page x/z/F.page a1.apex b2.apex dd.apex n/a1.apex n/c3.apex logs/Keep.cls
		logs/G.page logs/h/Keep.cls !odd.cls {q,r}.page q.page n/Keep.cls n/n/H.cls local/I.page local/Keep.cls local/J.cls
		old/K.page a/old/b/K.page a/oldx/K.page`)
	root := realPath(t.TempDir())
	for _, name := range names {
		write(t, filepath.Join(root, name), "x")
	}
	write(t, filepath.Join(root, ".gitignore"), ignores)
	write(t, filepath.Join(root, "local", ".gitignore"), "Keep.cls\n!J.cls\n/I.page\n")
	if out, err := exec.Command(git, "-C", root, "init", "-q").CombinedOutput(); err != nil {
		t.Skipf("git init: %v %s", err, out)
	}
	out, err := exec.Command(git, "-C", root, "-c", "core.excludesFile="+os.DevNull, "ls-files", "-z", "--others", "--exclude-standard").Output()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{}
	for name := range strings.SplitSeq(strings.TrimRight(string(out), "\x00"), "\x00") {
		want[name] = true
	}
	s := loadTree(t, Options{Dir: root})
	for _, name := range names {
		if got := s.Lookup(name) != nil; got != want[name] {
			t.Errorf("%s: kept is %v, git says %v", name, got, want[name])
		}
	}
}

func TestIgnoreFilesInProjects(t *testing.T) {
	root := tree(t, `
-- .gitignore --
generated/
*.bak.cls
-- app/sfdx-project.json --
{"packageDirectories": [{"path": "force-app"}], "sourceApiVersion": "60.0"}
-- app/.forceignore --
**/legacy/**
!**/legacy/Kept.cls
-- app/.gitignore --
!Kept.bak.cls
-- app/force-app/legacy/Old.cls --
public class Old {}
-- app/force-app/legacy/Kept.cls --
public class Kept {}
-- app/force-app/A.bak.cls --
public class A {}
-- app/force-app/Kept.bak.cls --
public class Kept {}
-- app/generated/G.cls --
public class G {}
-- app/force-app/B.cls --
public class B {}
-- app/force-app/images/generated/x.png --
-- app/test/T.cls --
public class T {}
`)
	if err := os.Mkdir(filepath.Join(root, ".git"), 0o755); err != nil {
		t.Fatal(err)
	}
	app := filepath.Join(root, "app")
	s := loadTree(t, Options{Dir: app, Excludes: []string{"test", "**/nothing/**"}})
	equal(t, "files", paths(s), "force-app/B.cls\nforce-app/Kept.bak.cls\nforce-app/legacy/Kept.cls")
	equal(t, "ledger", ledger(s), `
force-app/: excluded: 1 file left out by .gitignore
force-app/legacy/: excluded: 1 file left out by .forceignore
generated/: excluded: the folder is left out by .gitignore
test/: excluded: the folder is left out by the exclude pattern "test"`)
	if stats := s.Stats(); stats.Statuses[Excluded] != 4 || stats.Statuses[Parsed] != 3 {
		t.Errorf("stats are %+v", stats)
	}
	named := loadTree(t, Options{Dir: app, Paths: []string{"force-app/legacy/Old.cls", "generated"}})
	equal(t, "named though ignored", paths(named), `(force-app/B.cls)
(force-app/Kept.bak.cls)
(force-app/legacy/Kept.cls)
force-app/legacy/Old.cls
generated/G.cls
(test/T.cls)`)
	all := loadTree(t, Options{Dir: app, NoIgnoreFiles: true})
	if len(all.Files) != 7 || len(all.Ledger) != 0 {
		t.Errorf("without ignore files:\n%s\n%s", paths(all), ledger(all))
	}
}
