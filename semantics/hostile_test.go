package semantics_test

import (
	"context"
	"fmt"
	"math/rand"
	"runtime"
	"strings"
	"testing"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/semantics"
)

// snapshot makes a snapshot of classes without the detour over a disk.
func snapshot(texts ...string) *project.Snapshot {
	s := &project.Snapshot{Projects: []*project.Project{{Dir: "."}}}
	for i, text := range texts {
		s.Files = append(s.Files, &project.File{
			ID: project.FileID(i), Path: fmt.Sprintf("C%04d.cls", i), Kind: project.KindClass, Text: []byte(text),
			Tree: parser.Parse([]byte(text)), Project: s.Projects[0], PackageDir: -1, APIVersion: 600,
		})
	}
	return s
}

// ask reads everything that can be asked of a program.
func ask(t testing.TB, s *project.Snapshot) *semantics.Program {
	p, err := semantics.Build(context.Background(), s, 2)
	if err != nil {
		t.Fatal(err)
	}
	for i := range p.Classes {
		p.ClassSharing(semantics.ClassID(i))
	}
	for i := range p.Methods {
		p.MethodSharing(semantics.MethodID(i))
		for e := range p.Callers(semantics.MethodID(i)) {
			p.Targets(e)
		}
	}
	for i := range p.Operations {
		p.OperationSharing(&p.Operations[i])
	}
	for _, f := range p.Files {
		for i := range f.Tree.Len() {
			n := f.Tree.Node(i)
			p.Type(f.TypeOf(n))
			f.Ref(n)
			f.Call(n)
			f.Operation(n)
			f.MemberOf(n)
		}
		f.CallsIn(f.Tree.Root())
		for i := range f.Calls {
			f.Callees(&f.Calls[i])
		}
	}
	return p
}

const whole = `
public with sharing virtual class Whole extends Whole.Inner implements Queueable, Database.Batchable<SObject> {
  static final Map<Id, List<Account>> CACHE = new Map<Id, List<Account>>{ null => new List<Account>{ new Account(Name = 'x') } };
  public String Prop { get { return Prop ?? 'x'; } set { Prop = value; } }
  { insert new Account(); }
  static { Database.insert(new List<Contact>(), false, AccessLevel.USER_MODE); }
  enum Colour { RED, GREEN }
  virtual class Inner extends Whole { Inner() { super(1); this.run(null); } }
  @AuraEnabled public static List<Account> find(String s, Integer n) {
    for (Account a : [SELECT Id, Owner.Name, (SELECT Id FROM Contacts) FROM Account WHERE Name = :s AND Id IN (SELECT AccountId FROM Case) WITH USER_MODE]) {
      try { update as user a; } catch (DmlException e) { throw new AuraHandledException(e.getMessage()); } finally { n++; }
    }
    switch on Colour.RED { when RED { n = 1; } when else { n = (Integer) 2L + -n; } }
    switch on s { when 'x', 'y' { return null; } }
    while (n > 0 && s != null || !true) { n -= CACHE.get(null)[0].Name?.length(); }
    do { merge CACHE.get(null)[0] CACHE.get(null)[1]; } while (n instanceof Integer);
    Object o = [FIND 'x' RETURNING Account(Name), Contact];
    System.runAs(null) { Database.query('SELECT ' + s); }
    return n > 1 ? Database.query(s) : new Account[]{};
  }
  public void execute(QueueableContext c) { Schema.sObjectType.Account.fields.Name.isAccessible(); Label.x.trim(); Page.y.getUrl(); }
}
trigger T on Account (before insert) { Trigger.new[0].addError('x'); }
`

// TestDamaged cuts, repeats and exchanges tokens.
func TestDamaged(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	var tokens []string
	for i, start := 0, 0; i < len(whole); i++ {
		if c := whole[i]; c == ' ' || c == '\n' || strings.IndexByte("(){};,.<>[]:", c) >= 0 {
			tokens = append(tokens, whole[start:i], whole[i:i+1])
			start = i + 1
		}
	}
	for range 300 {
		damaged := append([]string(nil), tokens...)
		for range 1 + random.Intn(6) {
			at := random.Intn(len(damaged))
			switch random.Intn(3) {
			case 0:
				damaged[at] = ""
			case 1:
				damaged[at] += damaged[random.Intn(len(damaged))]
			case 2:
				damaged[at] = damaged[random.Intn(len(damaged))]
			}
		}
		text := strings.Join(damaged, "")
		ask(t, snapshot(text, text[:random.Intn(len(text))]))
	}
}

func TestHostile(t *testing.T) {
	for _, text := range []string{
		"", "(", "class", "class {", "class A extends A {}", "class A extends B {} class B extends A { B x; void f() { x.y(); f(); } }",
		"class A implements A { void f() { this.g(); } }",
		"interface I extends J {} interface J extends I { void f(); } class A implements I { void g(J j) { j.h(1); f(1); } }",
		"enum", "enum E {}", "class A { A.A.A x; List<List<> y; Map<Id> z; void f(List l) { l[0].x; Map m = x; } }",
		"class A { A a() { return a().a().a(); } A b = b.b.b; }",
		"class A { void f() { insert; update as; [SELECT FROM]; [FIND]; Database.insert(); Database.query(); } }",
		"class A { void f(Integer f, Integer f) { Integer f; f(f); } void f() {} Integer f; class f { } }",
		"class A { class A { class A { A a; void f() { a.a.a; A.A.a; } } } }",
		"trigger on (", "trigger T on T.T.T () { Trigger.new; Trigger.x.y(); }",
		"System.System.System.debug(System); Schema.SObjectType; Schema.SObjectType.x.fields; Label.x; Page; a.b.c.d.e.f();",
		"class A { x get(x x) { x: x.x<x>.x; } }",
		"class A { Database Database; void f() { Database.insert(Database); System.Database.Database(); } }",
	} {
		ask(t, snapshot(text))
	}
	deep := strings.Repeat("(", 3000) + "1" + strings.Repeat(")", 3000)
	long := "'a'" + strings.Repeat(" + x.y(1).z", 9000)
	chain := "a" + strings.Repeat(".b()", 9000)
	p := ask(t, snapshot("class A { Object a = "+deep+"; Object b = "+long+"; Object c = "+chain+"; }"))
	if len(p.Files) != 1 {
		t.Errorf("%d files", len(p.Files))
	}
}

