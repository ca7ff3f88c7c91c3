package must

import (
	"github.com/apexvet/apexvet/dataflow/ir"
)

// The AccessTypes of Security.stripInaccessible, as indices in accessPerms.
var accessPerms = [...][]Perm{1: {Read}, 2: {Create}, 3: {Update}, 4: {Create, Update}}

// cleansing is what stripInaccessible has done for records: for the permissions
// in objects the object has been checked, for those in fields the fields. If
// param is set, it is whatever was done for that parameter.
type cleansing struct {
	objects, fields uint8 // bits by Perm
	param           int32 // parameter index plus one
}

func (c cleansing) none() bool { return c == cleansing{} }

// meet returns what both have done.
func (c cleansing) meet(o cleansing) cleansing {
	if c == o {
		return c
	}
	return cleansing{objects: c.objects & o.objects, fields: c.fields & o.fields}
}

func (c cleansing) covers(p Perm, field bool) bool {
	if field {
		return c.fields&(1<<p) != 0
	}
	if p == Write {
		return c.objects&(1<<Create|1<<Update) != 0
	}
	return c.objects&(1<<p) != 0
}

// stripOf returns the call of stripInaccessible that made a decision, or zero.
func (fr *frame) stripOf(v ir.Value) ir.Value {
	for range 8 {
		in := &fr.f.Instrs[v]
		switch in.Op {
		case ir.OpCast:
			v = fr.f.Arg(v, 0)
			continue
		case ir.OpCall:
			if c := fr.f.CallOf(v); c != nil && c.Kind == ir.CallPlatform && fr.a.effects.of[c.Member] == stripCall {
				return v
			}
		}
		return 0
	}
	return 0
}

// cleansedBy returns what stripInaccessible has done for the records in a value.
func (fr *frame) cleansedBy(v ir.Value) cleansing {
	fr.budget = 500
	return fr.cleansed(v, 0)
}

func (fr *frame) cleansed(v ir.Value, depth int) cleansing {
	if fr.budget--; v <= 0 || depth > 16 || fr.budget < 0 {
		return cleansing{}
	}
	in := &fr.f.Instrs[v]
	switch in.Op {
	case ir.OpParam:
		return cleansing{param: in.Aux + 1}
	case ir.OpCast, ir.OpIndex, ir.OpElement:
		return fr.cleansed(fr.f.Arg(v, 0), depth+1)
	case ir.OpPhi:
		var all cleansing
		for i, a := range fr.f.Args(v) {
			if a == v {
				continue
			}
			c := fr.cleansed(a, depth+1)
			if i == 0 {
				all = c
			} else if all != c {
				all = cleansing{objects: all.objects & c.objects, fields: all.fields & c.fields}
			}
		}
		return all
	case ir.OpCall:
		c := fr.f.CallOf(v)
		if c == nil {
			return cleansing{}
		}
		switch c.Kind {
		case ir.CallPlatform:
			switch fr.a.effects.of[c.Member] {
			case stripped:
				return fr.decided(fr.f.Receiver(c), depth+1)
			case sameObject:
				if recv := fr.f.Receiver(c); fr.f.Op(recv) != ir.OpStatic {
					return fr.cleansed(recv, depth+1)
				}
			}
		case ir.CallProject:
			return fr.cleansedResult(c, depth)
		}
	}
	return cleansing{}
}

func (fr *frame) cleansedResult(c *ir.Call, depth int) cleansing {
	if c.Open || len(c.Callees) == 0 {
		return cleansing{}
	}
	var all cleansing
	for i, id := range c.Callees {
		cl := fr.a.sums[id].cleansed
		if cl.param > 0 {
			if args := fr.f.Arguments(c); int(cl.param) <= len(args) {
				cl = fr.cleansed(args[cl.param-1], depth+1)
			} else {
				cl = cleansing{}
			}
		}
		if i > 0 && cl != all {
			return cleansing{}
		}
		all = cl
	}
	return all
}

// decided returns what the stripInaccessible behind a decision has checked.
func (fr *frame) decided(decision ir.Value, depth int) cleansing {
	if fr.budget--; depth > 16 || decision <= 0 || fr.budget < 0 {
		return cleansing{}
	}
	if fr.f.Op(decision) == ir.OpPhi {
		var all cleansing
		for i, a := range fr.f.Args(decision) {
			if a == decision {
				continue
			}
			c := fr.decided(a, depth+1)
			if i == 0 {
				all = c
			} else {
				all = cleansing{objects: all.objects & c.objects, fields: all.fields & c.fields}
			}
		}
		return all
	}
	strip := fr.stripOf(decision)
	if strip == 0 {
		if c := fr.f.CallOf(decision); c != nil && c.Kind == ir.CallProject {
			return fr.cleansedResult(c, depth)
		}
		return cleansing{}
	}
	return fr.stripEffect(strip)
}

// stripEffect returns what one call of stripInaccessible checks.
func (fr *frame) stripEffect(strip ir.Value) cleansing {
	args := fr.f.Arguments(fr.f.CallOf(strip))
	if len(args) < 2 {
		return cleansing{}
	}
	kind := fr.desc(args[0])
	if kind.kind != access {
		return cleansing{}
	}
	var c cleansing
	for _, p := range accessPerms[kind.fld] {
		c.fields |= 1 << p
	}
	if len(args) == 2 {
		c.objects = c.fields
	} else if k, ok := fr.f.Const(args[2]); ok && k.Kind == ir.ConstTrue {
		c.objects = c.fields
	}
	return c
}
