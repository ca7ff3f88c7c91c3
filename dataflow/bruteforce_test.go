package dataflow_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/apexvet/apexvet/dataflow"
	"github.com/apexvet/apexvet/dataflow/must"
	"github.com/apexvet/apexvet/semantics"
)

// The test of package must runs random code; this one runs random Apex, so that
// it finds what the lowering gets wrong.

// node is a statement or condition of a random program.
type node struct {
	kind string
	kids []*node
	n    int
}

type apexProgram struct {
	r       *rand.Rand
	methods []*node // bodies; method 0 is the entry
	boolean []bool  // whether a method returns a Boolean
	final   *node   // what the field that is assigned once is set to
	ops     int
	// A wide program has its methods in several classes, and behind them two
	// implementations of an interface, a job and a trigger.
	wide  bool
	id    uint64
	calls int // methods that are called by name: the others follow
}

// The bodies behind the methods of a wide program.
const (
	implOne = iota
	implTwo
	job
	trigger
	special
)

func (p *apexProgram) pick(kinds ...string) string { return kinds[p.r.IntN(len(kinds))] }

func (p *apexProgram) cond(depth int) *node {
	if depth <= 0 || p.r.IntN(3) == 0 {
		switch k := p.pick("create", "create", "delete", "b", "b", "unknown", "true", "false", "call", "static", "final", "virtual"); k {
		case "virtual":
			if !p.wide || p.calls == 0 {
				return &node{kind: "create"}
			}
			return &node{kind: k}
		case "final":
			if p.final == nil { // it is not read where it is set
				return &node{kind: "delete"}
			}
			return &node{kind: k}
		case "b":
			return &node{kind: "b", n: p.r.IntN(2)}
		case "call":
			for i := 1; i < p.calls; i++ {
				if p.boolean[i] && p.r.IntN(2) == 0 {
					return &node{kind: "call", n: i}
				}
			}
			return &node{kind: "create"}
		default:
			return &node{kind: k}
		}
	}
	n := &node{kind: p.pick("not", "and", "or", "ternary", "isfalse", "paren")}
	kids := map[string]int{"not": 1, "and": 2, "or": 2, "ternary": 3, "isfalse": 1, "paren": 1}[n.kind]
	for range kids {
		n.kids = append(n.kids, p.cond(depth-1))
	}
	return n
}

func (p *apexProgram) stmt(method, depth int, loop bool) *node {
	if depth <= 0 || p.r.IntN(4) == 0 {
		k := p.pick("op", "op", "assign", "set", "run", "unknown()", "throw", "return", "break", "continue", "delete op", "enqueue", "dispatch")
		switch {
		case (k == "break" || k == "continue") && !loop:
			k = "op"
		case k == "throw" && p.r.IntN(2) == 0, k == "return" && p.r.IntN(2) == 0:
			k = "op"
		}
		switch k {
		case "assign":
			return &node{kind: "assign", n: p.r.IntN(2), kids: []*node{p.cond(2)}}
		case "set":
			return &node{kind: "set", kids: []*node{p.cond(2)}}
		case "run":
			if p.calls > 1 {
				return &node{kind: "run", n: 1 + p.r.IntN(p.calls-1)}
			}
			k = "op"
		case "enqueue", "dispatch":
			if !p.wide {
				k = "op"
			}
		case "return":
			n := &node{kind: "return"}
			if p.boolean[method] {
				n.kids = append(n.kids, p.cond(2))
			}
			return n
		}
		return &node{kind: k}
	}
	switch k := p.pick("if", "if", "if", "while", "dowhile", "foreach", "try", "tryall", "finally", "trycatchfinally", "switch"); k {
	case "if", "while", "dowhile":
		n := &node{kind: k, kids: []*node{p.cond(2), p.block(method, depth-1, loop || k != "if")}}
		if k == "if" && p.r.IntN(2) == 0 {
			n.kids = append(n.kids, p.block(method, depth-1, loop))
		}
		return n
	case "foreach":
		return &node{kind: k, kids: []*node{p.block(method, depth-1, true)}}
	case "try", "tryall", "finally":
		return &node{kind: k, kids: []*node{p.block(method, depth-1, loop), p.block(method, depth-1, loop && k != "finally")}}
	case "trycatchfinally":
		return &node{kind: k, kids: []*node{p.block(method, depth-1, loop), p.block(method, depth-1, loop), p.block(method, depth-1, false)}}
	default:
		return &node{kind: k, kids: []*node{p.block(method, depth-1, loop), p.block(method, depth-1, loop), p.block(method, depth-1, loop)}}
	}
}

