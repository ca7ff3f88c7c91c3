package semantics_test

import (
	"bytes"
	"math/rand"
	"strings"
	"testing"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/semantics"
)

func hashOf(text string) semantics.Hash { return semantics.InterfaceHash(snapshot(text).Files[0]) }

const interfaced = `
@Deprecated(reason='old')
public with sharing virtual class Service extends Base implements Runs {
  private static final Map<Id, Account> CACHE = new Map<Id, Account>();
  public Integer size { get { return 1; } private set; }
  @AuraEnabled(cacheable=true)
  public static List<Account> find(String name, Set<Id> owners) { return [SELECT Id FROM Account WHERE Name = :name]; }
  static { CACHE.put(null, null); }
  public Service() { this(1); }
  enum Colour { RED, GREEN }
  public interface Face { void run(Integer i); }
}
`

func TestInterfaceHash(t *testing.T) {
	want := hashOf(interfaced)
	for _, edit := range [][2]string{
		{"return 1;", "Integer other = 2; return other + 40;"},
		{"Name = :name", "Name LIKE :name AND Id IN (SELECT AccountId FROM Contact)"},
		{"FROM Account", "FROM Thing__c"},
		{"CACHE.put(null, null);", "for (Integer i : new List<Integer>()) { insert new Account(Name = 'x'); }"},
		{"this(1);", "/* nothing */"},
		{"new Map<Id, Account>()", "null"},
		{"public static List<Account>", "public   static\n List< Account >"},
		{"enum Colour", "// a comment\n enum Colour"},
	} {
		if edited := strings.Replace(interfaced, edit[0], edit[1], 1); edited == interfaced || hashOf(edited) != want {
			t.Errorf("%q for %q changes the interface", edit[1], edit[0])
		}
	}
	for _, edit := range [][2]string{
		{"with sharing", "without sharing"},
		{"'old'", "'older'"},
		{"extends Base", "extends Other"},
		{"implements Runs", "implements Runs, Walks"},
		{"virtual class Service", "virtual class Service2"},
		{"Map<Id, Account> CACHE", "Map<Id, Contact> CACHE"},
		{"CACHE = new Map<Id, Account>()", "CACHE"},
		{"private set;", "set;"},
		{"get { return 1; }", "get;"},
		{"cacheable=true", "cacheable=false"},
		{"String name,", "Integer name,"},
		{"String name, ", ""},
		{"find(", "search("},
		{"public static List", "private static List"},
		{"RED, GREEN", "GREEN, RED"},
		{"void run(Integer i);", "void run(Long i);"},
		{"FROM Account", "FROM Oddly"},
		{"public Service() { this(1); }", ""},
	} {
		if edited := strings.Replace(interfaced, edit[0], edit[1], 1); edited == interfaced || hashOf(edited) == want {
			t.Errorf("%q for %q does not change the interface", edit[1], edit[0])
		}
	}
	f := *snapshot(interfaced).Files[0]
	for name, change := range map[string]func(){
		"version": func() { f.APIVersion = 670 },
		"test":    func() { f.IsTest = true },
		"tree":    func() { f.Tree = nil },
		"package": func() { f.PackageDir = 3 },
		"project": func() { f.Project = &project.Project{Dir: "other"} },
	} {
		f = *snapshot(interfaced).Files[0]
		if change(); semantics.InterfaceHash(&f) == want {
			t.Errorf("another %s does not change the interface", name)
		}
	}
}

// TestBodiesDoNotRelink compares what is linked of a program before and after
// its bodies are emptied.
func TestBodiesDoNotRelink(t *testing.T) {
	var before, after []string
	for i := range 20 {
		text := generated(i)
		before = append(before, text)
		var b strings.Builder
		at := 0
		tree := parser.Parse([]byte(text))
		for n := range tree.NodesOf(parser.KindMethodDeclaration) {
			body := n.Child(parser.FieldBody)
			b.WriteString(text[at:body.Start()] + "{ return null; }")
			at = body.End()
		}
		after = append(after, b.String()+text[at:])
	}
	p, q := ask(t, snapshot(before...)), ask(t, snapshot(after...))
	for i := range before {
		if hashOf(before[i]) != hashOf(after[i]) {
			t.Errorf("file %d has another interface", i)
		}
	}
	if len(p.Methods) != len(q.Methods) || len(p.Fields) != len(q.Fields) || len(p.Classes) != len(q.Classes) {
		t.Fatal("other declarations")
	}
	for i := 1; i < len(p.Methods); i++ {
		if id := semantics.MethodID(i); p.MethodKey(id) != q.MethodKey(id) {
			t.Errorf("%v became %v", p.MethodKey(id), q.MethodKey(id))
		}
	}
}

func TestPersistentKeys(t *testing.T) {
	p := load(t, `
-- sfdx-project.json --
{"packageDirectories": [{"path": "one"}, {"path": "two"}]}
-- one/Same.cls --
public class Same { Integer n; void f(List<Account> a) { insert a; update a; } void f(String s) {} class Inner { Inner(Integer i) {} } }
-- two/Same.cls --
public class Same { Integer n; Integer m { get { return 1; } set; } void f(List<Account> a) { insert a; } }
-- two/Twice.cls --
public class Twice { void f() {} void f() { delete new Account(); } Integer n; String n; static Integer z = 1; }
-- two/Other.cls --
public class Twice { void f() { delete new Account(); } }
-- T.trigger --
trigger T on Account (before insert) { insert new Account(); }
`)
	seen := map[semantics.Key]bool{}
	same := func(key semantics.Key, id, found uint32) {
		data, err := key.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		var back semantics.Key
		if err := back.UnmarshalBinary(data); err != nil || back != key {
			t.Errorf("%v came back as %v: %v", key, back, err)
		}
		if seen[key] || id != found {
			t.Errorf("%v stands for %d and %d", key, id, found)
		}
		seen[key] = true
	}
	for i := 1; i < len(p.Classes); i++ {
		key := p.ClassKey(semantics.ClassID(i))
		same(key, uint32(i), uint32(p.FindClass(key)))
	}
	for i := 1; i < len(p.Methods); i++ {
		key := p.MethodKey(semantics.MethodID(i))
		same(key, uint32(i), uint32(p.FindMethod(key)))
	}
	for i := 1; i < len(p.Fields); i++ {
		key := p.FieldKey(semantics.FieldID(i))
		same(key, uint32(i), uint32(p.FindField(key)))
	}
	for i := 1; i < len(p.Operations); i++ {
		key := p.OperationKey(semantics.OperationID(i))
		same(key, uint32(i), uint32(p.FindOperation(key)))
	}
	if key := p.MethodKey(0); key != (semantics.Key{}) {
		t.Errorf("no method has the key %v", key)
	}
}

func TestDamagedKeys(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	good, _ := semantics.Key{Kind: semantics.KeyMethod, Package: "force-app", Name: "a.b(string)", Ordinal: 300}.MarshalBinary()
	for range 20000 {
		data := append([]byte(nil), good...)
		for range random.Intn(4) {
			data[random.Intn(len(data))] = byte(random.Intn(256))
		}
		data = data[:random.Intn(len(data)+1)]
		var key semantics.Key
		if key.UnmarshalBinary(data) != nil {
			continue
		}
		if again, _ := key.MarshalBinary(); !bytes.Equal(again, data) {
			t.Fatalf("%x is encoded as %x", data, again)
		}
	}
}
