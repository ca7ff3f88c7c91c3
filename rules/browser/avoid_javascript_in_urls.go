package browser

import (
	_ "embed"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed AvoidJavaScriptInUrls.md
var avoidJavaScriptInURLsDoc string

// AvoidJavaScriptInUrls reports addresses that are scripts. The name is PMD's.
var AvoidJavaScriptInUrls = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AvoidJavaScriptInUrls",
		Doc:      avoidJavaScriptInURLsDoc,
		Run:      runAvoidJavaScriptInURLs,
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "JavaScript in an address",
	Subject:  "browser",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"CustomObject", "CustomPageWebLink", "CustomTab", "WebLink"},
	Variants: []rules.Variant{
		{
			ID: "address", Title: "Address that is a script",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{79},
			Message: "The address of %s is a script, which runs with the session of whoever follows it. Replace it by a page or a component.",
		},
	},
}

func runAvoidJavaScriptInURLs(pass *analysis.Pass) (any, error) {
	f := rules.DocumentOf(pass).File
	check := func(holder *metadata.Element, name string) {
		for e := range holder.ChildrenNamed("url") {
			if isScriptAddress(e.Value()) {
				reportScript(pass, f, e, "address", name)
			}
		}
	}
	if f.RootElement == "CustomPageWebLink" || f.RootElement == "CustomTab" {
		check(f.Document.Root, document.Name(f))
		return nil, nil
	}
	for link := range document.Holders(f.Document, "WebLink") {
		check(link, linkName(f, link))
	}
	return nil, nil
}

// isScriptAddress reports whether browsers take the address for a script. They leave out blanks and control characters
// in front of it, and line ends and tabs inside.
func isScriptAddress(address string) bool {
	address = strings.TrimLeftFunc(address, func(r rune) bool { return r <= ' ' })
	address = strings.NewReplacer("\n", "", "\r", "", "\t", "").Replace(address)
	return len(address) >= len("javascript:") && strings.EqualFold(address[:len("javascript:")], "javascript:")
}
