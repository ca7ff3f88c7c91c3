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
	// Left are the places that a person has to look at, by path: no edit keeps what they do today.
	Left []Left
	// Held are the files with such places, or extended by them: they are not to be raised before, and with --raise are not.
	Held []Skipped
	// Refused are the files that should be changed and are not, by path. NotRaised are those whose version cannot be written.
	Refused, NotRaised []Skipped
	// Closest are the queries WITH SECURITY_ENFORCED that get WITH USER_MODE, with what that checks in addition.
	Closest []Left
	// Assumed are the places where what is written keeps today's behaviour only if something holds that is not known.
	Assumed []Left
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
	p := newPlanner(r)
	if opts.Preserve {
		if err := p.plan(ctx); err != nil {
			return nil, err
		}
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
		if p.held[u] {
			changes.Held = append(changes.Held, Skipped{Path: u.file.Path, Reason: "what is left to a person comes first", Incomplete: true})
		}
		edits := p.edits[u]
		if len(edits) > 0 {
			changes.Files = append(changes.Files, FileChange{Path: u.file.Path, Edits: edits, file: u.file})
		}
		if e, ok := metas[u]; ok {
			changes.Files = append(changes.Files, FileChange{Path: u.file.Meta.Path, Edits: []Edit{e}, file: u.file.Meta})
		}
	}
	changes.Left, changes.Closest, changes.Assumed = p.left, p.closest, p.assumed
	slices.SortFunc(changes.Files, func(a, b FileChange) int { return cmp.Compare(a.Path, b.Path) })
	for _, list := range [][]Left{changes.Left, changes.Closest, changes.Assumed} {
		slices.SortStableFunc(list, byPlace)
	}
	return changes, nil
}

func byPlace(a, b Left) int {
	return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Offset, b.Offset), cmp.Compare(a.Reason, b.Reason))
}

// raise writes the target into the -meta.xml of each file that is raised. A file that is refused keeps its version.
func (p *planner) raise(metas map[*unit]Edit) {
	for _, u := range p.r.units {
		if u == nil || !u.raised || p.refused[u] != "" || p.held[u] {
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
	w, err := r.before.edited(ctx, at(r.snapshot, r.units, p.version, edited), r.opts.Workers)
	if err != nil {
		return err
	}
	p.compare(w)
	return nil
}

// compare leaves to people what does not run in the edited program as it does today.
func (p *planner) compare(w *world) {
	before := p.r.before
	for i := 1; i < len(before.program.Operations); i++ {
		id := semantics.OperationID(i)
		op := before.program.Operation(id)
		u := before.unit(op.Class)
		was, is := before.state(id), w.state(id)
		if was.Mode == semantics.ModeSecurityEnforced && is.Mode == semantics.ModeUser {
			p.enforced(u, op, was)
			continue
		}
		if was == is || was.Mode == semantics.ModeUnknown {
			continue
		}
		place := u.place(op.Node.Start(), p.r.label(op), fmt.Sprintf("it would run in %s instead of %s", is, was))
		switch uncalled := p.uncalled(op.Method); {
		case was.Mode != is.Mode:
			p.left = append(p.left, place)
		case uncalled != 0:
			place.Reason = fmt.Sprintf("%s gets %#q for its entry points; no caller of %s is known, and one with sharing would lose it",
				before.className(before.program.Method(uncalled).Class), keywordWithout, before.methodName(uncalled))
			p.assumed = append(p.assumed, place)
		case before.test[op.Method]:
			place.Reason = fmt.Sprintf("it would run %s instead of %s, as test code in a class that serves production", is.Sharing, was.Sharing)
			p.assumed = append(p.assumed, place)
		default:
			p.left = append(p.left, place)
		}
	}
	for i := 1; i < len(before.program.Classes); i++ {
		class := &before.program.Classes[i]
		if reason := p.conflicts[class.ID]; reason != "" {
			p.left = append(p.left, before.unit(class.ID).place(class.NameNode.Start(), before.className(class.ID), reason))
		}
	}
}

// uncalled goes up the ways on which the sharing of a method comes, to a method without callers whose class is given
// `without sharing`; zero if there is none.
func (p *planner) uncalled(id semantics.MethodID) semantics.MethodID {
	program := p.r.before.program
	seen := map[semantics.MethodID]bool{id: true}
	for queue := []semantics.MethodID{id}; len(queue) > 0; queue = queue[1:] {
		class := program.Method(queue[0]).Class
		if p.given[class] == keywordWithout && p.r.before.sharing[queue[0]] == 0 {
			return queue[0]
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
	return 0
}

// enforced notes what WITH USER_MODE checks beyond WITH SECURITY_ENFORCED.
func (p *planner) enforced(u *unit, op *semantics.Operation, was State) {
	why := "WITH USER_MODE also checks the fields of WHERE and ORDER BY and of polymorphic relationships"
	if was.Sharing != WithSharing {
		why += ", and applies record sharing, without which the query may run today"
	}
	p.closest = append(p.closest, u.place(op.Node.Start(), p.r.label(op), why))
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
