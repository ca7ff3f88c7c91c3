package rules

import (
	"fmt"
	"strings"
)

// Severity says how bad a fault is if it is real. Greater is worse.
type Severity uint8

// The severities, from harmless to worst.
const (
	SeverityInfo Severity = iota
	SeverityLow
	SeverityMedium
	SeverityHigh
	SeverityCritical
)

var severityNames = [...]string{"info", "low", "medium", "high", "critical"}

// Severities lists every severity, the worst first.
func Severities() []Severity {
	return []Severity{SeverityCritical, SeverityHigh, SeverityMedium, SeverityLow, SeverityInfo}
}

func (s Severity) String() string { return severityNames[s] }

// MarshalText writes the severity's name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// ParseSeverity reads a severity's name, in any case.
func ParseSeverity(text string) (Severity, error) {
	for i, name := range severityNames {
		if strings.EqualFold(name, text) {
			return Severity(i), nil
		}
	}
	return 0, fmt.Errorf("unknown severity %q: use critical, high, medium, low or info", text)
}

// Confidence says how sure a rule is that a finding is real. Greater is surer.
type Confidence uint8

// The confidences. What rests on a name alone, or on callers that cannot be seen, is low or medium.
const (
	ConfidenceLow Confidence = iota
	ConfidenceMedium
	ConfidenceHigh
)

var confidenceNames = [...]string{"low", "medium", "high"}

func (c Confidence) String() string { return confidenceNames[c] }

// MarshalText writes the confidence's name.
func (c Confidence) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// ParseConfidence reads a confidence's name, in any case.
func ParseConfidence(text string) (Confidence, error) {
	for i, name := range confidenceNames {
		if strings.EqualFold(name, text) {
			return Confidence(i), nil
		}
	}
	return 0, fmt.Errorf("unknown confidence %q: use low, medium or high", text)
}
