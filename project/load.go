package project

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// Options says what to load and how.
type Options struct {
	// Paths are the files and folders to analyse, absolute or relative to Dir; none means Dir itself. The projects around
	// them are read whole, as context.
	Paths []string
	// Dir is the folder that relative paths start from; empty means the working directory.
	Dir string
	// Excludes are doublestar patterns, relative to the root, of what to leave out.
	Excludes []string
	// NoIgnoreFiles reads what .gitignore and .forceignore leave out.
	NoIgnoreFiles bool
	// Overlay holds texts that stand for the content of files, as an editor has them: by path, absolute or relative to Dir.
	// A path that is not on disk is a new file.
	Overlay map[string][]byte
	// Documents names the root elements whose documents are wanted. Metadata with another root is listed with neither
	// Text nor Document. Nil means all of them.
	Documents []string
	// Texts, if not nil, says which scripts, configuration files, certificates and other texts of the project are wanted. It is
	// called from several goroutines with the path, relative to the root, and the decoded text of each candidate; of a binary
	// key store with the first bytes. What it does not want is not in the snapshot.
	Texts func(path string, text []byte) bool
	// Workers is how many files are read and parsed at a time; 0 means one per processor.
	Workers int
}

// Load finds and reads the projects around the paths. It returns an error only where there is nothing to analyse as
// asked: a path that does not exist, a bad pattern, a cancelled context. What is wrong with single files is in the ledger.
func Load(ctx context.Context, opts Options) (*Snapshot, error) {
	return load(ctx, opts, os.ReadDir)
}

func load(ctx context.Context, opts Options, readDir func(string) ([]os.DirEntry, error)) (*Snapshot, error) {
	for _, pattern := range opts.Excludes {
		if !doublestar.ValidatePattern(pattern) {
			return nil, fmt.Errorf("exclude pattern %q is not valid; see the doublestar syntax: ** for folders, * within a name, {a,b}, [a-z]", pattern)
		}
	}
	if opts.Workers <= 0 {
		opts.Workers = runtime.GOMAXPROCS(0)
	}
	dir, err := filepath.Abs(opts.Dir)
	if err != nil {
		return nil, fmt.Errorf("working directory: %w", err)
	}
	overlay := make(map[string][]byte, len(opts.Overlay))
	for name, text := range opts.Overlay {
		if !filepath.IsAbs(name) {
			name = filepath.Join(dir, name)
		}
		overlay[realPath(name)] = text
	}
	targets, err := resolveTargets(dir, opts.Paths, overlay)
	if err != nil {
		return nil, err
	}
	l := &loader{ctx: ctx, opts: opts, targets: targets, overlay: overlay, readDir: readDir}
	return l.load()
}

// A loader makes one snapshot.
type loader struct {
	ctx     context.Context
	opts    Options
	targets []target
	overlay map[string][]byte
	readDir func(string) ([]os.DirEntry, error)
	walker  *walker
	root    string
	ledger  []LedgerEntry
}

func (l *loader) load() (*Snapshot, error) {
	if err := l.find(); err != nil {
		return nil, err
	}
	candidates := l.walker.found.candidates
	slices.SortFunc(candidates, func(a, b candidate) int { return strings.Compare(a.path, b.path) })
	candidates = slices.CompactFunc(candidates, func(a, b candidate) bool { return a.path == b.path })

	outcomes, err := l.readAll(candidates)
	if err != nil {
		return nil, err
	}
	s := &Snapshot{Root: l.root, Ledger: append(l.walker.found.ledger, l.ledger...)}
	versions := map[string]*outcome{} // of -meta.xml files, by path
	for i := range outcomes {
		o := &outcomes[i]
		s.Ledger = append(s.Ledger, o.ledger...)
		if o.file == nil {
			continue
		}
		o.file.ID = FileID(len(s.Files))
		s.Files = append(s.Files, o.file)
		if isVersioned(o.file.Path) {
			versions[o.file.Path] = o
		}
	}
	l.join(s, versions)
	markVendored(s.Files)
	l.listProjects(s)
	s.Ledger = append(s.Ledger, perFolder(s.Files)...)
	sortLedger(s.Ledger)
	return s, nil
}

