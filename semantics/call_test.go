package semantics_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/apexvet/apexvet/semantics"
)

var reasons = map[semantics.UnknownReason]string{
	semantics.ReasonReceiver: "receiver", semantics.ReasonUnresolvedType: "unresolved type", semantics.ReasonNoMethod: "no method",
	semantics.ReasonNoMember: "no member", semantics.ReasonOpenSuper: "open super", semantics.ReasonNone: "none",
}

// describe says where a call goes.
func describe(p *semantics.Program, c *semantics.Call) string {
	var b strings.Builder
	switch c.Kind {
	case semantics.CallPlatform:
		return c.Member.String()
	case semantics.CallUnknown:
		return "unknown: " + reasons[c.Reason]
	case semantics.CallNew:
		return "new " + p.Type(c.ReceiverType).Name
	case semantics.CallImplicit:
		return "implicit " + p.Type(c.ReceiverType).Name
	}
	for i, id := range c.Callees {
		if i > 0 {
			b.WriteString(" or ")
		}
		b.WriteString(p.Method(id).Key)
	}
	if c.CrossFile {
		b.WriteString(" in another file")
	}
	if c.Virtual {
		b.WriteString(" virtual")
	}
	return b.String()
}

// calls returns "name: target" of all calls, in source order.
func calls(p *semantics.Program) []string {
	var list []string
	for _, f := range p.Files {
		for i := range f.Calls {
			c := &f.Calls[i]
			name, _, _ := strings.Cut(c.Node.Text(), "(")
			list = append(list, fmt.Sprintf("%s: %s", name, describe(p, c)))
		}
	}
	return list
}

func check(t *testing.T, got, want []string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		g, w := "nothing", "nothing"
		if i < len(got) {
			g = got[i]
		}
		if i < len(want) {
			w = want[i]
		}
		if g != w {
			t.Errorf("%d: got %s, want %s", i, g, w)
		}
	}
}

func TestCallees(t *testing.T) {
	p := load(t, `
-- A.cls --
public virtual class A extends Parent {
  public A() { this('x'); }
  public A(String s) { super(s); }
  void run() {
    pick(1);
    pick('a');
    pick(null);
    pick(1, 2);
    over();
    super.over();
    inherited();
    this.pick(1);
    A.fixed();
    fixed();
    B.other();
    new B().go();
    new B('x');
    Inner i = new Inner();
    i.run();
    missing();
    new Nested.Deep().down();
    hashCode();
  }
  void pick(Integer i) {}
  void pick(String s) {}
  public override void over() {}
  static void fixed() {}
  class Inner { void run() { fixed(); A.fixed(); } }
}
-- B.cls --
public class B { public static void other() {} public void go() {} }
-- Nested.cls --
public class Nested { public class Deep implements Down { public void down() {} } public interface Down { void down(); } }
-- Parent.cls --
public virtual class Parent {
  public Parent(String s) {}
  public virtual void over() {}
  protected void inherited() {}
}
`)
	check(t, calls(p), []string{
		"this: a.a(string)",
		"super: parent.parent(string) in another file",
		"pick: a.pick(integer)",
		"pick: a.pick(string)",
		"pick: a.pick(integer) or a.pick(string)",
		"pick: unknown: no method",
		"over: a.over() virtual",
		"super.over: parent.over() in another file",
		"inherited: parent.inherited() in another file",
		"this.pick: a.pick(integer)",
		"A.fixed: a.fixed()",
		"fixed: a.fixed()",
		"B.other: b.other() in another file",
		"new B: b.go() in another file",
		"new B: implicit b",
		"new B: implicit b",
		"new Inner: implicit a.inner",
		"i.run: a.inner.run()",
		"missing: unknown: no method",
		"new Nested.Deep: nested.deep.down() in another file",
		"new Nested.Deep: implicit nested.deep",
		"hashCode: Object.hashCode",
		"fixed: a.fixed()",
		"A.fixed: a.fixed()",
	})
}

func TestUnknownCallees(t *testing.T) {
	p := load(t, `
-- A.cls --
public class A extends pkg.Base {
  void run(pkg.Thing thing, Account a) {
    inherited();
    thing.go();
    pkg.Other.go();
    a.Some__c.trim();
    a.nothing();
    'x'.nothing();
  }
}
`)
	check(t, calls(p), []string{
		"inherited: unknown: open super",
		"thing.go: unknown: unresolved type",
		"pkg.Other.go: unknown: open super",
		"a.Some__c.trim: unknown: receiver",
		"a.nothing: unknown: no member",
		"'x'.nothing: unknown: no member",
	})
}

func TestPlatformCalls(t *testing.T) {
	p := load(t, body(`
    HttpRequest r = new HttpRequest();
    r.setEndpoint('x');
    System.Database.insert(r);
    DATABASE.Insert(r);
    database.query('x');
    Schema.sObjectType.Account.isCreateable();
    Account.SObjectType.getDescribe().isDeletable();
    Schema.getGlobalDescribe().get('A').getDescribe().fields.getMap().get('B').getDescribe().isUpdateable();
    new A().toString();
    ApexPages.currentPage().getParameters().get('x');
  `))
	check(t, calls(p), []string{
		"new HttpRequest: new httprequest",
		"r.setEndpoint: HttpRequest.setEndpoint",
		"System.Database.insert: Database.insert",
		"DATABASE.Insert: Database.insert",
		"database.query: Database.query",
		"Schema.sObjectType.Account.isCreateable: DescribeSObjectResult.isCreateable",
		"Account.SObjectType.getDescribe: DescribeSObjectResult.isDeletable",
		"Account.SObjectType.getDescribe: SObjectType.getDescribe",
		"Schema.getGlobalDescribe: DescribeFieldResult.isUpdateable",
		"Schema.getGlobalDescribe: SObjectField.getDescribe",
		"Schema.getGlobalDescribe: Map.get",
		"Schema.getGlobalDescribe: SObjectTypeFields.getMap",
		"Schema.getGlobalDescribe: SObjectType.getDescribe",
		"Schema.getGlobalDescribe: Map.get",
		"Schema.getGlobalDescribe: Schema.getGlobalDescribe",
		"new A: Object.toString",
		"new A: implicit a",
		"ApexPages.currentPage: Map.get",
		"ApexPages.currentPage: PageReference.getParameters",
		"ApexPages.currentPage: ApexPages.currentPage",
	})
}

func TestShadowedPlatform(t *testing.T) {
	p := load(t, `
-- A.cls --
public class A {
  static Helper Test;
  void run() {
    Database.insert(null);
    System.Database.insert(new Account());
    Test.isRunningTest();
    Test.help();
    String Math = 'x';
    Math.trim();
  }
  class Helper { void help() {} }
}
-- Database.cls --
public class Database { public static void insert(Account a) {} }
`)
	check(t, calls(p), []string{
		"Database.insert: database.insert(account) in another file",
		"System.Database.insert: Database.insert",
		"new Account: new account",
		"Test.isRunningTest: Test.isRunningTest",
		"Test.help: a.helper.help()",
		"Math.trim: String.trim",
	})
}

func TestTestCodeHasNoBodies(t *testing.T) {
	p := load(t, `
-- T.cls --
@IsTest private class T { static void help() { go(); } class Inner { void run() { go(); } } }
-- U.cls --
public class U { @IsTest static void one() { go(); } static testMethod void two() { go(); } void three() { go(); } }
`)
	check(t, calls(p), []string{"go: unknown: no method"})
	var tests []string
	for i := 1; i < len(p.Methods); i++ {
		if p.Methods[i].IsTest {
			tests = append(tests, p.Methods[i].Key)
		}
	}
	if want := []string{"t.help()", "t.inner.run()", "u.one()", "u.two()"}; !slices.Equal(tests, want) {
		t.Errorf("test code is %q, want %q", tests, want)
	}
}
