package aura_test

import (
	"path/filepath"
	"testing"

	"github.com/apexvet/apexvet/analyzer/rulestest"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/aura"
)

func TestRules(t *testing.T) {
	for _, rule := range []*rules.Rule{
		aura.AvoidAuraWithLockerDisabled,
		aura.AvoidHardCodedCredentialsInAura,
		aura.AvoidUnescapedHtmlInAura,
	} {
		t.Run(rule.Name, func(t *testing.T) { rulestest.Run(t, rule, filepath.Join("testdata", rule.Name)) })
	}
}
