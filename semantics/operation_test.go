package semantics_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/apexvet/apexvet/semantics"
)

// operations returns "verb form mode/source objects" of all operations, in
// source order. Objects are role:type with their fields.
func operations(p *semantics.Program) []string {
	roles := []string{"", "child ", "semi ", "typeof ", "parent "}
	var list []string
	for i := 1; i < len(p.Operations); i++ {
		o := &p.Operations[i]
		text := fmt.Sprint(o.Verb, " ", o.Form, " ", o.Mode, " ", []string{"version", "syntax", "argument", "trigger", "platform"}[o.Source])
		for _, u := range o.Objects {
			text += " | " + roles[u.Role] + p.Type(u.Type).Name
			if u.Type == semantics.TypeUnknown {
				text += "?" + u.Name
			}
			for _, f := range u.Fields {
				text += " " + f.Name
			}
			if u.AllFields {
				text += " *"
			}
		}
		for name, set := range map[string]bool{" dynamic": o.Dynamic} {
			if set {
				text += name
			}
		}
		if o.Count {
			text += " count"
		}
		if o.CustomMetadata {
			text += " metadata"
		}
		if o.PlatformEvent {
			text += " event"
		}
		if o.RecordType {
			text += " recordtype"
		}
		list = append(list, strings.TrimSpace(text))
	}
	return list
}

func TestOperations(t *testing.T) {
	for _, c := range []struct{ code, want string }{
		{`insert new Account(Name = 'x', Phone = 'y');`, "insert statement system version | account name phone"},
		{`update as user accounts;`, "update statement user syntax | account"},
		{`delete as system accounts;`, "delete statement system syntax | account"},
		{`upsert accounts Key__c;`, "upsert statement system version | account"},
		{`merge accounts[0] accounts[1];`, "merge statement system version | account"},
		{`undelete accounts;`, "undelete statement system version | account"},
		{
			`insert new List<SObject>{ new Account(Name = 'x'), new Contact(LastName = 'y') };`,
			"insert statement system version | account name | contact lastname",
		},
		{
			`delete [SELECT Id FROM Contact];`,
			"delete statement system version | contact; query SOQL system version | contact id",
		},
		{`insert map.values();`, "insert statement system version | ?"},
		{`Database.insert(accounts);`, "insert method system version | account"},
		{`Database.insert(accounts, false, AccessLevel.USER_MODE);`, "insert method user argument | account"},
		{`Database.insert(accounts, System.AccessLevel.SYSTEM_MODE);`, "insert method system argument | account"},
		{`Database.insert(accounts, false, level);`, "insert method byValue argument | account"},
		{`Database.insert(accounts, false, AccessLevel.USER_MODE.withPermissionSetId(null));`, "insert method user argument | account"},
		{`Database.SaveResult[] r = Database.update(accounts, false);`, "update method system version | account"},
		{`Database.query(text);`, "query method system version dynamic"},
		{`Database.query(text, AccessLevel.USER_MODE);`, "query method user argument dynamic"},
		{`Database.query(text, nothing);`, "query method byValue argument dynamic"},
		{`Database.queryWithBinds(text, null, AccessLevel.USER_MODE);`, "query method user argument dynamic"},
		{`Database.countQuery(text);`, "query method system version dynamic count"},
		{`Database.getQueryLocator([SELECT Id FROM Account]);`, "query SOQL system version | account id"},
		{`Database.getQueryLocator([SELECT Id FROM Account], AccessLevel.USER_MODE);`, "query SOQL user argument | account id"},
		{`Database.getQueryLocator(text);`, "query method system version dynamic"},
		{`Search.query(text);`, "search method system version dynamic"},
		{`EventBus.publish(new Done__e());`, "publish method none platform | done__e event"},
		{`Approval.lock(accounts);`, "lock method none platform | account"},
		{`Database.convertLead(new Database.LeadConvert());`, "convertLead method system version | lead"},
		{`run([SELECT Id FROM Account WITH USER_MODE]);`, "query SOQL user syntax | account id"},
		{`if ([SELECT COUNT() FROM Account WITH SYSTEM_MODE] > 0) { }`, "query SOQL system syntax | account count"},
		{`return [SELECT Id FROM Account WITH SECURITY_ENFORCED];`, "query SOQL securityEnforced syntax | account id"},
		{
			`for (Account a : [SELECT Name FROM Account WHERE Phone = :new List<Account>()[0].Phone ORDER BY Fax]) { }`,
			"query SOQL system version | account name phone fax",
		},
		{
			`Object o = [SELECT Name, (SELECT Id FROM Contacts), (SELECT Id FROM Things__r) FROM Account a WHERE a.Owner.Profile.Name = 'x' AND Id IN (SELECT AccountId FROM Case WHERE Status = 'y')];`,
			"query SOQL system version | account name id | child contact id | child ?things__r id | parent profile name | semi case accountid status",
		},
		{
			`Object o = [SELECT TYPEOF What WHEN Account THEN Phone WHEN Deal__c THEN Sum__c ELSE Name END FROM Task];`,
			"query SOQL system version | task what name | typeof account phone | typeof deal__c sum__c",
		},
		{`Object o = [SELECT FIELDS(ALL) FROM Account LIMIT 1];`, "query SOQL system version | account *"},
		{
			`Object o = [SELECT Industry i, COUNT(Id) n FROM Account GROUP BY Industry HAVING COUNT(Id) > 1 ORDER BY n];`,
			"query SOQL system version | account industry id industry id",
		},
		{`Object o = [SELECT Id FROM Rule__mdt];`, "query SOQL system version | rule__mdt id metadata"},
		{`Object o = [SELECT Id FROM RecordType];`, "query SOQL system version | recordtype id recordtype"},
		{
			`Object o = [FIND 'x' IN ALL FIELDS RETURNING Account(Name WHERE Phone = 'x'), Contact];`,
			"search SOSL system version | account name phone | contact",
		},
		{
			`Object o = [SELECT Id FROM Account WHERE Name = :[SELECT Name FROM User LIMIT 1].Name];`,
			"query SOQL system version | account id name; query SOQL system version | user name",
		},
	} {
		p := load(t, strings.Replace(body(c.code), "public class A {", `public class A {
  List<Account> accounts; String text; AccessLevel level;`, 1))
		if got := strings.Join(operations(p), "; "); got != c.want {
			t.Errorf("%s\n got  %s\n want %s", c.code, got, c.want)
		}
	}
}

