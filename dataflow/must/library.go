package must

import (
	"regexp"

	"github.com/apexvet/apexvet/dataflow/ir"
)

// libraryCheck is a check of a library whose body is not in the project.
type libraryCheck struct {
	perms []Perm
	// object and fields are the arguments that name them; -1 for none.
	object, fields int
}

// libraryChecks are known by their whole folded name. What is called ...is, has or
// can is a test, the others throw; the use of the result tells which.
var libraryChecks = map[string]libraryCheck{
	"esapi.accesscontroller().isauthorizedtoview":   {[]Perm{Read}, 0, 1},
	"esapi.accesscontroller().isauthorizedtocreate": {[]Perm{Create}, 0, 1},
	"esapi.accesscontroller().isauthorizedtoupdate": {[]Perm{Update}, 0, 1},
	"esapi.accesscontroller().isauthorizedtodelete": {[]Perm{Delete}, 0, -1},

	"fflib_securityutils.checkinsert":             {[]Perm{Create}, 0, 1},
	"fflib_securityutils.checkread":               {[]Perm{Read}, 0, 1},
	"fflib_securityutils.checkupdate":             {[]Perm{Update}, 0, 1},
	"fflib_securityutils.checkobjectisinsertable": {[]Perm{Create}, 0, -1},
	"fflib_securityutils.checkobjectisreadable":   {[]Perm{Read}, 0, -1},
	"fflib_securityutils.checkobjectisupdateable": {[]Perm{Update}, 0, -1},
	"fflib_securityutils.checkobjectisdeletable":  {[]Perm{Delete}, 0, -1},

	"fflib_securityutils.checkfieldisinsertable": {[]Perm{Create}, 0, 1},
	"fflib_securityutils.checkfieldisreadable":   {[]Perm{Read}, 0, 1},
	"fflib_securityutils.checkfieldisupdateable": {[]Perm{Update}, 0, 1},

	"cantheuser.flsaccessible": {[]Perm{Read}, 0, 1},
	"cantheuser.flsupdatable":  {[]Perm{Update}, 0, 1},

	"cantheuser.create":  {[]Perm{Create}, 0, -1},
	"cantheuser.read":    {[]Perm{Read}, 0, -1},
	"cantheuser.edit":    {[]Perm{Update}, 0, -1},
	"cantheuser.destroy": {[]Perm{Delete}, 0, -1},

	"util_permissions.canread":   {[]Perm{Read}, 0, -1},
	"util_permissions.cancreate": {[]Perm{Create}, 0, -1},
	"util_permissions.canupdate": {[]Perm{Update}, 0, -1},
	"util_permissions.candelete": {[]Perm{Delete}, 0, -1},
}

// fullName returns the folded name of the called method with what stands before
// it, "util.cancreate" or "esapi.accesscontroller().isauthorizedtoview".
func (a *analysis) fullName(f *ir.Func, c *ir.Call) string {
	if c.Qualifier != "" {
		return c.Qualifier + "." + c.Name
	}
	if c.HasReceiver {
		if r := f.CallOf(f.Arg(c.Value, 0)); r != nil && r.Qualifier != "" {
			return r.Qualifier + "." + r.Name + "()." + c.Name
		}
	}
	return c.Name
}

// mayCheck reports whether a call could be one of the known checks, by its last
// name alone.
func (a *analysis) mayCheck(c *ir.Call) bool {
	if len(a.rows) > 0 {
		return true
	}
	return libraryNames[c.Name]
}

var libraryNames = func() map[string]bool {
	names := map[string]bool{}
	for full := range libraryChecks {
		for i := len(full) - 1; i >= 0; i-- {
			if full[i] == '.' {
				names[full[i+1:]] = true
				break
			}
		}
	}
	return names
}()

// checkedByRow adds what a known check of a library, or of the configuration,
// establishes.
func (fr *frame) checkedByRow(s *set, c *ir.Call) {
	if !fr.a.mayCheck(c) {
		return
	}
	full := fr.a.fullName(fr.f, c)
	resolved := full // where the receiver is a variable, the class tells more
	if len(c.Methods) > 0 {
		resolved = fr.a.world.MethodName(c.Methods[0])
	}
	row, ok := libraryChecks[full]
	if !ok {
		row, ok = libraryChecks[resolved]
	}
	if ok {
		for _, p := range row.perms {
			fr.checkedRow(s, c, p, row)
		}
	}
	for i := range fr.a.rows {
		row := &fr.a.rows[i]
		if !matchesWhole(row.Pattern, full) && !matchesWhole(row.Pattern, resolved) {
			continue
		}
		for _, p := range row.Perms {
			fr.checkedRow(s, c, p, libraryCheck{object: row.TypeParam, fields: -1})
		}
	}
}

func matchesWhole(pattern *regexp.Regexp, name string) bool {
	loc := pattern.FindStringIndex(name)
	return loc != nil && loc[0] == 0 && loc[1] == len(name)
}

func (fr *frame) checkedRow(s *set, c *ir.Call, p Perm, row libraryCheck) {
	args := fr.f.Arguments(c)
	if row.object >= len(args) || row.object < 0 {
		return
	}
	obj := fr.termOf(args[row.object])
	if obj == unknownTerm {
		return
	}
	fr.putPerm(s, p, obj, noTerm)
	if row.fields >= 0 && row.fields < len(args) {
		names := fr.members(args[row.fields])
		if name := fr.fieldName(args[row.fields]); len(names) == 0 && name.kind() == kindName {
			names = []Term{name}
		}
		for _, name := range names {
			fr.putPerm(s, p, obj, name)
		}
	}
}

// used reports whether anything depends on a value.
func (fr *frame) used(v ir.Value) bool {
	if len(fr.usesOf(v)) > 0 {
		return true
	}
	for i := range fr.f.Blocks {
		if fr.f.Blocks[i].Cond == v {
			return true
		}
	}
	return false
}

// usesOf returns the instructions that have v as an operand.
func (fr *frame) usesOf(v ir.Value) []ir.Value {
	if fr.uses == nil {
		fr.uses = make([][]ir.Value, len(fr.f.Instrs))
		for u := range fr.f.Instrs {
			if fr.f.Instrs[u].Op == ir.OpNone {
				continue
			}
			for _, a := range fr.f.Args(ir.Value(u)) {
				if list := fr.uses[a]; len(list) == 0 || list[len(list)-1] != ir.Value(u) {
					fr.uses[a] = append(list, ir.Value(u))
				}
			}
		}
	}
	return fr.uses[v]
}
