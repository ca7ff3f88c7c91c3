package document

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
)

// A Check is an element whose value, or absence, is a fault.
type Check struct {
	// Root is the type of the component, and Path leads from there to the element.
	Root string
	Path []string
	// Values are the values that are the fault, in any case. "true" and "false" stand for all that XML Schema allows.
	Values []string
	// Absent says that the platform's default is the fault, so that an absent or nil element is one. It is reported at
	// the start tag of the element around it, which must be there.
	Absent bool
	// Since is the API version from which the element exists; before, and where the version is not known, its absence says
	// nothing. Until is the last one, after which the platform ignores it.
	Since, Until project.Version
	// When, if not nil, must hold of the element of type Root.
	When func(holder *metadata.Element) bool
	// Variant is the variant that is reported.
	Variant string
	// Detail is the third argument of the variant's message; empty means the value.
	Detail string
}

// Elements returns the root elements that a rule with these checks looks at, for Rule.Elements.
func Elements(checks []Check) []string {
	var roots []string
	for _, c := range checks {
		roots = append(roots, Roots(c.Root)...)
	}
	slices.Sort(roots)
	return slices.Compact(roots)
}

// Run makes the Run function of a rule that consists of checks. Its messages take what Describe says of the component, the
// element's name, and the detail or value.
func Run(checks []Check) func(*analysis.Pass) (any, error) {
	return func(pass *analysis.Pass) (any, error) {
		f := rules.DocumentOf(pass).File
		for i := range checks {
			for holder := range Holders(f.Document, checks[i].Root) {
				checks[i].run(pass, f, holder)
			}
		}
		return nil, nil
	}
}

func (c *Check) run(pass *analysis.Pass, f *project.File, holder *metadata.Element) {
	version := f.Project.APIVersion
	if c.Until != 0 && version > c.Until || c.When != nil && !c.When(holder) {
		return
	}
	last := len(c.Path) - 1
	for parent := range At(holder, c.Path[:last]...) {
		present := false
		for e := range parent.ChildrenNamed(c.Path[last]) {
			value := e.Value()
			if value == "" {
				continue
			}
			present = true
			if c.has(value) {
				c.report(pass, f, e.Start, e.End, value)
			}
		}
		if !present && c.Absent && (c.Since == 0 || version >= c.Since) {
			c.report(pass, f, parent.Start, parent.TagEnd, "absent")
		}
	}
}

func (c *Check) has(value string) bool {
	switch value {
	case "1":
		if !slices.Contains(c.Values, "1") {
			value = "true"
		}
	case "0":
		if !slices.Contains(c.Values, "0") {
			value = "false"
		}
	}
	return slices.ContainsFunc(c.Values, func(v string) bool { return strings.EqualFold(v, value) })
}

func (c *Check) report(pass *analysis.Pass, f *project.File, start, end int, value string) {
	element := c.Path[len(c.Path)-1]
	detail := c.Detail
	if detail == "" {
		detail = value
	}
	finding := rules.At(f, start, end, c.Variant, Describe(f), element, detail)
	finding.Subject = Subject(f) + " " + element
	rules.Report(pass, finding)
}
