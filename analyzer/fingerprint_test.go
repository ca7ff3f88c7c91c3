package analyzer_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/apexvet/apexvet/analyzer"
	"github.com/apexvet/apexvet/analyzer/fixture"
)

func fingerprints(r *analyzer.Result) []analyzer.Fingerprint {
	var out []analyzer.Fingerprint
	for _, f := range r.Findings {
		out = append(out, f.Fingerprint)
	}
	return out
}

func TestFingerprintsNameTheMember(t *testing.T) {
	result := fixture.Analyze(t, `
-- A.cls --
public class A {
    String field = 'info';
    String Prop { get { return 'info'; } }
    static { run('info'); }
    A(Integer i) { run('info'); }
    class Inner {
        void Method(Map<Id,  Account> records, String[] names) {
            String local = 'info', other = 'info';
        }
    }
}
-- T.trigger --
trigger T on Account (before insert) { A.run('info'); }
-- S.remoteSite-meta.xml --
<RemoteSiteSetting xmlns="http://soap.sforce.com/2006/04/metadata"><url>http://a.example</url></RemoteSiteSetting>
`)
	var got []string
	for _, f := range fingerprints(result) {
		got = append(got, f.Member)
	}
	want := []string{
		"a.field", "a.prop", "a.<init>", "a.a(integer)", "a.inner.method(map<id,account>,string[])",
		"a.inner.method(map<id,account>,string[])", "RemoteSiteSetting/url", "t",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if last := result.Findings[5].Fingerprint; last.Ordinal != 1 {
		t.Errorf("the second of two equal findings has the ordinal %d", last.Ordinal)
	}
}

// Edits that do not concern a finding leave its fingerprint alone.
func TestFingerprintsSurviveReformatting(t *testing.T) {
	before := fixture.Analyze(t, "-- A.cls --\nclass A { void m() { run( 'high' ); } }\n")
	after := fixture.Analyze(t, "-- moved/A.cls --\n// A comment.\nclass a {\n\n  void M() {\n    Run('high');\n  }\n}\n")
	if diff := cmp.Diff(fingerprints(before), fingerprints(after)); diff != "" {
		t.Error(diff)
	}
	if before.Findings[0].Fingerprint.Hash() != after.Findings[0].Fingerprint.Hash() {
		t.Error("the hashes differ")
	}
	other := fixture.Analyze(t, "-- A.cls --\nclass A { void n() { run('high'); } }\n")
	if before.Findings[0].Fingerprint.Hash() == other.Findings[0].Fingerprint.Hash() {
		t.Error("findings in different methods have the same hash")
	}
}
