package project

import (
	"bytes"
	"go/token"
	"sort"
)

// A Snapshot is what was found and read in one go. It is immutable.
type Snapshot struct {
	// Root is the absolute path that every Path is relative to: the folder of the project, or the closest folder around
	// several of them.
	Root string
	// Files is sorted by Path, and a file's ID is its index.
	Files []*File
	// Ledger is sorted by path, position and reason.
	Ledger []LedgerEntry
	// Projects is sorted by Dir. A project nested in another is one of its own.
	Projects []*Project
}

// Format is the layout of a project.
type Format uint8

// The layouts.
const (
	PlainFormat    Format = iota // files without a project around them
	SourceFormat                 // sfdx-project.json
	MetadataFormat               // package.xml, as the Metadata API retrieves it
)

// A Project is a tree that is deployed together.
type Project struct {
	// Dir is the project's folder relative to the snapshot's root, with forward slashes, "." for the root itself.
	Dir    string
	Format Format
	// Namespace is the project's own namespace, empty if it has none.
	Namespace string
	// APIVersion is what files without a version of their own are compiled as: sourceApiVersion of sfdx-project.json or
	// the version of package.xml.
	APIVersion Version
	// PackageDirs are the package directories in the order of sfdx-project.json.
	PackageDirs []PackageDir
}

// A PackageDir is a package directory of a project in source format.
type PackageDir struct {
	// Path is relative to the snapshot's root, with forward slashes.
	Path string
	// Package is the package's name, empty for unpackaged source.
	Package string
	Default bool
}

// File returns the file with that identity, nil if there is none.
func (s *Snapshot) File(id FileID) *File {
	if int(id) >= len(s.Files) {
		return nil
	}
	return s.Files[id]
}

// Lookup returns the file with that path relative to the root, nil if there is none.
func (s *Snapshot) Lookup(path string) *File {
	i := sort.Search(len(s.Files), func(i int) bool { return s.Files[i].Path >= path })
	if i < len(s.Files) && s.Files[i].Path == path {
		return s.Files[i]
	}
	return nil
}

// Positions below the rules are (FileID, byte offset). As a token.Pos each file has a fixed window of windowSize, so that
// a position can be made and read without a table; larger files are not read.
const (
	windowBits = 24
	windowSize = 1 << windowBits
)

// Pos returns the position of a byte offset in a file.
func Pos(id FileID, offset int) token.Pos {
	return token.Pos(1 + int64(id)<<windowBits + int64(offset))
}

// Locate is the inverse of Pos.
func Locate(pos token.Pos) (FileID, int) {
	p := int64(pos) - 1
	return FileID(p >> windowBits), int(p & (windowSize - 1))
}

// TokenFile returns a token.File for the file's text at the file's window. It belongs to no token.FileSet; add it to one
// with AddExistingFiles, and take it out again with RemoveFile when the file has changed.
func (f *File) TokenFile() *token.File {
	scratch := token.NewFileSet()
	file := scratch.AddFile(f.Path, int(Pos(f.ID, 0)), len(f.Text))
	file.SetLines(lineStarts(f.Text))
	return file
}

// lineStarts returns the offsets at which lines begin, as [token.File.SetLinesForContent] finds them byte by byte.
func lineStarts(text []byte) []int {
	starts := make([]int, 0, 1+bytes.Count(text, newline))
	for at := 0; at < len(text); {
		starts = append(starts, at)
		length := bytes.IndexByte(text[at:], '\n')
		if length < 0 {
			break
		}
		at += length + 1
	}
	return starts
}

var newline = []byte{'\n'}

// FileSet returns a new token.FileSet with all files in their windows.
func (s *Snapshot) FileSet() *token.FileSet {
	files := make([]*token.File, len(s.Files))
	for i, f := range s.Files {
		files[i] = f.TokenFile()
	}
	set := token.NewFileSet()
	set.AddExistingFiles(files...)
	return set
}
