package visualforce_test

import (
	"path/filepath"
	"testing"

	"github.com/apexvet/apexvet/analyzer/rulestest"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/visualforce"
)

func TestRules(t *testing.T) {
	for _, rule := range []*rules.Rule{
		visualforce.AvoidCreateElementScriptLinkTag,
		visualforce.AvoidHardcodedSecretsInVFAttrs,
		visualforce.AvoidUnauthorizedApiSessionIdInVisualforce,
		visualforce.AvoidUnauthorizedGetSessionIdInVisualforce,
		visualforce.LoadCSSApexStylesheet,
		visualforce.LoadCSSLinkHref,
		visualforce.LoadJavaScriptHtmlScript,
		visualforce.LoadJavaScriptIncludeScript,
		visualforce.VfCsrf,
		visualforce.VfHtmlStyleTagXss,
		visualforce.VfUnescapeEl,
	} {
		t.Run(rule.Name, func(t *testing.T) { rulestest.Run(t, rule, filepath.Join("testdata", rule.Name)) })
	}
}
