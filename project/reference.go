package project

import (
	"bytes"
	"path"
	"strings"

	"github.com/apexvet/apexvet/metadata"
)

// ReferenceKind says in what way a file outside of Apex names Apex.
type ReferenceKind uint8

// The kinds of references. What Name is depends on the kind.
const (
	ReferenceImport       ReferenceKind = iota + 1 // an LWC module imports a method: "Class.method", perhaps "ns.Class.method"
	ReferenceController                            // the markup of an Aura component names its server-side controller: "Class"
	ReferenceServerAction                          // the script of an Aura component asks for an action of it: "method"
	ReferenceFlowAction                            // a flow calls an invocable method: "Class"
	ReferenceFlowPlugin                            // a flow calls a Process.Plugin: "Class"
	ReferenceAgentAction                           // an agent's action is an invocable method: "Class"
	ReferenceRecord                                // a custom metadata record's field holds the name of a class
	ReferenceClassAccess                           // a guest's profile or permission set allows a class
	ReferencePageAccess                            // a guest's profile or permission set allows a Visualforce page
	ReferenceLicense                               // the licence of that profile or permission set
	ReferenceGuestProfile                          // a site names the profile of its guests
)

// A Reference is a place outside of Apex that names Apex, or says who may reach it.
type Reference struct {
	Kind ReferenceKind
	Name string
	// Object and Field say, of a ReferenceRecord, where the name stands: the custom metadata type and its field.
	Object, Field string
	// Offset and End are where the name stands in the file's text.
	Offset, End int
}

// isLightning reports whether a file is the script of a Lightning component. Tests of components name Apex too, and
// nothing runs them.
func isLightning(folder, name string) bool {
	suffix := path.Ext(name)
	if suffix != ".js" && suffix != ".ts" || strings.HasSuffix(name, ".test.js") || strings.HasSuffix(name, ".d.ts") {
		return false
	}
	inBundle := false
	for part := range strings.SplitSeq(folder, "/") {
		if strings.HasPrefix(part, "__") {
			return false
		}
		inBundle = inBundle || part == "lwc" || part == "aura" && suffix == ".js"
	}
	return inBundle
}

// readLightning reads a script of a Lightning component. One that names no Apex is not in the snapshot.
func (r *reader) readLightning(o *outcome) {
	raw, err := r.whole(o.file.Abs)
	if err != nil {
		o.file = nil // nothing of ours is lost: what it imports stays an entry point
		return
	}
	text := decode(raw).text
	var found []Reference
	switch {
	case bytes.Contains(text, []byte("@salesforce/apex")):
		found = imports(text)
	case bytes.Contains(text, []byte("c.")) && !strings.Contains("/"+o.file.Path, "/lwc/"):
		found = serverActions(text)
	}
	if len(found) == 0 {
		if r.texts != nil && r.texts(o.file.Path, text) {
			o.file.Kind = KindText
			o.takeText(raw)
			return
		}
		o.file = nil
		return
	}
	o.takeText(raw)
	o.file.References = found
}

// imports finds the modules "@salesforce/apex/..." that a script imports.
func imports(text []byte) []Reference {
	var found []Reference
	for _, module := range []string{"@salesforce/apex/", "@salesforce/apexContinuation/"} {
		for at := 0; ; {
			i := bytes.Index(text[at:], []byte(module))
			if i < 0 {
				break
			}
			start := at + i + len(module)
			end := start + nameLength(text[start:], true)
			if end > start && end < len(text) && quoted(text, at+i, end) && !inComment(text, at+i) {
				found = append(found, Reference{Kind: ReferenceImport, Name: string(text[start:end]), Offset: start, End: end})
			}
			at = end
		}
	}
	return found
}

// serverActions finds the strings 'c.method' in the script of an Aura component.
func serverActions(text []byte) []Reference {
	var found []Reference
	for at := 0; ; {
		i := bytes.Index(text[at:], []byte("c."))
		if i < 0 {
			return found
		}
		start := at + i + len("c.")
		end := start + nameLength(text[start:], false)
		if end > start && quoted(text, at+i, end) && !inComment(text, at+i) {
			found = append(found, Reference{Kind: ReferenceServerAction, Name: string(text[start:end]), Offset: start, End: end})
		}
		at = end
	}
}

