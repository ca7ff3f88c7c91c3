package dataflow

import (
	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/semantics"
	"github.com/apexvet/apexvet/semantics/platform"
)

// authorising are the methods of the platform whose answer says what the running
// user may do, or who it is.
var authorising = map[string]bool{
	"featuremanagement.checkpermission": true, "featuremanagement.checkpackagebooleanvalue": true,
	"userinfo.getuserid": true, "userinfo.getprofileid": true, "userinfo.getuserroleid": true, "userinfo.getusertype": true,
	"userinfo.isguest": true, "auth.sessionmanagement.getcurrentsession": true,
}

// authorisingObjects are those whose rows say what a user may do.
var authorisingObjects = map[string]bool{
	"userrecordaccess": true, "permissionsetassignment": true, "setupentityaccess": true, "userpermissionaccess": true,
	"objectpermissions": true, "fieldpermissions": true,
}

// maxAuthorisation is how far below a call an authorisation check may stand.
const maxAuthorisation = 4

// Authorisation says which checks count.
type Authorisation uint8

const (
	// OfUser counts every check of what the running user may do, describe results included.
	OfUser Authorisation = iota
	// OfRecord leaves out describe results: they say nothing about a record.
	OfRecord
)

// Authorised returns the check, on a way, on whose outcome it depends whether an
// operation runs: of a permission of the running user, of the rows of
// UserRecordAccess, of who the user is. A check whose result decides nothing about
// the operation does not count. The zero Node means that there is none.
func (r *Result) Authorised(op *semantics.Operation, way semantics.Way, which Authorisation) parser.Node {
	g := guards{r: r, which: which}
	if f, row := r.operationCode(op); f != nil {
		if n := g.guarded(f, row.Value); n.Valid() {
			return n
		}
	}
	for _, e := range way.Edges {
		for _, f := range r.Func(e.From) {
			for i := range f.Calls {
				if c := &f.Calls[i]; c.Value != 0 && int(c.Node) == e.Node.Index() {
					if n := g.guarded(f, c.Value); n.Valid() {
						return n
					}
					break
				}
			}
		}
	}
	return parser.Node{}
}

// guards looks for authorisation checks.
type guards struct {
	r     *Result
	which Authorisation
}

// guarded returns the check that decides whether a body comes to an instruction.
func (g guards) guarded(f *ir.Func, at ir.Value) parser.Node {
	if f.TooLong {
		return parser.Node{}
	}
	var dom []ir.BlockID
	for v := range f.Instrs {
		check := ir.Value(v)
		throws, ok := g.authorises(f, check, 0)
		if !ok {
			continue
		}
		if dom == nil {
			dom = ir.Dominators(f)
		}
		if throws && before(f, dom, check, at) || decides(f, check, at) {
			return g.r.Node(ir.RefTo(f.File, f.Instrs[check].Node))
		}
	}
	return parser.Node{}
}

// before reports whether an instruction has always run when another one does.
func before(f *ir.Func, dom []ir.BlockID, first, second ir.Value) bool {
	a, b := f.Instrs[first].Block, f.Instrs[second].Block
	if a == b {
		return first < second
	}
	return ir.Dominates(dom, a, b)
}

// authorises reports whether an instruction asks what the user may do; the first
// result says that it may throw if that is too little.
func (g guards) authorises(f *ir.Func, v ir.Value, depth int) (throws, ok bool) {
	in := &f.Instrs[v]
	switch in.Op {
	case ir.OpQuery:
		for i := range f.Operations {
			if f.Operations[i].Value == v {
				return false, g.r.authorisingQuery(f.Operations[i].ID)
			}
		}
	case ir.OpCall, ir.OpNew:
		c := f.CallOf(v)
		if c == nil {
			return false, false
		}
		switch c.Kind {
		case ir.CallPlatform:
			if perm, _ := c.Member.Check(); perm != platform.PermNone {
				return false, g.which == OfUser
			}
			return false, authorising[c.Member.Owner().Key()+"."+c.Member.Key()]
		case ir.CallProject:
			if depth == maxAuthorisation {
				return false, false
			}
			for _, m := range c.Methods {
				if throws, ok := g.authorisingMethod(m, depth+1); ok {
					return throws, true
				}
			}
		}
	}
	return false, false
}

