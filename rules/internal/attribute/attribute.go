// Package attribute judges attributes of markup that are called like secrets, for Visualforce and Aura alike.
package attribute

import (
	"strings"
	"unicode"

	"github.com/apexvet/apexvet/markup"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/secret"
)

// A Secret is an attribute with a literal value that seems to be a secret.
type Secret struct {
	Attr *markup.Attr
	// Name is the name that speaks for a secret.
	Name string
	// Sure says that the value itself looks like one.
	Sure bool
}

// Secrets finds them: the default of a declaration such as <apex:attribute name="apiKey" default="...">, and attributes of
// the project's own components, whose prefix is c.
func Secrets(doc *markup.Document, declaration string) []Secret {
	var found []Secret
	for e := range doc.Elements() {
		if e.Is(declaration) {
			kind := strings.ToLower(e.Attr("type").Value())
			if kind == "" || strings.HasPrefix(kind, "string") || strings.HasPrefix(kind, "list") {
				found = check(found, e.Attr("default"), e.Attr("name").Value())
			}
			continue
		}
		if !strings.HasPrefix(strings.ToLower(e.Name), "c:") {
			continue
		}
		attrs := e.Attrs()
		for i := range attrs {
			found = check(found, &attrs[i], attrs[i].Name)
		}
	}
	return found
}

func check(found []Secret, a *markup.Attr, name string) []Secret {
	value := a.Value()
	if value == "" || a.HasExpression() || secret.Name(name) != secret.StrongHint || secret.Repeats(name, value) {
		return found
	}
	if strings.IndexFunc(value, unicode.IsLetter) < 0 {
		return found // a number, or a list of them
	}
	switch kind := secret.Judge(value).Kind; kind {
	case secret.Empty, secret.Placeholder, secret.Label, secret.Prose, secret.Testing:
		return found
	default:
		return append(found, Secret{a, name, kind > secret.Word})
	}
}

// Finding makes a finding for the value, which no output shows.
func (s Secret) Finding(f *project.File, variant string, args ...any) rules.Finding {
	finding := rules.At(f, s.Attr.Start, s.Attr.End, variant, args...)
	finding.Redact = []rules.Span{rules.SpanAt(f, s.Attr.ValueStart, s.Attr.ValueEnd)}
	finding.Subject = s.Name
	return finding
}
