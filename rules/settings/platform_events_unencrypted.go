package settings

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed PlatformEventsUnencrypted.md
var platformEventsUnencryptedDoc string

// PlatformEventsUnencrypted reports settings by which events are stored without encryption.
var PlatformEventsUnencrypted = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "PlatformEventsUnencrypted",
		Doc:      platformEventsUnencryptedDoc,
		Run:      document.Run(platformEventsUnencryptedChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Platform events stored in clear",
	Subject:  "settings",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileAudit},
	Elements: document.Elements(platformEventsUnencryptedChecks),
	Variants: []rules.Variant{
		{
			ID: "bus", Title: "Platform events stored in clear",
			Severity: rules.SeverityInfo, Confidence: rules.ConfidenceHigh, CWE: []int{311},
			Message: "%[1]s leaves events on the bus without encryption (%[2]s is %[3]s). Set it to true if events carry personal data and the org has Shield.",
		},
	},
}

var platformEventsUnencryptedChecks = []document.Check{
	{Root: "PlatformEncryptionSettings", Path: []string{"enableEventBusEncryption"}, Values: []string{"false"}, Variant: "bus"},
}
