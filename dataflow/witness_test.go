package dataflow_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/apexvet/apexvet/dataflow"
	"github.com/apexvet/apexvet/dataflow/must"
)

// only returns the verdict of the only operation of a program.
func only(t *testing.T, r *dataflow.Result) *must.Verdict {
	t.Helper()
	if n := len(r.Program.Operations); n != 2 {
		t.Fatalf("%d operations", n-1)
	}
	return r.Verdict(1)
}

func steps(r *dataflow.Result, v *must.Verdict) string {
	var parts []string
	for _, s := range v.Path {
		text, _, _ := strings.Cut(r.Node(s.Node).Text(), "\n")
		parts = append(parts, r.Program.Method(s.Method).Name+": "+strings.TrimSpace(strings.TrimSuffix(text, "{")))
	}
	return strings.Join(parts, " > ")
}

func TestPathLeadsFromEntry(t *testing.T) {
	r := load(t, `
-- A.cls --
public with sharing class A {
    @AuraEnabled
    public static void far(Account a) { near(a); }
    @AuraEnabled
    public static void checked(Account a) {
        if (Schema.sObjectType.Account.isCreateable()) { store(a); }
    }
    private static void near(Account a) { store(a); }
    private static void store(Account a) { insert a; }
}
`, dataflow.Options{})
	v := only(t, r)
	if got, want := steps(r, v), "far: @AuraEnabled > far: near(a) > near: store(a) > store: insert a;"; got != want {
		t.Errorf("path %s\nwant %s", got, want)
	}
	if len(v.Entries) != 1 || r.Program.Method(v.Entries[0].Method).Name != "far" || v.Entries[0].NoCaller {
		t.Errorf("entries %+v", v.Entries)
	}
}

func TestPathOfOpenDemand(t *testing.T) {
	r := load(t, `
-- A.cls --
public with sharing class A {
    @AuraEnabled
    public static void entry() { middle(new List<SObject>{ new Account() }); }
    private static void middle(List<SObject> records) { store(records); }
    private static void store(List<SObject> records) { insert records; }
}
`, dataflow.Options{})
	v := only(t, r)
	want := "entry: @AuraEnabled > entry: middle(new List<SObject>{ new Account() }) > middle: store(records) > store: insert records;"
	if got := steps(r, v); got != want {
		t.Errorf("path %s\nwant %s", got, want)
	}
	if got := describe(r, v); got != "missing create account" {
		t.Error(got)
	}
}

func TestEntriesAreBounded(t *testing.T) {
	var sb strings.Builder
	sb.WriteString("-- A.cls --\npublic class A {\n")
	for _, n := range []string{"one", "two", "three", "four", "five"} {
		sb.WriteString("@AuraEnabled public static void " + n + "(Account a) { store(a); }\n")
	}
	sb.WriteString("public static void plain(Account a) { store(a); }\nprivate static void store(Account a) { insert a; }\n}\n")
	r := load(t, sb.String(), dataflow.Options{})
	v := only(t, r)
	var names []string
	for _, e := range v.Entries {
		names = append(names, r.Program.Method(e.Method).Name)
	}
	if got := strings.Join(names, " "); got != "one two three" {
		t.Errorf("entries %s", got)
	}
}

func TestNearMisses(t *testing.T) {
	for _, c := range []struct{ name, code, want string }{
		{"other object", `if (Schema.sObjectType.Contact.isCreateable()) { insert a; }`, "other object create contact"},
		{"other operation", `if (Schema.sObjectType.Account.isDeletable()) { insert a; }`, "other operation delete account"},
		{"one branch", `if (b) { if (!Schema.sObjectType.Account.isCreateable()) { return; } } insert a;`, "one branch only create account"},
		{"after", `insert a; if (!Schema.sObjectType.Account.isCreateable()) { return; }`, "after the use create account"},
		{"ignored", `Schema.sObjectType.Account.isCreateable(); insert a;`, "result ignored create account"},
		{"negated", `if (!Schema.sObjectType.Account.isCreateable()) { insert a; }`, "negated create account"},
		{"wrong return", `if (Schema.sObjectType.Account.isCreateable()) { return; } insert a;`, "negated create account"},
		{"none", `insert a;`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := load(t, "-- A.cls --\npublic class A { public void m(Account a, Boolean b) { "+c.code+" } }\n", dataflow.Options{})
			var got []string
			for _, m := range only(t, r).NearMisses {
				got = append(got, m.Reason.String()+" "+m.Perm.String()+" "+r.Program.Type(m.Object).Name)
				if !r.Node(m.Node).Valid() {
					t.Error("no node")
				}
			}
			if s := strings.Join(got, "; "); s != c.want {
				t.Errorf("%q, want %q", s, c.want)
			}
		})
	}
}

func TestConfiguredChecks(t *testing.T) {
	checks := []must.Check{
		{Pattern: regexp.MustCompile(`(?i)auth\.(can|assert)create`), Perms: []must.Perm{must.Create}, TypeParam: 1},
	}
	r := load(t, `
-- A.cls --
public class A {
    public void m(Account a, Contact c, String x) {
        if (Auth2.canCreate(x, Account.SObjectType)) { insert a; } //= missing create account
        if (Auth.canCreate(x, Account.SObjectType)) { insert a; } //= proven
        insert c; //= missing create contact
        Auth.assertCreate(x, Contact.SObjectType);
        insert c; //= proven
        insert a; //= missing create account
    }
}
`, dataflow.Options{Checks: checks})
	check(t, r)
}
