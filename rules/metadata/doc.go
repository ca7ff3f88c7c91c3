// Package metadata has the rules about metadata documents: remote sites and connected apps.
//
// They look at one document at a time and dispatch by its root element, so that the source format
// (X.remoteSite-meta.xml) and the Metadata API format (X.remoteSite) are the same to them.
package metadata

import (
	"net/url"
	"path"
	"strings"

	"github.com/apexvet/apexvet/project"
)

// componentName returns the name of the component that a file describes, as Setup shows it. It is the file's name, in
// which the Metadata API writes special characters as %XX.
func componentName(f *project.File) string {
	name := strings.TrimSuffix(path.Base(f.Path), "-meta.xml")
	if dot := strings.LastIndexByte(name, '.'); dot > 0 {
		name = name[:dot]
	}
	if plain, err := url.PathUnescape(name); err == nil {
		return plain
	}
	return name
}
