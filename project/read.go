package project

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/apexvet/apexvet/markup"
	"github.com/apexvet/apexvet/metadata"
)

// An outcome is what reading one candidate gave.
type outcome struct {
	file   *File // nil where the candidate is nothing of ours
	ledger []LedgerEntry
	// version and status are what a -meta.xml says of the source beside it.
	version Version
	status  string
}

func (o *outcome) note(entry LedgerEntry) {
	entry.Path, entry.Count = o.file.Path, 1
	o.ledger = append(o.ledger, entry)
	o.file.Coverage = max(o.file.Coverage, entry.Status)
}

// fail notes that the file could not be analysed at all.
func (o *outcome) fail(reason string) {
	o.note(LedgerEntry{Status: Failed, Incomplete: true, Reason: reason})
}

// A reader reads candidates. Each worker has one.
type reader struct {
	overlay map[string][]byte
	wanted  map[string]bool // root elements; nil means all
	classes map[string]bool // folded names of the files of classes, without suffix
	texts   func(path string, text []byte) bool
	head    []byte // a buffer that most metadata files fit in whole
	tail    []byte // see isOtherProfile
	comment []byte // see leadingComment
}

func (r *reader) read(c candidate, o *outcome) {
	o.file.Path, o.file.Abs, o.file.Kind, o.file.Project = c.path, c.abs, c.kind, c.project
	switch c.kind {
	case KindMetadata:
		r.readMetadata(o)
		return
	case KindText:
		r.readText(o)
		return
	case KindLightning:
		r.readLightning(o)
		return
	}
	raw, err := r.whole(c.abs)
	if err != nil {
		o.fail(err.Error())
		return
	}
	o.takeText(raw)
	switch {
	case c.kind.IsApex():
		r.parseApex(o)
	case c.kind == KindAura:
		o.file.Markup = markup.Parse(o.file.Text, markup.Aura)
		o.file.References = controllerOf(o.file.Text)
	default:
		o.file.Markup = markup.Parse(o.file.Text, markup.Visualforce)
	}
}

// takeText decodes the file's bytes.
func (o *outcome) takeText(raw []byte) {
	d := decode(raw)
	o.file.Text, o.file.Encoding, o.file.HasBOM = d.text, d.encoding, d.hasBOM
	if d.damaged >= 0 {
		o.note(LedgerEntry{
			Offset: d.damaged, End: d.damaged + len(replacement), Status: Noted,
			Reason: fmt.Sprintf("the file is not valid %s from here on; what could not be decoded was replaced by U+FFFD. Save it as UTF-8", encodingName(d.encoding)),
		})
	}
}

func encodingName(e Encoding) string {
	if e == InvalidUTF8 {
		return UTF8.String()
	}
	return e.String()
}

// readMetadata reads a metadata document as far as it is wanted: the first bytes tell its root element, and most
// documents are of a kind that no rule looks at.
func (r *reader) readMetadata(o *outcome) {
	if root := expectedRoot(o.file.Path); root != "" && r.wanted != nil && !r.wanted[root] && !referrers[root].exists() {
		o.file.RootElement = root
		return
	}
	head, rest, err := r.start(o.file.Abs)
	if err != nil {
		o.fail(err.Error())
		return
	}
	if opened := rest; opened != nil {
		defer func() { _ = opened.Close() }()
	}
	isMeta := strings.HasSuffix(o.file.Path, metaSuffix)
	start := decode(head).text
	trimmed := bytes.TrimLeft(start, " \t\r\n")
	if len(trimmed) > 0 && trimmed[0] != '<' && !isMeta {
		o.file = nil // the suffix is used for other things too
		return
	}
	name, namespace, err := metadata.Root(start)
	if err != nil && rest != nil { // the root element may lie behind a long comment
		if head, err = finish(head, *rest); err != nil {
			o.fail(err.Error())
			return
		}
		rest = nil
		name, namespace, err = metadata.Root(decode(head).text)
	}
	switch {
	case err == nil && namespace != metadata.Namespace && (namespace != "" || !isMeta && isGeneric(o.file.Path)),
		err != nil && isGeneric(o.file.Path) && !isMeta:
		o.file = nil // XML of another kind
		return
	case err != nil:
		o.takeText(bytes.Clone(head))
		o.failXML(err)
		return
	}
	o.file.RootElement = name
	wanted := r.wanted == nil || r.wanted[name]
	carriesVersion := isVersioned(o.file.Path)
	refers := referrers[name]
	needed := wanted || carriesVersion
	if !needed && (!refers.exists() || name == "Profile" && rest != nil && r.isOtherProfile(head, rest)) {
		return
	}
	if rest != nil {
		if head, err = finish(head, *rest); err != nil {
			o.fail(err.Error())
			return
		}
	}
	mayRefer := refers.exists() && refers.mayRefer(r, head)
	if !needed && !mayRefer {
		return
	}
	if rest == nil {
		head = bytes.Clone(head)
	}
	o.takeText(head)
	doc, err := metadata.Parse(o.file.Text)
	if err != nil && needed {
		o.failXML(err)
	}
	if doc != nil && mayRefer {
		o.file.References = refers.find(r, o, doc)
	}
	if carriesVersion && doc != nil {
		o.takeVersion(doc)
	}
	if wanted {
		o.file.Document = doc
	} else if len(o.file.References) == 0 {
		o.file.Text = nil
	}
}

