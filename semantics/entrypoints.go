package semantics

import (
	"bytes"
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

// findEntryPoints gives every method outside of test code its entry points.
func (p *Program) findEntryPoints(controllers []controller) {
	pages := p.pageClasses(controllers)
	for i := 1; i < len(p.Classes); i++ {
		c := &p.Classes[i]
		if c.IsTest || c.Kind == ClassKindInterface || c.Kind == ClassKindEnum {
			continue
		}
		namespaced := c.File.File.Project != nil && c.File.File.Project.Namespace != ""
		supers := p.superTypes(c)
		named, isExtension := pages[c.ID], p.isExtension(c)
		for _, id := range c.Methods {
			m := &p.Methods[id]
			if m.IsTest {
				continue
			}
			p.declaredEntries(m)
			p.inheritedEntries(m, supers)
			p.pageEntries(m, named, isExtension)
			// What the platform calls has to be global in a package: that alone
			// offers it to nobody else.
			if namespaced && len(m.Entries) == 0 {
				m.globalEntry()
			}
		}
	}
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
	if m.Kind != MethodOrdinary || len(supers) == 0 || m.Modifiers&(Private|Static) != 0 || len(m.Bodies) == 0 {
		return
	}
	name := lower(m.Name)
	for i := range interfaceEntries {
		e := &interfaceEntries[i]
		if e.method != name && (e.method != "" || !isHandlerMethod(name)) || !hasSuper(supers, e.typ) {
			continue
		}
		if e.param != "" && (len(m.Params) == 0 || withoutArguments(p.Type(m.Params[0].Type).Name) != e.param) {
			continue
		}
		m.addEntry(e.kind, m.NameNode, false)
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

// pageEntries finds what Visualforce pages can reach. Without a page that names
// the class, only methods that return a PageReference count, and constructors
// that take a standard controller.
func (p *Program) pageEntries(m *Method, named, isExtension bool) {
	if m.Modifiers&(Public|Global) == 0 || m.Modifiers&Static != 0 || len(m.Bodies) == 0 {
		return
	}
	switch m.Kind {
	case MethodConstructor:
		if len(m.Params) == 0 && named || len(m.Params) == 1 && p.isStandardController(m.Params[0].Type) {
			m.addEntry(EntryVisualforceConstructor, m.NameNode, !named)
		}
	case MethodGetter, MethodSetter:
		if named || isExtension {
			m.addEntry(EntryVisualforceAccessor, m.NameNode, !named)
		}
	case MethodOrdinary:
		name := lower(m.Name)
		switch {
		case len(m.Params) == 0 && p.Type(m.Return).Name == "pagereference":
			m.addEntry(EntryVisualforceAction, m.NameNode, !named)
		case !named:
		case strings.HasPrefix(name, "get") && len(m.Params) == 0, strings.HasPrefix(name, "set") && len(m.Params) == 1:
			m.addEntry(EntryVisualforceAccessor, m.NameNode, false)
		case len(m.Params) == 0 && m.Return == TypeVoid:
			m.addEntry(EntryVisualforceAction, m.NameNode, false)
		}
	}
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

// controller is a class that a Visualforce page or component names.
type controller struct {
	file *project.File
	name string // folded
}

// readControllers reads the attributes controller and extensions of all pages
// and components.
func readControllers(s *project.Snapshot) []controller {
	var list []controller
	for _, f := range s.Files {
		if f.Kind != project.KindPage && f.Kind != project.KindComponent {
			continue
		}
		tag := startTag(f.Text)
		for _, attribute := range []string{"controller", "extensions"} {
			for name := range strings.SplitSeq(attributeValue(tag, attribute), ",") {
				if name = lower(strings.TrimSpace(name)); name != "" {
					list = append(list, controller{f, name})
				}
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

// pageClasses returns the classes that pages name, with their superclasses: a
// page reaches inherited methods too.
func (p *Program) pageClasses(controllers []controller) map[ClassID]bool {
	set := map[ClassID]bool{}
	for _, c := range controllers {
		name := c.name
		if c.file.Project != nil && c.file.Project.Namespace != "" {
			name = strings.TrimPrefix(name, lower(c.file.Project.Namespace)+".")
		}
		var id ClassID
		for _, candidate := range p.classes[name] {
			if p.Classes[candidate].File.File.Project == c.file.Project {
				id = candidate
				break
			}
		}
		for range maxHierarchy {
			if id == 0 {
				break
			}
			set[id] = true
			id = p.Classes[id].Super
		}
	}
	return set
}
