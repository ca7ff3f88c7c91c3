package connectedapp

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed ConnectedAppRefreshTokenRotation.md
var connectedAppRefreshTokenRotationDoc string

// ConnectedAppRefreshTokenRotation reports apps that ask for refresh tokens and do not rotate them.
var ConnectedAppRefreshTokenRotation = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "ConnectedAppRefreshTokenRotation",
		Doc:      connectedAppRefreshTokenRotationDoc,
		Run:      document.Run(connectedAppRefreshTokenRotationChecks),
		Requires: []*analysis.Analyzer{rules.Document},
	},
	Title:    "Refresh token that is used again and again",
	Subject:  "connectedapp",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: document.Elements(connectedAppRefreshTokenRotationChecks),
	Variants: []rules.Variant{
		{
			ID: "no-rotation", Title: "Refresh tokens are not rotated",
			Severity: rules.SeverityLow, Confidence: rules.ConfidenceMedium, CWE: []int{613},
			Message: "%[1]s does not rotate its refresh tokens, so that a stolen one goes on working beside the real one and nobody notices. Set isRefreshTokenRotationEnabled to true.",
		},
	},
}

var connectedAppRefreshTokenRotationChecks = []document.Check{
	{Root: "ConnectedApp", Path: []string{"oauthConfig", "isRefreshTokenRotationEnabled"}, Values: []string{"false"}, Absent: true, Since: 600, When: asksForRefreshToken, Variant: "no-rotation"},
}

func asksForRefreshToken(app *metadata.Element) bool { return isRenewable(connectedAppScopes(app)) }