// readAll reads the candidates, the largest share of the work.
func (l *loader) readAll(candidates []candidate) ([]outcome, error) {
	var wanted map[string]bool
	if l.opts.Documents != nil {
		wanted = make(map[string]bool, len(l.opts.Documents))
		for _, name := range l.opts.Documents {
			wanted[name] = true
		}
	}
	classes := map[string]bool{}
	for _, c := range candidates {
		if c.kind == KindClass {
			classes[strings.ToLower(strings.TrimSuffix(path.Base(c.path), ".cls"))] = true
		}
	}
	readers := make([]reader, l.opts.Workers)
	for i := range readers {
		readers[i] = reader{overlay: l.overlay, wanted: wanted, classes: classes, texts: l.opts.Texts, head: make([]byte, 8<<10)}
	}
	files, outcomes := make([]File, len(candidates)), make([]outcome, len(candidates))
	err := parallel(l.ctx, l.opts.Workers, len(candidates), func(worker, i int) {
		outcomes[i].file = &files[i]
		readers[worker].read(candidates[i], &outcomes[i])
	})
	return outcomes, err
}

// find collects the candidates of all targets.
func (l *loader) find() error {
	scopes := make([]scope, len(l.targets))
	for i, t := range l.targets {
		scopes[i] = scopeOf(t)
	}
	l.root = commonRoot(scopes)
	w := &walker{
		root: l.root, opts: l.opts, overlay: l.overlay, readDir: l.readDir,
		plain: &Project{Dir: "."}, visited: map[string]bool{},
	}
	l.walker = w
	for _, dir := range walks(scopes) {
		if err := w.walk(l.ctx, l.folder(dir)); err != nil {
			return err
		}
	}
	if err := w.followLinks(l.ctx); err != nil {
		return err
	}
	l.addOverlay()
	for _, t := range l.targets {
		if err := l.force(t); err != nil {
			return err
		}
	}
	return l.walker.followLinks(l.ctx)
}

// folder describes a folder at which a walk begins.
func (l *loader) folder(abs string) folder {
	return folder{path: l.relative(abs), abs: abs, project: l.projectOf(l.relative(abs)), ignores: l.walker.ignoresAbove(abs)}
}

func (l *loader) relative(abs string) string {
	rel, err := filepath.Rel(l.root, abs)
	if err != nil {
		return filepath.ToSlash(abs)
	}
	return filepath.ToSlash(rel)
}

// projectOf returns the innermost project found so far that a path lies in.
func (l *loader) projectOf(rel string) *Project {
	best := l.walker.plain
	for _, p := range l.walker.found.projects {
		inside := p.Dir == "." || rel == p.Dir || strings.HasPrefix(rel, p.Dir+"/")
		if inside && (best == l.walker.plain || len(p.Dir) > len(best.Dir)) {
			best = p
		}
	}
	return best
}

// addOverlay adds the files that only the overlay has.
func (l *loader) addOverlay() {
	if len(l.overlay) == 0 {
		return
	}
	known := l.walker.files()
	for abs := range l.overlay {
		rel := l.relative(abs)
		if known[abs] || !within(abs, l.root) || l.walker.kindOf(rel) == KindOther || isFile(abs) || l.walker.excludedByUser(rel) != "" {
			continue
		}
		l.walker.found.candidates = append(l.walker.found.candidates, candidate{path: rel, abs: abs, kind: l.walker.kindOf(rel), project: l.projectOf(rel)})
	}
}

