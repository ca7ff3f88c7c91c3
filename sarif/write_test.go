package sarif

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/apexvet/apexvet/analyzer/fixture"
)

// What is written in batches reads as if it had been written in one go.
func TestBatches(t *testing.T) {
	for _, n := range []int{0, 1, batch, batch + 1, 5 * batch} {
		var b strings.Builder
		b.WriteString("-- A.cls --\nclass A {\n")
		for i := range n {
			fmt.Fprintf(&b, "String a%d = 'step \\\"results\\\": [] <&> {', b%d = 'info';\n", i, i)
		}
		b.WriteString("}\n")
		result := fixture.Analyze(t, b.String())
		if len(result.Findings) != n {
			t.Fatalf("got %d findings of %d", len(result.Findings), n)
		}
		got := document(t, result)
		var whole bytes.Buffer
		if err := json.Indent(&whole, got, "", "  "); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(whole.String(), string(got)); diff != "" {
			t.Errorf("%d results are not indented as json.Indent does:\n%s", n, diff)
		}
		if results := decode(t, got).Runs[0].Results; len(results) != n {
			t.Errorf("%d of %d results were written", len(results), n)
		}
	}
}

func FuzzIndent(f *testing.F) {
	f.Add(`{"a":[],"b":{},"c":[1,-2.5e3,true,null,{"d":"\\\"}],:"}],"e":""}`)
	f.Add(`[[[]],[{}],"\u2028\n"]`)
	f.Fuzz(func(t *testing.T, text string) {
		var value any
		if json.Unmarshal([]byte(text), &value) != nil {
			t.Skip()
		}
		var want bytes.Buffer
		plain := json.NewEncoder(&want)
		plain.SetEscapeHTML(false)
		plain.SetIndent("", "  ")
		if err := plain.Encode(value); err != nil {
			t.Fatal(err)
		}
		var e encoder
		got, err := e.append(nil, value, 0)
		if err != nil {
			t.Fatal(err)
		}
		if string(got)+"\n" != want.String() {
			t.Errorf("got\n%s\nwant\n%s", got, want.String())
		}
	})
}
