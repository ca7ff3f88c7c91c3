package parser

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

const controller = `public with sharing class AccountController {
  // the page size
  private static final Integer SIZE = 20;

  @AuraEnabled
  public static List<Account> find(String name) {
    return [SELECT Id, Name FROM Account WHERE Name = :NAME LIMIT :size];
  }
}
`

func TestParse(t *testing.T) {
	tree := Parse([]byte(controller))
	checkTree(t, tree)
	if len(tree.Errors()) > 0 || tree.Limit() != LimitNone || tree.Root().HasError() {
		t.Fatalf("errors %v, limit %v", tree.Errors(), tree.Limit())
	}
	if tree.Root().Kind() != KindSourceFile || string(tree.Text()) != controller {
		t.Errorf("the root is %v", tree.Root().Kind())
	}
	comments := tree.Comments()
	if len(comments) != 1 || controller[comments[0].Start:comments[0].End] != "// the page size" {
		t.Errorf("comments %v", comments)
	}
	for method := range tree.NodesOf(KindMethodDeclaration) {
		if got := method.Child(FieldName).Text(); got != "find" {
			t.Errorf("the method is %q", got)
		}
		if class := method.Parent().Parent(); class.Kind() != KindClassDeclaration || !class.Contains(method) || method.Contains(class) {
			t.Errorf("the method is in %v", class.Kind())
		}
	}
}

func TestOperatorsAreTokens(t *testing.T) {
	tree := Parse([]byte("x = a + b;"))
	for n := range tree.NodesOf(KindBinaryExpression) {
		operator := n.Child(FieldOperator)
		if operator.Kind() != KindToken || operator.Text() != "+" || operator.NextSibling() != n.Child(FieldRight) {
			t.Errorf("the operator is %v %q", operator.Kind(), operator.Text())
		}
		return
	}
	t.Error("no binary expression")
}

func TestNames(t *testing.T) {
	tree := Parse([]byte(controller))
	name := tree.Lookup("SIZE")
	if name == NoName || name != tree.Lookup("size") || tree.NameText(name) != "size" {
		t.Fatalf("SIZE is %d %q", name, tree.NameText(name))
	}
	var found []string
	for n := range tree.Root().Descendants() {
		if n.Name() == name {
			found = append(found, n.Text()+" "+n.FoldedText())
		}
	}
	if want := []string{"SIZE size", "size size"}; !slices.Equal(found, want) {
		t.Errorf("found %q, want %q", found, want)
	}
	for _, word := range []string{"", "nothere", "siz", "sizes"} {
		if tree.Lookup(word) != NoName {
			t.Errorf("%q is in the tree", word)
		}
	}
	if tree.NameText(1<<31) != "" || tree.NameText(NoName) != "" {
		t.Error("an unknown Name has a text")
	}
}

// TestNamesOfKeywords has an identifier that is spelled like a keyword: it is a rule over a token, and a word all the same.
func TestNamesOfKeywords(t *testing.T) {
	tree := Parse([]byte("trigger T on Account (before update) { Account o = Trigger.oldMap.get(Id); }"))
	for n := range tree.NodesOf(KindIdentifier) {
		if n.Name() == NoName || tree.NameText(n.Name()) != n.FoldedText() {
			t.Errorf("%s has the name %q", n.Text(), tree.NameText(n.Name()))
		}
	}
}

// TestManyNames has words of every length, around the eight bytes that are compared at a time, and more than the first table
// holds.
func TestManyNames(t *testing.T) {
	var text strings.Builder
	var words []string
	for i := range 3000 {
		word := "A" + strings.Repeat("Z", i%40) + "x" + strings.Repeat("@[`{"[i%4:i%4], 1) + string(rune('a'+i%26)) + strings.Repeat("Q", i/100)
		words = append(words, word)
		text.WriteString(word + ".call(" + strings.ToLower(word) + ");\n")
	}
	tree := Parse([]byte(text.String()))
	checkTree(t, tree)
	byFold := map[string]Name{}
	for _, word := range words {
		name := tree.Lookup(word)
		if name == NoName || tree.NameText(name) != strings.ToLower(word) {
			t.Fatalf("%q is %d %q", word, name, tree.NameText(name))
		}
		if other, ok := byFold[strings.ToLower(word)]; ok && other != name {
			t.Fatalf("%q has two names", word)
		}
		byFold[strings.ToLower(word)] = name
	}
}