func (p *apexProgram) block(method, depth int, loop bool) *node {
	n := &node{kind: "block"}
	for range 1 + p.r.IntN(3) {
		n.kids = append(n.kids, p.stmt(method, depth, loop))
	}
	return n
}

func newApexProgram(seed uint64, wide bool) *apexProgram {
	p := &apexProgram{r: rand.New(rand.NewPCG(seed, 11)), wide: wide, id: seed}
	p.final = p.cond(2) // nothing is called where the field is set
	n := 1 + p.r.IntN(3)
	for i := range n {
		p.boolean = append(p.boolean, i > 0 && p.r.IntN(2) == 0)
	}
	p.calls = n
	if wide {
		p.boolean = append(p.boolean, true, true, false, false)
		n += special
	}
	for i := range n {
		p.methods = append(p.methods, p.block(i, 2, false))
	}
	return p
}

// special returns the index of one of the bodies behind the methods.
func (p *apexProgram) special(i int) int { return p.calls + i }

// class returns the class of a method: of a wide program every second one is in
// another.
func (p *apexProgram) class(method int) string {
	if p.wide && method%2 == 1 {
		return fmt.Sprintf("B%d", p.id)
	}
	return fmt.Sprintf("A%d", p.id)
}

// source is one file of a program, with its operations, the first of which is
// number first.
type source struct {
	path, text string
	first, ops int
}

// files writes the program as Apex and numbers its operations in the order of the
// text.
func (p *apexProgram) files() []source {
	p.ops = 0
	var list []source
	var sb strings.Builder
	end := func(path string) {
		first := 1
		for _, s := range list {
			first += s.ops
		}
		list = append(list, source{path, sb.String(), first, p.ops - first + 1})
		sb.Reset()
	}
	a := p.class(0)
	fmt.Fprintf(&sb, "public with sharing class %s {\npublic static Boolean s = false;\npublic static final Boolean c = ", a)
	p.write(&sb, p.final)
	sb.WriteString(";\n")
	for i := range p.calls {
		if p.class(i) == a {
			p.method(&sb, i)
		}
	}
	sb.WriteString("}\n")
	end(a + ".cls")
	if !p.wide {
		return list
	}
	fmt.Fprintf(&sb, "public with sharing class %s {\n", p.class(1))
	for i := 1; i < p.calls; i += 2 {
		p.method(&sb, i)
	}
	sb.WriteString("}\n")
	end(p.class(1) + ".cls")
	fmt.Fprintf(&sb, "public interface I%d {\nBoolean ask();\n}\n", p.id)
	end(fmt.Sprintf("I%d.cls", p.id))
	body := func(i int) {
		sb.WriteString("Account a; List<Contact> l;\nBoolean b0 = false; Boolean b1 = false;\n")
		p.write(&sb, p.methods[p.special(i)])
	}
	for i := range 2 {
		fmt.Fprintf(&sb, "public class P%dx%d implements I%d {\npublic Boolean ask() {\n", p.id, i, p.id)
		body(i)
		sb.WriteString("return b0;\n}\n}\n")
		end(fmt.Sprintf("P%dx%d.cls", p.id, i))
	}
	fmt.Fprintf(&sb, "public class J%d implements Queueable {\npublic void execute(QueueableContext x) {\n", p.id)
	body(job)
	sb.WriteString("}\n}\n")
	end(fmt.Sprintf("J%d.cls", p.id))
	fmt.Fprintf(&sb, "trigger T%d on Account (before insert) {\n", p.id)
	body(trigger)
	sb.WriteString("}\n")
	end(fmt.Sprintf("T%d.trigger", p.id))
	return list
}

