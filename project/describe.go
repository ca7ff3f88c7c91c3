package project

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/apexvet/apexvet/metadata"
)

// describeSource reads an sfdx-project.json. What it says wrongly or not at all is no reason to stop: the project is
// analysed with what is known, and the entries say what is not.
func describeSource(dir string, content []byte) (*Project, []LedgerEntry) {
	p := &Project{Dir: dir, Format: SourceFormat}
	file := path.Join(dir, projectFile)
	var read struct {
		Namespace          string `json:"namespace"`
		SourceAPIVersion   any    `json:"sourceApiVersion"`
		PackageDirectories []struct {
			Path    string `json:"path"`
			Package string `json:"package"`
			Default bool   `json:"default"`
		} `json:"packageDirectories"`
	}
	text := decode(content).text
	if err := json.Unmarshal(text, &read); err != nil {
		return p, []LedgerEntry{{
			Path: file, Offset: jsonOffset(text, err), Status: Failed, Incomplete: true, Count: 1,
			Reason: fmt.Sprintf("the project file is not valid JSON (%s); namespace, API version and package directories are not known", err),
		}}
	}
	p.Namespace = read.Namespace
	var ledger []LedgerEntry
	if read.SourceAPIVersion != nil {
		written := fmt.Sprint(read.SourceAPIVersion)
		version, ok := ParseVersion(written)
		if !ok {
			ledger = append(ledger, LedgerEntry{
				Path: file, Offset: max(bytes.Index(text, []byte(`"sourceApiVersion"`)), 0), Status: Noted, Count: 1,
				Reason: fmt.Sprintf("sourceApiVersion %q is no API version; write it as \"67.0\"", written),
			})
		}
		p.APIVersion = version
	}
	for _, d := range read.PackageDirectories {
		clean := path.Join(dir, strings.ReplaceAll(d.Path, `\`, "/"))
		if path.IsAbs(d.Path) || clean == ".." || strings.HasPrefix(clean, "../") {
			ledger = append(ledger, LedgerEntry{
				Path: file, Status: Noted, Count: 1,
				Reason: fmt.Sprintf("the package directory %q lies outside of the project and is not read", d.Path),
			})
			continue
		}
		p.PackageDirs = append(p.PackageDirs, PackageDir{Path: clean, Package: d.Package, Default: d.Default})
	}
	return p, ledger
}

func jsonOffset(text []byte, err error) int {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return min(int(syntax.Offset), len(text))
	case errors.As(err, &kind):
		return min(int(kind.Offset), len(text))
	}
	return 0
}

// describePackage reads the package.xml of a tree in Metadata API format; nil if it is none.
func describePackage(dir string, content []byte) *Project {
	doc, err := metadata.Parse(decode(content).text)
	if doc == nil || doc.Root == nil || doc.Root.Name != "Package" {
		return nil
	}
	p := &Project{Dir: dir, Format: MetadataFormat, Namespace: doc.Root.Child("namespacePrefix").Value()}
	if err == nil {
		p.APIVersion, _ = ParseVersion(doc.Root.Child("version").Value())
	}
	return p
}

// packageDirOf returns the index of the package directory that a path lies in, the innermost if they nest; -1 if none.
func (p *Project) packageDirOf(file string) int {
	best, length := -1, -1
	for i, d := range p.PackageDirs {
		inside := d.Path == "." || strings.HasPrefix(file, d.Path) && strings.HasPrefix(file[len(d.Path):], "/")
		if inside && len(d.Path) > length {
			best, length = i, len(d.Path)
		}
	}
	return best
}
