package semantics

import (
	"bytes"
	"slices"
	"strings"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/project"
)

// annotationEntries are the annotations that make a method an entry point.
var annotationEntries = [...]struct {
	name string
	kind EntryKind
}{
	{"auraenabled", EntryAura},
	{"future", EntryFuture},
	{"httpdelete", EntryRestDelete},
	{"httpget", EntryRestGet},
	{"httppatch", EntryRestPatch},
	{"httppost", EntryRestPost},
	{"httpput", EntryRestPut},
	{"invocablemethod", EntryInvocable},
	{"remoteaction", EntryRemoteAction},
}

// An interfaceEntry is a method that the platform, or a framework, calls on
// classes of a type. The type is the folded name of an interface or superclass
// without type arguments; a name that ends in a dot stands for all types that
// begin so.
type interfaceEntry struct {
	typ    string
	method string // empty: every public method with a name of handlerMethods
	param  string // folded name of the first parameter's type, without type arguments; empty: any
	kind   EntryKind
}

var interfaceEntries = [...]interfaceEntry{
	{"auth.oauth2tokenexchangehandler", "validateincomingtoken", "", EntryTokenExchange},
	{"auth.registrationhandler", "createuser", "", EntryRegistrationHandler},
	{"auth.registrationhandler", "updateuser", "", EntryRegistrationHandler},
	{"auth.samljithandler", "createuser", "", EntryRegistrationHandler},
	{"auth.samljithandler", "updateuser", "", EntryRegistrationHandler},
	{"callable", "call", "", EntryCallable},
	{"database.batchable", "start", "database.batchablecontext", EntryBatchable},
	{"database.batchable", "execute", "database.batchablecontext", EntryBatchable},
	{"database.batchable", "finish", "database.batchablecontext", EntryBatchable},
	{"finalizer", "execute", "finalizercontext", EntryFinalizer},
	{"installhandler", "oninstall", "", EntryInstall},
	{"messaging.inboundemailhandler", "handleinboundemail", "", EntryInboundEmail},
	{"process.plugin", "invoke", "", EntryProcessPlugin},
	{"queueable", "execute", "queueablecontext", EntryQueueable},
	{"sandboxpostcopy", "runapexclass", "", EntryInstall},
	{"schedulable", "execute", "schedulablecontext", EntrySchedulable},
	{"uninstallhandler", "onuninstall", "", EntryUninstall},
	{"dmlfinalizer", "execute", "", EntryFramework},
	{"fflib_sobjectdomain", "", "", EntryFramework},
	{"tdtm_runnable", "run", "", EntryFramework},
	{"triggeraction.", "", "", EntryFramework},
	{"triggerhandler", "", "", EntryFramework},
}

// handlerMethods are the methods that trigger frameworks call by name.
var handlerMethods = [...]string{
	"afterdelete", "afterinsert", "afterundelete", "afterupdate", "beforedelete", "beforeinsert", "beforeupdate",
	"onafterdelete", "onafterinsert", "onafterundelete", "onafterupdate", "onapplydefaults", "onbeforedelete",
	"onbeforeinsert", "onbeforeupdate", "onvalidate",
}

func isHandlerMethod(folded string) bool {
	for _, name := range handlerMethods {
		if name == folded {
			return true
		}
	}
	return false
}

// findEntryPoints gives every method outside of test code its entry points. The
// call graph is known.
func (p *Program) findEntryPoints(o *outside) {
	for i := 1; i < len(p.Classes); i++ {
		c := &p.Classes[i]
		if c.IsTest || c.Kind == ClassKindInterface || c.Kind == ClassKindEnum {
			continue
		}
		supers := p.superTypes(c)
		isExtension := p.isExtension(c)
		for _, id := range c.Methods {
			m := &p.Methods[id]
			if m.IsTest {
				continue
			}
			p.declaredEntries(m)
			p.inheritedEntries(m, supers)
			p.pageEntries(m, o, isExtension)
		}
		p.handedDown(c, supers)
		if len(o.usesOf(c.ID, project.ReferenceRecord)) > 0 {
			p.recordEntries(c, supers)
		}
	}
	for i := 1; i < len(p.Methods); i++ {
		m := &p.Methods[i]
		// What the platform calls has to be global in a package: that alone
		// offers it to nobody else.
		if f := p.Classes[m.Class].File.File; len(m.Entries) == 0 && !m.IsTest && f.Project != nil && f.Project.Namespace != "" {
			if c := &p.Classes[m.Class]; !c.IsTest && c.Kind == ClassKindClass {
				m.globalEntry()
			}
		}
		o.describe(m)
	}
}

