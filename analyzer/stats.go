package analyzer

import (
	"context"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/semantics"
)

// A Stats counts what is in a snapshot's Apex.
type Stats struct {
	Files        int `json:"files"`
	Classes      int `json:"classes"`
	Interfaces   int `json:"interfaces"`
	Enums        int `json:"enums"`
	Triggers     int `json:"triggers"`
	Methods      int `json:"methods"`
	Constructors int `json:"constructors"`
	Fields       int `json:"fields"`
	Properties   int `json:"properties"`
	SOQL         int `json:"soql"`
	SOSL         int `json:"sosl"`
	DML          int `json:"dml"`
	Calls        int `json:"calls"`
	Nodes        int `json:"nodes"`
	Bytes        int `json:"bytes"`
	Lines        int `json:"lines"`
	SyntaxErrors int `json:"syntaxErrors"`
	// Documents counts metadata files.
	Documents int `json:"documents"`
	// CallSites says how many calls of the whole project, tests left out, lead nowhere that is known.
	CallSites semantics.CallStats `json:"callSites"`
}

// MeasureCalls resolves the calls of a snapshot and counts those that lead nowhere.
func MeasureCalls(ctx context.Context, snapshot *project.Snapshot, workers int) (semantics.CallStats, error) {
	program, err := semantics.Build(ctx, snapshot, workers)
	if err != nil {
		return semantics.CallStats{}, err
	}
	return program.CallStats(), nil
}

// counted says which kinds of nodes each count is of. A field declaration counts once for each variable it declares.
func (s *Stats) counted() map[parser.Kind]*int {
	return map[parser.Kind]*int{
		parser.KindClassDeclaration:       &s.Classes,
		parser.KindInterfaceDeclaration:   &s.Interfaces,
		parser.KindEnumDeclaration:        &s.Enums,
		parser.KindTriggerDeclaration:     &s.Triggers,
		parser.KindMethodDeclaration:      &s.Methods,
		parser.KindConstructorDeclaration: &s.Constructors,
		parser.KindPropertyDeclaration:    &s.Properties,
		parser.KindSOQLExpression:         &s.SOQL,
		parser.KindSOSLExpression:         &s.SOSL,
		parser.KindDMLStatement:           &s.DML,
		parser.KindMethodCall:             &s.Calls,
	}
}

// Measure counts what is in the selected files of a snapshot.
func Measure(snapshot *project.Snapshot) Stats {
	var s Stats
	counted := s.counted()
	for _, f := range snapshot.Files {
		if !f.Selected {
			continue
		}
		if f.Kind == project.KindMetadata {
			s.Documents++
		}
		if f.Tree == nil {
			continue
		}
		s.Files++
		s.Nodes += f.Tree.Len()
		s.SyntaxErrors += len(f.Tree.Errors())
		for kind, n := range counted {
			for range f.Tree.NodesOf(kind) {
				*n++
			}
		}
		for field := range f.Tree.NodesOf(parser.KindFieldDeclaration) {
			for child := range field.Children() {
				if child.Kind() == parser.KindVariableDeclarator {
					s.Fields++
				}
			}
		}
	}
	all := snapshot.Stats()
	s.Bytes, s.Lines = all.Bytes, all.Lines
	return s
}
