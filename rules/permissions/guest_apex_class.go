package permissions

import (
	_ "embed"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/semantics"
)

//go:embed GuestApexClass.md
var guestApexClassDoc string

// GuestApexClass reports profiles of guests with Apex that reads or writes without sharing.
var GuestApexClass = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "GuestApexClass",
		Doc:      guestApexClassDoc,
		Run:      runGuestApexClass,
		Requires: []*analysis.Analyzer{rules.Document, rules.Semantics},
	},
	Title:    "Apex without sharing for guests",
	Subject:  "permissions",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"Profile"},
	Variants: []rules.Variant{
		{
			ID: "without-sharing", Title: "Apex without sharing for guests",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{862, 284},
			Message: "%s belongs to visitors who did not log in and lets them call %s, which reads or writes in system mode without sharing. Declare it with sharing and use user mode, or take the class away.",
		},
	},
}

func runGuestApexClass(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	if !isGuest(f.Document) {
		return nil, nil
	}
	program := rules.SemanticsOf(pass)
	var open []grant
	for e := range f.Document.Root.ChildrenNamed("classAccesses") {
		name := e.Child("apexClass").Value()
		if e.Child("enabled").Bool() && isOpenToCallers(program, program.LookupClass(name, nil)) {
			open = append(open, grant{name, e})
		}
	}
	reportGrants(pass, f, "without-sharing", open)
	return nil, nil
}

// isOpenToCallers reports whether a class offers browsers a method that runs without sharing, and works with records in
// system mode.
func isOpenToCallers(program *semantics.Program, id semantics.ClassID) bool {
	if id == 0 || program.Class(id).IsTest {
		return false
	}
	return slices.ContainsFunc(program.Class(id).Methods, func(method semantics.MethodID) bool {
		return slices.ContainsFunc(program.Method(method).Entries, isForBrowsers) &&
			program.MethodSharing(method).Sharing == semantics.SharingWithout
	}) && slices.ContainsFunc(program.Operations, func(o semantics.Operation) bool {
		return o.Class == id && o.Mode == semantics.ModeSystem && !o.CustomMetadata && !o.PlatformEvent
	})
}

// isForBrowsers reports whether browsers and other programs reach the entry point from outside.
func isForBrowsers(entry semantics.EntryPoint) bool {
	return entry.Kind >= semantics.EntryAura && entry.Kind <= semantics.EntryVisualforceAccessor
}
