package semantics

import (
	"bytes"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/apexvet/apexvet/project"
)

// Use is a place outside of Apex that leads to an entry point: the import in a
// Lightning component, the element of a flow, the expression in a page.
type Use struct {
	File *project.File
	// Kind says what sort of reference it is, zero for an expression in a page.
	Kind project.ReferenceKind
	// Offset and End are where it stands in the file.
	Offset, End int
}

// outside is what files outside of Apex say about the program.
type outside struct {
	p       *Program
	methods map[MethodID][]Use // imported or asked for by name
	classes map[ClassID][]Use  // named as a whole: by flows, agents, records
	pages   map[ClassID][]*page
	guests  map[ClassID]bool // what guests' profiles allow
}

// page is a Visualforce page or component.
type page struct {
	file  *project.File
	names map[string]int // of the identifiers in its expressions, folded: where the first one stands
	guest bool           // guests may open it
}

// readOutside reads all files outside of Apex.
func (p *Program) readOutside() *outside {
	o := &outside{
		p: p, methods: map[MethodID][]Use{}, classes: map[ClassID][]Use{}, pages: map[ClassID][]*page{}, guests: map[ClassID]bool{},
	}
	p.records = map[recordField][]string{}
	pages := o.readPages()
	sites := o.guestProfiles()
	controllers := map[string]ClassID{} // by the folder of an Aura component
	guestPages := map[*project.Project]map[string]bool{}
	for _, f := range p.Snapshot.Files {
		guest := isGuest(f, sites)
		for _, r := range f.References {
			use := Use{File: f, Kind: r.Kind, Offset: r.Offset, End: r.End}
			switch r.Kind {
			case project.ReferenceImport:
				if i := strings.LastIndexByte(r.Name, '.'); i > 0 {
					o.method(o.class(r.Name[:i], f), r.Name[i+1:], use)
				}
			case project.ReferenceController:
				if class := o.class(r.Name, f); class != 0 {
					controllers[path.Dir(f.Path)] = class
				}
			case project.ReferenceRecord:
				key := recordField{lower(stripPrefix(r.Object, f.Project)), lower(stripPrefix(r.Field, f.Project))}
				p.records[key] = append(p.records[key], lower(r.Name))
				if class := o.class(r.Name, f); class != 0 {
					o.classes[class] = append(o.classes[class], use)
				}
			case project.ReferenceFlowAction, project.ReferenceFlowPlugin, project.ReferenceAgentAction:
				if class := o.class(r.Name, f); class != 0 {
					o.classes[class] = append(o.classes[class], use)
				}
			case project.ReferenceClassAccess:
				if class := o.class(r.Name, f); class != 0 && guest {
					o.guests[class] = true
				}
			case project.ReferencePageAccess:
				if guest {
					if guestPages[f.Project] == nil {
						guestPages[f.Project] = map[string]bool{}
					}
					guestPages[f.Project][lower(stripPrefix(r.Name, f.Project))] = true
				}
			}
		}
	}
	for _, f := range p.Snapshot.Files {
		for _, r := range f.References {
			if r.Kind == project.ReferenceServerAction {
				o.method(controllers[path.Dir(f.Path)], r.Name, Use{File: f, Kind: r.Kind, Offset: r.Offset, End: r.End})
			}
		}
	}
	openToGuests(pages, guestPages)
	return o
}

// class finds a class that a file outside of Apex names.
func (o *outside) class(name string, from *project.File) ClassID {
	return o.p.reflected(lower(name), &FileInfo{File: from, program: o.p})
}

// method notes the use of a method by its name: the static ones of a class.
func (o *outside) method(class ClassID, name string, use Use) {
	id := o.p.names.lookup(lower(name))
	if class == 0 || id == 0 {
		return
	}
	for _, m := range o.p.Classes[class].methodsNamed(id) {
		if id := MethodID(m.id); o.p.Methods[id].Modifiers&Static != 0 {
			o.methods[id] = append(o.methods[id], use)
		}
	}
}

// guestProfiles returns the folded names of the profiles that sites name, by
// project.
func (o *outside) guestProfiles() map[*project.Project][]string {
	sites := map[*project.Project][]string{}
	for _, f := range o.p.Snapshot.Files {
		for _, r := range f.References {
			if r.Kind == project.ReferenceGuestProfile {
				sites[f.Project] = append(sites[f.Project], lower(r.Name))
			}
		}
	}
	return sites
}

