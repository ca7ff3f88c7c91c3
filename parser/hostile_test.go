package parser

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"regexp/syntax"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// tokensOfGrammar returns one text for every token of the grammar, read from what the CLI made of it.
func tokensOfGrammar(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile("grammar/src/grammar.json")
	if err != nil {
		t.Fatal(err)
	}
	var grammar map[string]any
	if err := json.Unmarshal(data, &grammar); err != nil {
		t.Fatal(err)
	}
	var tokens []string
	var collect func(rule any)
	collect = func(rule any) {
		switch rule := rule.(type) {
		case []any:
			for _, member := range rule {
				collect(member)
			}
		case map[string]any:
			switch value, _ := rule["value"].(string); rule["type"] {
			case "STRING":
				tokens = append(tokens, value)
			case "PATTERN":
				tokens = append(tokens, example(t, value))
			default:
				for _, member := range rule {
					collect(member)
				}
			}
		}
	}
	collect(grammar["rules"])
	collect(grammar["extras"])
	slices.Sort(tokens)
	return slices.Compact(tokens)
}

// unicodeEscape is how JavaScript writes a character by its number.
var unicodeEscape = regexp.MustCompile(`\\u\{?([0-9A-Fa-f]+)\}?`)

// example returns a short text that a pattern matches.
func example(t *testing.T, pattern string) string {
	t.Helper()
	re, err := syntax.Parse(unicodeEscape.ReplaceAllString(pattern, `\x{$1}`), syntax.Perl)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	var write func(re *syntax.Regexp)
	write = func(re *syntax.Regexp) {
		switch re.Op {
		case syntax.OpLiteral:
			b.WriteString(string(re.Rune))
		case syntax.OpCharClass:
			r := re.Rune[0]
			for i := 0; i < len(re.Rune); i += 2 {
				if re.Rune[i] <= 'a' && 'a' <= re.Rune[i+1] {
					r = 'a'
				}
			}
			b.WriteRune(r)
		case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
			b.WriteByte('a')
		case syntax.OpConcat:
			for _, part := range re.Sub {
				write(part)
			}
		case syntax.OpCapture, syntax.OpPlus, syntax.OpAlternate:
			write(re.Sub[0])
		case syntax.OpRepeat:
			for range max(re.Min, 1) {
				write(re.Sub[0])
			}
		}
	}
	write(re)
	return b.String()
}

// forEachText runs a test for each text on all processors. The texts are large, so only as many exist at a time.
func forEachText(texts []string, test func(text string)) {
	next := make(chan string)
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for text := range next {
				test(text)
			}
		})
	}
	for _, text := range texts {
		next <- text
	}
	close(next)
	group.Wait()
}

// TestEveryTokenRepeated parses every token of the grammar repeated to a megabyte: within the memory bound, and within a time that
// grows no faster than the text. Keywords, which all meet the same error recovery, get a quarter of that unless APEXVET_HOSTILE is
// set: together they would take minutes.
func TestEveryTokenRepeated(t *testing.T) {
	size := 1 << 20
	if testing.Short() {
		size = 1 << 15
	}
	texts := append(tokensOfGrammar(t), "List<", "Map<List<", "a.b(", "new A[", "(a)", "-", "[SELECT ", "a ? ", "if (a) ", "else if (a) {", "a = ",
		"class A {", "@A(", "'", "'''", "/*", "//", "\x00", "\xff", "é", "\r\n", "a < b > ", "[FIND ", "(SELECT a FROM ", "a;", "}", "{}")
	forEachText(texts, func(token string) {
		size := size
		if keyword.MatchString(token) && os.Getenv("APEXVET_HOSTILE") == "" {
			size /= 4
		}
		text := []byte(strings.Repeat(token+" ", size/(len(token)+1)))
		start := time.Now()
		tree := Parse(text)
		if elapsed := time.Since(start); elapsed > time.Minute {
			t.Errorf("%q repeated: %v", token, elapsed)
		}
		checkTree(t, tree)
	})
}

var keyword = regexp.MustCompile(`^[a-z_]{2,}$`)

