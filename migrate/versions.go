package migrate

import (
	"slices"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/position"
	"github.com/apexvet/apexvet/project"
)

// The API versions from which something changes, in tenths.
const (
	versionOfAccessModifiers project.Version = 650 // abstract and override methods need an access modifier
	versionOfUserMode        project.Version = 670 // user mode and `with sharing` are the defaults
	lastKnownVersion         project.Version = 680 // nothing is known of what later ones change
)

// Options says what is raised, and how far.
type Options struct {
	// Target is the API version to raise to.
	Target project.Version
	// Assumed is the version of files for which none is known; zero leaves it unknown.
	Assumed project.Version
	// Tests raises test classes too. Without it they keep their version; test methods inside of other classes are raised
	// with their class.
	Tests bool
	// Workers is how many goroutines build the program, one per processor for 0.
	Workers int
}

// A unit is a file of Apex and what happens to its version.
type unit struct {
	file *project.File
	// from is the version today, zero for an unknown one.
	from project.Version
	// raised says that the version is raised to the target.
	raised bool
	// context says that the user did not ask for the file: it is neither raised nor edited.
	context bool
	// tests are the test declarations in the file, of a test class only if those are raised.
	tests []span
	// tree is the tree that is analysed: that of the file or, with tests, one in which they are not marked as such.
	tree *parser.Tree

	lines *position.Lines
}

// readTests makes the test code of the file known to the analysis.
func (u *unit) readTests() {
	var marks []span
	if u.tests, marks = testSpans(u.file.Tree); len(marks) > 0 {
		u.tree = unmark(u.file.Tree, marks)
	}
}

// position returns the line and column of an offset.
func (u *unit) position(offset int) position.Position {
	if u.lines == nil {
		u.lines = position.NewLines(u.file.Text)
	}
	return u.lines.Position(offset)
}

// Skipped is a file that is not raised, with the reason.
type Skipped struct {
	Path   string
	Reason string
	// Incomplete says that what happens in the file is not known.
	Incomplete bool
}

// unitsOf decides for every file whether it is raised. The result is by FileID, nil for what is no Apex.
func unitsOf(s *project.Snapshot, opts Options) (units []*unit, skipped []Skipped) {
	units = make([]*unit, len(s.Files))
	for i, f := range s.Files {
		if !f.Kind.IsApex() {
			continue
		}
		u := &unit{file: f, from: f.APIVersion, context: !f.Selected}
		if !u.from.Known() {
			u.from = opts.Assumed
		}
		units[i] = u
		u.tree = f.Tree
		if f.Tree != nil && (!f.IsTest || opts.Tests) {
			u.readTests()
		}
		if u.context {
			continue
		}
		var reason string
		incomplete := false
		switch {
		case f.IsStub:
			reason = "its code is hidden in a managed package"
		case f.Tree == nil:
			reason, incomplete = "it could not be read", true
		case f.Kind == project.KindScript || !declares(f.Tree):
			reason = "anonymous Apex has no version of its own: it is compiled as the version of the tool that sends it"
		case f.IsTest && !opts.Tests:
			reason = skippedTest
		case u.from >= opts.Target:
			reason = skippedLater
		default:
			u.raised = true
			continue
		}
		skipped = append(skipped, Skipped{Path: f.Path, Reason: reason, Incomplete: incomplete})
	}
	return units, skipped
}

// declares reports whether a file declares a class or trigger. A .cls file may hold bare statements and methods, which are
// anonymous Apex; where there are syntax errors they are members that a brace too many has put behind their class.
func declares(tree *parser.Tree) bool {
	declared, loose := false, false
	for n := range tree.Root().Children() {
		switch n.Kind() {
		case parser.KindClassDeclaration, parser.KindInterfaceDeclaration, parser.KindEnumDeclaration, parser.KindTriggerDeclaration:
			declared = true
		case parser.KindError:
		default:
			loose = true
		}
	}
	return declared && (!loose || len(tree.Errors()) > 0)
}

// The reasons that many files share.
const (
	skippedTest  = "a test class keeps its version; --tests raises test classes too"
	skippedLater = "it is at the target version or later"
)

// at returns a snapshot in which files have the versions and trees that are given.
func at(s *project.Snapshot, units []*unit, version func(*unit) project.Version, tree func(*unit) *parser.Tree) *project.Snapshot {
	c := *s
	c.Files = slices.Clone(s.Files)
	for i, u := range units {
		if u == nil || u.tree == nil {
			continue
		}
		f := *s.Files[i]
		f.APIVersion, f.Tree = version(u), tree(u)
		f.IsTest = f.IsTest && len(u.tests) == 0
		c.Files[i] = &f
	}
	return &c
}

// today is the version of a file as it is, target the one that it is raised to.
func today(u *unit) project.Version { return u.from }

func (o Options) target(u *unit) project.Version {
	if u.raised {
		return o.Target
	}
	return u.from
}

func asRead(u *unit) *parser.Tree { return u.tree }
