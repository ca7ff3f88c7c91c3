package credentials

import (
	"strings"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/rules/internal/secret"
	"github.com/apexvet/apexvet/rules/internal/trace"
	"github.com/apexvet/apexvet/semantics"
	"github.com/apexvet/apexvet/semantics/platform"
)

// owner is the rule that a secret belongs to.
type owner uint8

const (
	fieldRule owner = iota
	variableRule
	assignmentRule
	requestRule
)

// A holder is something with a name that a text is given to.
type holder struct {
	owner owner
	// what describes the holder at the beginning of a message.
	what  string
	name  string
	value parser.Node
}

// holders lists what holds literals, in no order that matters: each literal has one holder. Most of what has a name holds
// none, and is left out before anything else is asked.
func (s *search) holders(yield func(holder)) {
	program := s.file.Program()
	for _, class := range s.file.Classes {
		for _, id := range program.Class(class).Fields {
			if field := program.Field(id); hasLiteral(field.Value) {
				yield(holder{fieldRule, "The field " + field.Name, field.Name, field.Value})
			}
		}
	}
	for n := range s.file.Tree.NodesOf(parser.KindVariableDeclarator) {
		value := n.Child(parser.FieldValue)
		if name := n.Child(parser.FieldName); hasLiteral(value) && s.file.Ref(name).Kind == semantics.RefVariable {
			yield(holder{variableRule, "The variable " + name.Text(), name.Text(), value})
		}
	}
	for n := range s.file.Tree.NodesOf(parser.KindAssignmentExpression) {
		value := n.Child(parser.FieldRight)
		if op := n.Child(parser.FieldOperator).Text(); hasLiteral(value) && (op == "=" || op == "+=") {
			name := lastName(n.Child(parser.FieldLeft))
			yield(holder{assignmentRule, "The value assigned to " + name, name, value})
		}
	}
	for n := range s.file.Tree.NodesOf(parser.KindFieldInitializer) {
		if value := n.Child(parser.FieldValue); hasLiteral(value) {
			name := n.Child(parser.FieldName).Text()
			yield(holder{assignmentRule, "The field " + name + " of a new record", name, value})
		}
	}
	s.getters(yield)
	s.entries(yield)
	s.arguments(yield)
}

// arguments lists what is passed for parameters that are named like a secret, where there is no doubt about the method.
func (s *search) arguments(yield func(holder)) {
	program := s.file.Program()
	for i := range s.file.Calls {
		c := &s.file.Calls[i]
		if len(c.Callees) != 1 {
			continue
		}
		for k, param := range program.Method(c.Callees[0]).Params {
			if argument := trace.Argument(c.Node, k); hasLiteral(argument) && secret.Name(param.Name) == secret.StrongHint {
				yield(holder{assignmentRule, "The argument " + param.Name, param.Name, argument})
			}
		}
	}
}

// lastName returns the last name of what is assigned to: secret of this.config.secret.
func lastName(target parser.Node) string {
	switch target.Kind() {
	case parser.KindIdentifier:
		return target.Text()
	case parser.KindFieldAccess:
		return target.Child(parser.FieldName).Text()
	case parser.KindIndexExpression:
		return lastName(target.Child(parser.FieldArray))
	}
	return ""
}

const get = "get"

func isGetter(name string) bool {
	return len(name) >= len(get) && strings.EqualFold(name[:len(get)], get)
}

// getters lists the texts that properties and getter methods return.
func (s *search) getters(yield func(holder)) {
	program := s.file.Program()
	for _, class := range s.file.Classes {
		for _, id := range program.Class(class).Methods {
			m := program.Method(id)
			var what, name string
			switch {
			case m.Kind == semantics.MethodGetter:
				name = program.Field(m.Field).Name
				what = "The property " + name
			case m.Kind == semantics.MethodOrdinary && len(m.Params) == 0 && isGetter(m.Name):
				name = m.Name[len(get):]
				what = "The method " + m.Name
			default:
				continue
			}
			if secret.Name(name) == secret.NoHint {
				continue
			}
			for _, body := range m.Bodies {
				for n := range body.Descendants() {
					if n.Kind() == parser.KindReturnStatement && hasLiteral(n) {
						yield(holder{fieldRule, what, name, n.Child(parser.FieldValue)})
					}
				}
			}
		}
	}
}

// puts are the methods that put a value under a key: the key's argument is 0, the value's is 1.
var puts = map[platform.MemberID]bool{
	platform.Member("Map.put"):                        true,
	platform.Member("SObject.put"):                    true,
	platform.Member("JSONGenerator.writeStringField"): true,
	platform.Member("JSONGenerator.writeObjectField"): true,
}

// entries lists what is put under a key that is text: in maps, records and JSON.
func (s *search) entries(yield func(holder)) {
	entry := func(key, value parser.Node) {
		if !hasLiteral(value) {
			return
		}
		for _, name := range s.texts(key) {
			if name.String != "" && !name.HasHole(0, len(name.String)) && len(name.String) <= 64 {
				yield(holder{assignmentRule, "The entry " + name.String, name.String, value})
				return
			}
		}
	}
	for n := range s.file.Tree.NodesOf(parser.KindMapEntry) {
		entry(n.Child(parser.FieldKey), n.Child(parser.FieldValue))
	}
	for i := range s.file.Calls {
		if c := &s.file.Calls[i]; c.Kind == semantics.CallPlatform && puts[c.Member] {
			entry(trace.Argument(c.Node, 0), trace.Argument(c.Node, 1))
		}
	}
}

// hasLiteral reports whether an expression contains text in quotes that is long enough to be a secret.
func hasLiteral(n parser.Node) bool {
	return anyLiteral(n, func(parser.Node) bool { return true })
}

// anyLiteral reports whether a literal in an expression, long enough to be a secret, has a property.
func anyLiteral(n parser.Node, has func(parser.Node) bool) bool {
	if isLiteral(n) && has(n) {
		return true
	}
	for d := range n.Descendants() {
		if isLiteral(d) && has(d) {
			return true
		}
	}
	return false
}

func isLiteral(n parser.Node) bool {
	const quotes, shortest = 2, 3
	return (n.Kind() == parser.KindStringLiteral || n.Kind() == parser.KindMultilineStringLiteral) && n.End()-n.Start() >= quotes+shortest
}
