// Package request finds the calls of a file on HTTP requests.
//
// A call is told by the type of its receiver. Where that is not known the name of the method remains, and the caller
// hears so: it reports with less confidence rather than not at all.
package request

import (
	"strings"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/rules/internal/trace"
	"github.com/apexvet/apexvet/semantics"
	"github.com/apexvet/apexvet/semantics/platform"
)

// Receiver says on what a method is called.
type Receiver uint8

// The receivers.
const (
	Other   Receiver = iota // something that is certainly no request, such as an HttpResponse
	Project                 // a class of the project, which may pass on what it is given
	Unknown                 // its type is not known
	Request                 // an HttpRequest
)

// A Call is a call of a method that HttpRequest has.
type Call struct {
	Node     parser.Node
	Receiver Receiver
	// On is the expression that the method is called on, zero if there is none.
	On parser.Node
}

// Argument returns an argument of the call, zero if there are fewer.
func (c Call) Argument(index int) parser.Node { return trace.Argument(c.Node, index) }

// Calls yields the calls of a method of HttpRequest in source order, those on something else left out.
func Calls(file *semantics.FileInfo, method string) func(yield func(Call) bool) {
	member := platform.Member("HttpRequest." + method)
	return func(yield func(Call) bool) {
		for i := range file.Calls {
			c := &file.Calls[i]
			if c.Node.Kind() != parser.KindMethodCall || !strings.EqualFold(c.Node.Child(parser.FieldName).Text(), method) {
				continue
			}
			if r := receiver(c, member); r != Other && !yield(Call{c.Node, r, c.Receiver}) {
				return
			}
		}
	}
}

func receiver(c *semantics.Call, member platform.MemberID) Receiver {
	switch c.Kind {
	case semantics.CallPlatform:
		if c.Member == member {
			return Request
		}
		return Other
	case semantics.CallProject:
		return Project
	case semantics.CallUnknown:
		if c.Reason == semantics.ReasonReceiver || c.Reason == semantics.ReasonUnresolvedType {
			return Unknown
		}
	}
	return Other
}
