package visualforce

import (
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/markup"
	"github.com/apexvet/apexvet/rules"
)

// reportResource reports an attribute by which a page loads a script or style from elsewhere than its static resources.
// Hosts lists those from which there is no other way.
func reportResource(pass *analysis.Pass, a *markup.Attr, hosts ...string) {
	if a == nil {
		return
	}
	variant := originOf(a, hosts)
	if variant == "" {
		return
	}
	f := rules.MarkupOf(pass).File
	shown := a.Value()
	if cut := strings.IndexAny(shown, "?#"); cut >= 0 && !a.HasExpression() {
		shown = shown[:cut]
	}
	finding := rules.At(f, a.Start, a.End, variant, shown)
	finding.Subject = a.Name + " " + shown
	rules.Report(pass, finding)
}

// originOf returns the variant for an address: unencrypted, remote or computed; empty if it is the org's own.
func originOf(a *markup.Attr, hosts []string) string {
	value := a.Value()
	lower := strings.ToLower(value)
	switch {
	case strings.HasPrefix(lower, "http://"):
		return "unencrypted"
	case strings.HasPrefix(lower, "https://") || strings.HasPrefix(lower, "//"):
		for _, host := range hosts {
			if strings.HasPrefix(strings.TrimPrefix(lower, "https:"), "//"+host+"/") {
				return ""
			}
		}
		return "remote"
	case !strings.HasPrefix(lower, "{!"):
		return ""
	}
	for x := range a.Expressions() {
		if isOwn(x.Root) {
			return ""
		}
		return "computed"
	}
	return ""
}

// isOwn reports whether a formula begins with an address of the org: a static resource, a page, a literal path.
func isOwn(f *markup.Formula) bool {
	switch {
	case f.Kind == markup.Literal:
		return strings.HasPrefix(f.Text, "/") && !strings.HasPrefix(f.Text, "//")
	case f.Function() == "URLFOR":
		return true
	case f.Function() == "IF" && len(f.Arguments()) == 3:
		return isOwn(f.Arguments()[1]) && isOwn(f.Arguments()[2])
	case f.Kind == markup.Binary && (f.Text == "+" || f.Text == "&"):
		return isOwn(f.Args[0])
	}
	path := f.Path()
	return len(path) > 0 && globals[strings.ToUpper(path[0])]
}
