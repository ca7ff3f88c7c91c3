package rules

import (
	"fmt"
	"slices"
	"strings"
)

// A Documentation is the Markdown of a rule, which lies beside the rule's Go file and is embedded as Analyzer.Doc:
//
//	# Title                         as Rule.Title
//	One paragraph: what the rule finds.
//	## Why it matters               what an attacker gains
//	## How to fix
//	```apex bad                     a whole file that the rule must report
//	```apex good                    its safe twin, which it must not
//
// Examples in metadata start with "xml bad" and "xml good", those in markup with "visualforce" or "aura",
// and those in scripts of Lightning web components with "lwc". After these words may follow api=60.0 (the API version of
// the file; 67.0 otherwise) and file=NAME (its path). An example of several files is a txtar archive. The tests of a
// rule run all of its examples.
type Documentation struct {
	Title string
	// Summary is the first paragraph as plain text.
	Summary string
	// Markdown is everything below the title.
	Markdown string
	Sections []Section
	Examples []Example
}

// A Section is a heading of the second level and the Markdown below it, up to the next one.
type Section struct {
	Heading, Markdown string
}

// An Example is a fenced block of the documentation that the tests run.
type Example struct {
	// Language is apex, xml, visualforce, aura or lwc.
	Language string
	// Bad examples must be reported, others must not.
	Bad bool
	// APIVersion is the text after api=, or empty.
	APIVersion string
	// File is the path after file=, or empty.
	File string
	Code string
	// Line is the line of the Markdown file on which the code starts, counted from 1.
	Line int
}

// Section returns the section with this heading.
func (d *Documentation) Section(heading string) (Section, bool) {
	for _, s := range d.Sections {
		if strings.EqualFold(s.Heading, heading) {
			return s, true
		}
	}
	return Section{}, false
}

// Documentation parses the rule's Markdown.
func (r *Rule) Documentation() (*Documentation, error) {
	d, err := parseDocumentation(r.Doc)
	if err != nil {
		return nil, fmt.Errorf("documentation of %s: %w", r.Name, err)
	}
	return d, nil
}

func parseDocumentation(markdown string) (*Documentation, error) {
	markdown = strings.ReplaceAll(markdown, "\r\n", "\n")
	first, rest, _ := strings.Cut(markdown, "\n")
	title, ok := strings.CutPrefix(first, "# ")
	if !ok {
		return nil, fmt.Errorf("line 1: want the title, as in \"# HTTP endpoint without encryption\"")
	}
	d := &Documentation{Title: strings.TrimSpace(title), Markdown: strings.TrimSpace(rest) + "\n"}
	d.Summary = summary(rest)
	if d.Summary == "" {
		return nil, fmt.Errorf("line 2: want a paragraph that says what the rule finds")
	}
	var section *strings.Builder
	var fence *Example
	var code strings.Builder
	inFence := false
	for i, line := range strings.Split(rest, "\n") {
		if after, isFence := strings.CutPrefix(line, "```"); isFence {
			switch {
			case inFence:
				if fence != nil {
					fence.Code = code.String()
					d.Examples = append(d.Examples, *fence)
				}
				inFence, fence = false, nil
			default:
				inFence = true
				code.Reset()
				var err error
				if fence, err = parseFence(after); err != nil {
					return nil, fmt.Errorf("line %d: %w", i+2, err)
				}
				if fence != nil {
					fence.Line = i + 3
				}
			}
		} else if inFence {
			code.WriteString(line + "\n")
		} else if heading, isHeading := strings.CutPrefix(line, "## "); isHeading {
			d.closeSection(section)
			section = &strings.Builder{}
			d.Sections = append(d.Sections, Section{Heading: strings.TrimSpace(heading)})
			continue
		}
		if section != nil {
			section.WriteString(line + "\n")
		}
	}
	if inFence {
		return nil, fmt.Errorf("a code block is not closed")
	}
	d.closeSection(section)
	return d, nil
}

func (d *Documentation) closeSection(text *strings.Builder) {
	if text != nil {
		d.Sections[len(d.Sections)-1].Markdown = strings.TrimSpace(text.String()) + "\n"
	}
}

// summary is the first paragraph, its lines joined and its code marks removed.
func summary(markdown string) string {
	paragraph, _, _ := strings.Cut(strings.TrimSpace(markdown), "\n\n")
	if strings.HasPrefix(paragraph, "#") || strings.HasPrefix(paragraph, "```") {
		return ""
	}
	return strings.ReplaceAll(strings.Join(strings.Fields(paragraph), " "), "`", "")
}

// languages are those that examples are written in.
var languages = []string{"apex", "xml", "visualforce", "aura", "lwc"}

// parseFence reads the words after the three backquotes. A block that is neither bad nor good is no example.
func parseFence(info string) (*Example, error) {
	words := strings.Fields(info)
	if len(words) < 2 || words[1] != "bad" && words[1] != "good" {
		return nil, nil
	}
	if !slices.Contains(languages, words[0]) {
		return nil, fmt.Errorf("an example is %s, not %s", strings.Join(languages, " or "), words[0])
	}
	e := &Example{Language: words[0], Bad: words[1] == "bad"}
	for _, word := range words[2:] {
		key, value, _ := strings.Cut(word, "=")
		switch key {
		case "api":
			e.APIVersion = value
		case "file":
			e.File = value
		default:
			return nil, fmt.Errorf("unknown word %q after the language: use api= or file=", word)
		}
	}
	return e, nil
}
