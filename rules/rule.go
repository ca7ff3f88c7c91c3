// Package rules is the contract between rules and everything that runs them.
//
// A rule is an [analysis.Analyzer] wrapped with what go/analysis lacks: variants that carry severity, confidence and
// CWE, typed properties, and documentation whose examples are executed. Rules live in folders by subject below this
// package and are listed in rules/all. They query the rooms below (project, semantics, dataflow) through the root
// analyzers of this package and report through [Report].
//
// The package knows nothing of drivers, output formats or editors. Everything declared here is immutable once a
// program runs: a rule keeps no state between passes, and passes run concurrently.
package rules

import (
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/dataflow"
	"github.com/apexvet/apexvet/project"
)

// A Rule finds one kind of fault. The embedded analyzer's Name is the public id, which never changes. Its Doc is the
// rule's Markdown, embedded from the file beside the rule and laid out as [Documentation] says; its Flags stay empty,
// because flags are global and two workspace folders differ (see [PropertySpec]).
type Rule struct {
	*analysis.Analyzer

	// Title says in a few words what the rule finds: "HTTP endpoint without encryption".
	Title string
	// Subject is the folder the rule lives in: access, injection, transport, credentials, metadata.
	Subject string
	// Since is the version of apexvet that first had the rule.
	Since string
	// Variants are the ways in which the fault shows, the principal one first; there is at least one.
	Variants []Variant
	// Properties are what users may set with --set RULE.PROPERTY=VALUE.
	Properties []PropertySpec
	// Profiles names the profiles that include the rule, apart from "all", which includes every rule.
	Profiles []string
	// Kinds restricts the rule to files of these kinds. Empty means every kind its roots can supply.
	Kinds []project.Kind
	// Elements restricts a rule on documents to these root elements ("ConnectedApp"); empty means all of them.
	Elements []string
	// Texts, if not nil, says which scripts, configuration files, certificates and other texts the rule looks at. It gets a
	// file's path and text (of a binary key store its first bytes), runs while files are read, and must be quick.
	Texts func(path string, text []byte) bool
	// Context lists root elements of further documents, which the rule does not run on but reads through Project.
	Context []string
	// Configure, if not nil, adds what the rule's properties say to the options of the data flow, which all rules share.
	Configure func(values Values, opts *dataflow.Options)
	// Covers names the code the rule looks at beyond what people write and run themselves.
	Covers Coverage
}

// A Variant is one way in which a rule's fault shows, with the judgement that belongs to it. A diagnostic names its
// variant in Category.
type Variant struct {
	// ID is unique in the rule, in kebab-case, and never changes later: fingerprints and baselines hold it.
	ID string
	// Title says in a few words what this variant means.
	Title string
	// Severity is how bad the fault is if it is real.
	Severity Severity
	// Confidence is how sure the rule is that it is real.
	Confidence Confidence
	// CWE holds numbers of the Common Weakness Enumeration, the closest one first.
	CWE []int
	// Message is a format of fmt.Sprintf for Finding.Args. It names the thing, says what goes wrong and what to do,
	// in one sentence each.
	Message string
}

// Coverage is a set of kinds of code that rules leave out unless they ask for it.
type Coverage uint8

// The kinds of code beyond a project's own production code.
const (
	// CoversTests includes test classes.
	CoversTests Coverage = 1 << iota
	// CoversGenerated includes WSDL stubs, generated mocks and the like.
	CoversGenerated
	// CoversVendored includes code that was copied from someone else's library.
	CoversVendored
)

// Has reports whether c includes all of other.
func (c Coverage) Has(other Coverage) bool { return c&other == other }

// The profiles that exist. ProfileAudit has the rules that a thorough review of an org wants and that are too many, or rest
// on too little, for every day. ProfileAll includes every rule, and no rule names it.
const (
	ProfileAudit    = "audit"
	ProfileSecurity = "security"
	ProfileAll      = "all"
)

// A Scope says what a rule's findings in one file depend on.
type Scope uint8

const (
	// FileScope means that the findings depend on nothing but the file, its facts and the rule's properties.
	FileScope Scope = iota
	// ProjectScope means that the findings depend on the whole project.
	ProjectScope
)

func (s Scope) String() string {
	if s == FileScope {
		return "file"
	}
	return "project"
}

// Scope is derived from what the rule requires, directly or through other analyzers.
func (r *Rule) Scope() Scope {
	if r.Uses(Project) || r.Uses(Semantics) || r.Uses(DataFlow) {
		return ProjectScope
	}
	return FileScope
}

// Uses reports whether the rule requires the analyzer, directly or through other analyzers.
func (r *Rule) Uses(a *analysis.Analyzer) bool {
	found := false
	visitRequired(r.Analyzer, func(required *analysis.Analyzer) { found = found || required == a })
	return found
}

// Variant returns the variant with this id. The empty id means the only variant of a rule that has one.
func (r *Rule) Variant(id string) (*Variant, bool) {
	if id == "" && len(r.Variants) == 1 {
		return &r.Variants[0], true
	}
	for i := range r.Variants {
		if r.Variants[i].ID == id {
			return &r.Variants[i], true
		}
	}
	return nil, false
}

// Severity is the highest severity of the rule's variants.
func (r *Rule) Severity() Severity {
	severity := SeverityInfo
	for _, v := range r.Variants {
		severity = max(severity, v.Severity)
	}
	return severity
}

// Confidence is the highest confidence among the variants of the rule's highest severity.
func (r *Rule) Confidence() Confidence {
	confidence, severity := ConfidenceLow, r.Severity()
	for _, v := range r.Variants {
		if v.Severity == severity {
			confidence = max(confidence, v.Confidence)
		}
	}
	return confidence
}

// CWE lists the weaknesses of all variants, in their order of appearance.
func (r *Rule) CWE() []int {
	var all []int
	seen := map[int]bool{}
	for _, v := range r.Variants {
		for _, cwe := range v.CWE {
			if !seen[cwe] {
				seen[cwe] = true
				all = append(all, cwe)
			}
		}
	}
	return all
}

// InProfile reports whether the profile includes the rule.
func (r *Rule) InProfile(profile string) bool {
	return profile == ProfileAll || slices.Contains(r.Profiles, profile)
}

// HelpURI is where the rule's documentation can be read on the web.
func (r *Rule) HelpURI() string {
	return "https://github.com/apexvet/apexvet/blob/main/rules/" + r.Subject + "/" + r.Name + ".md"
}
