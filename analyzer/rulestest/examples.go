package rulestest

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/rules"
)

// examples runs the examples of a rule's documentation: the rule must report each bad one and no good one.
func examples(t *testing.T, rule *rules.Rule) {
	d, err := rule.Documentation()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range d.Examples {
		verdict := "good"
		if e.Bad {
			verdict = "bad"
		}
		t.Run(fmt.Sprintf("%s on line %d", verdict, e.Line), func(t *testing.T) {
			a, err := exampleArchive(e)
			if err != nil {
				t.Fatal(err)
			}
			h := header{version: defaultVersion, now: defaultNow}
			if e.APIVersion != "" {
				h.version = e.APIVersion
			}
			result := run(t, rule, a, h)
			if result.Incomplete() {
				t.Errorf("the example cannot be analysed:\n%s", ledger(result))
			}
			if e.Bad && len(result.Findings) == 0 {
				t.Error("the bad example is not reported")
			}
			if !e.Bad && len(result.Findings) > 0 {
				t.Errorf("the good example is reported:\n%s", render(result))
			}
		})
	}
}

var (
	declaredTrigger      = regexp.MustCompile(`(?im)^\s*trigger\s+(\w+)\s+on\b`)
	visualforceComponent = regexp.MustCompile(`(?i)^\s*<apex:component\b`)
	auraApplication      = regexp.MustCompile(`(?i)^\s*<aura:application\b`)
	declaredType         = regexp.MustCompile(`(?im)^[^/*\n]*\b(?:class|interface|enum)\s+(\w+)`)
)

// exampleArchive gives the file of an example a name, unless the example is an archive or names its file itself.
func exampleArchive(e rules.Example) (*txtar.Archive, error) {
	if a := txtar.Parse([]byte(e.Code)); len(a.Files) > 0 {
		return a, nil
	}
	name := e.File
	switch {
	case name != "":
	case e.Language == "xml":
		root, _, err := metadata.Root([]byte(e.Code))
		if err != nil {
			return nil, fmt.Errorf("the example is no XML: %w", err)
		}
		name = "metadata/Example." + strings.ToLower(root[:1]) + root[1:] + "-meta.xml"
	case e.Language == "visualforce":
		name = "pages/Example.page"
		if visualforceComponent.MatchString(e.Code) {
			name = "components/Example.component"
		}
	case e.Language == "lwc":
		name = "lwc/example/example.js"
	case e.Language == "aura":
		name = "aura/Example/Example.cmp"
		if auraApplication.MatchString(e.Code) {
			name = "aura/Example/Example.app"
		}
	default:
		if m := declaredTrigger.FindStringSubmatch(e.Code); m != nil {
			name = "triggers/" + m[1] + ".trigger"
		} else if m := declaredType.FindStringSubmatch(e.Code); m != nil {
			name = "classes/" + m[1] + ".cls"
		} else {
			return nil, fmt.Errorf("the example declares no class and no trigger")
		}
	}
	return &txtar.Archive{Files: []txtar.File{{Name: name, Data: []byte(e.Code)}}}, nil
}
