package analyzer

import (
	"strings"
	"testing"
)

func TestFoldApex(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"Foo . bar ( )", "foo.bar()"},
		{"new  Account( Name = 'A  b' )", "new account(name='A  b')"},
		{"a // comment\n b", "a b"},
		{"a /* c */ + b", "a+b"},
		{"a /* open", "a"},
		{`'it\'s' + X`, `'it\'s'+x`},
		{"'open", "'open"},
		{`'\`, `'\`},
		{"", ""},
	} {
		var b strings.Builder
		foldApex(&b, []byte(test.text))
		if b.String() != test.want {
			t.Errorf("%q: got %q, want %q", test.text, b.String(), test.want)
		}
	}
}

func TestOrdinaryWordsAreNotRedactedFromMessages(t *testing.T) {
	for text, want := range map[string]bool{
		"password": false, "s3cr3t": true, "a1b2": false, "hunter2": true, "correcthorsebatterystaple": true, "": false,
	} {
		if isTelling(text) != want {
			t.Errorf("%q: got %t", text, !want)
		}
	}
}
