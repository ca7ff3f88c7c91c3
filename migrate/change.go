package migrate

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/semantics"
)

// Changes is what is to be written, and what is not kept.
type Changes struct {
	// Files are the files to write, by path.
	Files []FileChange
	// Left are the places that a person has to look at, by path.
	Left []Left
	// Refused are the files that should be changed and are not, by path. NotRaised are those of them that only keep their
	// version.
	Refused, NotRaised []Skipped
	// Closest are the queries WITH SECURITY_ENFORCED that get WITH USER_MODE, with what that checks in addition.
	Closest []Left
}

// A FileChange is a file before and after.
type FileChange struct {
	Path  string
	Edits []Edit

	file *project.File
}

// Complete reports whether everything is kept that was to be.
func (c *Changes) Complete() bool { return len(c.Left)+len(c.Refused)+len(c.NotRaised) == 0 }

// Preserve plans the edits, applies them in memory and compares every operation of the result at the target with what it
// does today.
func (r *Report) Preserve(ctx context.Context, opts PreserveOptions) (*Changes, error) {
	p := &planner{r: r, edits: map[*unit][]Edit{}, refused: map[*unit]string{}, notRaised: map[*unit]string{}, conflicts: map[semantics.ClassID]string{}}
	if opts.Preserve {
		p.plan()
	}
	metas := map[*unit]Edit{}
	if opts.Raise {
		p.raise(metas)
	}
	changes := &Changes{}
	if opts.Preserve {
		if err := p.verify(ctx); err != nil {
			return nil, err
		}
	}
	for _, u := range r.units {
		if u == nil {
			continue
		}
		if reason := p.refused[u]; reason != "" {
			changes.Refused = append(changes.Refused, Skipped{Path: u.file.Path, Reason: reason, Incomplete: true})
			continue
		}
		if reason := p.notRaised[u]; reason != "" {
			changes.NotRaised = append(changes.NotRaised, Skipped{Path: u.file.Path, Reason: reason, Incomplete: true})
		}
		edits := p.edits[u]
		if len(edits) > 0 {
			changes.Files = append(changes.Files, FileChange{Path: u.file.Path, Edits: edits, file: u.file})
		}
		if e, ok := metas[u]; ok {
			changes.Files = append(changes.Files, FileChange{Path: u.file.Meta.Path, Edits: []Edit{e}, file: u.file.Meta})
		}
	}
	changes.Left, changes.Closest = p.left, p.closest
	slices.SortFunc(changes.Files, func(a, b FileChange) int { return cmp.Compare(a.Path, b.Path) })
	slices.SortStableFunc(changes.Left, byPlace)
	slices.SortStableFunc(changes.Closest, byPlace)
	return changes, nil
}

func byPlace(a, b Left) int {
	return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Offset, b.Offset), cmp.Compare(a.Reason, b.Reason))
}

// raise writes the target into the -meta.xml of each file that is raised. A file that is refused keeps its version.
func (p *planner) raise(metas map[*unit]Edit) {
	for _, u := range p.r.units {
		if u == nil || !u.raised || p.refused[u] != "" {
			continue
		}
		if reason := editable(u); reason != "" {
			p.refused[u] = reason
			continue
		}
		var edit Edit
		var reason string
		switch meta := u.file.Meta; {
		case meta == nil:
			reason = "it has no -meta.xml"
			if source := u.file.VersionSource; source != project.VersionUnknown {
				reason += "; its version is that of " + source.String()
			}
		case meta.Document == nil || meta.Document.Root == nil || meta.Coverage >= project.Partial || meta.Encoding != project.UTF8:
			reason = "its -meta.xml cannot be read"
		default:
			edit, reason = versionEdit(meta, p.r.Target)
		}
		if reason != "" {
			p.notRaised[u] = reason
			continue
		}
		metas[u] = edit
	}
}

// versionEdit replaces the text of the element apiVersion.
func versionEdit(meta *project.File, target project.Version) (edit Edit, reason string) {
	element := meta.Document.Root.Child("apiVersion")
	content := element.Content()
	if strings.TrimSpace(content.Text) == "" {
		return Edit{}, "its -meta.xml names no apiVersion"
	}
	from := strings.Index(content.Text, strings.TrimSpace(content.Text))
	start, end := content.Source(from, from+len(strings.TrimSpace(content.Text)))
	return Edit{Start: start, End: end, New: target.String(), Reason: EditVersion}, ""
}