// method writes a method that is called by name.
func (p *apexProgram) method(sb *strings.Builder, i int) {
	switch {
	case i == 0:
		sb.WriteString("@AuraEnabled public static void m0(Account a, List<Contact> l) {\n")
	case p.boolean[i]:
		fmt.Fprintf(sb, "public static Boolean m%d() {\nAccount a; List<Contact> l;\n", i)
	default:
		fmt.Fprintf(sb, "public static void m%d() {\nAccount a; List<Contact> l;\n", i)
	}
	sb.WriteString("Boolean b0 = false; Boolean b1 = false;\n")
	p.write(sb, p.methods[i])
	if p.boolean[i] {
		sb.WriteString("return b0;\n")
	}
	sb.WriteString("}\n")
}

func (p *apexProgram) write(sb *strings.Builder, n *node) {
	put := func(parts ...any) {
		for _, x := range parts {
			switch x := x.(type) {
			case string:
				sb.WriteString(x)
			case int:
				fmt.Fprint(sb, x)
			case *node:
				p.write(sb, x)
			}
		}
	}
	k := n.kids
	switch n.kind {
	case "create":
		put("Schema.sObjectType.Account.isCreateable()")
	case "delete":
		put("Account.SObjectType.getDescribe().isDeletable()")
	case "b":
		put("b", n.n)
	case "static":
		put(p.class(0), ".s")
	case "final":
		put(p.class(0), ".c")
	case "set":
		put(p.class(0), ".s = ", k[0], ";\n")
	case "virtual":
		put("((I", int(p.id), ") Ext.pick()).ask()")
	case "dispatch":
		put("((I", int(p.id), ") Ext.pick()).ask();\n")
	case "enqueue":
		put("System.enqueueJob(new J", int(p.id), "());\n")
	case "unknown":
		put("Ext.b()")
	case "true", "false":
		put(n.kind)
	case "call":
		put(p.class(n.n), ".m", n.n, "()")
	case "not":
		put("!(", k[0], ")")
	case "and":
		put("(", k[0], " && ", k[1], ")")
	case "or":
		put("(", k[0], " || ", k[1], ")")
	case "ternary":
		put("(", k[0], " ? ", k[1], " : ", k[2], ")")
	case "isfalse":
		put("((", k[0], ") == false)")
	case "paren":
		put("(", k[0], ")")
	case "block":
		for _, s := range k {
			p.write(sb, s)
		}
	case "op", "delete op":
		p.ops++
		n.n = p.ops
		put(strings.TrimSuffix(map[string]string{"op": "insert", "delete op": "delete"}[n.kind], " op"), " a;\n")
	case "assign":
		put("b", n.n, " = ", k[0], ";\n")
	case "run":
		put(p.class(n.n), ".m", n.n, "();\n")
	case "unknown()":
		put("Ext.u();\n")
	case "throw":
		put("if (Ext.t()) { throw new Ext.E(); }\n")
	case "return":
		if len(k) > 0 {
			put("if (Ext.t()) { return ", k[0], "; }\n")
		} else {
			put("if (Ext.t()) { return; }\n")
		}
	case "break", "continue":
		put("if (Ext.t()) { ", n.kind, "; }\n")
	case "if":
		put("if (", k[0], ") {\n", k[1], "}")
		if len(k) > 2 {
			put(" else {\n", k[2], "}")
		}
		put("\n")
	case "while":
		put("while (", k[0], ") {\n", k[1], "}\n")
	case "dowhile":
		put("do {\n", k[1], "} while (", k[0], ");\n")
	case "foreach":
		put("for (Contact c : l) {\n", k[0], "}\n")
	case "try":
		put("try {\n", k[0], "} catch (Ext.E e) {\n", k[1], "}\n")
	case "tryall":
		put("try {\n", k[0], "} catch (Exception e) {\n", k[1], "}\n")
	case "finally":
		put("try {\n", k[0], "} finally {\n", k[1], "}\n")
	case "trycatchfinally":
		put("try {\n", k[0], "} catch (Ext.E e) {\n", k[1], "} finally {\n", k[2], "}\n")
	case "switch":
		put("switch on Ext.i() {\nwhen 1 {\n", k[0], "}\nwhen 2, 3 {\n", k[1], "}\nwhen else {\n", k[2], "}\n}\n")
	}
}

