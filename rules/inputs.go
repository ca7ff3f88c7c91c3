package rules

import (
	"go/token"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/dataflow"
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/semantics"
)

// A SourceFile is the result of [Source]: an Apex file. Its Tree is never nil.
type SourceFile struct{ *project.File }

// A DocumentFile is the result of [Document]: a metadata file. Its Document is never nil.
type DocumentFile struct{ *project.File }

// A MarkupFile is the result of [Markup]: a Visualforce page or component, or the markup of an Aura bundle. Its Markup is
// never nil.
type MarkupFile struct{ *project.File }

// Markup is the markup of the pass. See [MarkupOf].
var Markup = root[*MarkupFile]("markup", "the Visualforce or Aura markup of the pass")

// A TextFile is the result of [Text]: a script, configuration file, certificate or other text that a rule's Texts wanted.
// Of a binary key store Text is empty.
type TextFile struct{ *project.File }

// Text is the file of the pass that is neither Apex nor metadata nor markup. See [TextOf].
var Text = root[*TextFile]("text", "the script, configuration file or other text of the pass")

// The root analyzers whose result is one for the whole snapshot, shared by all passes and read-only.
var (
	// Project is everything that is in the tree. See [ProjectOf].
	Project = root[*project.Snapshot]("project", "everything that is in the project")
	// Semantics is names, types, operations and sharing of the whole project. See [SemanticsOf].
	Semantics = root[*semantics.Program]("semantics", "names, types, operations and sharing of the whole project")
	// DataFlow is values, checks and paths of the whole project. See [DataFlowOf].
	DataFlow = root[*dataflow.Result]("dataflow", "values, checks and paths of the whole project")
)

// Roots lists the root analyzers.
func Roots() []*analysis.Analyzer {
	return []*analysis.Analyzer{Source, Document, Markup, Text, Project, Semantics, DataFlow}
}

// SourceOf returns the Apex file of the pass, for what requires [Source].
func SourceOf(pass *analysis.Pass) *SourceFile { return pass.ResultOf[Source].(*SourceFile) }

// DocumentOf returns the metadata file of the pass, for what requires [Document].
func DocumentOf(pass *analysis.Pass) *DocumentFile { return pass.ResultOf[Document].(*DocumentFile) }

// MarkupOf returns the markup of the pass, for what requires [Markup].
func MarkupOf(pass *analysis.Pass) *MarkupFile { return pass.ResultOf[Markup].(*MarkupFile) }

// TextOf returns the file of the pass, for what requires [Text].
func TextOf(pass *analysis.Pass) *TextFile { return pass.ResultOf[Text].(*TextFile) }

// ProjectOf returns the snapshot, for what requires [Project].
func ProjectOf(pass *analysis.Pass) *project.Snapshot {
	return pass.ResultOf[Project].(*project.Snapshot)
}

// SemanticsOf returns the program, for what requires [Semantics].
func SemanticsOf(pass *analysis.Pass) *semantics.Program {
	return pass.ResultOf[Semantics].(*semantics.Program)
}

// DataFlowOf returns the data flow of the program, for what requires [DataFlow].
func DataFlowOf(pass *analysis.Pass) *dataflow.Result {
	return pass.ResultOf[DataFlow].(*dataflow.Result)
}

// At makes a finding of the variant for a range of bytes of a file. The arguments fill the variant's message.
func At(f *project.File, start, end int, variant string, args ...any) Finding {
	finding := Finding{Args: args}
	finding.Category = variant
	finding.Pos, finding.End = positions(f, start, end)
	return finding
}

// AtNode is [At] for the text of a node.
func AtNode(f *project.File, n parser.Node, variant string, args ...any) Finding {
	return At(f, n.Start(), n.End(), variant, args...)
}

// StepAt makes a step for a range of bytes of a file.
func StepAt(f *project.File, start, end int, message string) Step {
	s := Step{Message: message}
	s.Pos, s.End = positions(f, start, end)
	return s
}

// StepAtNode is [StepAt] for the text of a node.
func StepAtNode(f *project.File, n parser.Node, message string) Step {
	return StepAt(f, n.Start(), n.End(), message)
}

// SpanAt makes a span for a range of bytes of a file.
func SpanAt(f *project.File, start, end int) Span {
	var s Span
	s.Pos, s.End = positions(f, start, end)
	return s
}

func positions(f *project.File, start, end int) (token.Pos, token.Pos) {
	return project.Pos(f.ID, start), project.Pos(f.ID, end)
}