// handedDown finds entry points that a class inherits from a superclass which
// itself knows nothing of the interface.
func (p *Program) handedDown(c *Class, supers []string) {
	if c.Super == 0 || len(c.Interfaces) == 0 {
		return
	}
	for i := range interfaceEntries {
		e := &interfaceEntries[i]
		if e.method == "" || !hasSuper(supers, e.typ) {
			continue
		}
		name := p.names.lookup(e.method)
		for at, n := c.ID, 0; at != 0 && name != 0 && n < maxHierarchy; at, n = p.Classes[at].Super, n+1 {
			found := false
			for _, x := range p.Classes[at].methodsNamed(name) {
				if m := &p.Methods[x.id]; p.answers(m, e) && !m.IsTest {
					found = true
					p.frameworkEntry(m, e.kind)
				}
			}
			if found {
				break
			}
		}
	}
}

// recordEntries finds what a framework that is not in the project may call on a
// class that a record of custom metadata names: all that is public, where the
// class has a supertype that nothing here declares.
func (p *Program) recordEntries(c *Class, supers []string) {
	if !slices.ContainsFunc(supers, p.isUndeclared) {
		return
	}
	for _, id := range c.Methods {
		m := &p.Methods[id]
		if m.IsTest || len(m.Entries) > 0 || m.Modifiers&(Public|Global) == 0 || m.Modifiers&Static != 0 || len(m.Bodies) == 0 {
			continue
		}
		if m.Kind == MethodOrdinary || m.Kind == MethodConstructor && len(m.Params) == 0 {
			m.addEntry(EntryFramework, m.NameNode, true)
		}
	}
}

// isUndeclared reports whether a folded type name is one that nothing declares.
func (p *Program) isUndeclared(name string) bool {
	id, ok := p.types.names[name]
	return ok && p.types.at(id).Kind == KindUnresolved
}

// answers reports whether a method is the one that an interface asks for.
func (p *Program) answers(m *Method, e *interfaceEntry) bool {
	if m.Modifiers&Private != 0 || len(m.Bodies) == 0 || m.Modifiers&Static != 0 && e.param == "" {
		return false
	}
	return e.param == "" || len(m.Params) > 0 && withoutArguments(p.Type(m.Params[0].Type).Name) == e.param
}

// frameworkEntry adds an entry point that an interface makes. The handler of a
// trigger framework is none where the framework is in the project and calls it:
// then the trigger is.
func (p *Program) frameworkEntry(m *Method, kind EntryKind) {
	if kind == EntryFramework {
		for range p.Callers(m.ID) {
			return
		}
	}
	m.addEntry(kind, m.NameNode, false)
}

// describe adds to the entry points of a method the places that lead to them,
// and says which of them guests reach.
func (o *outside) describe(m *Method) {
	guestClass := o.guests[m.Class]
	for i := range m.Entries {
		e := &m.Entries[i]
		switch e.Kind {
		case EntryAura:
			e.Uses = o.methods[m.ID]
		case EntryInvocable:
			e.Uses = o.usesOf(m.Class, project.ReferenceFlowAction, project.ReferenceAgentAction)
		case EntryProcessPlugin:
			e.Uses = o.usesOf(m.Class, project.ReferenceFlowPlugin)
		case EntryFramework, EntryCallable:
			e.Uses = o.usesOf(m.Class, project.ReferenceRecord)
		case EntryVisualforceAction, EntryVisualforceAccessor:
			e.Uses = o.usesIn(m)
		}
		if e.Kind.forGuests() && (guestClass || e.Kind.isVisualforce() && o.openPage(m.Class)) {
			e.Audience = AudienceGuest
		}
	}
}

