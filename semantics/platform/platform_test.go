package platform_test

import (
	"bytes"
	"os"
	"slices"
	"testing"

	"github.com/apexvet/apexvet/semantics/platform"
	"github.com/apexvet/apexvet/semantics/platform/gen/table"
)

func TestTablesAreFresh(t *testing.T) {
	text, err := os.ReadFile("apex.txt")
	if err != nil {
		t.Fatal(err)
	}
	want, err := table.Generate(string(text))
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("tables.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("tables.go is not what apex.txt says: run go generate ./semantics/platform")
	}
}

func TestTypes(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"database", "Database"},
		{"system.database", "Database"},
		{"schema.sobjecttype", "SObjectType"},
		{"database.saveresult", "Database.SaveResult"},
		{"nothing", ""},
		{"", ""},
		{"system.", ""},
		{"zzz", ""},
	} {
		if got := platform.Type(c.name).Name(); got != c.want {
			t.Errorf("%s is %q, want %q", c.name, got, c.want)
		}
	}
	var keys []string
	for i := 1; i < platform.Types(); i++ {
		id := platform.TypeID(i)
		keys = append(keys, id.Key())
		if platform.Type(id.Key()) != id {
			t.Errorf("%s is not found", id.Key())
		}
	}
	if !slices.IsSorted(keys) {
		t.Error("the types are not sorted")
	}
	if !platform.Type("dmlexception").Extends(platform.Type("exception")) || platform.Type("string").Extends(platform.Type("exception")) {
		t.Error("a DmlException is an Exception, a String is none")
	}
}

func TestMembers(t *testing.T) {
	for i := 1; i < platform.Members(); i++ {
		m := platform.MemberID(i)
		if m.Key() == "" || m.Owner() == 0 {
			t.Errorf("member %d is empty", i)
		}
		first, last := m.Signatures()
		if first >= last {
			t.Errorf("%s has no signature", m)
		}
	}
	for _, c := range []struct{ name, want string }{
		{"HttpRequest.setEndpoint", "HttpRequest.setEndpoint"},
		{"system.database.INSERT", "Database.insert"},
		{"AccessLevel.USER_MODE", "AccessLevel.USER_MODE"},
		{"DmlException.getMessage", "Exception.getMessage"},
		{"RestContext.request", "RestContext.request"},
		{"HttpRequest.nothing", ""},
		{"nothing", ""},
	} {
		if got := platform.Member(c.name).String(); got != c.want {
			t.Errorf("%s is %q, want %q", c.name, got, c.want)
		}
	}
	if !platform.Member("String.format").Static() || platform.Member("String.length").Static() {
		t.Error("String.format is static, String.length is not")
	}
	if op := platform.Member("Database.upsert").Op(); op != platform.OpUpsert {
		t.Errorf("Database.upsert does %d", op)
	}
	if since, _ := first(platform.Member("Database.queryWithBinds")).Versions(); since != 570 {
		t.Errorf("Database.queryWithBinds is there since %d", since)
	}
}

func first(m platform.MemberID) platform.SignatureID {
	s, _ := m.Signatures()
	return s
}

func TestChecks(t *testing.T) {
	for _, c := range []struct {
		name  string
		perm  platform.Perm
		field bool
	}{
		{"DescribeSObjectResult.isAccessible", platform.PermRead, false},
		{"DescribeSObjectResult.isQueryable", platform.PermQuery, false},
		{"DescribeSObjectResult.isCreateable", platform.PermCreate, false},
		{"DescribeSObjectResult.isUpdateable", platform.PermUpdate, false},
		{"DescribeSObjectResult.isDeletable", platform.PermDelete, false},
		{"DescribeSObjectResult.isUndeletable", platform.PermUndelete, false},
		{"DescribeSObjectResult.isMergeable", platform.PermMerge, false},
		{"DescribeFieldResult.isAccessible", platform.PermRead, true},
		{"DescribeFieldResult.isCreateable", platform.PermCreate, true},
		{"DescribeFieldResult.isUpdateable", platform.PermUpdate, true},
		{"DescribeSObjectResult.isCustom", platform.PermNone, false},
	} {
		perm, field := platform.Member(c.name).Check()
		if perm != c.perm || field != c.field {
			t.Errorf("%s checks %d of a field %t", c.name, perm, field)
		}
	}
}

func TestObjects(t *testing.T) {
	for _, name := range []string{"account", "x__c", "ns__x__c", "x__mdt", "x__e", "x__share", "accountshare", "casehistory", "knowledge__kav"} {
		if !platform.IsObjectName(name) {
			t.Errorf("%s is an object", name)
		}
	}
	for _, name := range []string{"", "string", "x__r", "accounts", "share", "my_class"} {
		if platform.IsObjectName(name) {
			t.Errorf("%s is no object", name)
		}
	}
	for _, c := range []struct{ got, want string }{
		{platform.ChildObject("contacts"), "contact"},
		{platform.ChildObject("x"), ""},
		{platform.ParentObject("owner"), "user"},
		{platform.ParentObject("account"), "account"},
		{platform.ParentObject("x"), ""},
		{platform.FieldType("name"), "string"},
		{platform.FieldType("accountid"), "id"},
		{platform.FieldType("paid"), ""},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
