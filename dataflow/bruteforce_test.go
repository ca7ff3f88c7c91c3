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
}

func (p *apexProgram) pick(kinds ...string) string { return kinds[p.r.IntN(len(kinds))] }

func (p *apexProgram) cond(depth int) *node {
	if depth <= 0 || p.r.IntN(3) == 0 {
		switch k := p.pick("create", "create", "delete", "b", "b", "unknown", "true", "false", "call", "static", "final"); k {
		case "final":
			if p.final == nil { // it is not read where it is set
				return &node{kind: "delete"}
			}
			return &node{kind: k}
		case "b":
			return &node{kind: "b", n: p.r.IntN(2)}
		case "call":
			for i := 1; i < len(p.boolean); i++ {
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
		k := p.pick("op", "op", "assign", "set", "run", "unknown()", "throw", "return", "break", "continue", "delete op")
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
			if len(p.boolean) > 1 {
				return &node{kind: "run", n: 1 + p.r.IntN(len(p.boolean)-1)}
			}
			k = "op"
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

func newApexProgram(seed uint64) *apexProgram {
	p := &apexProgram{r: rand.New(rand.NewPCG(seed, 11))}
	n := 1 + p.r.IntN(3)
	for i := range n {
		p.boolean = append(p.boolean, i > 0 && p.r.IntN(2) == 0)
	}
	saved := p.boolean
	p.boolean = nil // nothing is called where the field is set
	final := p.cond(2)
	p.boolean, p.final = saved, final
	for i := range n {
		p.methods = append(p.methods, p.block(i, 2, false))
	}
	return p
}

// text writes the program as Apex and numbers its operations in the order of the
// text.
func (p *apexProgram) text() string {
	var sb strings.Builder
	p.ops = 0
	sb.WriteString("public with sharing class A {\nprivate static Boolean s = false;\nprivate static final Boolean c = ")
	p.write(&sb, p.final)
	sb.WriteString(";\n")
	for i, m := range p.methods {
		switch {
		case i == 0:
			sb.WriteString("public void m0(Account a, List<Contact> l) {\n")
		case p.boolean[i]:
			fmt.Fprintf(&sb, "private static Boolean m%d() {\nAccount a; List<Contact> l;\n", i)
		default:
			fmt.Fprintf(&sb, "private static void m%d() {\nAccount a; List<Contact> l;\n", i)
		}
		sb.WriteString("Boolean b0 = false; Boolean b1 = false;\n")
		p.write(&sb, m)
		if p.boolean[i] {
			sb.WriteString("return b0;\n")
		}
		sb.WriteString("}\n")
	}
	sb.WriteString("}\n")
	return sb.String()
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
		put("s")
	case "final":
		put("c")
	case "set":
		put("s = ", k[0], ";\n")
	case "unknown":
		put("Ext.b()")
	case "true", "false":
		put(n.kind)
	case "call":
		put("m", n.n, "()")
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
		put("m", n.n, "();\n")
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
	runs := 500
	if testing.Short() {
		runs = 200
	}
	var archive strings.Builder
	programs := make([]*apexProgram, runs)
	for i := range runs {
		programs[i] = newApexProgram(uint64(i))
		code := strings.Replace(programs[i].text(), "class A ", fmt.Sprintf("class A%d ", i), 1)
		fmt.Fprintf(&archive, "-- A%d.cls --\n%s", i, code)
	}
	r := load(t, archive.String(), dataflow.Options{})
	denied, proven, extra := 0, 0, 0
	for _, fi := range r.Program.Files {
		if len(fi.Tree.Errors()) > 0 {
			t.Fatalf("%v\n%s", fi.Tree.Errors(), fi.Tree.Text())
		}
		var i int
		if _, err := fmt.Sscanf(fi.File.Path, "A%d.cls", &i); err != nil {
			t.Fatal(err)
		}
		p := programs[i]
		if len(fi.Operations) != p.ops {
			t.Fatalf("%d operations, want %d\n%s", len(fi.Operations), p.ops, fi.Tree.Text())
		}
		in := &interpreter{p: p, denied: map[int]bool{}, ran: map[int]bool{}}
		for world := range 4 {
			in.create, in.delete = world&1 != 0, world&2 != 0
			in.enumerate()
		}
		for k := 1; k <= p.ops; k++ {
			v := r.Verdict(fi.Operations[k-1])
			switch missing := v.Status == must.Missing; {
			case in.denied[k] && !missing:
				t.Fatalf("program %d: operation %d runs without permission, verdict %v\n%s\n%s", i, k, v.Status, fi.Tree.Text(), dump(r, fi))
			case in.denied[k]:
				denied++
			case missing && in.ran[k]:
				extra++
			case !missing:
				proven++
			}
		}
	}
	t.Logf("%d denied, %d not missing, %d reported that ran with permission only", denied, proven, extra)
	if denied == 0 || proven == 0 || extra > (denied+proven)/30 {
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