// TestEdgesStayLinear looks at code in which every call may reach every class,
// and every statement every trigger.
func TestEdgesStayLinear(t *testing.T) {
	const n = 400
	texts := []string{"public interface Many { void run(); }", "trigger T on Account (before insert) { new User_().all(null); }"}
	var all strings.Builder
	all.WriteString("public class User_ { public void all(Many m) {\n")
	for i := range n {
		texts = append(texts, fmt.Sprintf("public class Many%d implements Many { public void run() { insert new Account(); } }", i))
		fmt.Fprintf(&all, "  m.run(); insert new Account(); System.enqueueJob((Queueable) m); Many m%d = (Many) Type.forName('x' + m).newInstance();\n", i)
	}
	s := snapshot(append(texts, all.String()+"} }")...)
	for i := range n {
		text := fmt.Sprintf("trigger T%d on Account (after insert) { Many m; m.run(); }", i)
		s.Files = append(s.Files, &project.File{
			ID: project.FileID(len(s.Files)), Path: fmt.Sprintf("T%d.trigger", i), Kind: project.KindTrigger,
			Tree: parser.Parse([]byte(text)), Project: s.Projects[0], PackageDir: -1, APIVersion: 600,
		})
	}
	p := ask(t, s)
	listed := len(p.Edges)
	for i := range p.Edges {
		listed += len(p.Edges[i].To)
	}
	for i := range p.Hubs {
		listed += len(p.Hubs[i].Targets)
	}
	if listed > 20*n {
		t.Errorf("%d edges and targets for %d classes", listed, n)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if p, err := semantics.Build(ctx, snapshot(whole), 1); err == nil || p != nil {
		t.Errorf("got %v, %v", p, err)
	}
}

// dump writes everything that a program says.
func dump(p *semantics.Program) string {
	var b strings.Builder
	for i := 1; i < p.Types(); i++ {
		fmt.Fprintln(&b, i, p.Type(semantics.TypeID(i)).Name)
	}
	for i := range p.Methods {
		m := &p.Methods[i]
		fmt.Fprintln(&b, m.Key, m.Return, m.FirstVariable, m.LastVariable, p.MethodSharing(m.ID))
	}
	for _, f := range p.Files {
		fmt.Fprintln(&b, f.Variables)
		for i := range f.Tree.Len() {
			n := f.Tree.Node(i)
			fmt.Fprint(&b, f.TypeOf(n), f.Ref(n), " ")
		}
	}
	fmt.Fprintln(&b, calls(p), edges(p), entries(p), sharings(p))
	fmt.Fprintln(&b, operations(p))
	return b.String()
}

func TestSameForAnyNumberOfWorkers(t *testing.T) {
	var texts []string
	for i := range 60 {
		texts = append(texts, generated(i))
	}
	s := snapshot(texts...)
	want := ""
	for _, workers := range []int{1, 2, 8, 8} {
		p, err := semantics.Build(context.Background(), s, workers)
		if err != nil {
			t.Fatal(err)
		}
		got := dump(p)
		if want == "" {
			want = got
		}
		if got != want {
			t.Fatalf("%d workers give another result", workers)
		}
	}
}

// generated returns a class of about 8 KB that uses others.
func generated(i int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "public with sharing class Service%d extends Service%d {\n", i, i/2+1000*(i%2))
	for m := range 20 {
		fmt.Fprintf(&b, `
  private Map<Id, List<Thing%[1]d__c>> cache%[2]d = new Map<Id, List<Thing%[1]d__c>>();
  public List<Thing%[1]d__c> find%[2]d(String name, Set<Id> owners, Integer top) {
    List<Thing%[1]d__c> found = new List<Thing%[1]d__c>();
    for (Thing%[1]d__c thing : [SELECT Id, Name, Owner.Name, Amount__c FROM Thing%[1]d__c WHERE Name = :name AND OwnerId IN :owners]) {
      if (thing.Name.startsWith('x') && cache%[2]d.containsKey(thing.Id)) { found.add(thing); top++; }
      Decimal total = thing.Amount__c * 2 + Service%[3]d.scale(thing.Name, top);
    }
    if (!found.isEmpty() && Schema.sObjectType.Thing%[1]d__c.isUpdateable()) { update found; }
    return top > 0 ? found : Database.query('SELECT Id FROM Thing%[1]d__c WHERE Name = \'' + String.escapeSingleQuotes(name) + '\'');
  }
`, i, m, (i*7+m)%60)
	}
	b.WriteString("  public static Decimal scale(String s, Integer i) { return s.length() * i; }\n}\n")
	return b.String()
}

func BenchmarkBuild(b *testing.B) {
	var texts []string
	size := 0
	for i := range 400 {
		texts = append(texts, generated(i))
		size += len(texts[i])
	}
	s := snapshot(texts...)
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := semantics.Build(context.Background(), s, runtime.GOMAXPROCS(0)); err != nil {
			b.Fatal(err)
		}
	}
}
