package browser_test

import (
	"path/filepath"
	"testing"

	"github.com/apexvet/apexvet/analyzer/rulestest"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/browser"
)

func TestRules(t *testing.T) {
	for _, rule := range []*rules.Rule{
		browser.AvoidApiSessionId,
		browser.AvoidJavaScriptCustomObject,
		browser.AvoidJavaScriptHomePageComponent,
		browser.AvoidJavaScriptInUrls,
		browser.AvoidJavaScriptWebLink,
		browser.AvoidLmcIsExposedTrue,
		browser.AvoidLwcBubblesComposedTrue,
		browser.AvoidSControls,
		browser.BrowserProtectionDisabled,
		browser.CorsInsecureOrigin,
		browser.CorsWildcard,
		browser.CspAllDirectives,
		browser.CspDeviceAccess,
		browser.CspWildcard,
		browser.OutboundMessageSessionId,
		browser.SiteAllowsFraming,
		browser.SiteResponseHeaders,
		browser.SiteStandardPages,
	} {
		t.Run(rule.Name, func(t *testing.T) { rulestest.Run(t, rule, filepath.Join("testdata", rule.Name)) })
	}
}