// isGeneric reports whether the name says nothing about the content but that it is XML.
func isGeneric(path string) bool { return strings.HasSuffix(path, ".xml") }

// failXML notes that a document is not well-formed. Where something was read, the rest is missing.
func (o *outcome) failXML(err error) {
	entry := LedgerEntry{Status: Partial, Incomplete: true, Reason: "the XML cannot be read: " + err.Error()}
	if xmlError, ok := errors.AsType[*metadata.Error](err); ok {
		entry.Reason = "the XML cannot be read from here on: " + xmlError.Msg
		entry.Offset, entry.End = xmlError.Offset, xmlError.Offset
	}
	o.note(entry)
}

// takeVersion reads what a -meta.xml says of the source beside it.
func (o *outcome) takeVersion(doc *metadata.Document) {
	o.status = doc.Root.Child("status").Value()
	element := doc.Root.Child("apiVersion")
	written := element.Value()
	if written == "" {
		return
	}
	version, ok := ParseVersion(written)
	if !ok {
		o.note(LedgerEntry{
			Offset: element.Start, End: element.End, Status: Noted,
			Reason: fmt.Sprintf("apiVersion %q is no API version; write it as \"67.0\"", written),
		})
	}
	o.version = version
}

// start reads the beginning of a file. Rest is nil where that was all; otherwise it is the open file.
func (r *reader) start(abs string) (head []byte, rest *openFile, err error) {
	if text, ok := r.overlay[abs]; ok {
		return text, nil, nil
	}
	f, err := openToRead(abs)
	if err != nil {
		return nil, nil, unreadable(err)
	}
	n, err := io.ReadFull(f, r.head)
	switch {
	case err == nil:
		return r.head[:n], &f, nil
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return r.head[:n], nil, f.Close()
	default:
		_ = f.Close()
		return nil, nil, unreadable(err)
	}
}

// finish reads the rest of a file whose beginning was read.
func finish(head []byte, rest openFile) ([]byte, error) {
	size := int64(len(head))
	if known, err := rest.Size(); err == nil {
		size = max(size, known)
	}
	if size >= windowSize {
		return nil, tooLarge(size)
	}
	text := append(make([]byte, 0, size+1), head...) // with room for a byte more, to see that there is none
	for {
		n, err := rest.Read(text[len(text):cap(text)])
		text = text[:len(text)+n]
		switch {
		case len(text) >= windowSize:
			return nil, tooLarge(int64(len(text)))
		case errors.Is(err, io.EOF):
			return text, nil
		case err != nil:
			return nil, unreadable(err)
		case len(text) == cap(text): // the file is growing
			text = slices.Grow(text, bytes.MinRead)
		}
	}
}

// whole reads a file.
func (r *reader) whole(abs string) ([]byte, error) {
	if text, ok := r.overlay[abs]; ok {
		if len(text) >= windowSize {
			return nil, tooLarge(int64(len(text)))
		}
		return bytes.Clone(text), nil
	}
	f, err := openToRead(abs)
	if err != nil {
		return nil, unreadable(err)
	}
	defer func() { _ = f.Close() }()
	return finish(nil, f)
}

func unreadable(err error) error { return fmt.Errorf("the file cannot be read: %s", reasonOf(err)) }

func tooLarge(size int64) error {
	return fmt.Errorf("the file has %d bytes; files of %d bytes and more are not read", size, windowSize)
}
