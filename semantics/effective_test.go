package semantics_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/apexvet/apexvet/semantics"
)

// sharings returns "operation in method: sharing (may-set) because reason, way".
func sharings(p *semantics.Program) []string {
	var list []string
	for i := 1; i < len(p.Operations); i++ {
		op := &p.Operations[i]
		s := p.OperationSharing(op)
		var may []string
		for j, name := range []string{"with", "without", "unknown"} {
			if s.May&(1<<j) != 0 {
				may = append(may, name)
			}
		}
		text := fmt.Sprintf("%s in %s: %s by %s", op.Verb, short(p, op.Method), strings.Join(may, "+"), sharingReasons[s.Sharing.Reason])
		if s.Entry != semantics.EntryNone {
			text += " " + s.Entry.String()
		}
		for _, e := range s.Edges {
			text += " from " + short(p, e.From)
		}
		list = append(list, text)
	}
	return list
}

func TestOperationSharing(t *testing.T) {
	p := load(t, `
-- Helper.cls --
public class Helper {
  public static void both() { insert new Account(); }
  public static void safe() { update new Account(); }
  public static void deep() { deeper(); }
  static void deeper() { delete new Account(); }
  public static void nobody() { undelete new Account(); }
  public static void user() { insert as user new Account(); }
  public static void system_() { insert as system new Account(); }
}
-- Safe.cls --
public with sharing class Safe { @AuraEnabled public static void go() { Helper.both(); Helper.safe(); Helper.user(); } }
-- Open.cls --
public without sharing class Open { void go() { Helper.both(); Middle.run(); } }
-- Middle.cls --
public inherited sharing class Middle { public static void run() { Helper.deep(); } }
-- Api.cls --
global class Api {
  @HttpGet global static void get() { List<Account> l = [SELECT Id FROM Account]; }
  @AuraEnabled public static void aura() { List<Account> l = [SELECT Id FROM Account]; }
}
-- Job.cls --
public inherited sharing class Job implements Queueable { public void execute(QueueableContext c) { insert new Contact(); } }
-- Start.cls --
public without sharing class Start { void go() { System.enqueueJob(new Job()); } }
-- T.trigger --
trigger T on Account (before insert) { new Handler().run(); }
-- Handler.cls --
public inherited sharing class Handler { public void run() { Helper.system_(); insert new Lead(); } }
-- Late.cls@67.0 --
public class Late { public static void go() { insert new Lead(); insert as system new Lead(); } }
-- Below.cls --
public class Below extends pkg.Managed { public void go() { insert new Lead(); } }
-- Made.cls --
public class Made { public Made() { insert new Lead(); } public Integer n { get { insert new Task(); return 1; } } }
-- Maker.cls --
public with sharing class Maker { Integer go() { return new Made().n; } }
`)
	check(t, sharings(p), []string{
		"query in api.get: without by entry @HttpGet",
		"query in api.aura: with by entry @AuraEnabled",
		"insert in below.go: unknown by open",
		"insert in handler.run: without by trigger from trigger:t.t",
		"insert in helper.both: with+without by keyword from open.go",
		"update in helper.safe: with by keyword from safe.go",
		"delete in helper.deeper: without by keyword from open.go from middle.run from helper.deep",
		"undelete in helper.nobody: unknown by caller",
		"insert in helper.user: with by mode",
		"insert in helper.system_: without by trigger from trigger:t.t from handler.run",
		"insert in job.execute: with by inherited Queueable",
		"insert in late.go: with by mode",
		"insert in late.go: with by version",
		"insert in made.made: with by keyword from maker.go",
		"insert in made.n.get: with by keyword from maker.go",
	})
}
