package semantics

import (
	"slices"
	"sort"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/semantics/platform"
)

// File returns what is known of a file, nil for one that is not Apex or has no
// tree.
func (p *Program) File(id project.FileID) *FileInfo {
	if int(id) >= len(p.byFile) || p.byFile[id] == 0 {
		return nil
	}
	return p.Files[p.byFile[id]-1]
}

// Class returns the class with an id; for zero an empty one.
func (p *Program) Class(id ClassID) *Class {
	if int(id) >= len(p.Classes) {
		id = 0
	}
	return &p.Classes[id]
}

// Method returns the method with an id; for zero an empty one.
func (p *Program) Method(id MethodID) *Method {
	if int(id) >= len(p.Methods) {
		id = 0
	}
	return &p.Methods[id]
}

// Field returns the field with an id; for zero an empty one.
func (p *Program) Field(id FieldID) *Field {
	if int(id) >= len(p.Fields) {
		id = 0
	}
	return &p.Fields[id]
}

// Operation returns the operation with an id; for zero an empty one.
func (p *Program) Operation(id OperationID) *Operation {
	if int(id) >= len(p.Operations) {
		id = 0
	}
	return &p.Operations[id]
}

// Type returns the type with an id.
func (p *Program) Type(id TypeID) *Type {
	if int(id) >= len(p.types.types) {
		id = TypeUnknown
	}
	return &p.types.types[id]
}

// Types returns one more than the largest TypeID.
func (p *Program) Types() int { return len(p.types.types) }

// FileOf returns the file that declares a method.
func (p *Program) FileOf(id MethodID) *FileInfo { return p.Class(p.Method(id).Class).File }

// LookupClass finds a class by its key, "outer.inner" in any case, as seen from
// a file: the file's own project and package directory come first. A nil file
// takes the first in the order of files.
func (p *Program) LookupClass(key string, from *FileInfo) ClassID {
	return p.classNamed(lower(key), from)
}

// Program returns the program the file belongs to.
func (f *FileInfo) Program() *Program { return f.program }

// TypeOf returns the type of an expression, or the type that a type node names.
// It is TypeUnknown for anything else and in bodies that are not resolved.
func (f *FileInfo) TypeOf(n parser.Node) TypeID {
	if i := n.Index(); i >= 0 && i < len(f.types) && n.Tree() == f.Tree {
		return f.types[i]
	}
	return TypeUnknown
}

// Ref returns what a name, a field access or a declared name refers to.
func (f *FileInfo) Ref(n parser.Node) Ref {
	if i := n.Index(); i >= 0 && i < len(f.refs) && n.Tree() == f.Tree {
		return f.refs[i]
	}
	return Ref{}
}

// Variable returns the variable with an id; for zero an empty one.
func (f *FileInfo) Variable(id VariableID) *Variable {
	if int(id) >= len(f.Variables) {
		return &Variable{}
	}
	return &f.Variables[id]
}

// Call returns the call at a method_call or new_expression node, nil if the
// node is none or stands in a body that is not resolved.
func (f *FileInfo) Call(n parser.Node) *Call {
	if r := f.Ref(n); r.Kind == RefCall {
		return &f.Calls[r.ID]
	}
	return nil
}

// CallsIn returns the calls inside a node, the node included, in preorder.
func (f *FileInfo) CallsIn(n parser.Node) []Call {
	first := sort.Search(len(f.Calls), func(i int) bool { return f.Calls[i].Node.Index() >= n.Index() })
	last := first
	for last < len(f.Calls) && n.Contains(f.Calls[last].Node) {
		last++
	}
	return f.Calls[first:last]
}

// Operation returns the database operation at a node, nil if there is none.
func (f *FileInfo) Operation(n parser.Node) *Operation {
	at, ok := slices.BinarySearchFunc(f.ops, n.Index(), func(o opAt, i int) int { return int(o.node) - i })
	if !ok || n.Tree() != f.Tree {
		return nil
	}
	return f.program.Operation(f.ops[at].id)
}

// MemberOf returns the platform member that a call or field access reaches,
// zero if it reaches something else.
func (f *FileInfo) MemberOf(n parser.Node) platform.MemberID {
	if n.Kind() == parser.KindMethodCall {
		if c := f.Call(n); c != nil && c.Kind == CallPlatform {
			return c.Member
		}
		return 0
	}
	if r := f.Ref(n); r.Kind == RefPlatformMember {
		return platform.MemberID(r.ID)
	}
	return 0
}

// ElementType returns the type of the elements of a list or set, the values of
// a map, and TypeUnknown for everything else.
func (p *Program) ElementType(id TypeID) TypeID { return p.Type(id).Elem }

// IsSubclass reports whether a class is base or one of its descendants in the
// project.
func (p *Program) IsSubclass(id, base ClassID) bool {
	for range maxHierarchy {
		if id == 0 {
			return false
		}
		if id == base {
			return true
		}
		id = p.Class(id).Super
	}
	return false
}
