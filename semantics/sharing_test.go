package semantics_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/apexvet/apexvet/semantics"
)

var sharingReasons = [...]string{"keyword", "ancestor", "version", "entry", "caller", "trigger", "inherited", "open", "no class", "mode"}

func TestClassSharing(t *testing.T) {
	p := load(t, `
-- A.cls@66.0 --
public with sharing class A { class Inner {} without sharing class Other {} }
-- B.cls@66.0 --
public class B extends A {}
-- C.cls@67.0 --
public class C { class Inner {} interface Face {} enum Colour {} }
-- D.cls@66.0 --
public class D extends C {}
-- E.cls@67.0 --
public class E extends F {}
-- F.cls@66.0 --
public virtual without sharing class F {}
-- G.cls@66.0 --
public inherited sharing class G {}
-- H.cls@66.0 --
public class H extends pkg.Managed {}
-- I.cls@66.0 --
public class I extends Exception {}
-- J.cls@ --
public class J {}
-- K.cls@66.0 --
public class K extends L {}
-- L.cls@66.0 --
public class L extends K {}
-- T.trigger@67.0 --
trigger T on Account (before insert) {}
`)
	var got []string
	for i := 1; i < len(p.Classes); i++ {
		s := p.ClassSharing(semantics.ClassID(i))
		text := fmt.Sprintf("%s: %s by %s of %s", p.Classes[i].Key, s.Sharing, sharingReasons[s.Reason], p.Class(s.Class).Key)
		if s.VersionUnknown {
			text += ", version unknown"
		}
		if s.Node.Text() != p.Class(s.Class).Name {
			text += ": " + s.Node.Text()
		}
		got = append(got, text)
	}
	check(t, got, []string{
		"a: with by keyword of a: with sharing",
		"a.inner: caller by caller of a.inner",
		"a.other: without by keyword of a.other: without sharing",
		"b: with by ancestor of a: with sharing",
		"c: with by version of c",
		"c.inner: with by version of c.inner",
		"c.face: unknown by no class of c.face",
		"c.colour: unknown by no class of c.colour",
		"d: with by version of c",
		"e: without by ancestor of f: without sharing",
		"f: without by keyword of f: without sharing",
		"g: caller by keyword of g: inherited sharing",
		"h: unknown by open of h",
		"i: caller by caller of i",
		"j: caller by caller of j, version unknown",
		"k: caller by caller of k",
		"l: caller by caller of l",
		"trigger:t: without by trigger of trigger:t",
	})
}

func TestMethodSharing(t *testing.T) {
	p := load(t, `
-- A.cls --
public class A {
  @AuraEnabled public static void aura() {}
  @RemoteAction public static void remote() {}
  @AuraEnabled @InvocableMethod public static void both() {}
  public static void none() {}
}
-- B.cls --
public inherited sharing class B {
  @RemoteAction public static void remote() {}
  public static void none() {}
}
`)
	var got []string
	for i := 1; i < len(p.Methods); i++ {
		s := p.MethodSharing(semantics.MethodID(i))
		got = append(got, fmt.Sprintf("%s: %s by %s", p.Methods[i].Key, s.Sharing, sharingReasons[s.Reason]))
	}
	check(t, got, []string{
		"a.aura(): with by entry",
		"a.remote(): without by entry",
		"a.both(): without by entry",
		"a.none(): caller by caller",
		"b.remote(): with by inherited",
		"b.none(): caller by keyword",
	})
	if s := p.EffectiveSharing(6, semantics.EntryTrigger); s.Sharing != semantics.SharingWithout {
		t.Errorf("inherited sharing from a trigger is %s", s.Sharing)
	}
}

func TestEntryPoints(t *testing.T) {
	p := load(t, `
-- A.cls --
global class A implements Queueable, Schedulable, Database.Batchable<SObject>, Messaging.InboundEmailHandler, Callable {
  @AuraEnabled(cacheable=true) public static void aura() {}
  @HttpGet global static void rest() {}
  @future(callout=true) static void later() {}
  webservice static void soap() {}
  public void execute(QueueableContext c) {}
  public void execute(SchedulableContext c) {}
  public void execute(Database.BatchableContext c, List<SObject> l) {}
  public void execute(Integer i) {}
  public Database.QueryLocator start(Database.BatchableContext c) { return null; }
  public void finish(Database.BatchableContext c) {}
  global Messaging.InboundEmailResult handleInboundEmail(Messaging.InboundEmail m, Messaging.InboundEnvelope e) { return null; }
  public Object call(String action, Map<String, Object> args) { return null; }
  public PageReference go() { return null; }
  private PageReference hidden() { return null; }
  @IsTest static void test() {}
}
-- Ctrl.cls --
public class Ctrl extends Base {
  public Ctrl() {}
  public String Name { get { return null; } set { } }
  public void save() {}
  public String getTitle() { return null; }
  public void load(String s) {}
}
-- Base.cls --
public virtual class Base { public void inherited() {} }
-- Ext.cls --
public class Ext { public Ext(ApexPages.StandardController c) {} public String X { get { return null; } } }
-- Home.page --
<apex:page
   controller = "Ctrl" extensions='Nothing, Ext' title="a > b"><apex:form/>{!save} {!Title & name}<apex:x y="{!inherited}"/></apex:page>
-- Handler.cls --
public class Handler extends fflib_SObjectDomain implements TriggerAction.BeforeInsert {
  public override void onBeforeInsert() {}
  public void beforeInsert(List<Account> records) {}
  public void other() {}
}
-- T.trigger --
trigger T on Account (before insert) {}
`)
	var got []string
	for i := 1; i < len(p.Methods); i++ {
		m := &p.Methods[i]
		var entries []string
		for _, e := range m.Entries {
			text := e.Kind.String()
			if e.Inferred {
				text += "?"
			}
			entries = append(entries, text)
		}
		if len(entries) > 0 {
			name, _, _ := strings.Cut(m.Key, "(")
			got = append(got, name+": "+strings.Join(entries, ", "))
		}
	}
	slices.Sort(got)
	check(t, got, []string{
		"a.aura: @AuraEnabled",
		"a.call: Callable",
		"a.execute: Batchable",
		"a.execute: Queueable",
		"a.execute: Schedulable",
		"a.finish: Batchable",
		"a.go: Visualforce action?",
		"a.handleinboundemail: inbound e-mail",
		"a.later: @future",
		"a.rest: @HttpGet",
		"a.soap: webservice",
		"a.start: Batchable",
		"base.inherited: Visualforce action",
		"ctrl.ctrl: Visualforce constructor",
		"ctrl.gettitle: Visualforce accessor",
		"ctrl.name.get: Visualforce accessor",
		"ctrl.name.set: Visualforce accessor",
		"ctrl.save: Visualforce action",
		"ext.ext: Visualforce constructor",
		"ext.x.get: Visualforce accessor?",
		"handler.beforeinsert: trigger framework",
		"handler.onbeforeinsert: trigger framework",
		"trigger:t.t: trigger",
	})
}
