package migrate

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apexvet/apexvet/project"
)

// What is written keeps what every operation does, in projects of random classes that extend, call and enqueue each other.
func TestRandomProjectsArePreserved(t *testing.T) {
	seeds := 60
	if testing.Short() {
		seeds = 20
	}
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			g := &generator{random: rand.New(rand.NewPCG(uint64(seed), 7)), classes: 2 + seed%7}
			c := testCase{dir: t.TempDir(), opts: Options{Target: g.target(), Tests: g.chance(50)}}
			g.project(t, c.dir)
			checkPreserved(t, c)
		})
	}
}

// A generator writes Apex at random, of which all names exist.
type generator struct {
	random    *rand.Rand
	classes   int
	lineBreak string
}

func (g *generator) chance(percent int) bool { return g.random.IntN(100) < percent }

func (g *generator) pick(list ...string) string { return list[g.random.IntN(len(list))] }

func (g *generator) target() project.Version {
	return []project.Version{670, 670, 670, 680, 650}[g.random.IntN(5)]
}

func (g *generator) version() string { return g.pick("48.0", "60.0", "64.0", "66.0", "66.0", "67.0") }

func (g *generator) project(t *testing.T, dir string) {
	for i := range g.classes {
		g.lineBreak = "\n"
		if g.chance(30) {
			g.lineBreak = "\r\n"
		}
		text := strings.ReplaceAll(g.class(i), "\n", g.lineBreak)
		if g.chance(20) {
			text = "\xEF\xBB\xBF" + text
		}
		name := fmt.Sprintf("C%d.cls", i)
		write(t, filepath.Join(dir, name), []byte(text))
		m := fmt.Sprintf(meta, "Class", g.version(), "Class")
		write(t, filepath.Join(dir, name+"-meta.xml"), []byte(strings.ReplaceAll(m, "\n", g.lineBreak)))
	}
	trigger := "trigger T on Account (before insert, after update) {\n" + g.statements(1) + "    new C0().m0(Trigger.new);\n}\n"
	write(t, filepath.Join(dir, "T.trigger"), []byte(trigger))
	write(t, filepath.Join(dir, "T.trigger-meta.xml"), fmt.Appendf(nil, meta, "Trigger", g.version(), "Trigger"))
}

// class writes class Ci, which can extend a class before it and call any.
func (g *generator) class(i int) string {
	var b strings.Builder
	test := i > 0 && g.chance(15)
	switch {
	case test:
		b.WriteString(g.pick("@IsTest ", "@isTest(SeeAllData=true)\n"))
	case g.chance(20):
		b.WriteString("/* Größe: 大きさ 🙂 */ ")
	}
	b.WriteString(g.pick("public ", "global ", "public virtual ", "public /* c */ virtual "))
	b.WriteString(g.pick("", "", "", "with sharing ", "without sharing ", "inherited sharing "))
	fmt.Fprintf(&b, "class %sC%d ", g.pick("", "/* class */ ", "// class\n"), i)
	if i > 0 && g.chance(35) {
		fmt.Fprintf(&b, "extends C%d ", g.random.IntN(i))
	} else if g.chance(8) {
		b.WriteString("extends pkg.Outside ")
	}
	if g.chance(25) {
		b.WriteString("implements Queueable ")
	}
	b.WriteString("{\n")
	if g.chance(30) {
		b.WriteString("    private List<Account> field = [SELECT Id FROM Account];\n")
	}
	if g.chance(20) {
		b.WriteString("    public List<Account> prop { get { return [SELECT Id FROM Account WHERE Name = 'ä']; } set; }\n")
	}
	b.WriteString("    public void execute(QueueableContext c) {\n" + g.statements(2) + "    }\n")
	for m := range 3 {
		b.WriteString("    " + g.pick("", "", "@AuraEnabled ", "@RemoteAction ", "@future ", "@InvocableMethod "))
		fmt.Fprintf(&b, "public %svoid m%d(List<Account> records) {\n%s    }\n", g.pick("", "static ", "virtual "), m, g.statements(3))
	}
	if test || g.chance(15) {
		b.WriteString("    @IsTest static void works() {\n" + g.statements(2) + "    }\n")
	}
	if g.chance(40) {
		fmt.Fprintf(&b, "    %sclass Inner%s {\n        public void run(List<Account> records) {\n%s        }\n    }\n",
			g.pick("", "public ", "with sharing ", "public without sharing "), g.pick("", " extends C0"), g.statements(2))
	}
	b.WriteString("    public void inner(List<Account> records) {}\n}\n")
	return b.String()
}

// statements writes up to n statements and a few that always stand.
func (g *generator) statements(n int) string {
	var b strings.Builder
	b.WriteString("        List<Account> mine = new List<Account>(); String text = 'SELECT Id FROM Account';\n")
	for range 1 + g.random.IntN(n) {
		b.WriteString("        " + g.statement() + "\n")
	}
	return b.String()
}

func (g *generator) statement() string {
	other := fmt.Sprintf("C%d", g.random.IntN(g.classes))
	method := fmt.Sprintf("m%d", g.random.IntN(3))
	switch g.random.IntN(14) {
	case 0:
		return g.pick("insert", "update", "Delete", "UNDELETE") + g.pick(" ", "\n", "/**/", " as user ", " as system ") + "mine;"
	case 1:
		return "upsert" + g.pick(" ", "\t") + "mine AccountNumber;"
	case 2:
		return "merge mine[0] mine[1];"
	case 3:
		return "mine = [SELECT Id" + g.pick("", ", (SELECT Id FROM Contacts LIMIT 1)") + " FROM Account" + g.pick("", " a") +
			g.pick("", " WHERE Name LIKE '%é%'", " WHERE Id IN :mine // all\n", " WHERE Id IN (SELECT AccountId FROM Contact)") +
			g.pick("", "", " WITH USER_MODE", " WITH SYSTEM_MODE", " WITH SECURITY_ENFORCED") +
			g.pick("", " ORDER BY Name", " GROUP BY Name", " LIMIT 1", " FOR UPDATE", "\n// end\n") + "];"
	case 4:
		return "List<List<SObject>> found = [FIND :text" + g.pick("", " IN ALL FIELDS", " RETURNING Account(Id), Contact") +
			g.pick("", " LIMIT 5", "\n// end\n") + "];"
	case 5:
		return "Database." + g.pick("insert", "update", "delete") + "(mine" + g.pick("", ", false", ", false, AccessLevel.USER_MODE", ", AccessLevel.SYSTEM_MODE") + ");"
	case 6:
		return "mine = Database.query(" + g.pick("text", "'SELECT Id FROM Account WITH USER_MODE'", "text + ' WITH SYSTEM_MODE'", "text, AccessLevel.USER_MODE", "text + ' WITH SECURITY_ENFORCED'") + ");"
	case 7:
		return "Database.getQueryLocator(" + g.pick("text", "[SELECT Id FROM Account]", "[SELECT Id FROM Account], AccessLevel.USER_MODE") + ");"
	case 8, 9, 10:
		return fmt.Sprintf("new %s().%s(mine);", other, method)
	case 11:
		return fmt.Sprintf("%s.%s(mine);", other, method)
	case 12:
		return fmt.Sprintf("System.enqueueJob(new %s());", other)
	default:
		return "for (Account a : [SELECT Id FROM Account WHERE Name = :[SELECT Name FROM User LIMIT 1].Name]) { update a; }"
	}
}
