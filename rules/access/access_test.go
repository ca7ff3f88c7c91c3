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
