package browser

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed CspDeviceAccess.md
var cspDeviceAccessDoc string

// CspDeviceAccess reports trusted URLs that may use the camera or the microphone.
var CspDeviceAccess = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "CspDeviceAccess",
		Doc:      cspDeviceAccessDoc,
		Run:      document.Run(cspDeviceAccessChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Trusted URL with camera or microphone",
	Subject:  "browser",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: document.Elements(cspDeviceAccessChecks),
	Variants: []rules.Variant{
		{
			ID: "device", Title: "Trusted URL with camera or microphone",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceHigh, CWE: []int{732},
			Message: "%[1]s may use the camera or microphone of users (%[2]s is true). Set it to false unless the page calls for it.",
		},
	},
}

var cspDeviceAccessChecks = []document.Check{
	{Root: "CspTrustedSite", Path: []string{"canAccessCamera"}, Values: []string{"true"}, When: isActiveURL, Variant: "device"},
	{Root: "CspTrustedSite", Path: []string{"canAccessMicrophone"}, Values: []string{"true"}, When: isActiveURL, Variant: "device"},
}

func isActiveURL(site *metadata.Element) bool { return !isOff(site, "isActive") }
