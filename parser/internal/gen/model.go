package main

import (
	"encoding/json"
	"fmt"
	"go/token"
	"slices"
	"strings"
)

// nodeType is an entry of node-types.json, the CLI's description of the nodes a grammar makes.
type nodeType struct {
	Type     string                `json:"type"`
	Named    bool                  `json:"named"`
	Extra    bool                  `json:"extra"`
	Root     bool                  `json:"root"`
	Fields   map[string]childTypes `json:"fields"`
	Subtypes []typeRef             `json:"subtypes"`
}

type childTypes struct {
	Multiple bool      `json:"multiple"`
	Required bool      `json:"required"`
	Types    []typeRef `json:"types"`
}

type typeRef struct {
	Type  string `json:"type"`
	Named bool   `json:"named"`
}

// model is what the Go files say: the kinds, fields and supertypes of the grammar, each sorted by name.
type model struct {
	kinds      []kind
	fields     []string
	supertypes []supertype
}

type kind struct {
	name   string // as in the grammar
	fields []field
}

type field struct {
	name     string
	multiple bool
	view     string   // the kind of every node in the field, if there is one alone
	types    []string // what may be in the field, for the comment
}

type supertype struct {
	name  string
	kinds []string // supertypes in it resolved
}

func newModel(nodeTypes []byte) (*model, error) {
	var types []nodeType
	if err := json.Unmarshal(nodeTypes, &types); err != nil {
		return nil, fmt.Errorf("node-types.json: %w", err)
	}
	m := &model{}
	isSupertype := map[string]bool{}
	subtypes := map[string][]typeRef{}
	for _, t := range types {
		if len(t.Subtypes) > 0 {
			isSupertype[t.Type] = true
			subtypes[t.Type] = t.Subtypes
		}
	}
	fields := map[string]bool{}
	for _, t := range types {
		if !t.Named || t.Extra || isSupertype[t.Type] {
			continue
		}
		k := kind{name: t.Type}
		for name, child := range t.Fields {
			fields[name] = true
			k.fields = append(k.fields, newField(name, child, isSupertype))
		}
		slices.SortFunc(k.fields, func(a, b field) int { return strings.Compare(a.name, b.name) })
		m.kinds = append(m.kinds, k)
	}
	for name := range fields {
		m.fields = append(m.fields, name)
	}
	for name := range subtypes {
		m.supertypes = append(m.supertypes, supertype{name, resolve(name, subtypes, map[string]bool{})})
	}
	slices.SortFunc(m.kinds, func(a, b kind) int { return strings.Compare(a.name, b.name) })
	slices.SortFunc(m.supertypes, func(a, b supertype) int { return strings.Compare(a.name, b.name) })
	slices.Sort(m.fields)
	return m, m.check()
}

func newField(name string, child childTypes, isSupertype map[string]bool) field {
	f := field{name: name, multiple: child.Multiple}
	if len(child.Types) == 1 && child.Types[0].Named && !isSupertype[child.Types[0].Type] {
		f.view = child.Types[0].Type
	}
	for _, t := range child.Types {
		if t.Named {
			f.types = append(f.types, t.Type)
		} else {
			f.types = append(f.types, "`"+t.Type+"`")
		}
	}
	return f
}

// resolve returns the kinds of a supertype, those of the supertypes in it included.
func resolve(name string, subtypes map[string][]typeRef, seen map[string]bool) []string {
	var kinds []string
	for _, t := range subtypes[name] {
		if !t.Named || seen[t.Type] {
			continue
		}
		seen[t.Type] = true
		if _, ok := subtypes[t.Type]; ok {
			kinds = append(kinds, resolve(t.Type, subtypes, seen)...)
		} else {
			kinds = append(kinds, t.Type)
		}
	}
	slices.Sort(kinds)
	return kinds
}

// check refuses grammars whose names cannot become Go names.
func (m *model) check() error {
	if len(m.kinds) > 1000 || len(m.fields) > 250 || len(m.supertypes) > 32 {
		return fmt.Errorf("%d kinds, %d fields, %d supertypes are more than a node has room for", len(m.kinds), len(m.fields), len(m.supertypes))
	}
	seen := map[string]string{"None": "none", "Error": "ERROR", "Token": "token", "TooDeep": "too_deep"}
	for _, k := range m.kinds {
		name := goName(k.name)
		if other, ok := seen[name]; ok {
			return fmt.Errorf("node types %q and %q are both %s in Go", k.name, other, name)
		}
		seen[name] = k.name
		if !token.IsIdentifier(name) {
			return fmt.Errorf("node type %q has no Go name", k.name)
		}
		for _, f := range k.fields {
			if goName(f.name) == "Node" {
				return fmt.Errorf("field %q of %q would hide the embedded Node", f.name, k.name)
			}
		}
	}
	return nil
}

// initialisms are written in capitals in Go names.
var initialisms = map[string]string{
	"api": "API", "dml": "DML", "html": "HTML", "id": "ID", "soql": "SOQL", "sosl": "SOSL", "url": "URL", "xml": "XML",
	"sobject": "SObject",
}

// goName turns method_call into MethodCall.
func goName(name string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(name, "_") {
		switch {
		case word == "":
		case initialisms[word] != "":
			b.WriteString(initialisms[word])
		default:
			b.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	return b.String()
}
