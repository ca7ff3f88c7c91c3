package visualforce

import (
	_ "embed"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/markup"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/semantics"
)

//go:embed VfCsrf.md
var vfCSRFDoc string

// VfCsrf reports pages that act when they are opened. The name is PMD's.
var VfCsrf = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "VfCsrf",
		Doc:      vfCSRFDoc,
		Run:      runVfCSRF,
		Requires: []*analysis.Analyzer{rules.Markup, rules.Project, rules.Semantics},
	},
	Title:    "Action when a page opens",
	Subject:  "visualforce",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Context:  []string{"ApexPage"},
	Kinds:    []project.Kind{project.KindPage, project.KindComponent},
	Variants: []rules.Variant{
		{
			ID: "writes", Title: "Page that writes when it is opened",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{352},
			Message: "Opening the page runs %s, which writes to the database, so that any site can make visitors' browsers do it. Let a button run it, or require a CSRF token for the page.",
		},
		{
			ID: "action", Title: "Page that acts when it is opened",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{352},
			Message: "Opening the page runs %s, so that any site can make visitors' browsers run it. Let a button run it, require a CSRF token for the page, or make sure that it changes nothing.",
		},
		{
			ID: "reads", Title: "Page that reads when it is opened",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceLow, CWE: []int{352},
			Message: "Opening the page runs %s, which does not seem to write to the database. Make sure that it stays so, or let a button run it.",
		},
	},
}

func runVfCSRF(pass *analysis.Pass) (any, error) {
	f := rules.MarkupOf(pass).File
	for page := range f.Markup.ElementsNamed("apex:page") {
		action := page.Attr("action")
		name := calledMethod(action)
		if name == "" || f.Meta != nil && f.Meta.Document != nil && f.Meta.Document.Root.Child("confirmationTokenRequired").Bool() {
			continue
		}
		program := rules.SemanticsOf(pass)
		variant := "action"
		if method := newScope(f.Markup, program).method(name); method != 0 {
			variant = "reads"
			if reachesWrite(program, method) {
				variant = "writes"
			}
		}
		finding := rules.At(f, action.Start, action.End, variant, name)
		finding.Subject = "action " + name
		rules.Report(pass, finding)
	}
	return nil, nil
}

// calledMethod returns the method that an action attribute calls; empty for an address.
func calledMethod(action *markup.Attr) string {
	for x := range action.Expressions() {
		if path := x.Root.Path(); path != nil && !strings.HasPrefix(path[0], "$") {
			return path[len(path)-1]
		}
		return ""
	}
	return ""
}

// maxReached bounds how many methods are looked at for a write.
const maxReached = 500

// reachesWrite reports whether a method, or one that it calls, changes records.
func reachesWrite(program *semantics.Program, from semantics.MethodID) bool {
	reached := map[semantics.MethodID]bool{from: true}
	queue := []semantics.MethodID{from}
	for len(queue) > 0 && len(reached) < maxReached {
		edges := program.EdgesFrom(queue[0])
		queue = queue[1:]
		for i := range edges {
			for _, target := range program.Targets(&edges[i]) {
				if !reached[target] {
					reached[target] = true
					queue = append(queue, target)
				}
			}
		}
	}
	return slices.ContainsFunc(program.Operations, func(o semantics.Operation) bool {
		return reached[o.Method] && o.Verb != semantics.VerbQuery && o.Verb != semantics.VerbSearch && o.Verb != semantics.VerbNone
	})
}