// verify parses what the edits make of the files, and compares the program at the target with that of today. Files whose
// edits do not parse are refused; operations that do not come out the same are left to people.
func (p *planner) verify(ctx context.Context) error {
	r := p.r
	trees := map[*unit]*parser.Tree{}
	for u, edits := range p.edits {
		if p.refused[u] != "" {
			continue
		}
		text, err := apply(u.tree.Text(), edits)
		tree := parser.Parse(text)
		if err != nil || len(tree.Errors()) > 0 || tree.Limit() != parser.LimitNone {
			p.refused[u] = "the edits do not fit into it"
			continue
		}
		trees[u] = tree
	}
	edited := func(u *unit) *parser.Tree {
		if tree := trees[u]; tree != nil {
			return tree
		}
		return u.tree
	}
	version := func(u *unit) project.Version {
		if p.refused[u] != "" {
			return u.from
		}
		return r.opts.target(u)
	}
	w, err := build(ctx, at(r.snapshot, r.units, version, edited), r.units, r.opts.Workers, nil)
	if err != nil {
		return err
	}
	return p.compare(w)
}

// compare leaves to people what does not run in the edited program as it does today.
func (p *planner) compare(w *world) error {
	before := p.r.before
	if len(w.program.Operations) != len(before.program.Operations) || len(w.program.Methods) != len(before.program.Methods) {
		return fmt.Errorf("the edited program has %d operations instead of %d; nothing was written: please report this",
			len(w.program.Operations), len(before.program.Operations))
	}
	blamed := map[semantics.ClassID]bool{}
	p.openChains()
	known := map[[2]int]bool{}
	for _, l := range p.left {
		known[[2]int{int(before.program.Snapshot.Lookup(l.Path).ID), l.Offset}] = true
	}
	for i := 1; i < len(before.program.Operations); i++ {
		id := semantics.OperationID(i)
		op := before.program.Operation(id)
		u := before.unit(op.Class)
		was, is := before.state(id), w.state(id)
		if was.Mode == semantics.ModeSecurityEnforced && is.Mode == semantics.ModeUser {
			p.enforced(u, op, was)
			continue
		}
		if was == is || was.Mode == semantics.ModeUnknown || known[[2]int{int(u.file.ID), op.Node.Start()}] {
			continue
		}
		why := fmt.Sprintf("it would run in %s instead of %s", is, was)
		if was.Mode == is.Mode {
			why = fmt.Sprintf("it would run %s instead of %s", is.Sharing, was.Sharing)
			switch class, uncalled := p.blame(op.Method); {
			case uncalled != 0:
				why += fmt.Sprintf(", because %s needs %#q for its entry points, and no caller of %s is known",
					before.className(before.program.Method(uncalled).Class), keywordWithout, before.methodName(uncalled))
			case class != 0:
				why += ", because of " + before.className(class) + ", for which no keyword keeps all of today"
				blamed[class] = true
			case before.test[op.Method]:
				why += ", because it is test code in a class that serves production"
			}
		}
		p.leave(u, op.Node.Start(), p.r.label(op), why)
	}
	for i := 1; i < len(before.program.Classes); i++ {
		if class := &before.program.Classes[i]; blamed[class.ID] {
			p.leave(before.unit(class.ID), class.NameNode.Start(), before.className(class.ID), p.conflicts[class.ID])
		}
	}
	return nil
}

// openChains names the classes of which only a class that the project does not hold could tell whether their sharing changes.
func (p *planner) openChains() {
	program := p.r.before.program
	for i := 1; i < len(program.Classes); i++ {
		c := &program.Classes[i]
		u := p.r.before.unit(c.ID)
		s := program.ClassSharing(c.ID)
		if s.Reason != semantics.SharingOpenChain || !p.r.carried.classes[c.ID] || !u.raised || p.refused[u] != "" ||
			u.from >= versionOfUserMode || p.r.Target < versionOfUserMode {
			continue
		}
		super := program.Type(program.Class(s.Class).SuperType).Display
		p.leave(u, c.NameNode.Start(), p.r.before.className(c.ID), fmt.Sprintf(
			"its superclass %s is not in the project: if that has no sharing keyword either, the class runs with sharing from %s on; give it the keyword that it needs", super, versionOfUserMode))
	}
}

