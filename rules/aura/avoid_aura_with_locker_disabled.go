package aura

import (
	_ "embed"
	"path"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed AvoidAuraWithLockerDisabled.md
var avoidAuraWithLockerDisabledDoc string

// AvoidAuraWithLockerDisabled reports components that run without Lightning Locker. The name is PMD's.
var AvoidAuraWithLockerDisabled = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AvoidAuraWithLockerDisabled",
		Doc:      avoidAuraWithLockerDisabledDoc,
		Run:      runAvoidAuraWithLockerDisabled,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Component without Locker",
	Subject:  "aura",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"AuraDefinitionBundle"},
	Variants: []rules.Variant{
		{
			ID: "version", Title: "Component without Locker",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{693},
			Message: "The bundle %s has API version %s, and below 40.0 a component runs without Lightning Locker: its scripts reach the whole page and all other components. Raise the version.",
		},
	},
}

func runAvoidAuraWithLockerDisabled(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	for e := range f.Document.Root.ChildrenNamed("apiVersion") {
		version, ok := project.ParseVersion(e.Value())
		if !ok || version >= firstWithLocker || !hasScripts(f.Path) {
			continue
		}
		finding := rules.At(f, e.Start, e.End, "version", path.Base(path.Dir(f.Path)), version)
		finding.Subject = document.Subject(f)
		rules.Report(pass, finding)
	}
	return nil, nil
}

// firstWithLocker is the first API version whose components always run with Lightning Locker.
const firstWithLocker project.Version = 400

// hasScripts reports whether a file describes a component or an application: events, interfaces and tokens have no scripts.
func hasScripts(file string) bool {
	return strings.HasSuffix(file, ".cmp-meta.xml") || strings.HasSuffix(file, ".app-meta.xml")
}