// isGuest reports whether a profile or permission set is one of guests: by its
// licence, or because a site names it.
func isGuest(f *project.File, sites map[*project.Project][]string) bool {
	if f.RootElement != "Profile" && f.RootElement != "PermissionSet" {
		return false
	}
	for _, r := range f.References {
		if r.Kind == project.ReferenceLicense && strings.HasPrefix(lower(r.Name), "guest") {
			return true
		}
	}
	name, _, _ := strings.Cut(path.Base(f.Path), ".profile")
	if plain, err := url.PathUnescape(name); err == nil {
		name = plain
	}
	return slices.Contains(sites[f.Project], lower(name))
}

// stripPrefix removes the project's own namespace from ns__Name.
func stripPrefix(name string, p *project.Project) string {
	if p == nil || p.Namespace == "" {
		return name
	}
	if n := len(p.Namespace) + 2; len(name) > n && strings.EqualFold(name[:n], p.Namespace+"__") {
		return name[n:]
	}
	return name
}

// readPages reads the Visualforce pages and components, and gives the classes
// that they name, with the superclasses of these, to each.
func (o *outside) readPages() []*page {
	var pages []*page
	for _, f := range o.p.Snapshot.Files {
		if f.Kind != project.KindPage && f.Kind != project.KindComponent {
			continue
		}
		pg := &page{file: f, names: expressionNames(f.Text)}
		pages = append(pages, pg)
		for _, name := range controllersOf(f.Text) {
			id := o.class(name, f)
			for range maxHierarchy {
				if id == 0 || slices.Contains(o.pages[id], pg) {
					break
				}
				o.pages[id] = append(o.pages[id], pg)
				id = o.p.Classes[id].Super
			}
		}
	}
	return pages
}

// expressionNames returns the folded identifiers in the merge expressions
// {!...} of a page.
func expressionNames(text []byte) map[string]int {
	names := map[string]int{}
	for at := 0; ; {
		i := bytes.Index(text[at:], []byte("{!"))
		if i < 0 {
			return names
		}
		at += i + 2
		end := bytes.IndexByte(text[at:], '}')
		if end < 0 {
			return names
		}
		end += at
		for at < end {
			n := 0
			for at+n < end && isNameByte(text[at+n]) {
				n++
			}
			if n > 0 {
				name := lower(string(text[at : at+n]))
				if _, known := names[name]; !known {
					names[name] = at
				}
			}
			at += n + 1
		}
		at = min(end+1, len(text))
	}
}

func isNameByte(c byte) bool {
	return c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// openToGuests marks the pages that guests may open, with the components in
// them.
func openToGuests(pages []*page, allowed map[*project.Project]map[string]bool) {
	if len(allowed) == 0 {
		return
	}
	type key struct {
		project *project.Project
		name    string
	}
	components := map[key]*page{}
	var todo []*page
	for _, pg := range pages {
		name, _, _ := strings.Cut(lower(path.Base(pg.file.Path)), ".")
		switch {
		case pg.file.Kind == project.KindComponent:
			components[key{pg.file.Project, name}] = pg
		case allowed[pg.file.Project][name]:
			pg.guest = true
			todo = append(todo, pg)
		}
	}
	for len(todo) > 0 {
		pg := todo[0]
		todo = todo[1:]
		text := pg.file.Text
		for {
			i := bytes.Index(text, []byte("<c:"))
			if i < 0 {
				break
			}
			text = text[i+len("<c:"):]
			n := 0
			for n < len(text) && isNameByte(text[n]) {
				n++
			}
			if c := components[key{pg.file.Project, lower(string(text[:n]))}]; c != nil && !c.guest {
				c.guest = true
				todo = append(todo, c)
			}
		}
	}
}

// usesIn returns the pages that name a member in an expression: a method by its
// name, an accessor also by that of the property it makes.
func (o *outside) usesIn(m *Method) []Use {
	var uses []Use
	name := lower(m.Name)
	for _, pg := range o.pages[m.Class] {
		at, ok := pg.names[name]
		length := len(name)
		if !ok && m.Kind == MethodOrdinary && len(name) > 3 && (name[:3] == "get" || name[:3] == "set") {
			at, ok = pg.names[name[3:]]
			length -= 3
		}
		if ok {
			uses = append(uses, Use{File: pg.file, Offset: at, End: at + length})
		}
	}
	return uses
}

// openPage reports whether guests may open a page that names a class.
func (o *outside) openPage(class ClassID) bool {
	return slices.ContainsFunc(o.pages[class], func(pg *page) bool { return pg.guest })
}
