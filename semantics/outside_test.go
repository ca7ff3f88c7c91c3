package semantics_test

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/apexvet/apexvet/semantics"
)

var audiences = [...]string{"", "user", "system", "guest"}

// entries returns "method: kind for audience (places that lead to it)".
func entries(p *semantics.Program) []string {
	var list []string
	for i := 1; i < len(p.Methods); i++ {
		for _, e := range p.Methods[i].Entries {
			text := fmt.Sprintf("%s: %s for %s", short(p, p.Methods[i].ID), e.Kind, audiences[e.Audience])
			if e.Inferred {
				text += "?"
			}
			for _, u := range e.Uses {
				text += fmt.Sprintf(" %s:%s", path.Base(u.File.Path), u.File.Text[u.Offset:u.End])
			}
			list = append(list, text)
		}
	}
	slices.Sort(list)
	return list
}

const metadataNamespace = `xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"`

func TestEntriesFromOutside(t *testing.T) {
	p := load(t, strings.ReplaceAll(`
-- sfdx-project.json --
{"packageDirectories": [{"path": "app"}], "namespace": "acme"}
-- app/classes/Api.cls --
public with sharing class Api {
  @AuraEnabled public static void find() {}
  @AuraEnabled public static void save() {}
  @AuraEnabled public static void lonely() {}
  @InvocableMethod public static void invoke(List<Id> ids) {}
}
-- app/classes/Plug.cls --
public class Plug implements Process.Plugin {
  public Process.PluginResult invoke(Process.PluginRequest r) { return null; }
  public Process.PluginDescribeResult describe() { return null; }
}
-- app/classes/Rest.cls --
@RestResource(urlMapping='/x') global class Rest { @HttpGet global static void get() {} webservice static void soap() {} }
-- app/classes/Home.cls --
public class Home {
  public String title { get { return 'x'; } set { title = value; } }
  public String hidden { get { return 'x'; } }
  public void load() { helper(); }
  public void helper() {}
  public void unnamed() {}
  public List<String> getRows() { return null; }
  public PageReference go() { return null; }
}
-- app/classes/Widget.cls --
public class Widget { public void spin() {} }
-- app/classes/Plain.cls --
public class Plain { public void run() {} }
-- app/lwc/a/a.js --
import find from '@salesforce/apex/Api.find'; import save from '@salesforce/apex/acme.Api.save';
import none from '@salesforce/apex/Api.none'; import x from '@salesforce/apex/Nothing.x';
-- app/aura/b/b.cmp --
<aura:component controller="acme.Api"/>
-- app/aura/b/bHelper.js --
({ f: function(c) { c.get('c.save'); c.get('c.none'); } })
-- app/aura/c/cHelper.js --
({ f: function(c) { c.get('c.save'); } })
-- app/flows/F.flow-meta.xml --
<Flow META><actionCalls><actionName>acme__Api</actionName><actionType>apex</actionType></actionCalls>
<apexPluginCalls><apexClass>Plug</apexClass></apexPluginCalls></Flow>
-- app/genAiFunctions/G/G.genAiFunction-meta.xml --
<GenAiFunction META><invocationTarget>Api</invocationTarget><invocationTargetType>apex</invocationTargetType></GenAiFunction>
-- app/profiles/Shop Profile.profile-meta.xml --
<Profile META><classAccesses><apexClass>acme__Rest</apexClass><enabled>true</enabled></classAccesses>
<classAccesses><apexClass>Api</apexClass><enabled>false</enabled></classAccesses>
<pageAccesses><apexPage>Front</apexPage><enabled>true</enabled></pageAccesses></Profile>
-- app/profiles/Other.profile-meta.xml --
<Profile META><classAccesses><apexClass>Plain</apexClass><enabled>true</enabled></classAccesses></Profile>
-- app/sites/Shop.site-meta.xml --
<CustomSite META><guestProfile>Shop Profile</guestProfile></CustomSite>
-- app/pages/Front.page --
<apex:page controller="Home" action="{!load}">{!title} {!IF(rows.size > 0, 'go', '')} <c:Spinner/></apex:page>
-- app/components/Spinner.component --
<apex:component controller="Widget">{!spin</apex:component>
-- app/components/Wheel.component --
<apex:component controller="Widget"><apex:x a="{!spin}"/></apex:component>
`, "META", metadataNamespace))
	check(t, entries(p), []string{
		"api.find: @AuraEnabled for user a.js:Api.find",
		"api.invoke: @InvocableMethod for user F.flow-meta.xml:acme__Api G.genAiFunction-meta.xml:Api",
		"api.lonely: @AuraEnabled for user",
		"api.save: @AuraEnabled for user a.js:acme.Api.save bHelper.js:save",
		"home.getrows: Visualforce accessor for guest Front.page:rows",
		"home.go: Visualforce action for guest Front.page:go",
		"home.hidden.get: Visualforce accessor for guest?",
		"home.load: Visualforce action for guest Front.page:load",
		"home.title.get: Visualforce accessor for guest Front.page:title",
		"home.title.set: Visualforce accessor for guest Front.page:title",
		"home.unnamed: Visualforce action for guest?",
		"plug.invoke: process plug-in for user F.flow-meta.xml:Plug",
		"rest.get: @HttpGet for guest",
		"rest.soap: webservice for user",
		"widget.spin: Visualforce action for guest Wheel.component:spin",
	})
}

