package parser

import "testing"

// FuzzParse parses anything: the tree must be well formed, the same every time, and the same as the runtime's own cursor shows.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		controller,
		sample,
		generated(1),
		"trigger T on Account (before insert, after update) { for (Account a : Trigger.new) { a.addError('no'); } }",
		"switch on x { when Account a { } when 'a', 'b' { } when else { } }",
		"Object o = (Map<String, List<Id>>) JSON.deserialize(body?.toString() ?? '{}', Map<String, List<Id>>.class);",
		"List<List<SObject>> r = [FIND :term IN NAME FIELDS RETURNING Account(Id WHERE Name = 'a' LIMIT 5), Contact];",
		"/* unclosed",
		"String s = '''\nmulti ' line\n''';",
		"\xff\x00\ufeff'",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		tree := Parse(text)
		checkTree(t, tree)
		if !sameTree(tree, Parse(text)) {
			t.Error("two parses differ")
		}
		if tree.Limit() == LimitNone {
			if l, err := load(); err != nil || !l.verify(text) {
				t.Error("the tree differs from the runtime's")
			}
		}
	})
}
