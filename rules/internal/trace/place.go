package trace

import (
	"github.com/apexvet/apexvet/dataflow"
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/rules/internal/secret"
	"github.com/apexvet/apexvet/semantics"
)

// Place says how much code counts by where it stands.
type Place uint8

// The places.
const (
	Production  Place = iota
	Doubtful          // in a method or class that is named like those that serve tests
	OnlyInTests       // on a branch that runs in tests alone
)

// PlaceOf says where an expression stands.
func PlaceOf(flow *dataflow.Result, n parser.Node) Place {
	f, v := flow.Value(n)
	if f == nil {
		return Production
	}
	method, class := flow.Program.Method(f.Method), flow.Program.Class(f.Class)
	switch {
	case underTest(f, v):
		return OnlyInTests
	case secret.IsForTests(method.Name), secret.IsForTests(class.Name):
		return Doubtful
	}
	return Production
}

// DefaultOf returns the field in whose declaration a literal stands, nil if it stands elsewhere: the literal is what the
// field holds unless somebody says otherwise.
func DefaultOf(file *semantics.FileInfo, literal parser.Node) *semantics.Field {
	if file == nil {
		return nil
	}
	for _, class := range file.Classes {
		for _, id := range file.Program().Class(class).Fields {
			if field := file.Program().Field(id); field.Value.Contains(literal) {
				return field
			}
		}
	}
	return nil
}
