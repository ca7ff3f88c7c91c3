package semantics

import (
	"strings"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/semantics/platform"
)

// isRelationship reports whether an expression is a field whose name ends in __r.
func (r *fileResolver) isRelationship(n parser.Node) bool {
	return n.Kind() == parser.KindFieldAccess && r.file.refs[n.Index()].Kind == RefSObjectField &&
		strings.HasSuffix(n.Child(parser.FieldName).FoldedText(), "__r")
}

// platformCall notes that a call reaches a member of the platform and returns
// the type of its result.
func (r *fileResolver) platformCall(c *Call, m platform.MemberID, receiver TypeID, base int) TypeID {
	c.Kind, c.Member = CallPlatform, m
	c.ReceiverType = receiver
	c.Static = c.Static || m.Static()
	args := r.stack[base:]
	if m.Owner() == platformMath {
		if t, ok := mathResult(m.Key(), args); ok {
			return t
		}
	}
	result := TypeUnknown
	if s := r.overload(m, receiver, args); s != 0 {
		result = r.table.expr(s.Result(), receiver)
	}
	if m.Owner() == platformSObject && receiver != TypeSObject && r.table.at(receiver).Kind == KindSObject {
		switch m.Key() {
		case "clone", "getinstance", "getorgdefaults", "getvalues":
			return receiver
		case "getall":
			return r.table.mapOf(TypeString, receiver)
		}
	}
	return result
}

// overload returns the signature that fits the arguments best; zero if several
// with different results fit equally.
func (r *fileResolver) overload(m platform.MemberID, receiver TypeID, args []TypeID) platform.SignatureID {
	first, last := m.Signatures()
	if last-first == 1 {
		return first
	}
	best, score, tied := platform.SignatureID(0), -1, false
	for s := first; s < last; s++ {
		rating := -1
		if s.Arity() == len(args) {
			rating = r.fitSignature(s, receiver, args)
		}
		switch {
		case rating < 0:
		case rating > score:
			best, score, tied = s, rating, false
		case rating == score && s.Result() != best.Result():
			tied = true
		}
	}
	if tied {
		return 0
	}
	if best == 0 {
		for s := first + 1; s < last; s++ {
			if s.Result() != first.Result() {
				return 0
			}
		}
		return first
	}
	return best
}

func (r *fileResolver) fitSignature(s platform.SignatureID, receiver TypeID, args []TypeID) int {
	score := 0
	for i, arg := range args {
		param := r.table.expr(s.Param(i), receiver)
		switch {
		case arg == TypeUnknown || param == TypeUnknown:
			score++
		case arg == param:
			score += 4
		case r.assignable(arg, param):
			score += 2
		default:
			return -1
		}
	}
	return score
}

// mathResult returns the type of the methods of Math that answer in the type of
// their arguments.
func mathResult(folded string, args []TypeID) (TypeID, bool) {
	switch folded {
	case "abs", "max", "min", "mod":
	default:
		return TypeUnknown, false
	}
	result := TypeInteger
	for _, a := range args {
		if !isNumber(a) {
			return TypeUnknown, true
		}
		result = widest(result, a)
	}
	return result, true
}
