package access_test

import (
	"testing"

	"github.com/apexvet/apexvet/analyzer/rulestest"
	"github.com/apexvet/apexvet/rules/access"
)

func TestApexCRUDViolation(t *testing.T) {
	rulestest.Run(t, access.ApexCRUDViolation, "testdata/ApexCRUDViolation")
}

func TestApexSharingViolations(t *testing.T) {
	rulestest.Run(t, access.ApexSharingViolations, "testdata/ApexSharingViolations")
}

func TestApexExplicitSystemMode(t *testing.T) {
	rulestest.Run(t, access.ApexExplicitSystemMode, "testdata/ApexExplicitSystemMode")
}

func TestApexFlsViolation(t *testing.T) {
	rulestest.Run(t, access.ApexFlsViolation, "testdata/ApexFlsViolation")
}

func TestApexInsecureDirectObjectReference(t *testing.T) {
	rulestest.Run(t, access.ApexInsecureDirectObjectReference, "testdata/ApexInsecureDirectObjectReference")
}

func TestApexSecurityEnforcedRemoved(t *testing.T) {
	rulestest.Run(t, access.ApexSecurityEnforcedRemoved, "testdata/ApexSecurityEnforcedRemoved")
}
