package project

import (
	"bytes"
	"path"
	"strings"
)

// A library is one whose source is copied into projects. A name alone is no proof, unless it is so distinctive that
// nobody chooses it by chance.
type library struct {
	name    string
	prefix  string   // of class names, distinctive on its own
	mark    string   // what all phrases have in common, and few comments
	phrases []string // of the comment at the top, in lower case; each is proof enough
}

var libraries = []library{
	{name: "fflib", prefix: "fflib_"},
	{name: "Nebula Logger", mark: "nebula", phrases: []string{"this file is part of the nebula logger project"}},
	{name: "SOQL Lib", mark: "beyond", phrases: []string{"beyond the cloud dev/soql-lib", "beyond-the-cloud-dev/soql-lib", "soql.beyondthecloud.dev"}},
	{name: "DML Lib", mark: "beyond", phrases: []string{"beyond-the-cloud-dev/dml-lib", "dml.beyondthecloud.dev"}},
	{name: "Apex Trigger Actions Framework", mark: "mitchspano", phrases: []string{"mitchspano/apex-trigger-actions-framework", "mitchspano/trigger-actions-framework"}},
	{name: "ESAPI", prefix: "ESAPI", mark: "owasp", phrases: []string{"owasp enterprise security api (esapi)"}},
	{name: "MetadataService", mark: "apex-mdapi", phrases: []string{"financialforcedev/apex-mdapi", "certinia/apex-mdapi"}},
}

// libraryOf returns the name of the library that a file looks like a part of, empty if none.
func libraryOf(file string, comment []byte) string {
	name := path.Base(file)
	for _, l := range libraries {
		if l.prefix != "" && strings.HasPrefix(name, l.prefix) {
			return l.name
		}
		if l.mark == "" || !bytes.Contains(comment, []byte(l.mark)) {
			continue
		}
		for _, phrase := range l.phrases {
			if bytes.Contains(comment, []byte(phrase)) {
				return l.name
			}
		}
	}
	return ""
}

// markVendored decides which files are copies of a library. A project most of whose code is the library is the library
// itself, and its code is its authors' concern.
func markVendored(files []*File) {
	type key struct {
		project *Project
		library string
	}
	all := map[*Project]int{}
	of := map[key]int{}
	for _, f := range files {
		if f.Kind.IsApex() && !f.IsStub {
			all[f.Project]++
			of[key{f.Project, f.Library}]++
		}
	}
	for _, f := range files {
		f.Vendored = f.Library != "" && 2*of[key{f.Project, f.Library}] <= all[f.Project]
	}
}