func TestNodesOf(t *testing.T) {
	tree := Parse([]byte(controller))
	var got, want []int
	for n := range tree.NodesOf(KindIdentifier, KindModifier, KindIdentifier, KindCatchClause) {
		got = append(got, n.Index())
	}
	for n := range tree.Root().Descendants() {
		if n.Kind() == KindIdentifier || n.Kind() == KindModifier {
			want = append(want, n.Index())
		}
	}
	if !slices.Equal(got, want) || len(got) == 0 {
		t.Errorf("got %v, want %v", got, want)
	}
	for range tree.NodesOf(KindIdentifier, KindModifier) {
		break // an early end must not panic
	}
	for range tree.NodesOf(60000) {
		t.Error("a kind that does not exist has nodes")
	}
}

func TestZeroNode(t *testing.T) {
	var n Node
	if n.Valid() || n.Tree() != nil || n.Index() != -1 || n.Kind() != KindNone || n.Field() != FieldNone || n.Start() != 0 || n.End() != 0 ||
		n.Text() != "" || n.FoldedText() != "" || n.Name() != NoName || n.IsMissing() || n.HasError() || n.Contains(n) {
		t.Error("the zero Node has properties")
	}
	for _, other := range []Node{n.Parent(), n.FirstChild(), n.NextSibling(), n.Child(FieldName)} {
		if other.Valid() {
			t.Error("the zero Node has relatives")
		}
	}
	for range n.Children() {
		t.Error("the zero Node has children")
	}
	for range n.ChildrenBy(FieldName) {
		t.Error("the zero Node has children")
	}
	for range n.Descendants() {
		t.Error("the zero Node has descendants")
	}
	var tree *Tree
	if tree.Node(0).Valid() || Parse(nil).Node(-1).Valid() || Parse(nil).Node(1).Valid() || !Parse(nil).Root().Valid() {
		t.Error("nodes out of range")
	}
}

func TestSyntaxErrors(t *testing.T) {
	tree := Parse([]byte("public class A {\n  void first() { a = ; }\n  void second() { b(1) }\n  void third() { c(); }\n}\n"))
	checkTree(t, tree)
	if len(tree.Errors()) == 0 || !tree.Root().HasError() {
		t.Fatalf("errors %v", tree.Errors())
	}
	var names []string
	for method := range tree.NodesOf(KindMethodDeclaration) {
		names = append(names, method.Child(FieldName).Text())
	}
	if want := []string{"first", "second", "third"}; !slices.Equal(names, want) {
		t.Errorf("methods %q, want %q; errors %v", names, want, tree.Errors())
	}
	missing := Parse([]byte("class A { Integer x }"))
	if errors := missing.Errors(); len(errors) != 1 || errors[0].Missing != ";" || errors[0].Start != errors[0].End {
		t.Errorf("a missing semicolon: %v", errors)
	}
}

// TestLayout compares the flat tree of real and broken texts with what the runtime's own cursor shows.
func TestLayout(t *testing.T) {
	l, err := load()
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{controller, "", "a b c ( ] }", controller[:len(controller)/2], strings.ReplaceAll(controller, "(", ""), generated(20)}
	for _, text := range append(texts, readCorpus(t, 200)...) {
		if !l.verify([]byte(text)) {
			t.Errorf("the trees differ for %.60q", text)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	texts := []string{controller, generated(3), "a b c", strings.Repeat("List<", 2000), ""}
	var want []*Tree
	for _, text := range texts {
		want = append(want, Parse([]byte(text)))
	}
	shared := Parse([]byte(controller))
	var group sync.WaitGroup
	for worker := range 16 {
		group.Go(func() {
			for i := range 20 {
				k := (worker + i) % len(texts)
				if tree := Parse([]byte(texts[k])); !sameTree(tree, want[k]) {
					t.Errorf("a tree of text %d differs", k)
				}
			}
			checkTree(t, shared)
		})
	}
	group.Wait()
}

// readCorpus reads up to a number of Apex files below APEXVET_CORPUS, for runs by hand.
func readCorpus(t testing.TB, most int) []string {
	t.Helper()
	root := os.Getenv("APEXVET_CORPUS")
	if root == "" {
		return nil
	}
	var texts []string
	err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || len(texts) >= most || !slices.Contains([]string{".cls", ".trigger"}, filepath.Ext(path)) {
			return err
		}
		data, err := os.ReadFile(path)
		texts = append(texts, string(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}
