package semantics_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/apexvet/apexvet/semantics"
)

// edges returns "from: kind> targets" for all edges, in order; "+?" marks open
// ones.
func edges(p *semantics.Program) []string {
	var list []string
	for i := 1; i < len(p.Edges); i++ {
		e := &p.Edges[i]
		var to []string
		for _, m := range p.Targets(e) {
			to = append(to, short(p, m))
		}
		if e.Open {
			to = append(to, "?")
		}
		kind := e.Kind.String()
		if e.Kind == semantics.EdgeAsync {
			kind = e.Job.String()
		}
		list = append(list, fmt.Sprintf("%s: %s> %s", short(p, e.From), kind, strings.Join(to, " ")))
	}
	return list
}

func short(p *semantics.Program, id semantics.MethodID) string {
	name, _, _ := strings.Cut(p.Method(id).Key, "(")
	return name
}

func TestEdges(t *testing.T) {
	for _, c := range []struct {
		name, archive string
		want          []string
	}{
		{"virtual", `
-- A.cls --
public virtual class A {
  public virtual void run() {}
  public void go() { run(); this.run(); new A().run(); new B().run(); B b; b.run(); C c; c.run(); fixed(); }
  public void fixed() {}
}
-- B.cls --
public virtual class B extends A { public virtual override void run() { super.run(); } }
-- C.cls --
public class C extends B { public override void run() {} }
-- D.cls --
@IsTest private class D extends A { public override void run() {} }
`, []string{
			"a.go: virtual> a.run b.run c.run", "a.go: virtual> a.run b.run c.run",
			"a.go: call> a.run", "a.go: call> b.run",
			"a.go: virtual> b.run c.run", "a.go: call> c.run", "a.go: call> a.fixed",
			"b.run: call> a.run",
		}},
		{"signatures", `
-- A.cls --
public virtual class A { public virtual void run() {} public virtual void run(Integer i) {} }
-- B.cls --
public virtual class B extends A { public override void run() {} }
-- C.cls --
public class C extends B implements I { public override void run() {} public void run(String s) {} }
-- D.cls --
public class D extends A implements I { }
-- I.cls --
public interface I { void run(); }
-- Use.cls --
public class Use { void f(A a, B b, I i) { a.run(); a.run(1); b.run(); i.run(); } }
`, []string{
			"use.f: virtual> a.run b.run c.run", "use.f: virtual> a.run", "use.f: virtual> b.run c.run", "use.f: virtual> a.run c.run",
		}},
		{"interfaces", `
-- I.cls --
public interface I extends J { void own(); }
-- J.cls --
public interface J { Integer size(String s); }
-- Base.cls --
public abstract class Base { public Integer size(String s) { return 1; } public Integer size(Integer i) { return 2; } }
-- One.cls --
public class One extends Base implements I { public void own() {} }
-- Two.cls --
public class Two extends pkg.Managed implements I { public Integer size(String s) { return 3; } }
-- Nobody.cls --
public interface Nobody { void f(); }
-- User.cls --
public class User_ { void f(I i, J j, Nobody n) { i.own(); i.size('x'); j.size('x'); n.f(); } }
`, []string{
			"user_.f: virtual> one.own ?", "user_.f: virtual> base.size two.size", "user_.f: virtual> base.size two.size",
			"user_.f: virtual> ?",
		}},
		{"construction", `
-- A.cls --
public virtual class A { public Integer x = Util.next(); public A() { Util.next(); } public A(Integer i) { this(); } }
-- B.cls --
public virtual class B extends A { Integer y = Util.next(); }
-- C.cls --
public class C extends B { public C(String s) {} public C() { super(); } }
-- Util.cls --
public class Util { static Integer n = count(); public static Integer next() { return n; } static Integer count() { return 0; }
  public static Integer z = 1;
  void f() { new B(); new C('x'); new A(1); } }
-- Other.cls --
public class Other { Integer f() { Integer z = Util.z + Util.z; Util.z = 2; return z; } }
`, []string{
			"a.a: implicit> a.<init>", "a.a: call> util.next", "a.a: static initialiser> util.<clinit>", "a.a: call> a.a",
			"a.<init>: call> util.next", "a.<init>: static initialiser> util.<clinit>",
			"b.<init>: call> util.next", "b.<init>: static initialiser> util.<clinit>",
			"c.c: implicit> a.a b.<init>", "c.c: implicit> a.a b.<init>",
			"other.f: static initialiser> util.<clinit>",
			"util.f: implicit> a.a b.<init>", "util.f: call> c.c", "util.f: call> a.a",
			"util.<clinit>: call> util.count",
		}},
		{"accessors", `
-- P.cls --
public virtual class P {
  public virtual Integer n { get { return n; } set { this.n = value; } }
  public static String s { get { return 'x'; } private set; }
  void f() { n = 1; n += 1; n++; Integer m = this.n; String t = P.s; }
}
-- Q.cls --
public class Q extends P { public override Integer n { get { return 2; } } void f(P p, Q q) { p.n = q.n; } }
`, []string{
			"p.f: accessor> p.n.set", "p.f: accessor> p.n.get q.n.get", "p.f: accessor> p.n.set",
			"p.f: accessor> p.n.get q.n.get", "p.f: accessor> p.n.set", "p.f: accessor> p.n.get q.n.get", "p.f: accessor> p.s.get",
			"q.f: accessor> p.n.set", "q.f: accessor> q.n.get",
		}},
		{"jobs", `
-- Job.cls --
public class Job implements Queueable, Finalizer {
  public void execute(QueueableContext c) { System.attachFinalizer(this); System.attachFinalizer(new Job()); }
  public void execute(FinalizerContext c) {}
}
-- Batch.cls --
public abstract class Batch implements Database.Batchable<SObject>, Schedulable {
  public Database.QueryLocator start(Database.BatchableContext c) { return null; }
  public abstract void execute(Database.BatchableContext c, List<SObject> l);
  public void finish(Database.BatchableContext c) {}
  public void execute(SchedulableContext c) { Database.executeBatch(this, 200); }
}
-- Real.cls --
public class Real extends Batch { public override void execute(Database.BatchableContext c, List<SObject> l) {} }
-- Start.cls --
public class Start {
  @future static void later() {}
  void f(Queueable q, Batch b, Boolean yes) {
    later();
    System.enqueueJob(new Job());
    Queueable local = new Job();
    System.enqueueJob(local, 5);
    System.enqueueJob(q);
    Database.executeBatch(new Real());
    Database.executeBatch(b);
    System.schedule('x', '0 0 * * * ?', new Real());
    Schedulable s = yes ? new Real() : null;
    System.scheduleBatch(b, 'x', 5);
  }
}
`, []string{
			"batch.execute: Batchable> batch.start", "batch.execute: Batchable> real.execute", "batch.execute: Batchable> batch.finish",
			"job.execute: Finalizer> job.execute", "job.execute: Finalizer> job.execute",
			"start.f: @future> start.later", "start.f: Queueable> job.execute", "start.f: Queueable> job.execute",
			"start.f: Queueable> job.execute ?",
			"start.f: Batchable> batch.start batch.finish real.execute",
			"start.f: Batchable> batch.start", "start.f: Batchable> real.execute", "start.f: Batchable> batch.finish",
			"start.f: Schedulable> batch.execute",
			"start.f: Schedulable> batch.start", "start.f: Schedulable> real.execute", "start.f: Schedulable> batch.finish",
		}},
		{"callbacks", `
-- Row.cls --
public class Row implements Comparable { public Integer compareTo(Object o) { return 0; } }
-- ByName.cls --
public class ByName implements Comparator<Row> { public Integer compare(Row a, Row b) { return 0; } }
-- Rows.cls --
public class Rows implements Iterable<Row>, Iterator<Row> {
  public Iterator<Row> iterator() { return this; } public Boolean hasNext() { return false; } public Row next() { return null; }
}
-- Api.cls --
public class Api implements Callable { public Object call(String action, Map<String, Object> args) { return null; } }
-- Failed.cls --
public class Failed implements EventBus.EventPublishFailureCallback { public void onFailure(EventBus.FailureResult r) {} }
-- Use.cls --
public class Use { void f(List<Row> rows, Callable c, Done__e e) {
  rows.sort(); rows.sort(new ByName()); for (Row r : new Rows()) {} c.call('x', null); new Api().call('x', null);
  EventBus.publish(e, new Failed());
} }
-- Done.trigger --
trigger Done on Done__e (after insert) {}
`, []string{
			"use.f: callback> row.compareto", "use.f: callback> byname.compare",
			"use.f: callback> rows.iterator", "use.f: callback> rows.hasnext", "use.f: callback> rows.next",
			"use.f: virtual> api.call ?", "use.f: call> api.call",
			"use.f: callback> failed.onfailure", "use.f: trigger> trigger:done.done",
		}},
		{"triggers", `
-- A.trigger --
trigger A on Account (before insert, after update) { Handler.run(Trigger.new); }
-- B.trigger --
trigger B on Account (after delete) {}
-- L.trigger --
trigger L on Lead (after update) {}
-- Handler.cls --
public class Handler {
  public static void run(List<Account> l) {}
  void f(Account a, SObject s, Lead l) {
    insert a; update new List<Account>{ a }; delete a; undelete a; merge a a; upsert a; insert s; insert new Contact();
    Database.convertLead(new Database.LeadConvert());
    List<Account> q = [SELECT Id FROM Account];
  }
}
`, []string{
			"trigger:a.a: call> handler.run",
			"handler.f: trigger> trigger:a.a", "handler.f: trigger> trigger:a.a", "handler.f: trigger> trigger:b.b",
			"handler.f: trigger> trigger:a.a trigger:b.b", "handler.f: trigger> trigger:a.a",
			"handler.f: trigger> ?", "handler.f: trigger> trigger:l.l", "handler.f: trigger> trigger:a.a",
		}},
		{"reflection", `
-- Base.cls --
public abstract class Base { public Base() {} public abstract void run(); }
-- One.cls --
public class One extends Base { public One() {} public override void run() {} }
-- Two.cls --
public class Two extends Base { public override void run() {} }
-- Far.cls --
public class Far { public Far() {} }
-- Make.cls --
public class Make {
  void f(String name, Type t) {
    Base a = (Base) Type.forName(name).newInstance();
    ((Base) t.newInstance()).run();
    Base b = (Base) Type.forName('One').newInstance();
    Object o = One.class.newInstance();
    Type two = Type.forName('', 'two');
    Base c = (Base) two?.newInstance();
    Object any = t.newInstance();
    Object late = t.newInstance();
    if (late instanceof Base) { ((Base) late).run(); }
    Base none = (Base) Type.forName('Far').newInstance();
  }
}
`, []string{
			"make.f: reflective> base.base one.one",
			"make.f: virtual> one.run two.run", "make.f: reflective> base.base one.one",
			"make.f: reflective> one.one", "make.f: reflective> one.one", "make.f: reflective> base.base",
			"make.f: reflective> ?", "make.f: reflective> base.base one.one", "make.f: virtual> one.run two.run",
			"make.f: reflective> base.base one.one ?", "one.one: implicit> base.base",
		}},
	} {
		t.Run(c.name, func(t *testing.T) { check(t, edges(load(t, c.archive)), c.want) })
	}
}

