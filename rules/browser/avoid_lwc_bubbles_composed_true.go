package browser

import (
	"bytes"
	_ "embed"
	"path"
	"regexp"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
)

//go:embed AvoidLwcBubblesComposedTrue.md
var avoidLwcBubblesComposedTrueDoc string

// AvoidLwcBubblesComposedTrue reports events that bubble out of every component around. The name is PMD's.
var AvoidLwcBubblesComposedTrue = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "AvoidLwcBubblesComposedTrue",
		Doc:      avoidLwcBubblesComposedTrueDoc,
		Run:      runAvoidLwcBubblesComposedTrue,
		Requires: []*analysis.Analyzer{rules.Text},
	},
	Title:    "Event that leaves its component",
	Subject:  "browser",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Texts:    isComposing,
	Variants: []rules.Variant{
		{
			ID: "leaves", Title: "Event that bubbles and is composed",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{668},
			Message: "The event bubbles and is composed, so that every component around it up to the page receives it, with what is in its detail. Leave out composed, or dispatch it without bubbles.",
		},
	},
}

func runAvoidLwcBubblesComposedTrue(pass *analysis.Pass) (any, error) {
	f := rules.TextOf(pass).File
	if !isComposing(f.Path, f.Text) {
		return nil, nil
	}
	for _, at := range composedEvents(f.Text) {
		finding := rules.At(f, at[0], at[1], "leaves")
		finding.Subject = "bubbles composed"
		rules.Report(pass, finding)
	}
	return nil, nil
}

// isComposing reports whether a file is the script of a Lightning web component that may hold such an event.
func isComposing(file string, text []byte) bool {
	bundle := path.Base(path.Dir(path.Dir(file)))
	return strings.HasSuffix(file, ".js") && bundle == "lwc" && bytes.Contains(text, []byte("bubbles")) && bytes.Contains(text, []byte("composed"))
}

// scriptToken finds what matters in JavaScript: comments and literals, brackets, and the two properties.
var scriptToken = regexp.MustCompile(`(?s)//[^\n]*|/\*.*?\*/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|[{}]|\b(?:bubbles|composed)\b|` +
	"`(?:[^`\\\\]|\\\\.)*`")

var isTrue = regexp.MustCompile(`^["']?\s*:\s*true\b`)

// composedEvents returns where composed is true in objects in which bubbles is too.
func composedEvents(text []byte) [][2]int {
	type object struct {
		bubbles  bool
		composed [2]int
	}
	var found [][2]int
	stack := []object{{}}
	property := func(name string, start, end int) {
		value := isTrue.Find(text[end:])
		if value == nil {
			return
		}
		top := &stack[len(stack)-1]
		if name == "bubbles" {
			top.bubbles = true
		} else {
			top.composed = [2]int{start, end + len(value)}
		}
		if top.bubbles && top.composed[1] > 0 {
			found = append(found, top.composed)
			*top = object{}
		}
	}
	for _, at := range scriptToken.FindAllIndex(text, -1) {
		switch token := string(text[at[0]:at[1]]); token {
		case "{":
			stack = append(stack, object{})
		case "}":
			if len(stack) > 1 {
				stack = stack[:len(stack)-1]
			}
		case "bubbles", "composed":
			property(token, at[0], at[1])
		case "'bubbles'", "'composed'", `"bubbles"`, `"composed"`:
			property(token[1:len(token)-1], at[0], at[1])
		}
	}
	return found
}