// TestNoMissedViolationInApex runs random Apex in every world: what runs without
// its permission must be missing it in the verdict.
func TestNoMissedViolationInApex(t *testing.T) {
	runRandomApex(t, false, 500, 25)
}

// TestNoMissedViolationInProjects does so with several classes, calls through an
// interface, jobs and triggers.
func TestNoMissedViolationInProjects(t *testing.T) {
	runRandomApex(t, true, 400, 15)
}

// runRandomApex bounds the reports that no run confirms to one in so many. They
// come from conditions that depend on each other (the facts of a path are not told
// apart by what else is true on it), from static fields that are assigned in several
// places, and from runs that are longer than the interpreter goes.
func runRandomApex(t *testing.T, wide bool, runs, rarely int) {
	if testing.Short() {
		runs /= 3
	}
	var archive strings.Builder
	programs := make([]*apexProgram, runs)
	files := map[string]source{}
	owner := map[string]int{}
	for i := range runs {
		programs[i] = newApexProgram(uint64(i), wide)
		for _, f := range programs[i].files() {
			fmt.Fprintf(&archive, "-- %s --\n%s", f.path, f.text)
			files[f.path], owner[f.path] = f, i
		}
	}
	r := load(t, archive.String(), dataflow.Options{})
	verdicts := make([]map[int]*must.Verdict, runs)
	for _, fi := range r.Program.Files {
		f, i := files[fi.File.Path], owner[fi.File.Path]
		if len(fi.Tree.Errors()) > 0 || len(fi.Operations) != f.ops {
			t.Fatalf("%s: %v, %d operations, want %d\n%s", f.path, fi.Tree.Errors(), len(fi.Operations), f.ops, f.text)
		}
		if verdicts[i] == nil {
			verdicts[i] = map[int]*must.Verdict{}
		}
		for k, id := range fi.Operations {
			verdicts[i][f.first+k] = r.Verdict(id)
		}
	}
	denied, proven, extra := 0, 0, 0
	for i, p := range programs {
		in := &interpreter{p: p, denied: map[int]bool{}, ran: map[int]bool{}}
		for world := range 4 {
			in.create, in.delete = world&1 != 0, world&2 != 0
			in.enumerate(0)
			if wide {
				in.enumerate(p.special(trigger))
			}
		}
		for k := 1; k <= p.ops; k++ {
			v := verdicts[i][k]
			switch missing := v.Status == must.Missing; {
			case in.denied[k] && !missing:
				var text strings.Builder
				for _, f := range p.files() {
					fmt.Fprintf(&text, "-- %s --\n%s", f.path, f.text)
				}
				t.Fatalf("program %d: operation %d runs without permission, verdict %v\n%s", i, k, v.Status, &text)
			case in.denied[k]:
				denied++
			case missing && in.ran[k]:
				extra++
			case !missing:
				proven++
			}
			if v.Status == must.Missing && (len(v.Path) < 2 || len(v.Entries) == 0 || v.Reach == 0) {
				t.Fatalf("program %d: operation %d has no witness: %+v", i, k, v)
			}
		}
	}
	t.Logf("%d denied, %d not missing, %d reported that ran with permission only", denied, proven, extra)
	if denied == 0 || proven == 0 || extra > (denied+proven)/rarely {
		t.Errorf("%d denied, %d proven, %d extra: the test or the solver says little", denied, proven, extra)
	}
}

func dump(r *dataflow.Result, fi *semantics.FileInfo) string {
	var sb strings.Builder
	for _, c := range fi.Classes {
		for _, m := range r.Program.Class(c).Methods {
			for _, f := range r.Func(m) {
				fmt.Fprintf(&sb, "%s\n%s\n", r.Program.Method(m).Key, f)
			}
		}
	}
	return sb.String()
}
