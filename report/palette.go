package report

import (
	"github.com/fatih/color"

	"github.com/apexvet/apexvet/rules"
)

// A palette paints text for a terminal, or leaves it as it is.
type palette struct {
	on bool
}

func newPalette(on bool) *palette { return &palette{on} }

func (p *palette) paint(text string, attributes ...color.Attribute) string {
	if !p.on || text == "" {
		return text
	}
	c := color.New(attributes...)
	c.EnableColor()
	return c.Sprint(text)
}

func (p *palette) bold(text string) string   { return p.paint(text, color.Bold) }
func (p *palette) faint(text string) string  { return p.paint(text, color.Faint) }
func (p *palette) gutter(text string) string { return p.paint(text, color.FgBlue) }
func (p *palette) mark(text string) string   { return p.paint(text, color.FgGreen, color.Bold) }
func (p *palette) code(text string) string   { return p.paint(text, color.FgCyan) }
func (p *palette) bad(text string) string    { return p.paint(text, color.FgRed) }
func (p *palette) good(text string) string   { return p.paint(text, color.FgGreen) }

func (p *palette) severity(s rules.Severity) string {
	switch s {
	case rules.SeverityCritical:
		return p.paint(s.String(), color.FgRed, color.Bold, color.ReverseVideo)
	case rules.SeverityHigh:
		return p.paint(s.String(), color.FgRed, color.Bold)
	case rules.SeverityMedium:
		return p.paint(s.String(), color.FgYellow, color.Bold)
	}
	return p.paint(s.String(), color.FgCyan, color.Bold)
}