// usesOf returns the uses of a class of some kinds.
func (o *outside) usesOf(class ClassID, kinds ...project.ReferenceKind) []Use {
	var uses []Use
	for _, u := range o.classes[class] {
		if slices.Contains(kinds, u.Kind) {
			uses = append(uses, u)
		}
	}
	return uses
}

func (m *Method) addEntry(kind EntryKind, node parser.Node, inferred bool) {
	for _, e := range m.Entries {
		if e.Kind == kind {
			return
		}
	}
	m.Entries = append(m.Entries, EntryPoint{Kind: kind, Audience: kind.Audience(), Node: node, Inferred: inferred})
}

// declaredEntries finds what the declaration itself says.
func (p *Program) declaredEntries(m *Method) {
	switch m.Kind {
	case MethodTrigger:
		m.addEntry(EntryTrigger, m.NameNode, false)
		return
	case MethodScript:
		m.addEntry(EntryScript, m.Node, false)
		return
	case MethodOrdinary:
		for _, a := range m.Annotations {
			for i := range annotationEntries {
				if annotationEntries[i].name == a.Name {
					m.addEntry(annotationEntries[i].kind, a.Node, false)
				}
			}
		}
		if m.Modifiers&WebService != 0 {
			m.addEntry(EntryWebService, m.NameNode, false)
		}
	}
}

// globalEntry adds that the subscribers of a package may call a global method.
func (m *Method) globalEntry() {
	if m.Modifiers&Global != 0 && len(m.Bodies) > 0 && m.Kind != MethodInstanceInit && m.Kind != MethodStaticInit {
		m.addEntry(EntryGlobal, m.NameNode, false)
	}
}

// superTypes returns the folded names, without type arguments, of all types
// that a class extends or implements, through the classes of the project.
func (p *Program) superTypes(c *Class) []string {
	var names []string
	seen := map[ClassID]bool{}
	var visit func(id TypeID)
	visit = func(id TypeID) {
		t := p.Type(id)
		if id == TypeUnknown {
			return
		}
		names = append(names, withoutArguments(t.Name))
		if t.Kind == KindClass && !seen[t.Class] && len(seen) < maxHierarchy {
			seen[t.Class] = true
			s := p.Class(t.Class)
			visit(s.SuperType)
			for _, i := range s.Interfaces {
				visit(i)
			}
		}
	}
	visit(c.SuperType)
	for _, i := range c.Interfaces {
		visit(i)
	}
	return names
}

func withoutArguments(name string) string {
	before, _, _ := strings.Cut(name, "<")
	return before
}

// inheritedEntries finds the methods that a supertype makes entry points.
func (p *Program) inheritedEntries(m *Method, supers []string) {
	if m.Kind != MethodOrdinary || len(supers) == 0 {
		return
	}
	name := lower(m.Name)
	for i := range interfaceEntries {
		e := &interfaceEntries[i]
		if e.method != name && (e.method != "" || !isHandlerMethod(name)) || !hasSuper(supers, e.typ) || !p.answers(m, e) {
			continue
		}
		p.frameworkEntry(m, e.kind)
	}
}

func hasSuper(supers []string, name string) bool {
	for _, s := range supers {
		if s == name || strings.HasSuffix(name, ".") && strings.HasPrefix(s, name) {
			return true
		}
	}
	return false
}