func TestModeByVersion(t *testing.T) {
	p := load(t, `
-- A.cls@66.0 --
public class A { void run() { insert new Account(); } }
-- B.cls@67.0 --
public class B {
  Integer n = [SELECT COUNT() FROM Account];
  Account a { get { return [SELECT Id FROM Account]; } }
  { insert new Account(); }
}
-- C.cls@ --
public class C { static { insert new Account(); } }
-- D.trigger@67.0 --
trigger D on Account (after insert) { insert new Contact(); update as user new Contact(); help(); }
`)
	check(t, operations(p), []string{
		"insert statement system version | account",
		"query SOQL user version | account count",
		"query SOQL user version | account id",
		"insert statement user version | account",
		"insert statement unknown version | account",
		"insert statement system trigger | contact",
		"update statement user syntax | contact",
	})
	if o := p.Operation(5); !o.VersionUnknown || p.Operation(1).VersionUnknown {
		t.Error("only the class without a version has an unknown one")
	}
	for i, kind := range []semantics.MethodKind{
		semantics.MethodOrdinary, semantics.MethodInstanceInit, semantics.MethodGetter, semantics.MethodInstanceInit,
		semantics.MethodStaticInit, semantics.MethodTrigger,
	} {
		if got := p.Method(p.Operation(semantics.OperationID(i + 1)).Method).Kind; got != kind {
			t.Errorf("operation %d is in a method of kind %d, want %d", i+1, got, kind)
		}
	}
}

func TestObjectsFromMetadata(t *testing.T) {
	p := load(t, `
-- sfdx-project.json --
{"packageDirectories":[{"path":"app"}],"namespace":"own"}
-- app/classes/A.cls --
public class A {
  void run(Part__c part) {
    Object a = part.Whole__r.Title__c;
    Object b = part.own__Whole__r;
    Object c = new own__Whole__c().Parts__r;
    Object d = [SELECT Id, own__Whole__r.Title__c, (SELECT Id FROM Parts__r) FROM own__Whole__c];
    Object e = new own.B().x;
  }
}
-- app/classes/B.cls --
public class B { public Date x; }
-- app/objects/Part__c/fields/Whole__c.field-meta.xml --
<CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Whole__c</fullName><type>Lookup</type>
<referenceTo>Whole__c</referenceTo><relationshipName>Parts</relationshipName></CustomField>
-- app/objects/Whole__c/fields/Title__c.field-meta.xml --
<CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Title__c</fullName><type>Text</type></CustomField>
`)
	check(t, typesIn(p), []string{"String", "Whole__c", "List<Part__c>", "List<Whole__c>", "Date"})
	check(t, operations(p), []string{
		"query SOQL system version | whole__c id | parent ?whole__c.own__whole__r title__c | child part__c id",
	})
}