// nameLength returns the length of the name, with dots if wanted, that a text begins with.
func nameLength(text []byte, dots bool) int {
	for i, c := range text {
		if c != '_' && !('a' <= c && c <= 'z') && !('A' <= c && c <= 'Z') && !('0' <= c && c <= '9') && !(dots && c == '.') {
			return i
		}
	}
	return len(text)
}

// quoted reports whether text[start:end] is all that stands between two equal quotes.
func quoted(text []byte, start, end int) bool {
	if start == 0 || end >= len(text) || text[start-1] != text[end] {
		return false
	}
	return text[end] == '\'' || text[end] == '"' || text[end] == '`'
}

// inComment reports whether the line of an offset begins as comments do.
func inComment(text []byte, offset int) bool {
	line := bytes.TrimLeft(text[bytes.LastIndexByte(text[:offset], '\n')+1:offset], " \t\r")
	return bytes.HasPrefix(line, []byte("//")) || bytes.HasPrefix(line, []byte("/*")) || bytes.HasPrefix(line, []byte("*"))
}

// controllerOf finds the attribute controller of the outermost element of an Aura component.
func controllerOf(text []byte) []Reference {
	at := bytes.Index(text, []byte("<aura:"))
	if at < 0 {
		return nil
	}
	tag := text[at:]
	if end := bytes.IndexByte(tag, '>'); end >= 0 {
		tag = tag[:end]
	}
	i := bytes.Index(tag, []byte("controller"))
	if i <= 0 || tag[i-1] > ' ' {
		return nil
	}
	rest := bytes.TrimLeft(tag[i+len("controller"):], " \t\r\n")
	if len(rest) == 0 || rest[0] != '=' {
		return nil
	}
	rest = bytes.TrimLeft(rest[1:], " \t\r\n")
	if len(rest) == 0 {
		return nil
	}
	start := at + len(tag) - len(rest) + 1
	end := start + nameLength(rest[1:], true)
	if end == start || !quoted(text, start, end) {
		return nil
	}
	return []Reference{{Kind: ReferenceController, Name: string(text[start:end]), Offset: start, End: end}}
}

// A referrer is a type of metadata that names Apex.
type referrer struct {
	// mayRefer reports, at a glance, whether it is worth parsing a document. Nil stands for no.
	mayRefer func(r *reader, text []byte) bool
	find     func(r *reader, o *outcome, doc *metadata.Document) []Reference
}

var referrers = map[string]referrer{
	"CustomMetadata":     {(*reader).glanceAtRecord, (*reader).inRecord},
	"CustomSite":         {holds("<guestProfile>"), inSite},
	"Flow":               {holds(">apex<", "<apexClass>"), inFlow},
	"GenAiFunction":      {holds(">apex<"), inAgent},
	"GenAiPlannerBundle": {holds(">apex<"), inAgent},
	"GenAiPlugin":        {holds(">apex<"), inAgent},
	"PermissionSet":      {holds("<license>Guest"), inPermissions},
	"Profile":            {glanceAtProfile, inPermissions},
}

func (r referrer) exists() bool { return r.mayRefer != nil }

// holds returns a glance for one of some texts.
func holds(hints ...string) func(*reader, []byte) bool {
	return func(_ *reader, text []byte) bool {
		for _, hint := range hints {
			if bytes.Contains(text, []byte(hint)) {
				return true
			}
		}
		return false
	}
}

// glanceAtRecord looks for values that are names of classes.
func (r *reader) glanceAtRecord(text []byte) bool {
	for {
		i := bytes.Index(text, []byte("<value"))
		if i < 0 {
			return false
		}
		text = text[i+len("<value"):]
		i = bytes.IndexByte(text, '>')
		if i < 0 {
			return false
		}
		value := bytes.TrimLeft(text[i+1:], " \t\r\n")
		if n := nameLength(value, true); n > 0 && n <= longestName && r.namesClass(strings.ToLower(string(value[:n]))) {
			return true
		}
	}
}

