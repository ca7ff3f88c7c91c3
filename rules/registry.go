package rules

import (
	"errors"
	"flag"
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// A Registry is a set of valid rules, sorted by name. It never changes.
type Registry struct {
	rules []*Rule
}

// NewRegistry validates the rules and returns all that is wrong with them as one error.
func NewRegistry(list ...*Rule) (*Registry, error) {
	var problems []error
	seen := map[string]bool{}
	for _, r := range list {
		for _, problem := range validate(r) {
			problems = append(problems, fmt.Errorf("rule %s: %s", r.Name, problem))
		}
		if folded := strings.ToLower(r.Name); seen[folded] {
			problems = append(problems, fmt.Errorf("rule %s: the name is taken", r.Name))
		} else {
			seen[folded] = true
		}
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	sorted := slices.Clone(list)
	sort.Slice(sorted, func(i, j int) bool { return sorted[i].Name < sorted[j].Name })
	return &Registry{sorted}, nil
}

// Rules lists the rules, sorted by name. The caller must not change the slice.
func (g *Registry) Rules() []*Rule { return g.rules }

// Lookup finds a rule by its name, in any case.
func (g *Registry) Lookup(name string) (*Rule, bool) {
	for _, r := range g.rules {
		if strings.EqualFold(r.Name, name) {
			return r, true
		}
	}
	return nil, false
}

// Find is [Registry.Lookup] with an error that suggests the nearest name.
func (g *Registry) Find(name string) (*Rule, error) {
	if r, ok := g.Lookup(name); ok {
		return r, nil
	}
	names := make([]string, len(g.rules))
	for i, r := range g.rules {
		names[i] = r.Name
	}
	return nil, fmt.Errorf("unknown rule %q%s", name, suggestion(name, names, "'apexvet rules' lists all of them"))
}

// Profiles lists the names of all profiles, sorted.
func (g *Registry) Profiles() []string {
	profiles := []string{ProfileAll, ProfileAudit, ProfileSecurity}
	for _, r := range g.rules {
		profiles = append(profiles, r.Profiles...)
	}
	slices.Sort(profiles)
	return slices.Compact(profiles)
}

// Select returns the rules with these names, or, without names, those of the profile.
func (g *Registry) Select(names []string, profile string) ([]*Rule, error) {
	var selected []*Rule
	if len(names) > 0 {
		for _, name := range names {
			r, err := g.Find(name)
			if err != nil {
				return nil, err
			}
			if !slices.Contains(selected, r) {
				selected = append(selected, r)
			}
		}
		sort.Slice(selected, func(i, j int) bool { return selected[i].Name < selected[j].Name })
		return selected, nil
	}
	if profiles := g.Profiles(); !slices.Contains(profiles, profile) {
		return nil, fmt.Errorf("unknown profile %q%s", profile,
			suggestion(profile, profiles, "use "+strings.Join(profiles, " or ")))
	}
	for _, r := range g.rules {
		if r.InProfile(profile) {
			selected = append(selected, r)
		}
	}
	return selected, nil
}

// Settings reads assignments of the form RULE.PROPERTY=VALUE; later ones win.
func (g *Registry) Settings(assignments []string) (Settings, error) {
	settings := Settings{}
	for _, assignment := range assignments {
		target, text, ok := strings.Cut(assignment, "=")
		name, property, dotted := strings.Cut(target, ".")
		if !ok || !dotted {
			return nil, fmt.Errorf("cannot read %q: want RULE.PROPERTY=VALUE", assignment)
		}
		r, err := g.Find(name)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(r.Properties, func(p PropertySpec) bool { return p.Name == property })
		if i < 0 {
			return nil, unknownProperty(r, property)
		}
		value, err := r.Properties[i].Parse(text)
		if err != nil {
			return nil, fmt.Errorf("%s.%s: %w", r.Name, property, err)
		}
		settings = settings.With(r.Name, property, value)
	}
	return settings, nil
}

func unknownProperty(r *Rule, property string) error {
	if len(r.Properties) == 0 {
		return fmt.Errorf("rule %s has no properties, so %q cannot be set", r.Name, property)
	}
	names := make([]string, len(r.Properties))
	for i, p := range r.Properties {
		names[i] = p.Name
	}
	return fmt.Errorf("rule %s has no property %q%s", r.Name, property,
		suggestion(property, names, "it has "+strings.Join(names, ", ")))
}

var (
	pascalCase = regexp.MustCompile(`^[A-Z][A-Za-z0-9]+$`)
	kebabCase  = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
)

// validate lists what is wrong with a rule's declaration.
func validate(r *Rule) []string {
	var problems []string
	fail := func(problem string) { problems = append(problems, problem) }
	if r.Analyzer == nil {
		r.Analyzer = &analysis.Analyzer{}
		return []string{"it has no analyzer"}
	}
	if !pascalCase.MatchString(r.Name) {
		fail("the name is not PascalCase")
	}
	if r.Run == nil {
		fail("it has no Run function")
	}
	if r.Subject == "" || r.Since == "" {
		fail("Subject or Since is empty")
	}
	hasFlags := false
	r.Flags.VisitAll(func(*flag.Flag) { hasFlags = true })
	if hasFlags || len(r.FactTypes) > 0 {
		fail("it has flags or facts: use properties, and results of the rooms below")
	}
	problems = append(problems, validateVariants(r)...)
	problems = append(problems, validateProperties(r)...)
	problems = append(problems, validateRequires(r)...)
	problems = append(problems, validateDocumentation(r)...)
	return problems
}

func validateVariants(r *Rule) []string {
	var problems []string
	if len(r.Variants) == 0 {
		return []string{"it has no variants"}
	}
	seen := map[string]bool{}
	for _, v := range r.Variants {
		switch {
		case !kebabCase.MatchString(v.ID):
			problems = append(problems, fmt.Sprintf("the variant id %q is not kebab-case", v.ID))
		case seen[v.ID]:
			problems = append(problems, fmt.Sprintf("the variant id %q is taken", v.ID))
		case v.Title == "" || len(v.CWE) == 0:
			problems = append(problems, fmt.Sprintf("the variant %q lacks a title or a CWE", v.ID))
		}
		seen[v.ID] = true
	}
	return problems
}

func validateProperties(r *Rule) []string {
	var problems []string
	seen := map[string]bool{}
	for _, p := range r.Properties {
		if p.Name == "" || p.Description == "" || p.Type() == "" || seen[p.Name] {
			problems = append(problems, fmt.Sprintf("the property %q needs a unique name, a description and a default "+
				"that is a string, bool, int or []string", p.Name))
		}
		seen[p.Name] = true
	}
	return problems
}

// validateRequires refuses rules that reach no root, and cycles.
func validateRequires(r *Rule) []string {
	if cyclic(r.Analyzer, map[*analysis.Analyzer]bool{}) {
		return []string{"its requirements form a cycle"}
	}
	kinds := 0
	for _, root := range []*analysis.Analyzer{Source, Document, Markup, Text} {
		if r.Uses(root) {
			kinds++
		}
	}
	if kinds > 1 {
		return []string{"it requires two of Source, Document, Markup and Text, and no file is both"}
	}
	if slices.ContainsFunc(Roots(), r.Uses) {
		return nil
	}
	return []string{"it requires no root analyzer, so nothing says when it must run"}
}

func cyclic(a *analysis.Analyzer, open map[*analysis.Analyzer]bool) bool {
	if open[a] {
		return true
	}
	open[a] = true
	defer delete(open, a)
	return slices.ContainsFunc(a.Requires, func(required *analysis.Analyzer) bool { return cyclic(required, open) })
}

func validateDocumentation(r *Rule) []string {
	d, err := parseDocumentation(r.Doc)
	if err != nil {
		return []string{"documentation: " + err.Error()}
	}
	var problems []string
	if d.Title != r.Title {
		problems = append(problems, fmt.Sprintf("documentation: the title is %q, not %q", d.Title, r.Title))
	}
	for _, heading := range []string{"Why it matters", "How to fix"} {
		if _, ok := d.Section(heading); !ok {
			problems = append(problems, fmt.Sprintf("documentation: the section %q is missing", heading))
		}
	}
	bad := slices.ContainsFunc(d.Examples, func(e Example) bool { return e.Bad })
	good := slices.ContainsFunc(d.Examples, func(e Example) bool { return !e.Bad })
	if !bad || !good {
		problems = append(problems, "documentation: it needs a bad and a good example")
	}
	return problems
}