// blame goes up the ways on which the sharing of a method comes, to the nearest class for which no keyword keeps all of
// today, or method without callers whose class is given `without sharing`.
func (p *planner) blame(id semantics.MethodID) (class semantics.ClassID, uncalled semantics.MethodID) {
	program := p.r.before.program
	seen := map[semantics.MethodID]bool{id: true}
	for queue := []semantics.MethodID{id}; len(queue) > 0; queue = queue[1:] {
		class := program.Method(queue[0]).Class
		switch {
		case p.conflicts[class] != "":
			return class, 0
		case p.given[class] == keywordWithout && p.r.before.sharing[queue[0]] == 0:
			return 0, queue[0]
		}
		if program.ClassSharing(class).Sharing != semantics.SharingCaller {
			continue
		}
		for e := range program.Callers(queue[0]) {
			if e.Synchronous() && e.Kind != semantics.EdgeTrigger && !seen[e.From] {
				seen[e.From] = true
				queue = append(queue, e.From)
			}
		}
	}
	return 0, 0
}

// enforced notes what WITH USER_MODE checks beyond WITH SECURITY_ENFORCED.
func (p *planner) enforced(u *unit, op *semantics.Operation, was State) {
	why := "WITH USER_MODE also checks the fields of WHERE and ORDER BY and of polymorphic relationships"
	if was.Sharing != WithSharing {
		why += ", and applies record sharing, without which the query may run today"
	}
	at := u.position(op.Node.Start())
	p.closest = append(p.closest, Left{
		Path: u.file.Path, Line: at.Line, Column: at.Column, Offset: op.Node.Start(), Subject: p.r.label(op), Reason: why,
	})
}

// apply makes the edits in a text.
func apply(text []byte, edits []Edit) ([]byte, error) {
	return udiff.ApplyBytes(text, udiffEdits(edits))
}

func udiffEdits(edits []Edit) []udiff.Edit {
	list := make([]udiff.Edit, len(edits))
	for i, e := range edits {
		list[i] = udiff.Edit{Start: e.Start, End: e.End, New: e.New}
	}
	return list
}

// Diff returns the change as a unified diff with the paths a/PATH and b/PATH.
func (f *FileChange) Diff() (string, error) {
	return udiff.ToUnified("a/"+f.Path, "b/"+f.Path, string(f.file.Text), udiffEdits(f.Edits), udiff.DefaultContextLines)
}

var byteOrderMark = []byte("\xEF\xBB\xBF")

// Text returns the content of the file after the change.
func (f *FileChange) Text() ([]byte, error) {
	text, err := apply(f.file.Text, f.Edits)
	if err == nil && f.file.HasBOM {
		text = append(bytes.Clone(byteOrderMark), text...)
	}
	return text, err
}

// Write writes the change, unless the file is no longer what was read.
func (f *FileChange) Write() error {
	was := f.file.Text
	if f.file.HasBOM {
		was = append(bytes.Clone(byteOrderMark), was...)
	}
	now, err := os.ReadFile(f.file.Abs)
	if err != nil {
		return fmt.Errorf("%s: %w", f.Path, err)
	}
	if !bytes.Equal(now, was) {
		return fmt.Errorf("%s: the file has changed since it was read; run again", f.Path)
	}
	text, err := f.Text()
	if err != nil {
		return fmt.Errorf("%s: %w", f.Path, err)
	}
	info, err := os.Stat(f.file.Abs)
	if err != nil {
		return fmt.Errorf("%s: %w", f.Path, err)
	}
	if err := os.WriteFile(f.file.Abs, text, info.Mode().Perm()); err != nil {
		return fmt.Errorf("%s: %w", f.Path, err)
	}
	return nil
}