func TestEdgesOfCalls(t *testing.T) {
	p := load(t, `
-- A.cls --
public virtual class A {
  public virtual void run() {}
  void go(Unknown u) { run(); u.run(); new A(); String.valueOf(1); }
}
-- B.cls --
public class B extends A { public override void run() {} void f(A a) { a.run(); } }
`)
	var got []string
	for _, f := range p.Files {
		for i := range f.Calls {
			targets, open := f.Callees(&f.Calls[i])
			var to []string
			for _, m := range targets {
				to = append(to, short(p, m))
			}
			got = append(got, fmt.Sprintf("%s: %s %t", f.Calls[i].Node.Text(), strings.Join(to, " "), open))
		}
	}
	check(t, got, []string{
		"run(): a.run b.run false", "u.run():  true", "new A():  false", "String.valueOf(1):  false", "a.run(): a.run b.run false",
	})
	got = nil
	for i := 1; i < len(p.Methods); i++ {
		for e := range p.Callers(p.Methods[i].ID) {
			got = append(got, short(p, p.Methods[i].ID)+" from "+short(p, e.From))
		}
		for _, e := range p.EdgesFrom(p.Methods[i].ID) {
			if p.Edge(e.ID).Node != e.Node {
				t.Errorf("edge %d is not where its id says", e.ID)
			}
		}
	}
	check(t, got, []string{"a.run from a.go", "a.run from b.f", "b.run from a.go", "b.run from b.f"})
}
