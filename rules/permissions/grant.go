package permissions

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

// A grant is something that a profile or permission set gives, and the element that gives it.
type grant struct {
	name    string
	element *metadata.Element
}

// userPermissions returns the user permissions that are enabled and for which keep holds.
func userPermissions(doc *metadata.Document, keep func(name string) bool) []grant {
	var list []grant
	for e := range doc.Root.ChildrenNamed("userPermissions") {
		if name := e.Child("name").Value(); e.Child("enabled").Bool() && keep(name) {
			list = append(list, grant{name, e})
		}
	}
	return list
}

// has reports whether a user permission is enabled.
func has(doc *metadata.Document, permission string) bool {
	return len(userPermissions(doc, func(name string) bool { return name == permission })) > 0
}

// objectPermissions returns the objects for which one of the flags is set.
func objectPermissions(doc *metadata.Document, flags ...string) []grant {
	var list []grant
	for e := range doc.Root.ChildrenNamed("objectPermissions") {
		if slices.ContainsFunc(flags, func(flag string) bool { return e.Child(flag).Bool() }) {
			list = append(list, grant{e.Child("object").Value(), e})
		}
	}
	return list
}

// isGuest reports whether a profile is that of the guest user of a site.
func isGuest(doc *metadata.Document) bool {
	return doc.Root.Name == "Profile" && strings.HasPrefix(doc.Root.Child("userLicense").Value(), "Guest")
}

// isStandard reports whether Salesforce decides on the permissions: standard profiles, users of its own services, and
// permission sets of its own packages.
func isStandard(f *project.File) bool {
	root := f.Document.Root
	if root.Name != "Profile" {
		return strings.HasPrefix(document.Name(f), "sfdcInternalInt__")
	}
	custom := root.Child("custom")
	license := root.Child("userLicense").Value()
	return custom != nil && !custom.Nil() && !custom.Bool() || document.Name(f) == "Admin" ||
		strings.HasSuffix(license, " Integration User") || license == "Premier Support"
}

// maxListed is how many names a message lists.
const maxListed = 8

func listed(grants []grant) string {
	var names []string
	for _, g := range grants {
		if !slices.Contains(names, g.name) {
			names = append(names, g.name)
		}
	}
	if more := len(names) - maxListed; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:maxListed], ", "), more)
	}
	return strings.Join(names, ", ")
}

// reportGrants reports what a profile or permission set gives, at the first one, with notes on the others.
func reportGrants(pass *analysis.Pass, f *project.File, variant string, grants []grant) {
	if len(grants) == 0 {
		return
	}
	first := grants[0].element
	finding := rules.At(f, first.Start, first.End, variant, document.Describe(f), listed(grants))
	finding.Subject = document.Subject(f)
	for _, g := range grants[1:min(len(grants), maxListed)] {
		finding.Notes = append(finding.Notes, rules.StepAt(f, g.element.Start, g.element.End, g.name))
	}
	rules.Report(pass, finding)
}