const (
	userLicense = "<userLicense>"
	longestName = 100
)

// glanceAtProfile tells the profiles of guests by their licence. A profile that does not say it may be one.
func glanceAtProfile(_ *reader, text []byte) bool {
	_, license, found := bytes.Cut(text, []byte(userLicense))
	return !found || bytes.HasPrefix(license, []byte("Guest"))
}

// profileTail is how much is read of the end of a profile to find its licence: behind it stand the user permissions only.
const profileTail = 64 << 10

// isOtherProfile reports whether a profile is not one of guests, without reading all of it.
func (r *reader) isOtherProfile(head []byte, rest *openFile) bool {
	if !glanceAtProfile(r, head) {
		return true
	}
	size, err := rest.Size()
	if err != nil {
		return false
	}
	if r.tail == nil {
		r.tail = make([]byte, profileTail)
	}
	n, _ := rest.ReadAt(r.tail, max(0, size-profileTail))
	return !glanceAtProfile(r, r.tail[:n])
}

// refer appends a reference to the value of an element, if it has one.
func refer(found []Reference, kind ReferenceKind, e *metadata.Element) []Reference {
	if value := e.Content(); value.Text != "" {
		start, end := value.Source(0, len(value.Text))
		found = append(found, Reference{Kind: kind, Name: value.Text, Offset: start, End: end})
	}
	return found
}

// inRecord finds the values of a record that are names of classes in the snapshot.
func (r *reader) inRecord(o *outcome, doc *metadata.Document) []Reference {
	object, _, _ := strings.Cut(path.Base(o.file.Path), ".")
	var found []Reference
	for v := range doc.Root.ChildrenNamed("values") {
		value := v.Child("value")
		name := strings.ToLower(value.Value())
		if len(name) == 0 || len(name) > longestName || nameLength([]byte(name), true) != len(name) || !r.namesClass(name) {
			continue
		}
		found = refer(found, ReferenceRecord, value)
		ref := &found[len(found)-1]
		ref.Object, ref.Field = object+"__mdt", v.Child("field").Value()
	}
	return found
}

// namesClass reports whether a folded name, its namespace or what is inside of it left out, is that of a class's file.
func (r *reader) namesClass(name string) bool {
	if _, rest, ok := strings.Cut(name, "__"); ok && r.classes[rest] {
		return true
	}
	first, rest, _ := strings.Cut(name, ".")
	second, _, _ := strings.Cut(rest, ".")
	return r.classes[first] || r.classes[second]
}

func inSite(_ *reader, _ *outcome, doc *metadata.Document) []Reference {
	return refer(nil, ReferenceGuestProfile, doc.Root.Child("guestProfile"))
}

func inFlow(_ *reader, _ *outcome, doc *metadata.Document) []Reference {
	var found []Reference
	for call := range doc.Root.ChildrenNamed("actionCalls") {
		if call.Child("actionType").Value() == "apex" {
			found = refer(found, ReferenceFlowAction, call.Child("actionName"))
		}
	}
	for call := range doc.Root.ChildrenNamed("apexPluginCalls") {
		found = refer(found, ReferenceFlowPlugin, call.Child("apexClass"))
	}
	return found
}

func inAgent(_ *reader, _ *outcome, doc *metadata.Document) []Reference {
	var found []Reference
	for e := range doc.Elements() {
		if e.Name == "invocationTargetType" && e.Value() == "apex" {
			found = refer(found, ReferenceAgentAction, e.Parent().Child("invocationTarget"))
		}
	}
	return found
}

func inPermissions(_ *reader, _ *outcome, doc *metadata.Document) []Reference {
	var found []Reference
	for e := range doc.Root.Children() {
		switch {
		case e.Name == "userLicense" || e.Name == "license":
			found = refer(found, ReferenceLicense, e)
		case !e.Child("enabled").Bool():
		case e.Name == "classAccesses":
			found = refer(found, ReferenceClassAccess, e.Child("apexClass"))
		case e.Name == "pageAccesses":
			found = refer(found, ReferencePageAccess, e.Child("apexPage"))
		}
	}
	return found
}