func TestFrameworks(t *testing.T) {
	p := load(t, strings.ReplaceAll(`
-- TriggerHandler.cls --
public virtual class TriggerHandler {
  public void run() { beforeInsert(); afterUpdate(); }
  protected virtual void beforeInsert() {}
  protected virtual void afterUpdate() {}
}
-- Orders.cls --
public class Orders extends TriggerHandler { protected override void beforeInsert() {} }
-- Orders.trigger --
trigger Orders on Order (before insert) { new Orders().run(); }
-- TriggerAction.cls --
public class TriggerAction { public interface BeforeInsert { void beforeInsert(List<SObject> l); } }
-- Runner.cls --
public class Runner {
  public void run(Action__mdt row, List<SObject> l) {
    TriggerAction.BeforeInsert a = (TriggerAction.BeforeInsert) Type.forName(row.Apex_Class_Name__c).newInstance();
    a.beforeInsert(l);
  }
}
-- Named.cls --
public class Named implements TriggerAction.BeforeInsert { public Named() {} public void beforeInsert(List<SObject> l) {} }
-- Unnamed.cls --
public class Unnamed implements TriggerAction.BeforeInsert { public Unnamed() {} public void beforeInsert(List<SObject> l) {} }
-- Managed.cls --
public class Managed extends fflib_SObjectDomain { public override void onValidate() {} }
-- customMetadata/Action.One.md-meta.xml --
<CustomMetadata META><values><field>Apex_Class_Name__c</field><value>Named</value></values></CustomMetadata>
-- customMetadata/Hook.One.md-meta.xml --
<CustomMetadata META><values><field>Class__c</field><value>Hooked</value></values></CustomMetadata>
-- Hooked.cls --
public class Hooked implements pkg.Hook { public Hooked() {} public void fire() { inside(); } void inside() {} public static void other() {} }
-- Static_.cls --
public class Static_ implements Queueable { public static void execute(QueueableContext c) {} }
-- Base.cls --
public virtual class Base { public void execute(QueueableContext c) {} }
-- Job.cls --
public class Job extends Base implements Queueable {}
`, "META", metadataNamespace))
	check(t, entries(p), []string{
		"base.execute: Queueable for system",
		"hooked.fire: trigger framework for system? Hook.One.md-meta.xml:Hooked",
		"hooked.hooked: trigger framework for system? Hook.One.md-meta.xml:Hooked",
		"managed.onvalidate: trigger framework for system",
		"static_.execute: Queueable for system",
		"trigger:orders.orders: trigger for system",
		"unnamed.beforeinsert: trigger framework for system",
	})
	check(t, edges(p), []string{
		"hooked.fire: call> hooked.inside", "trigger:orders.orders: call> triggerhandler.run",
		"runner.run: reflective> named.named",
		"runner.run: virtual> named.beforeinsert",
		"triggerhandler.run: virtual> orders.beforeinsert triggerhandler.beforeinsert",
		"triggerhandler.run: virtual> triggerhandler.afterupdate",
	})
}

func TestDuplicates(t *testing.T) {
	p := load(t, `
-- sfdx-project.json --
{"packageDirectories": [{"path": "second"}, {"path": "first"}, {"path": "third"}], "namespace": "acme"}
-- first/Same.cls --
public class Same { public static void run() {} public class Inner {} }
-- first/A.cls --
public class A { void f() { Same.run(); acme.Same.run(); acme.Same.Inner i = new acme.Same.Inner(); acme__Thing__c t = new Thing__c(); } }
-- second/Same.cls --
public class Same { public static void run() {} }
-- second/B.cls --
public class B { void f() { Same.run(); } }
-- third/C.cls --
public class C { void f() { Same.run(); Type.forName('acme', 'Only').newInstance(); Type.forName('acme.Only').newInstance(); } }
-- third/Only.cls --
public class Only { public Only() {} }
-- third/nested/sfdx-project.json --
{"packageDirectories": [{"path": "."}]}
-- third/nested/Only.cls --
public class Only { void f() { Same.run(); } }
`)
	var got []string
	for i := 1; i < len(p.Edges); i++ {
		e := &p.Edges[i]
		for _, m := range p.Targets(e) {
			got = append(got, fmt.Sprintf("%s: %s in %s", short(p, e.From), short(p, m), p.FileOf(m).File.Path))
		}
	}
	check(t, got, []string{
		"a.f: same.run in first/Same.cls", "a.f: same.run in first/Same.cls", "b.f: same.run in second/Same.cls",
		"c.f: same.run in second/Same.cls", "c.f: only.only in third/Only.cls", "c.f: only.only in third/Only.cls",
	})
	got = nil
	for _, e := range p.Ledger {
		got = append(got, fmt.Sprintf("%s:%d: %s", e.Path, e.Offset, e.Reason))
	}
	check(t, got, []string{
		"first/Same.cls:13: class Same is declared in second/Same.cls too, which code of other package directories was taken to mean",
	})
	file := p.File(p.Snapshot.Lookup("first/A.cls").ID)
	for i := range file.Calls {
		if file.Calls[i].Reason != semantics.ReasonNone {
			t.Errorf("%s is not resolved", file.Calls[i].Node.Text())
		}
	}
}
