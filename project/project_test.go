package project

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// tree writes a txtar archive into a new folder and returns the folder, without symbolic links in its path.
func tree(t *testing.T, archive string) string {
	t.Helper()
	root := realPath(t.TempDir())
	for _, f := range txtar.Parse([]byte(archive)).Files {
		write(t, filepath.Join(root, f.Name), string(f.Data))
	}
	return root
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func loadTree(t *testing.T, opts Options) *Snapshot {
	t.Helper()
	s, err := Load(context.Background(), opts)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// paths lists the files, those that are only context in parentheses.
func paths(s *Snapshot) string {
	var b strings.Builder
	for _, f := range s.Files {
		if f.Selected {
			fmt.Fprintln(&b, f.Path)
		} else {
			fmt.Fprintf(&b, "(%s)\n", f.Path)
		}
	}
	return strings.TrimSpace(b.String())
}

func ledger(s *Snapshot) string {
	var b strings.Builder
	for _, e := range s.Ledger {
		fmt.Fprintf(&b, "%s: %s", e.Path, e.Status)
		if e.Incomplete {
			b.WriteString(" incomplete")
		}
		if e.Offset > 0 {
			fmt.Fprintf(&b, " at %d", e.Offset)
		}
		fmt.Fprintf(&b, ": %s\n", e.Reason)
	}
	return strings.TrimSpace(b.String())
}

func equal(t *testing.T, what, got, want string) {
	t.Helper()
	if got, want = strings.TrimSpace(got), strings.TrimSpace(want); got != want {
		t.Errorf("%s:\n%s\nwant:\n%s", what, got, want)
	}
}

const classMeta = `<?xml version="1.0" encoding="UTF-8"?>
<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata">
    <apiVersion>%s</apiVersion>
    <status>Active</status>
</ApexClass>
`

const sourceProject = `
-- sfdx-project.json --
{"packageDirectories": [{"path": "force-app", "default": true}, {"path": "packages/billing", "package": "Billing"}], "namespace": "acme", "sourceApiVersion": "62.0"}
-- force-app/main/classes/Rates.cls --
public with sharing class Rates {}
-- force-app/main/classes/Rates.cls-meta.xml --
<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>67.0</apiVersion><status>Inactive</status></ApexClass>
-- force-app/main/classes/NoMeta.cls --
public class NoMeta {}
-- force-app/main/remoteSiteSettings/Rates.remoteSite-meta.xml --
<RemoteSiteSetting xmlns="http://soap.sforce.com/2006/04/metadata"><url>https://rates.example.com</url></RemoteSiteSetting>
-- packages/billing/triggers/OnInvoice.trigger --
trigger OnInvoice on Invoice__c (before insert) {}
-- scripts/seed.apex --
insert new Account(Name = 'A');
-- manifest/package.xml --
<Package xmlns="http://soap.sforce.com/2006/04/metadata"><version>50.0</version></Package>
-- README.md --
-- node_modules/x/Y.cls --
public class Y {}
-- .sfdx/tools/Z.cls --
public class Z {}
`

func TestSourceFormat(t *testing.T) {
	root := tree(t, sourceProject)
	s := loadTree(t, Options{Dir: root})
	equal(t, "files", paths(s), `
force-app/main/classes/NoMeta.cls
force-app/main/classes/Rates.cls
force-app/main/classes/Rates.cls-meta.xml
force-app/main/remoteSiteSettings/Rates.remoteSite-meta.xml
manifest/package.xml
packages/billing/triggers/OnInvoice.trigger
scripts/seed.apex`)
	equal(t, "ledger", ledger(s), "")
	if s.Root != root || len(s.Projects) != 1 {
		t.Fatalf("root %s, %d projects", s.Root, len(s.Projects))
	}
	p := s.Projects[0]
	if p.Namespace != "acme" || p.APIVersion != 620 || p.Format != SourceFormat || p.PackageDirs[1] != (PackageDir{Path: "packages/billing", Package: "Billing"}) {
		t.Errorf("project is %+v", p)
	}
	for path, want := range map[string]string{
		"force-app/main/classes/Rates.cls":            "class 67.0 -meta.xml Inactive 0",
		"force-app/main/classes/NoMeta.cls":           "class 62.0 sfdx-project.json  0",
		"packages/billing/triggers/OnInvoice.trigger": "trigger 62.0 sfdx-project.json  1",
		"scripts/seed.apex":                           "script 62.0 sfdx-project.json  -1",
	} {
		f := s.Lookup(path)
		equal(t, path, fmt.Sprintf("%s %s %s %s %d", f.Kind, f.APIVersion, f.VersionSource, f.Status, f.PackageDir), want)
		if f.Tree == nil || f.ID != s.File(f.ID).ID || s.File(f.ID) != f {
			t.Errorf("%s has no tree or a wrong identity", path)
		}
	}
	if site := s.Lookup("force-app/main/remoteSiteSettings/Rates.remoteSite-meta.xml"); site.RootElement != "RemoteSiteSetting" ||
		site.Document.Root.Child("url").Value() != "https://rates.example.com" {
		t.Errorf("remote site is %+v", site)
	}
	if rates := s.Lookup("force-app/main/classes/Rates.cls"); rates.Meta != s.Lookup(rates.Path+"-meta.xml") || rates.Meta == nil {
		t.Error("the -meta.xml is not joined")
	}
}

func TestSelection(t *testing.T) {
	root := tree(t, sourceProject)
	for _, test := range []struct {
		name  string
		paths []string
		want  string
	}{
		{"a folder", []string{"force-app/main/remoteSiteSettings"}, "force-app/main/remoteSiteSettings/Rates.remoteSite-meta.xml"},
		{"a class and its meta", []string{"force-app/main/classes/Rates.cls"}, "force-app/main/classes/Rates.cls force-app/main/classes/Rates.cls-meta.xml"},
		{"several", []string{"scripts", filepath.Join(root, "packages")}, "packages/billing/triggers/OnInvoice.trigger scripts/seed.apex"},
		{"a file of no kind", []string{"README.md"}, ""},
		{"inside what is skipped", []string{"node_modules/x"}, "node_modules/x/Y.cls"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := loadTree(t, Options{Dir: root, Paths: test.paths})
			var got []string
			for _, f := range s.Files {
				if f.Selected {
					got = append(got, f.Path)
				}
			}
			if s.Root != root || strings.Join(got, " ") != test.want || len(s.Files) < 7 {
				t.Errorf("root %s, %d files, selected %s", s.Root, len(s.Files), got)
			}
		})
	}
	if _, err := Load(context.Background(), Options{Dir: root, Paths: []string{"force-app/mian"}}); err == nil || !strings.Contains(err.Error(), "force-app/mian: there is no such file or folder") {
		t.Errorf("a path that does not exist: %v", err)
	}
	if _, err := Load(context.Background(), Options{Dir: root, Excludes: []string{"["}}); err == nil || !strings.Contains(err.Error(), `exclude pattern "["`) {
		t.Errorf("a bad pattern: %v", err)
	}
}

func TestMetadataFormat(t *testing.T) {
	archive := `
-- src/package.xml --
<?xml version="1.0"?>
<Package xmlns="http://soap.sforce.com/2006/04/metadata"><namespacePrefix>acme</namespacePrefix><version>41.0</version></Package>
-- src/classes/Old.cls --
public class Old {}
-- src/classes/Older.cls --
public class Older {}
-- src/classes/Older.cls-meta.xml --
<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>30.0</apiVersion></ApexClass>
-- src/remoteSiteSettings/Bank.remoteSite --
<RemoteSiteSetting xmlns="http://soap.sforce.com/2006/04/metadata"><url>http://bank.example.com</url></RemoteSiteSetting>
-- src/customMetadata/Api.Prod.md --
<CustomMetadata xmlns="http://soap.sforce.com/2006/04/metadata"><label>Prod</label></CustomMetadata>
-- src/emailservices/Inbound.xml --
<EmailServicesFunction xmlns="http://soap.sforce.com/2006/04/metadata"/>
-- src/staticresources/sitemap.xml --
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>
-- src/documents/notes.md --
# Notes
-- build.xml --
<project name="x"/>
-- lib/Loose.cls --
public class Loose {}
`
	root := tree(t, archive)
	want := `
src/classes/Old.cls
src/classes/Older.cls
src/classes/Older.cls-meta.xml
src/customMetadata/Api.Prod.md
src/emailservices/Inbound.xml
src/package.xml
src/remoteSiteSettings/Bank.remoteSite`
	whole := loadTree(t, Options{Dir: root})
	equal(t, "files", paths(whole), "lib/Loose.cls\n"+want[1:])
	equal(t, "ledger", ledger(whole), "lib/: noted: the API version of 1 file is not known, so the default access mode is not either; add a -meta.xml, or sourceApiVersion to sfdx-project.json")
	for path, want := range map[string]string{"src/classes/Old.cls": "41.0/package.xml", "src/classes/Older.cls": "30.0/-meta.xml", "lib/Loose.cls": "unknown/unknown"} {
		f := whole.Lookup(path)
		equal(t, path, f.APIVersion.String()+"/"+f.VersionSource.String(), want)
	}
	if p := whole.Lookup("src/classes/Old.cls").Project; p.Dir != "src" || p.Format != MetadataFormat || p.Namespace != "acme" {
		t.Errorf("project is %+v", p)
	}

	part := loadTree(t, Options{Dir: root, Paths: []string{"src/classes/Old.cls"}})
	if part.Root != root {
		t.Errorf("the root is %s; paths would differ from those of a whole run", part.Root)
	}
	equal(t, "files around one class", paths(part), strings.Replace(strings.ReplaceAll(strings.ReplaceAll(want+"\n", "\nsrc", "\n(src"), "\n", ")\n")[1:], "(src/classes/Old.cls)", "src/classes/Old.cls", 1))
}

func TestPlainFiles(t *testing.T) {
	root := tree(t, `
-- a/One.cls --
public class One {}
-- a/One.cls-meta.xml --
<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>60.0</apiVersion></ApexClass>
-- a/Two.cls --
public class Two {}
`)
	s := loadTree(t, Options{Paths: []string{filepath.Join(root, "a", "One.cls")}})
	equal(t, "a file without a project", paths(s), "One.cls\nOne.cls-meta.xml")
	if s.Lookup("One.cls").APIVersion != 600 {
		t.Error("the -meta.xml is not read")
	}
	s = loadTree(t, Options{Paths: []string{filepath.Join(root, "a")}})
	equal(t, "a folder without a project", paths(s), "One.cls\nOne.cls-meta.xml\nTwo.cls")
}

func TestNestedProjects(t *testing.T) {
	root := tree(t, `
-- sfdx-project.json --
{"packageDirectories": [{"path": "app"}], "sourceApiVersion": "60.0"}
-- .forceignore --
Secret.cls
-- app/Secret.cls --
public class Secret {}
-- app/A.cls --
public class A {}
-- other/sfdx-project.json --
{"packageDirectories": [{"path": "app"}, {"path": "../../elsewhere"}], "namespace": "two", "sourceApiVersion": "6x"}
-- other/app/Secret.cls --
public class Secret {}
`)
	s := loadTree(t, Options{Dir: root})
	equal(t, "files", paths(s), "app/A.cls\nother/app/Secret.cls")
	equal(t, "ledger", ledger(s), `
app/: excluded: 1 file left out by .forceignore
other/app/: noted: the API version of 1 file is not known, so the default access mode is not either; add a -meta.xml, or sourceApiVersion to sfdx-project.json
other/sfdx-project.json: noted: the package directory "../../elsewhere" lies outside of the project and is not read
other/sfdx-project.json: noted at 91: sourceApiVersion "6x" is no API version; write it as "67.0"`)
	if p := s.Lookup("other/app/Secret.cls").Project; p.Namespace != "two" || p.Dir != "other" {
		t.Errorf("project is %+v", p)
	}
	both := loadTree(t, Options{Dir: root, Paths: []string{"app", "other/app"}})
	if both.Root != root {
		t.Errorf("the common root is %s", both.Root)
	}
	inner := loadTree(t, Options{Dir: root, Paths: []string{"other"}})
	equal(t, "the inner project alone", paths(inner), "app/Secret.cls")
}

func TestBrokenDescriptions(t *testing.T) {
	root := tree(t, `
-- sfdx-project.json --
{"packageDirectories": [}
-- A.cls --
public class A {}
-- A.cls-meta.xml --
<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>latest</apiVersion></ApexClass>
-- B.cls --
public class B {}
-- B.cls-meta.xml --
<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>60.0</apiVersion>
-- s/X.remoteSite-meta.xml --
-- s/Y.remoteSite-meta.xml --
<!DOCTYPE x [<!ENTITY y "z">]><RemoteSiteSetting/>
-- s/Z.remoteSite-meta.xml --
no XML at all
`)
	s := loadTree(t, Options{Dir: root})
	equal(t, "ledger", ledger(s), `
./: noted: the API version of 1 file is not known, so the default access mode is not either; add a -meta.xml, or sourceApiVersion to sfdx-project.json
A.cls-meta.xml: noted at 59: apiVersion "latest" is no API version; write it as "67.0"
B.cls-meta.xml: partial incomplete at 89: the XML cannot be read from here on: the file ends and <ApexClass> of line 1 is not closed
s/X.remoteSite-meta.xml: partial incomplete: the XML cannot be read from here on: there is no root element
s/Y.remoteSite-meta.xml: partial incomplete: the XML cannot be read from here on: document type declarations are refused, because they can define entities; remove the <!DOCTYPE ...>
s/Z.remoteSite-meta.xml: partial incomplete: the XML cannot be read from here on: text before the root element
sfdx-project.json: failed incomplete at 25: the project file is not valid JSON (invalid character '}' looking for beginning of value); namespace, API version and package directories are not known`)
	if v := s.Lookup("B.cls").APIVersion; v != 600 {
		t.Errorf("what stood before the damage is lost: %s", v)
	}
}

func TestWantedDocuments(t *testing.T) {
	root := tree(t, sourceProject)
	s := loadTree(t, Options{Dir: root, Documents: []string{"RemoteSiteSetting"}})
	for _, f := range s.Files {
		if f.Kind == KindMetadata && (f.Document != nil) != (f.RootElement == "RemoteSiteSetting") || f.Kind == KindMetadata && (f.Text == nil) != (f.Document == nil) {
			t.Errorf("%s: root %s, document %v", f.Path, f.RootElement, f.Document != nil)
		}
	}
	if s.Lookup("force-app/main/classes/Rates.cls").APIVersion != 670 {
		t.Error("the version is lost with the document")
	}

	broken := tree(t, "-- layouts/A.layout-meta.xml --\n<Layout>\n")
	if s := loadTree(t, Options{Dir: broken, Documents: []string{"RemoteSiteSetting"}}); len(s.Ledger) > 0 || s.Files[0].RootElement != "Layout" {
		t.Errorf("a layout that nobody wants: %s\n%s", s.Files[0].RootElement, ledger(s))
	}
	if s := loadTree(t, Options{Dir: broken, Documents: []string{"Layout"}}); len(s.Ledger) != 1 || s.Files[0].Document == nil {
		t.Errorf("a layout that somebody wants:\n%s", ledger(s))
	}
}

func TestOverlay(t *testing.T) {
	root := tree(t, sourceProject)
	s := loadTree(t, Options{Dir: root, Overlay: map[string][]byte{
		"force-app/main/classes/Rates.cls":                                []byte("@IsTest class Rates {}"),
		filepath.Join(root, "force-app", "main", "classes", "Brand.cls"):  []byte("class Brand {}"),
		"force-app/main/classes/Rates.cls-meta.xml":                       []byte(fmt.Sprintf(classMeta, "55.0")),
		filepath.Join(root, "..", "outside.cls"):                          []byte("class Outside {}"),
		filepath.Join(root, "force-app", "main", "classes", "readme.txt"): []byte("x"),
	}})
	rates, brand := s.Lookup("force-app/main/classes/Rates.cls"), s.Lookup("force-app/main/classes/Brand.cls")
	if !rates.IsTest || rates.APIVersion != 550 || brand == nil || string(brand.Text) != "class Brand {}" || brand.Project.Namespace != "acme" {
		t.Errorf("rates %+v\nbrand %+v", rates, brand)
	}
	if len(s.Files) != 8 {
		t.Errorf("files:\n%s", paths(s))
	}
	fresh := loadTree(t, Options{Dir: root, Paths: []string{"scripts/new.apex"}, Overlay: map[string][]byte{"scripts/new.apex": []byte("Integer i;")}})
	if f := fresh.Lookup("scripts/new.apex"); f == nil || !f.Selected {
		t.Errorf("a file that is only in the overlay cannot be named:\n%s", paths(fresh))
	}
}
