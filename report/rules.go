package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/apexvet/apexvet/rules"
)

type jsonRule struct {
	ID         string           `json:"id"`
	Title      string           `json:"title"`
	Summary    string           `json:"summary"`
	Subject    string           `json:"subject"`
	Since      string           `json:"since"`
	Scope      string           `json:"scope"`
	Severity   rules.Severity   `json:"severity"`
	Confidence rules.Confidence `json:"confidence"`
	CWE        []int            `json:"cwe"`
	Profiles   []string         `json:"profiles"`
	Variants   []jsonVariant    `json:"variants"`
	Properties []jsonProperty   `json:"properties"`
	Covers     jsonCoverage     `json:"covers"`
	HelpURI    string           `json:"helpUri"`
}

type jsonVariant struct {
	ID         string           `json:"id"`
	Title      string           `json:"title"`
	Severity   rules.Severity   `json:"severity"`
	Confidence rules.Confidence `json:"confidence"`
	CWE        []int            `json:"cwe"`
}

type jsonProperty struct {
	Name        string   `json:"name"`
	Type        string   `json:"type"`
	Default     any      `json:"default"`
	Description string   `json:"description"`
	Allowed     []string `json:"allowed,omitempty"`
}

type jsonCoverage struct {
	Tests     bool `json:"tests"`
	Generated bool `json:"generated"`
	Vendored  bool `json:"vendored"`
}

// RulesJSON writes everything about the rules that other programs may want, sorted by id.
func RulesJSON(w io.Writer, list []*rules.Rule) error {
	out := []jsonRule{}
	for _, r := range list {
		d, err := r.Documentation()
		if err != nil {
			return err
		}
		j := jsonRule{
			ID: r.Name, Title: r.Title, Summary: d.Summary, Subject: r.Subject, Since: r.Since, Scope: r.Scope().String(),
			Severity: r.Severity(), Confidence: r.Confidence(), CWE: r.CWE(), Profiles: append([]string{}, r.Profiles...),
			Properties: []jsonProperty{}, HelpURI: r.HelpURI(),
			Covers: jsonCoverage{
				r.Covers.Has(rules.CoversTests), r.Covers.Has(rules.CoversGenerated),
				r.Covers.Has(rules.CoversVendored),
			},
		}
		for _, v := range r.Variants {
			j.Variants = append(j.Variants, jsonVariant{v.ID, v.Title, v.Severity, v.Confidence, v.CWE})
		}
		for _, p := range r.Properties {
			j.Properties = append(j.Properties, jsonProperty{p.Name, p.Type(), p.Default, p.Description, p.Allowed})
		}
		out = append(out, j)
	}
	return encode(w, out)
}

// Rules lists the rules for people, one line each.
func Rules(w io.Writer, list []*rules.Rule) error {
	table := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, r := range list {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", r.Name, r.Severity(), r.Subject, r.Title)
	}
	return table.Flush()
}

// Explain writes the documentation of a rule for a terminal.
func Explain(w io.Writer, r *rules.Rule, opts TextOptions) error {
	d, err := r.Documentation()
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	paint := newPalette(opts.Color)
	fmt.Fprintf(out, "%s: %s\n\n", paint.bold(r.Name), r.Title)
	for _, v := range r.Variants {
		var cwe []string
		for _, n := range v.CWE {
			cwe = append(cwe, fmt.Sprintf("CWE-%d", n))
		}
		fmt.Fprintf(out, "  %s, %s confidence, %s: %s\n", paint.severity(v.Severity), v.Confidence,
			strings.Join(cwe, ", "), v.Title)
	}
	out.WriteByte('\n')
	markdown(out, d.Markdown, paint)
	if len(r.Properties) > 0 {
		fmt.Fprintf(out, "\n%s\n\n", paint.bold("Properties"))
		for _, p := range r.Properties {
			fmt.Fprintf(out, "  --set %s.%s=%s\n      %s\n", r.Name, p.Name, defaultText(p), p.Description)
		}
	}
	return out.Flush()
}

// defaultText writes a property's default as --set takes it.
func defaultText(p rules.PropertySpec) string {
	if list, ok := p.Default.([]string); ok {
		return strings.Join(list, ",")
	}
	return fmt.Sprint(p.Default)
}
