package visualforce

import (
	"strings"
	"testing"
	"time"

	"github.com/apexvet/apexvet/markup"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/semantics"
)

// judge asks all that the rules ask of the expressions of a page.
func judge(t *testing.T, text string) {
	program, err := semantics.Build(t.Context(), &project.Snapshot{}, 1)
	if err != nil {
		t.Fatal(err)
	}
	doc := markup.Parse([]byte(text), markup.Visualforce)
	s := newScope(doc, program)
	found := contexts(doc)
	for x := range doc.Expressions() {
		s.at = x.Element()
		if part := s.unescaped(x.Root, escapers[found[x]]); part != nil {
			s.isComputed(part)
		}
		s.unescapedAddress(x.Root)
		s.encodedOnly(x.Root)
	}
}

// Pages take time linear in their text, whatever is repeated.
func TestHostilePages(t *testing.T) {
	for _, piece := range []string{
		"<script>", "<script></script>", "<script>'{!a}", "<style>{!a}", "<a href='{!a}{!b}'>", "<apex:repeat value='{!a}' var='a'>{!a}",
		"<apex:outputText value='{!a}' ", " value='{!a}'", "{!IF(a,", "{!a+", "<script>/{!a}", "<script>`",
	} {
		for _, start := range []string{"", "<apex:outputText", "<script>", "<a href='"} {
			began := time.Now()
			judge(t, start+strings.Repeat(piece, (128<<10)/len(piece)))
			if took := time.Since(began); took > 3*time.Second {
				t.Errorf("%s and %q repeated take %s", start, piece, took)
			}
		}
	}
}

func FuzzJudge(f *testing.F) {
	f.Add("<apex:page><script>var a = '{!a}' /* {!b} */; <apex:repeat value='{!c}' var='d'>{!d.e}</apex:repeat></script></apex:page>")
	f.Add("<style>a{b:url({!c})}</style><a href='{!IF(a, b, '/' + c)}' onclick='f({!CASE(a, b, c, d)})'>")
	f.Fuzz(func(t *testing.T, text string) { judge(t, text) })
}