func (r *Result) authorisingQuery(id semantics.OperationID) bool {
	op := r.Program.Operation(id)
	for i := range op.Objects {
		if authorisingObjects[r.Program.Type(op.Objects[i].Type).Name] {
			return true
		}
	}
	return false
}

// authorisingMethod reports whether a method of the project is a check: its result,
// or whether it throws, depends on what the user may do.
func (g guards) authorisingMethod(m semantics.MethodID, depth int) (throws, ok bool) {
	result := g.r.Program.Method(m).Return
	for _, f := range g.r.Func(m) {
		if f.TooLong || len(f.Instrs) > 2000 {
			continue
		}
		for v := range f.Instrs {
			below, found := g.authorises(f, ir.Value(v), depth)
			if !found {
				continue
			}
			uses := dependents(f, ir.Value(v))
			for _, b := range f.Order {
				bl := &f.Blocks[b]
				switch {
				case bl.Term == ir.TermReturn && result == semantics.TypeBoolean && bl.Cond != 0 && uses[bl.Cond]:
					return false, true
				case bl.Term == ir.TermBranch && uses[bl.Cond]:
					if result == semantics.TypeBoolean {
						return false, true
					}
					if throwsOnOneSide(f, b) {
						return true, true
					}
				}
			}
			if below {
				return true, true
			}
		}
	}
	return false, false
}

// throwsOnOneSide reports whether one side of a branch always ends in an exception.
func throwsOnOneSide(f *ir.Func, b ir.BlockID) bool {
	for _, side := range f.Blocks[b].Succs {
		for range 16 {
			if side == ir.NoBlock {
				break
			}
			if f.Blocks[side].Term == ir.TermThrow {
				return true
			}
			if f.Blocks[side].Term != ir.TermJump || len(f.Preds(side)) > 1 {
				break
			}
			side = f.Blocks[side].Succs[0]
		}
	}
	return false
}

// decides reports whether an instruction runs only on one side of a branch on a
// value.
func decides(f *ir.Func, check, at ir.Value) bool {
	uses := dependents(f, check)
	target := f.Instrs[at].Block
	for _, b := range f.Order {
		bl := &f.Blocks[b]
		if bl.Term != ir.TermBranch || !uses[bl.Cond] || b == target {
			continue
		}
		yes, no := reaches(f, bl.Succs[0], b, target), reaches(f, bl.Succs[1], b, target)
		if yes != no {
			return true
		}
	}
	return false
}

// reaches reports whether control can come from one block to another without passing
// a third.
func reaches(f *ir.Func, from, without, to ir.BlockID) bool {
	if from == ir.NoBlock {
		return false
	}
	seen := make([]bool, len(f.Blocks))
	seen[without] = true
	todo := []ir.BlockID{from}
	for len(todo) > 0 {
		b := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if b == ir.NoBlock || seen[b] {
			continue
		}
		if b == to {
			return true
		}
		seen[b] = true
		bl := &f.Blocks[b]
		todo = append(todo, bl.Succs[0], bl.Succs[1], bl.Handler)
	}
	return false
}

// dependents returns the values that are made of a value, itself included.
func dependents(f *ir.Func, v ir.Value) map[ir.Value]bool {
	set := map[ir.Value]bool{v: true}
	for changed := true; changed; {
		changed = false
		for u := range f.Instrs {
			if set[ir.Value(u)] {
				continue
			}
			switch f.Instrs[u].Op {
			case ir.OpNone, ir.OpDML, ir.OpQuery, ir.OpCell, ir.OpClobber, ir.OpRecord:
				continue
			}
			for _, a := range f.Args(ir.Value(u)) {
				if a != 0 && set[a] {
					set[ir.Value(u)], changed = true, true
					break
				}
			}
		}
	}
	return set
}
