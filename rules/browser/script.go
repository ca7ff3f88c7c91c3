package browser

import (
	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

// linkName is the name of a button or link: inside if it says it, which it does in object files, or else of the file.
func linkName(f *project.File, link *metadata.Element) string {
	if name := link.Child("fullName").Value(); name != "" {
		return name
	}
	return document.Name(f)
}

// reportScript reports an element by which a component runs JavaScript.
func reportScript(pass *analysis.Pass, f *project.File, e *metadata.Element, variant, name string) {
	finding := rules.At(f, e.Start, e.End, variant, name)
	finding.Subject = document.Subject(f) + " " + name
	rules.Report(pass, finding)
}
