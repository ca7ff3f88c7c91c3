package secret

import (
	"strings"
	"testing"
	"time"
)

// fake joins the parts of a made-up token, so that no tool takes this file for a leak.
func fake(parts ...string) string { return strings.Join(parts, "") }

func TestFind(t *testing.T) {
	key := fake("-----BEGIN RSA PRIVATE", " KEY-----\n", strings.Repeat("MIIEowIBAAKCAQEAx1y2z3\n", 4), "-----END RSA PRIVATE", " KEY-----")
	text := "first: " + fake("ghp", "_", "0123456789abcdefghijABCDEFGHIJ012345") + "\nurl = postgres://svc:" + "Tr0ub4dor9@db.example.com/x\n" + key +
		"\nAKIAIOSFODNN7EXAMPLE\nnotAKIA0123456789ABCDEF\n" + fake("AKIA", "Z3MSJV4WXYQB7N2C") + "\nauthorization: Basic c3ZjOlRyMHViNGRvcjk=\n"
	var got []string
	for _, j := range Find(text) {
		got = append(got, j.What)
		if j.Start >= j.End || j.End > len(text) {
			t.Errorf("%s has no range", j.What)
		}
	}
	want := "a GitHub token, a password in a URL, a private key, an AWS access key, a user name and password in Base64"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("got %s\nwant %s", s, want)
	}
	if !Contains(text) || Contains("https://example.com/a?b=c ghp_short sk-") {
		t.Error("Contains does not agree with Find")
	}
}

func TestFindIsLinear(t *testing.T) {
	for _, piece := range []string{"://a", "-----BEGIN PRIVATE KEY-----", "MIIEvgIBADAN", "eyJhbGci.", "AKIA", "Basic ", "sk-", "SK", "xoxb-", "SG.", "-eyJabcdefghijk", "https://user:"} {
		text := strings.Repeat(piece, (64<<10)/len(piece))
		start := time.Now()
		Find(text)
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("%q repeated to 64 KB takes %s", piece, d)
		}
	}
}
