package sarif

import (
	"fmt"

	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/apexvet/apexvet/rules"
)

// A judgement is how a severity reads in SARIF and to GitHub.
type judgement struct {
	level   string
	problem string
	// score falls into GitHub's band for the severity: above 9.0 critical, from 7.0 high, from 4.0 medium, below low.
	score string
}

var judgements = map[rules.Severity]judgement{
	rules.SeverityCritical: {"error", "error", "9.5"},
	rules.SeverityHigh:     {"error", "error", "8.0"},
	rules.SeverityMedium:   {"warning", "warning", "5.5"},
	rules.SeverityLow:      {"note", "recommendation", "2.5"},
	rules.SeverityInfo:     {"note", "recommendation", "0.1"},
}

func level(s rules.Severity) string { return judgements[s].level }

// descriptor describes a rule. A rule has one severity here, that of its worst variant: GitHub takes it from the rule
// alone. Each result says its own in its level and properties.
func descriptor(r *rules.Rule) (*sarif.ReportingDescriptor, error) {
	d, err := r.Documentation()
	if err != nil {
		return nil, err
	}
	j := judgements[r.Severity()]
	tags := []string{"security"}
	for _, cwe := range r.CWE() {
		if len(tags) < maxTags {
			tags = append(tags, fmt.Sprintf("external/cwe/cwe-%03d", cwe))
		}
	}
	return &sarif.ReportingDescriptor{
		ID:                   r.Name,
		ShortDescription:     multiformat(truncate(r.Title, maxDescription)),
		FullDescription:      multiformat(truncate(d.Summary, maxDescription)),
		HelpURI:              new(r.HelpURI()),
		Help:                 &sarif.MultiformatMessageString{Text: &d.Markdown, Markdown: &d.Markdown},
		DefaultConfiguration: &sarif.ReportingConfiguration{Level: j.level},
		Properties: sarif.Properties{
			"security-severity": j.score,
			"problem.severity":  j.problem,
			"precision":         r.Confidence().String(),
			"tags":              tags,
		},
	}, nil
}

func multiformat(text string) *sarif.MultiformatMessageString {
	return &sarif.MultiformatMessageString{Text: &text}
}
