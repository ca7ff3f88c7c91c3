package markup

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// shape writes a formula with every operator in parentheses.
func shape(f *Formula) string {
	var args []string
	for _, a := range f.Args {
		args = append(args, shape(a))
	}
	switch f.Kind {
	case Literal:
		if f.Quoted {
			return "'" + f.Text + "'"
		}
		return f.Text
	case Name:
		return f.Text
	case Member:
		return args[0] + "." + f.Text
	case Index:
		return args[0] + "[" + args[1] + "]"
	case Call:
		return args[0] + "(" + strings.Join(args[1:], ", ") + ")"
	case Unary:
		return "(" + f.Text + " " + args[0] + ")"
	case Binary, Choice:
		return "(" + strings.Join(args, " "+f.Text+" ") + ")"
	case List:
		return "[" + strings.Join(args, ", ") + "]"
	}
	return "broken(" + strings.Join(args, ", ") + ")"
}

func TestFormula(t *testing.T) {
	for text, want := range map[string]string{
		"account.Name":                          "account.Name",
		"$CurrentPage.parameters['retURL']":     "$CurrentPage.parameters['retURL']",
		"a + b & c * 2":                         "((a + b) & (c * 2))",
		"a && b || !c":                          "((a && b) || (! c))",
		"a &amp;&amp; b &lt;= 3":                "(a && (b <= 3))",
		"IF(x = 'it\\'s', &quot;y&quot;, null)": `IF((x = 'it\'s'), 'y', null)`,
		"NOT(a) AND NOT b(c)":                   "(NOT(a) && (NOT b(c)))",
		"URLFOR($Page.P, null, [id=a.Id, x=1])": "URLFOR($Page.P, null, [(id = a.Id), (x = 1)])",
		"v.open ? 'a' : v.list[0].name":         "(v.open ? 'a' ? v.list[0].name)",
		"-1 + (2 - x)":                          "((- 1) + (2 - x))",
		"":                                      "broken()",
		"a b":                                   "broken(a, b)",
		"f(":                                    "f()",
		"a.":                                    "broken(a)",
	} {
		want = strings.ReplaceAll(want, "(NOT(a) && ", "(NOT(a) AND ")
		if got := shape(ParseFormula(text)); got != want {
			t.Errorf("%s is read as %s, want %s", text, got, want)
		}
	}
}

// outline writes elements with their attributes and the expressions in them.
func outline(d *Document) string {
	var b strings.Builder
	for e := range d.Elements() {
		depth := 0
		for parent := e.Parent(); parent != nil; parent = parent.Parent() {
			depth++
		}
		fmt.Fprintf(&b, "%s%s", strings.Repeat(" ", depth), e.Name)
		for _, a := range e.Attrs() {
			fmt.Fprintf(&b, " %s=%s", a.Name, a.Raw())
		}
		b.WriteString("\n")
	}
	for x := range d.Expressions() {
		place := "top"
		if e := x.Element(); e != nil {
			place = e.Name
		}
		if a := x.Attr(); a != nil {
			place += "@" + a.Name
		}
		fmt.Fprintf(&b, "%s in %s\n", d.Text[x.Start:x.End], place)
	}
	return b.String()
}

func TestParse(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{
			`<apex:page action="{!init}"><br><a href='{!x}/{!y}'>{!z}</a></apex:page>`,
			"apex:page action={!init}\n br\n a href={!x}/{!y}\n{!init} in apex:page@action\n{!x} in a@href\n{!y} in a@href\n{!z} in a\n",
		},
		{
			`<script>if (a<b) { <apex:repeat value="{!l}" var="i">f('{!i}');</apex:repeat> } "</div>"</script><p/>`,
			"script\n apex:repeat value={!l} var=i\np\n{!l} in apex:repeat@value\n{!i} in apex:repeat\n",
		},
		{
			`<o value='a {! 'b}' }' c={!d} e/><!-- {!no} --><![CDATA[ {!yes} ]]>`,
			"o value=a {! 'b}' } c={!d} e=\n{! 'b}' } in o@value\n{!d} in o@c\n{!yes} in top\n",
		},
		{`<a><b></a></c><d`, "a\n b\nd\n"},
		{`<a x="1" x2='`, "a x=1 x2=\n"},
		{`{!a {!b`, ""},
	} {
		if got := outline(Parse([]byte(test.text), Visualforce)); got != test.want {
			t.Errorf("%s is read as\n%swant\n%s", test.text, got, test.want)
		}
	}
	if got := outline(Parse([]byte(`<c:x a="{#v.b}">{!v.c}</c:x>`), Aura)); got != "c:x a={#v.b}\n{#v.b} in c:x@a\n{!v.c} in c:x\n" {
		t.Errorf("Aura is read as %s", got)
	}
}

// The reader takes time linear in the text, whatever is repeated.
func TestHostileTexts(t *testing.T) {
	for _, piece := range []string{
		"<a>", "</a>", "<a b='", "{!", "{!'", "{!(", "{!a}", "<!--", "<script>", "</script", "<a ", "<a:b>", "&amp;", "{!a+", "{!f(", "{!a.", "{![", "{!?", "{!!", "<![CDATA[", "'", "{!x:",
	} {
		for _, end := range []string{"", "}", "'}"} {
			text := []byte(strings.Repeat(piece, (256<<10)/len(piece)) + end)
			start := time.Now()
			Parse(text, Visualforce)
			if took := time.Since(start); took > 3*time.Second {
				t.Errorf("%q repeated takes %s", piece, took)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("<apex:page a='{!b}'><script>{!c}</script></apex:page>")
	f.Add("{!IF(a='}', [b=c], d ? e : f)}")
	f.Fuzz(func(t *testing.T, text string) {
		for _, dialect := range []Dialect{Visualforce, Aura} {
			d := Parse([]byte(text), dialect)
			for e := range d.Elements() {
				if !(0 <= e.Start && e.Start < e.TagEnd && e.TagEnd <= e.ContentEnd && e.ContentEnd <= e.End && e.End <= len(text)) {
					t.Fatalf("the element %s lies at %d %d %d %d", e.Name, e.Start, e.TagEnd, e.ContentEnd, e.End)
				}
				if parent := e.Parent(); parent != nil && (e.Start < parent.TagEnd || e.End > parent.End) {
					t.Fatalf("the element %s lies outside of %s", e.Name, parent.Name)
				}
			}
			at := 0
			for x := range d.Expressions() {
				if x.Start < at || x.End <= x.Start || x.End > len(text) {
					t.Fatalf("an expression lies at %d %d", x.Start, x.End)
				}
				at = x.End
				x.Root.Walk(func(n *Formula) bool {
					if n.Start < x.Start || n.End > x.End {
						t.Fatalf("a formula lies at %d %d, outside of %d %d", n.Start, n.End, x.Start, x.End)
					}
					return true
				})
				x.Attr().Value()
			}
		}
	})
}