// TestMemoryBound asserts that the arena hands out no more than the limit, also where the text would take far more.
func TestMemoryBound(t *testing.T) {
	for _, token := range []string{"List<", "a ? b : ", "(", "x", "a < "} {
		text := []byte(strings.Repeat(token, 100_000/len(token)))
		used, complexEnough, err := memoryUsed(text)
		if err != nil {
			t.Fatal(err)
		}
		if limit := memoryLimit(len(text)); used > limit {
			t.Errorf("%q repeated used %d bytes, over the limit of %d", token, used, limit)
		}
		t.Logf("%q repeated: %d bytes of %d, stopped: %v", token, used, memoryLimit(len(text)), complexEnough)
	}
}

func TestDeepNesting(t *testing.T) {
	constructs := []struct{ name, before, open, middle, close string }{
		{"parentheses", "x = ", "(", "a", ")"},
		{"blocks", "", "{", "", "}"},
		{"calls", "x = ", "f(", "", ")"},
		{"classes", "", "class A {", "", "}"},
		{"conditions", "", "if (a) {", "", "}"},
		{"index", "x = ", "a[", "0", "]"},
		{"lists", "x = ", "new List<Object>{", "", "}"},
		{"subqueries", "x = ", "[SELECT Id FROM A WHERE Id IN :", "y", "]"},
		{"ternary", "x = ", "a ? b : ", "c", ""},
		{"assignment", "x = ", "a = ", "b", ""},
		{"unary", "x = ", "!", "a", ""},
		{"sum", "x = ", "a + ", "b", ""},
		{"else if", "", "if (a) b(); else ", "c();", ""},
		{"generics", "", "List<", "A", "> x"},
	}
	for _, c := range constructs {
		for _, depth := range []int{10_000, 100_000} {
			text := "void m() { " + c.before + strings.Repeat(c.open, depth) + c.middle + strings.Repeat(c.close, depth) + "; }"
			if len(text) > MaxSize {
				continue
			}
			tree := Parse([]byte(text))
			checkTree(t, tree)
			t.Logf("%s, %d deep: %d nodes, limit %v, %d errors", c.name, depth, tree.Len(), tree.Limit(), len(tree.Errors()))
		}
	}
}

func TestLargeTexts(t *testing.T) {
	method := "  void m() { List<Account> a = [SELECT Id, Name FROM Account WHERE Name LIKE :name]; update a; }\n"
	text := []byte("public class Large {\n" + strings.Repeat(method, (MaxSize-100)/len(method)) + "}\n")
	tree := Parse(text)
	checkTree(t, tree)
	if tree.Limit() != LimitNone || len(tree.Errors()) > 0 {
		t.Errorf("a class of %d bytes: limit %v, errors %v", len(text), tree.Limit(), tree.Errors())
	}
	tree = Parse(bytes.Repeat([]byte("a"), MaxSize+1))
	checkTree(t, tree)
	if tree.Limit() != LimitTooLarge || tree.Len() != 1 || tree.Root().Kind() != KindError {
		t.Errorf("a text over the limit: limit %v, %d nodes", tree.Limit(), tree.Len())
	}
	for _, c := range []string{" ", "a", "'", "(", "\x00", "\n"} {
		checkTree(t, Parse(bytes.Repeat([]byte(c), MaxSize)))
	}
}

func TestOddTexts(t *testing.T) {
	const class = "public class A {\n  String s = 'é';\n}"
	for name, text := range map[string]string{
		"empty":             "",
		"space":             " \n",
		"NUL":               "\x00",
		"NUL in a class":    strings.Replace(class, "String", "Str\x00ing", 1),
		"invalid UTF-8":     strings.Replace(class, "é", "\xff\xfe\xc3", 1),
		"cut in UTF-8":      class[:strings.Index(class, "é")+1],
		"byte order mark":   "\ufeff" + class,
		"CRLF":              strings.ReplaceAll(class, "\n", "\r\n"),
		"CR":                strings.ReplaceAll(class, "\n", "\r"),
		"open comment":      class + "/*",
		"open string":       "String s = 'a",
		"lone continuation": "\x80\x80",
		"four bytes":        "String s = '\U0001F600'; // \U0001F600",
	} {
		tree := Parse([]byte(text))
		checkTree(t, tree)
		t.Logf("%s: %d nodes, errors %v", name, tree.Len(), tree.Errors())
		if (name == "CRLF" || name == "CR" || name == "byte order mark") && len(tree.Errors()) > 0 {
			t.Errorf("%s: errors %v", name, tree.Errors())
		}
	}
}
