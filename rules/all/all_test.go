package all

import (
	"testing"

	"github.com/apexvet/apexvet/rules"
)

func TestRulesAreValid(t *testing.T) {
	if _, err := rules.NewRegistry(list...); err != nil {
		t.Error(err)
	}
}