// force takes in what the user named though a .gitignore or .forceignore leaves it out: naming it is the stronger wish.
func (l *loader) force(t target) error {
	w, rel := l.walker, l.relative(t.abs)
	if t.isDir {
		if w.visited[t.abs] || w.excludedByUser(rel) != "" {
			return nil
		}
		return w.walk(l.ctx, folder{path: rel, abs: t.abs, project: l.projectOf(rel)})
	}
	if kind := w.kindOf(rel); kind == KindOther || kind == KindLightning && l.opts.Texts == nil {
		l.ledger = append(l.ledger, LedgerEntry{Path: rel, Status: Skipped, Count: 1, Reason: "nothing is analysed in files of this kind"})
		return nil
	}
	if w.excludedByUser(rel) != "" {
		return nil
	}
	names := []string{t.abs}
	if beside := t.abs + metaSuffix; isFile(beside) {
		names = append(names, beside)
	}
	for _, abs := range names {
		if !w.files()[abs] {
			rel := l.relative(abs)
			w.found.candidates = append(w.found.candidates, candidate{path: rel, abs: abs, kind: w.kindOf(rel), project: l.projectOf(rel)})
		}
	}
	return nil
}

// join brings together what several files say about one.
func (l *loader) join(s *Snapshot, versions map[string]*outcome) {
	for _, f := range s.Files {
		f.PackageDir = f.Project.packageDirOf(f.Path)
		f.Selected = l.selects(f.Path)
		if f.Kind == KindMetadata || f.Kind == KindLightning {
			continue
		}
		f.Meta = s.Lookup(f.Path + metaSuffix)
		if f.Kind == KindScript && f.Meta != nil {
			f.Kind = KindClass // deployed as a class, whatever it holds
		}
		if meta := versions[f.Path+metaSuffix]; meta != nil {
			f.Status = meta.status
			if meta.version.Known() {
				f.APIVersion, f.VersionSource = meta.version, VersionFromMeta
				continue
			}
		}
		if v := f.Project.APIVersion; v.Known() {
			f.APIVersion, f.VersionSource = v, VersionFromProject
			if f.Project.Format == MetadataFormat {
				f.VersionSource = VersionFromPackage
			}
		}
	}
}

// selects reports whether the user asked for a file: by name, by the name of the source it describes, or by a folder.
func (l *loader) selects(rel string) bool {
	for _, t := range l.targets {
		named := l.relative(t.abs)
		if named == "." || rel == named || strings.HasPrefix(rel, named+"/") || !t.isDir && rel == named+metaSuffix {
			return true
		}
	}
	return false
}

// listProjects sorts the projects, and lists the one without a description only where it has files.
func (l *loader) listProjects(s *Snapshot) {
	s.Projects = l.walker.found.projects
	if slices.ContainsFunc(s.Files, func(f *File) bool { return f.Project == l.walker.plain }) {
		s.Projects = append(s.Projects, l.walker.plain)
	}
	slices.SortFunc(s.Projects, func(a, b *Project) int {
		return cmp.Or(strings.Compare(a.Dir, b.Dir), cmp.Compare(a.Format, b.Format))
	})
}

// perFolder makes one entry per folder of what concerns many files alike.
func perFolder(files []*File) []LedgerEntry {
	type counts struct{ stubs, unknown int }
	folders := map[string]*counts{}
	for _, f := range files {
		if f.Kind != KindClass && f.Kind != KindTrigger {
			continue
		}
		dir := folderPath(path.Dir(f.Path))
		c := folders[dir]
		if c == nil {
			c = &counts{}
			folders[dir] = c
		}
		switch {
		case f.IsStub:
			c.stubs++
		case !f.VersionKnown():
			c.unknown++
		}
	}
	var entries []LedgerEntry
	for dir, c := range folders {
		if c.stubs > 0 {
			entries = append(entries, LedgerEntry{
				Path: dir, Status: Stub, Count: c.stubs,
				Reason: fmt.Sprintf("the code of %s is hidden: managed package", counted(c.stubs, "file")),
			})
		}
		if c.unknown > 0 {
			entries = append(entries, LedgerEntry{
				Path: dir, Status: Noted, Count: c.unknown,
				Reason: fmt.Sprintf("the API version of %s is not known, so the default access mode is not either; add a -meta.xml, or sourceApiVersion to sfdx-project.json", counted(c.unknown, "file")),
			})
		}
	}
	return entries
}

func sortLedger(entries []LedgerEntry) {
	slices.SortFunc(entries, func(a, b LedgerEntry) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), cmp.Compare(a.Offset, b.Offset), cmp.Compare(a.Status, b.Status), strings.Compare(a.Reason, b.Reason))
	})
}
