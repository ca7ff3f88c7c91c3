package visualforce

import (
	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/markup"
	"github.com/apexvet/apexvet/rules"
)

// reportSession reports the parts of formulas that are the session id.
func reportSession(pass *analysis.Pass, isSession func(*markup.Formula) bool) {
	f := rules.MarkupOf(pass).File
	for x := range f.Markup.Expressions() {
		x.Root.Walk(func(part *markup.Formula) bool {
			if !isSession(part) {
				return true
			}
			finding := rules.At(f, part.Start, part.End, "session", string(f.Text[part.Start:part.End]))
			finding.Subject = "session id"
			rules.Report(pass, finding)
			return false
		})
	}
}
