package project

import (
	"bytes"

	"github.com/apexvet/apexvet/markup"
	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/parser"
)

// Kind says what a file holds.
type Kind uint8

// The kinds of files.
const (
	KindOther     Kind = iota // nothing that is analysed; not in a snapshot
	KindClass                 // an Apex class, interface or enum: .cls
	KindTrigger               // an Apex trigger: .trigger
	KindScript                // anonymous Apex: .apex, or a .cls file that holds bare statements
	KindMetadata              // metadata XML, in source or Metadata API format
	KindPage                  // a Visualforce page: .page
	KindComponent             // a Visualforce component: .component
	KindAura                  // the markup of an Aura component or application: .cmp or .app in its bundle
	KindLightning             // the script of a Lightning component, .js or .ts; in a snapshot only if it names Apex
	KindText                  // a script, configuration, certificate or other text; in a snapshot only if Options.Texts keeps it
	kindCount
)

var kindNames = [kindCount]string{"other", "class", "trigger", "script", "metadata", "page", "component", "aura", "lightning", "text"}

func (k Kind) String() string {
	if k < kindCount {
		return kindNames[k]
	}
	return "unknown"
}

// IsApex reports whether files of the kind have a syntax tree.
func (k Kind) IsApex() bool { return k == KindClass || k == KindTrigger || k == KindScript }

// Encoding is how a file is stored. Text is always UTF-8.
type Encoding uint8

// The encodings that are read.
const (
	UTF8        Encoding = iota
	UTF16LE              // with or without a byte order mark
	UTF16BE              // with or without a byte order mark
	InvalidUTF8          // bytes that are no UTF-8 were replaced by U+FFFD
)

func (e Encoding) String() string {
	switch e {
	case UTF8:
		return "UTF-8"
	case UTF16LE:
		return "UTF-16LE"
	case UTF16BE:
		return "UTF-16BE"
	default:
		return "invalid UTF-8"
	}
}

// FileID is a file's index in Snapshot.Files. It means nothing in another snapshot.
type FileID uint32

// A File is one file of a snapshot. It is read-only once Load has returned.
type File struct {
	ID   FileID
	Path string // relative to the snapshot's root, with forward slashes
	Abs  string // as the operating system knows it
	Kind Kind

	// Text is the decoded text, without a byte order mark. It is nil for metadata whose root element nobody asked for, unless
	// it has References.
	Text []byte
	// Encoding and HasBOM say how the text is stored. Fixes apply only to UTF8.
	Encoding Encoding
	HasBOM   bool
	// HasTemplateTokens says that Text holds tokens such as %%%NAMESPACE%%% that a build replaces. Tree was then made from
	// a text of the same length in which identifiers stand in their place (see PlaceholderPrefix).
	HasTemplateTokens bool

	// Tree is the syntax tree of Apex, nil for stubs and for files that were too large.
	Tree *parser.Tree
	// Document is the parsed metadata, nil where nobody asked for this root element. After an error in the XML it holds what
	// stood before.
	Document *metadata.Document
	// Markup is the parsed markup of a Visualforce page or component or an Aura bundle, nil for everything else.
	Markup *markup.Document
	// RootElement is the local name of the document's root: RemoteSiteSetting, ApexClass, ... Of a file that was not opened,
	// because nobody asked for the root that its suffix stands for, it is that one.
	RootElement string
	// References are the places in metadata, and in Lightning components, that name Apex, by offset.
	References []Reference

	// Project is the project that the file belongs to, never nil. PackageDir is the index of its package directory in
	// Project.PackageDirs, -1 outside of all.
	Project    *Project
	PackageDir int
	// Meta is the -meta.xml beside the file, nil if there is none.
	Meta *File

	// APIVersion is the version that the code is compiled as, VersionSource where it was found.
	APIVersion    Version
	VersionSource VersionSource
	// Status is the status in the -meta.xml: Active, Inactive or Deleted; empty without one.
	Status string

	// Selected says that the user asked for this file. Others are context: they are known to the analysis, and nothing is
	// reported in them.
	Selected bool
	// IsTest says that the file's outermost type is a test class.
	IsTest bool
	// IsStub says that the body is "(hidden)": the class belongs to a managed package.
	IsStub bool
	// Generated says that a tool wrote the file: WSDL2Apex or a mock generator.
	Generated bool
	// Vendored says that the file is a copy of the library named in Library.
	Vendored bool
	Library  string
	// Coverage says how much of the file was analysed.
	Coverage Status
}

// VersionKnown reports whether the file's API version could be found.
func (f *File) VersionKnown() bool { return f.APIVersion.Known() }

// lineCount counts lines as editors do; an unfinished last line is one.
func lineCount(text []byte) int {
	n := bytes.Count(text, []byte{'\n'})
	if len(text) > 0 && text[len(text)-1] != '\n' {
		n++
	}
	return n
}
