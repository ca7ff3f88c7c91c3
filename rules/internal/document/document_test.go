package document

import (
	"testing"

	"github.com/apexvet/apexvet/metadata"
)

func TestIsWide(t *testing.T) {
	for _, test := range []struct {
		start, end string
		want       bool
	}{
		{"0.0.0.0", "255.255.255.255", true},
		{"10.0.0.0", "10.255.255.255", true},
		{"10.0.0.0", "10.127.255.255", false},
		{"95.0.0.0", "100.0.0.0", true},
		{"10.0.0.1", "10.0.0.1", false},
		{"::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", true},
		{"2001:db8::", "2001:db8::ffff", false},
		{"255.255.255.255", "0.0.0.0", false},
		{"0.0.0.0", "::ffff", false},
		{"", "255.255.255.255", false},
		{"a", "b", false},
	} {
		if got := IsWide(test.start, test.end); got != test.want {
			t.Errorf("%s to %s: got %t", test.start, test.end, got)
		}
	}
}

func TestIsAdministrator(t *testing.T) {
	for name, want := range map[string]bool{
		"admin@example.com": true, "sys.admin@example.com": true, "System Administrator": true, "Admin": true, "sf_sysadmin@example.com": true,
		"badminton@example.com": false, "integration@admin.example.com": false, "administration@example.com": false, "": false,
	} {
		if got := IsAdministrator(name); got != want {
			t.Errorf("%q: got %t", name, got)
		}
	}
}

func TestHolders(t *testing.T) {
	const ns = ` xmlns="http://soap.sforce.com/2006/04/metadata"`
	for text, want := range map[string]int{
		`<CustomObject` + ns + `><fields/><label/><fields/></CustomObject>`: 2,
		`<CustomField` + ns + `/>`:                         1,
		`<CustomLabels` + ns + `><fields/></CustomLabels>`: 0,
	} {
		doc, err := metadata.Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		got := 0
		for range Holders(doc, "CustomField") {
			got++
		}
		if got != want {
			t.Errorf("%s has %d fields, want %d", text, got, want)
		}
	}
}