// pageEntries finds what Visualforce pages can reach. Of a class that no page
// names these are constructors that take a standard controller, accessors beside
// them, and methods that return a PageReference. What a page names only by its
// class is reached where an expression names it too, or nobody else calls it.
func (p *Program) pageEntries(m *Method, o *outside, isExtension bool) {
	if m.Modifiers&(Public|Global) == 0 || m.Modifiers&Static != 0 || len(m.Bodies) == 0 {
		return
	}
	named := len(o.pages[m.Class]) > 0
	switch m.Kind {
	case MethodConstructor:
		if len(m.Params) == 0 && named || len(m.Params) == 1 && p.isStandardController(m.Params[0].Type) {
			m.addEntry(EntryVisualforceConstructor, m.NameNode, !named)
		}
	case MethodGetter, MethodSetter:
		if named || isExtension {
			p.pageEntry(m, o, EntryVisualforceAccessor, named)
		}
	case MethodOrdinary:
		name := lower(m.Name)
		switch {
		case len(m.Params) == 0 && p.Type(m.Return).Name == "pagereference":
			m.addEntry(EntryVisualforceAction, m.NameNode, len(o.usesIn(m)) == 0)
		case !named:
		case strings.HasPrefix(name, "get") && len(m.Params) == 0, strings.HasPrefix(name, "set") && len(m.Params) == 1:
			p.pageEntry(m, o, EntryVisualforceAccessor, true)
		case len(m.Params) == 0 && m.Return == TypeVoid:
			p.pageEntry(m, o, EntryVisualforceAction, true)
		}
	}
}

// pageEntry adds an entry point of a page. One that no expression names is a
// guess, and none where code of the project calls it.
func (p *Program) pageEntry(m *Method, o *outside, kind EntryKind, named bool) {
	used := len(o.usesIn(m)) > 0
	if named && !used {
		for range p.Callers(m.ID) {
			return
		}
	}
	m.addEntry(kind, m.NameNode, !used)
}

func (p *Program) isStandardController(id TypeID) bool {
	name := p.Type(id).Name
	return name == "apexpages.standardcontroller" || name == "apexpages.standardsetcontroller"
}

// isExtension reports whether a class has a constructor that only Visualforce
// calls.
func (p *Program) isExtension(c *Class) bool {
	for _, id := range c.Methods {
		m := &p.Methods[id]
		if m.Kind == MethodConstructor && len(m.Params) == 1 && p.isStandardController(m.Params[0].Type) {
			return true
		}
	}
	return false
}

// controllersOf reads the attributes controller and extensions of a page or
// component.
func controllersOf(text []byte) []string {
	var list []string
	tag := startTag(text)
	for _, attribute := range []string{"controller", "extensions"} {
		for name := range strings.SplitSeq(attributeValue(tag, attribute), ",") {
			if name = lower(strings.TrimSpace(name)); name != "" {
				list = append(list, name)
			}
		}
	}
	return list
}

// startTag returns the first apex:page or apex:component tag.
func startTag(text []byte) []byte {
	folded := bytes.ToLower(text[:min(len(text), 16<<10)])
	for _, name := range []string{"<apex:page", "<apex:component"} {
		if at := bytes.Index(folded, []byte(name)); at >= 0 {
			return endTag(folded[at:])
		}
	}
	return nil
}

// endTag cuts a text behind the end of the tag it begins with: a > outside of
// quotes.
func endTag(text []byte) []byte {
	quote := byte(0)
	for i, c := range text {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return text[:i]
		}
	}
	return text
}

// attributeValue returns the value of an attribute of a folded start tag.
func attributeValue(tag []byte, name string) string {
	for at := 0; ; {
		i := bytes.Index(tag[at:], []byte(name))
		if i < 0 {
			return ""
		}
		start := at + i
		at = start + len(name)
		if start == 0 || !isBlank(tag[start-1]) {
			continue
		}
		rest := bytes.TrimLeft(tag[at:], " \t\r\n")
		if len(rest) == 0 || rest[0] != '=' {
			continue
		}
		rest = bytes.TrimLeft(rest[1:], " \t\r\n")
		if len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
			continue
		}
		value, _, _ := bytes.Cut(rest[1:], rest[:1])
		return string(value)
	}
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }
