package semantics_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/semantics"
)

const classMeta = `<?xml version="1.0" encoding="UTF-8"?>
<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>%s</apiVersion></ApexClass>`

// load builds a program from a txtar archive. Names such as "A.cls@67.0" give
// the file a version; without one a class is at 60.0, and "@" stands for none.
func load(t testing.TB, archive string) *semantics.Program {
	t.Helper()
	dir := t.TempDir()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		name, version, versioned := strings.Cut(f.Name, "@")
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		write(t, file, f.Data)
		if !versioned {
			version = "60.0"
		}
		if ext := filepath.Ext(name); version != "" && (ext == ".cls" || ext == ".trigger") {
			write(t, file+"-meta.xml", []byte(fmt.Sprintf(classMeta, version)))
		}
	}
	snapshot, err := project.Load(context.Background(), project.Options{Paths: []string{dir}, Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	p, err := semantics.Build(context.Background(), snapshot, 2)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func write(t testing.TB, file string, text []byte) {
	t.Helper()
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
}

// body wraps statements in a method of a class.
func body(statements string) string {
	return "-- A.cls --\npublic class A {\n public void run() {\n" + statements + "\n }\n}\n"
}

// typesIn returns "expression: type" for the initialisers of all local
// variables and the values of all return statements, in source order.
func typesIn(p *semantics.Program) []string {
	var list []string
	for _, f := range p.Files {
		for n := range f.Tree.NodesOf(parser.KindVariableDeclarator, parser.KindReturnStatement) {
			if v := n.Child(parser.FieldValue); v.Valid() {
				list = append(list, p.Type(f.TypeOf(v)).Display)
			}
		}
	}
	return list
}

func TestExpressionTypes(t *testing.T) {
	for _, c := range []struct{ expression, want string }{
		{`1`, "Integer"},
		{`1L`, "Long"},
		{`1.5`, "Decimal"},
		{`1.5d`, "Double"},
		{`'a'`, "String"},
		{`true`, "Boolean"},
		{`null`, "null"},
		{`this`, "A"},
		{`1 + 2L`, "Long"},
		{`1 + 'a'`, "String"},
		{`1.0 + 2d`, "Decimal"},
		{`1 < 2`, "Boolean"},
		{`!true`, "Boolean"},
		{`-1`, "Integer"},
		{`true ? 1 : null`, "Integer"},
		{`nothing`, "?"},
		{`nothing.at.all`, "?"},
		{`new List<String>()`, "List<String>"},
		{`new list<system.string>()`, "List<String>"},
		{`new String[3]`, "List<String>"},
		{`new String[]{ 'a' }`, "List<String>"},
		{`new Map<Id, List<Account>>().get(null)`, "List<Account>"},
		{`new Map<Id, List<Account>>().values()`, "List<List<Account>>"},
		{`new Map<String, Integer>().keySet()`, "Set<String>"},
		{`new Set<Date>().size()`, "Integer"},
		{`new List<Account>()[0]`, "Account"},
		{`new List<Account>()[0].Name`, "String"},
		{`new List<Account>().get(0).Owner`, "User"},
		{`new Account(Name = 'x').OwnerId`, "Id"},
		{`new Thing__c().Parent__r`, "SObject"},
		{`new Thing__c().Some__c`, "?"},
		{`(Contact) nothing`, "Contact"},
		{`nothing instanceof Contact`, "Boolean"},
		{`String.class`, "Type"},
		{`String.valueOf(1)`, "String"},
		{`'a'.split(',')`, "List<String>"},
		{`'a'.SPLIT(',').get(0).length()`, "Integer"},
		{`Math.max(1, 2)`, "Integer"},
		{`Math.max(1, 2.0)`, "Decimal"},
		{`Date.today().addDays(1)`, "Date"},
		{`System.now()`, "Datetime"},
		{`UserInfo.getUserId()`, "String"},
		{`[SELECT Id FROM Account]`, "List<Account>"},
		{`[SELECT Name FROM Account LIMIT 1].Name`, "String"},
		{`[SELECT COUNT() FROM Account]`, "Integer"},
		{`[SELECT COUNT(Id) FROM Account]`, "List<AggregateResult>"},
		{`[SELECT Industry FROM Account GROUP BY Industry]`, "List<AggregateResult>"},
		{`[FIND 'x' RETURNING Account]`, "List<List<SObject>>"},
		{`Database.query('x')`, "List<SObject>"},
		{`Database.insert(new Account())`, "Database.SaveResult"},
		{`Database.insert(new List<Account>())`, "List<Database.SaveResult>"},
		{`Database.insert(new Account(), false, AccessLevel.USER_MODE)`, "Database.SaveResult"},
		{`System.Database.countQuery('x')`, "Integer"},
		{`Account.SObjectType`, "SObjectType"},
		{`Account.SObjectType.getDescribe()`, "DescribeSObjectResult"},
		{`Account.Name`, "SObjectField"},
		{`Account.Name.getDescribe().isAccessible()`, "Boolean"},
		{`Schema.SObjectType.Account`, "DescribeSObjectResult"},
		{`SObjectType.Account.isCreateable()`, "Boolean"},
		{`Schema.sObjectType.Account.fields.Name`, "DescribeFieldResult"},
		{`Schema.sObjectType.Account.fields.getMap()`, "Map<String,SObjectField>"},
		{`Schema.getGlobalDescribe().get('Account')`, "SObjectType"},
		{`Security.stripInaccessible(AccessType.READABLE, new List<Account>()).getRecords()`, "List<SObject>"},
		{`Settings__c.getInstance()`, "Settings__c"},
		{`Settings__c.getAll()`, "Map<String,Settings__c>"},
		{`RestContext.request.requestBody.toString()`, "String"},
		{`ApexPages.currentPage().getParameters().get('x')`, "String"},
		{`new PageReference('/x')`, "PageReference"},
		{`Page.Home`, "PageReference"},
		{`System.Label.Hello`, "String"},
		{`Label.pkg.Hello`, "String"},
		{`new Http().send(new HttpRequest()).getBody()`, "String"},
		{`JSON.deserializeUntyped('x')`, "Object"},
		{`DisplayType.STRING`, "DisplayType"},
		{`DisplayType.STRING.name()`, "String"},
		{`DisplayType.values()`, "List<DisplayType>"},
		{`Trigger.new`, "List<SObject>"},
		{`new Messaging.SingleEmailMessage()`, "Messaging.SingleEmailMessage"},
		{`new npsp__Other__c().getSObjectType()`, "SObjectType"},
		{`new pkg.Managed()`, "pkg.managed"},
		{`new pkg.Managed().call()`, "?"},
	} {
		p := load(t, body("Object o = "+c.expression+";"))
		if got := typesIn(p); len(got) != 1 || got[0] != c.want {
			t.Errorf("%s is %v, want %s", c.expression, got, c.want)
		}
	}
}

func TestScopes(t *testing.T) {
	p := load(t, `
-- Outer.cls --
public class Outer extends Base {
  Integer field = 1;
  static Date shared;
  public String Prop { get; set { field = value.length(); } }
  public enum Colour { RED, GREEN }
  public class Inner { String field; public void run() { Object o = field; o = shared; Object p = Shared; } }
  void shadow(Long FIELD) { Object o = field; Object p = this.field; Object q = prop; Object r = Outer.shared; }
  void blocks() {
    for (String s : new List<String>()) { Object o = s; }
    for (Integer i = 0; i < 1; i++) { Object o = i; }
    Object gone = i;
    try { run(); } catch (DmlException e) { Object o = e; }
    switch on nothing { when Account a { Object o = a; } when else { Object o = a; } }
    Object o = inherited;
    Colour c = Colour.GREEN;
    switch on c { when RED { Object p = Colour.red.name(); } }
  }
}
-- Base.cls --
public virtual class Base { protected Blob inherited; }
`)
	want := []string{
		"Integer",        // the initialiser of field
		"String", "Date", // in Inner
		"Long", "Integer", "String", "Date", // shadow
		"String", "Integer", "Integer", "?", // loops
		"DmlException", "Account", "?", "Blob", // catch, switch, superclass
		"Outer.Colour", "String",
	}
	if got := typesIn(p); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	var constants []string
	for _, f := range p.Files {
		for n := range f.Tree.NodesOf(parser.KindIdentifier) {
			if id, ok := f.Ref(n).Field(); ok && p.Field(id).IsConstant {
				constants = append(constants, n.Text()+"="+p.Field(id).Key)
			}
		}
	}
	if want := []string{"RED=outer.colour.red"}; !slices.Equal(constants, want) {
		t.Errorf("constants %q, want %q", constants, want)
	}
}

func TestTriggerContext(t *testing.T) {
	p := load(t, `
-- T.trigger --
trigger T on Contact (before insert, after delete) {
  Object a = Trigger.new;
  Object b = Trigger.oldMap.get(null).LastName;
  Object c = Trigger.isInsert;
}
`)
	if got, want := typesIn(p), []string{"List<Contact>", "String", "Boolean"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	c := p.Class(1)
	if c.Kind != semantics.ClassKindTrigger || c.TriggerOn != semantics.BeforeInsert|semantics.AfterDelete ||
		p.Type(c.TriggerOf).Name != "contact" || c.Key != "trigger:t" {
		t.Errorf("the trigger is %+v", c)
	}
}

func TestKeys(t *testing.T) {
	p := load(t, `
-- Outer.cls --
public class Outer {
  static { run(); }
  Integer x = 1, y;
  public Outer(String name) {}
  public String Prop { get { return null; } private set; }
  public static void run(List<Account> a, Map<Id, Outer.Inner> b, String[] c) {}
  class Inner { void run() {} }
}
-- Anything.apex --
System.debug(1);
-- T.trigger --
trigger T on Account (before insert) { }
`)
	var keys []string
	for i := 1; i < len(p.Methods); i++ {
		keys = append(keys, p.Methods[i].Key)
	}
	want := []string{
		"script:anything.anything",
		"outer.outer(string)", "outer.prop.get", "outer.prop.set",
		"outer.run(list<account>,map<id,outer.inner>,list<string>)",
		"outer.inner.run()", "outer.<clinit>", "outer.<init>",
		"trigger:t.t",
	}
	slices.Sort(keys)
	slices.Sort(want)
	if !slices.Equal(keys, want) {
		t.Errorf("got  %q\nwant %q", keys, want)
	}
	var fields []string
	for i := 1; i < len(p.Fields); i++ {
		fields = append(fields, p.Fields[i].Key)
	}
	if want := []string{"outer.x", "outer.y", "outer.prop"}; !slices.Equal(fields, want) {
		t.Errorf("fields %q, want %q", fields, want)
	}
}

func TestScriptVariables(t *testing.T) {
	p := load(t, `
-- setup.apex --
String name = 'x';
Integer n = 1;
run(n);
void run(Integer i) { Object o = name; Object q = i; }
-- plain.apex --
String name = 'x';
Object o = name;
`)
	want := []string{"String", "String", "String", "Integer", "String", "Integer"}
	if got := typesIn(p); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(p.Fields)-1 != 2 || !p.Field(1).Modifiers.Has(semantics.Static) {
		t.Errorf("the script with a method has %d fields", len(p.Fields)-1)
	}
}

func TestStats(t *testing.T) {
	p := load(t, body(`insert new Account(); x.y(); Database.query('x', AccessLevel.USER_MODE);`))
	s := p.Stats()
	if s.Calls != 3 || s.Unknown["type that nothing declares"] != 1 || s.Ops["insert"] != 1 || s.Ops["query"] != 1 ||
		s.Modes["user by argument"] != 1 || s.Modes["system by version"] != 1 || s.Sharing["caller"] != 1 {
		t.Errorf("%+v", s)
	}
}

// A brace too few or too many moves members in the tree, not out of their class.
func TestMembersBesideBrokenBraces(t *testing.T) {
	for name, source := range map[string]string{
		"missing":    "class A { void f() { if (x) { a(); } public void g() { } class B { void h() { } } public A() { } }",
		"stray":      "class A { void f() { a(); } } void g() { } class B { void h() { } } public A() { } }",
		"both right": "class A { void f() { a(); } void g() { } class B { void h() { } } public A() { } }",
	} {
		t.Run(name, func(t *testing.T) {
			p := load(t, "-- A.cls --\n"+source+"\n")
			var keys []string
			for i := 1; i < len(p.Methods); i++ {
				keys = append(keys, p.Methods[i].Key)
			}
			slices.Sort(keys)
			if want := []string{"a.a()", "a.b.h()", "a.f()", "a.g()"}; !slices.Equal(keys, want) {
				t.Errorf("got %q, want %q", keys, want)
			}
		})
	}
}
