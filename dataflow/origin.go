package dataflow

import (
	"regexp"
	stdstrings "strings"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/semantics"
	"github.com/apexvet/apexvet/semantics/platform"
)

// Choice is what picks the records, or the fields, of an operation for whom the
// platform lets in.
type Choice struct {
	// Param is the index of the parameter of the entry point that does, -1 for
	// something else of the request.
	Param int
	// Source is the parameter, or the expression that reads the request.
	Source ir.Ref
	// Name is what people call it: "recordId", "the URL".
	Name string
	// ByID says that what is passed is a record, or an Id that is compared as such:
	// anything else is a condition or a text.
	ByID bool
}

// tracer follows values back to where they come from.
type tracer struct {
	r       *Result
	params  map[int]bool // of the body that is looked at
	source  *Choice
	ownUser bool
	seen    map[traced]bool
	budget  int
}

type traced struct {
	fn ir.FuncID
	v  ir.Value
}

// Choice follows what decides which records an operation reads or writes back to
// the start of a way, through assignments, collections, casts, methods of the
// platform and the arguments of calls. The second result is false if nothing of the
// request is known to decide, or if the running user's id does as well.
//
// It is a direct flow along one way. What has been stored in a record, and what a
// method of the project has made of a value, is not followed.
func (r *Result) Choice(op *semantics.Operation, way semantics.Way) (Choice, bool) {
	f, row := r.operationCode(op)
	if f == nil {
		return Choice{}, false
	}
	var best Choice
	found := false
	for i, v := range selectors(f, op, row) {
		t := tracer{r: r}
		t.follow(f, v, 0)
		if i == 0 && op.Dynamic {
			t.textBinds(f, op, row)
		}
		c, ok := t.origin(f, way)
		if t.ownUser {
			return Choice{}, false
		}
		if ok && (!found || !best.ByID) {
			c.ByID = c.ByID || t.byID(f, op, row, i)
			best, found = c, true
		}
	}
	return best, found
}

// origin follows what has been found in the body of an operation up to the start of
// a way.
func (t *tracer) origin(f *ir.Func, way semantics.Way) (Choice, bool) {
	for i := len(way.Edges) - 1; i >= 0 && len(t.params) > 0 && !t.ownUser && t.source == nil; i-- {
		if f = t.climb(way.Edges[i]); f == nil {
			return Choice{}, false
		}
	}
	switch {
	case t.source != nil:
		return *t.source, true
	case len(t.params) == 0 || f.Method != way.Method:
		return Choice{}, false
	}
	m := t.r.Program.Method(way.Method)
	for i := range m.Params {
		if p := &m.Params[i]; t.params[i] && t.r.selects(p.Type) {
			return Choice{
				Param: i, Source: ir.RefTo(t.r.trees[p.Node.Tree()], int32(p.Node.Index())), Name: p.Name,
				ByID: isID(t.r.Program, p.Type),
			}, true
		}
	}
	return Choice{}, false
}

// operationCode returns the body with an operation, and the operation in it.
func (r *Result) operationCode(op *semantics.Operation) (*ir.Func, *ir.Operation) {
	for _, f := range r.Func(op.Method) {
		for i := range f.Operations {
			if f.Operations[i].ID == op.ID && !f.TooLong {
				return f, &f.Operations[i]
			}
		}
	}
	return nil, nil
}

// selectors are the values that decide which records an operation is about.
func selectors(f *ir.Func, op *semantics.Operation, row *ir.Operation) []ir.Value {
	switch {
	case op.Form == semantics.FormSOQL || op.Form == semantics.FormSOSL:
		return row.Binds
	case op.Verb == semantics.VerbQuery || op.Verb == semantics.VerbSearch:
		if c := f.CallOf(row.Value); c != nil {
			return f.Arguments(c)
		}
		return append([]ir.Value{row.Records}, row.Binds...)
	case row.Second != 0:
		return []ir.Value{row.Records, row.Second}
	}
	return []ir.Value{row.Records}
}

// selects reports whether a value of a type can name a record: a number, a date or a
// Boolean cannot.
func (r *Result) selects(t semantics.TypeID) bool {
	switch t {
	case semantics.TypeBoolean, semantics.TypeInteger, semantics.TypeLong, semantics.TypeDecimal, semantics.TypeDouble,
		semantics.TypeDate, semantics.TypeDatetime, semantics.TypeTime:
		return false
	}
	switch r.Program.Type(t).Name {
	case "apexpages.standardcontroller", "apexpages.standardsetcontroller":
		return false // the platform has checked that the user may see the record
	}
	if c := r.Program.Type(t); c.Kind == semantics.KindClass && r.Program.Class(c.Class).Kind == semantics.ClassKindEnum {
		return false
	}
	return true
}

// isID reports whether a type holds Ids or whole records.
func isID(p *semantics.Program, id semantics.TypeID) bool {
	t := p.Type(id)
	for t.IsCollection() {
		id = t.Elem
		t = p.Type(id)
	}
	return id == semantics.TypeRecordID || t.Kind == semantics.KindSObject
}

// climb goes from a method to the caller at the other end of an edge: the arguments
// for the parameters are followed in its body, which is returned.
func (t *tracer) climb(e *semantics.Edge) *ir.Func {
	params := t.params
	t.params = nil
	if e.Kind != semantics.EdgeCall && e.Kind != semantics.EdgeVirtual {
		if e.Kind != semantics.EdgeAsync || e.Job != semantics.EntryFuture {
			return nil
		}
	}
	for _, f := range t.r.Func(e.From) {
		for i := range f.Calls {
			c := &f.Calls[i]
			if c.Value == 0 || f.TooLong || int(c.Node) != e.Node.Index() {
				continue
			}
			for k, arg := range f.Arguments(c) {
				if params[k] {
					t.follow(f, arg, 0)
				}
			}
			return f
		}
	}
	return nil
}

// maxTrace bounds how far a value is followed.
const maxTrace = 40

func (t *tracer) follow(f *ir.Func, v ir.Value, depth int) {
	if t.seen == nil {
		t.seen, t.budget = map[traced]bool{}, 2000
	}
	if v <= 0 || depth > maxTrace || t.seen[traced{f.ID, v}] || t.budget == 0 {
		return
	}
	t.seen[traced{f.ID, v}] = true
	t.budget--
	in := &f.Instrs[v]
	switch in.Op {
	case ir.OpParam:
		if f.Kind == ir.FuncMethod || f.Kind == ir.FuncConstructor {
			if t.params == nil {
				t.params = map[int]bool{}
			}
			t.params[int(in.Aux)] = true
		}
	case ir.OpStatic:
		t.static(f, v)
	case ir.OpCell:
		t.cell(f, v, depth)
	case ir.OpRecord:
		t.record(f, v, depth)
	case ir.OpCall, ir.OpNew:
		t.call(f, v, depth)
	case ir.OpPhi, ir.OpCast, ir.OpElement, ir.OpIndex, ir.OpLoad, ir.OpRead, ir.OpAdd, ir.OpUnknown:
		for _, a := range f.Args(v) {
			t.follow(f, a, depth+1)
		}
	case ir.OpList, ir.OpSet, ir.OpMap:
		for _, a := range f.Args(v) {
			t.follow(f, a, depth+1)
		}
		t.added(f, v, depth)
	}
}

// static looks at members of the platform that are the request.
func (t *tracer) static(f *ir.Func, v ir.Value) {
	if m := platform.MemberID(f.Instrs[v].Aux); m.Owner().Key() == "restcontext" && m.Key() == "request" {
		t.request(f, v, "the request")
	}
}

func (t *tracer) request(f *ir.Func, v ir.Value, name string) {
	if t.source == nil {
		t.source = &Choice{Param: -1, Source: ir.RefTo(f.File, f.Instrs[v].Node), Name: name}
	}
}

// cell follows a field of the object, or of the class, to what is assigned to it:
// only the request itself, and what the Visualforce page fills in, counts.
func (t *tracer) cell(f *ir.Func, v ir.Value, depth int) {
	id := semantics.FieldID(f.Instrs[v].Aux)
	if int(id) >= len(t.r.funcs.Fields) {
		return
	}
	for _, s := range t.r.funcs.Fields[id].Stores {
		g := t.r.funcs.Funcs[s.Func]
		if g == f {
			continue // the assignments of the same body are followed by value
		}
		params := t.params
		t.follow(g, s.Value, depth+8)
		t.params = params // those of another body are another call's
	}
}

// record follows the Id of a record that is made: its other fields pick nothing.
func (t *tracer) record(f *ir.Func, v ir.Value, depth int) {
	for i, name := range f.Records[f.Instrs[v].Aux].Fields {
		if name == "id" {
			t.follow(f, f.Arg(v, i), depth+1)
		}
	}
	for u := range f.Instrs {
		in := &f.Instrs[u]
		if in.Op == ir.OpWrite && f.Arg(ir.Value(u), 0) == v && f.Names[in.Aux] == "id" {
			t.follow(f, f.Arg(ir.Value(u), 1), depth+1)
		}
	}
}

// call follows what a method of the platform makes its result of.
func (t *tracer) call(f *ir.Func, v ir.Value, depth int) {
	c := f.CallOf(v)
	if c == nil {
		return
	}
	switch c.Kind {
	case ir.CallPlatform:
		if c.Member.Op() != platform.OpNone {
			return // records that another operation has read
		}
		switch c.Member.Owner().Key() + "." + c.Member.Key() {
		case "userinfo.getuserid", "userinfo.getprofileid", "userinfo.getuserroleid", "userinfo.getusername", "userinfo.getuseremail":
			t.ownUser = true
			return
		case "pagereference.getparameters", "pagereference.getcookies", "pagereference.getheaders":
			t.request(f, v, "the URL")
			return
		case "crypto.decrypt", "crypto.decryptwithmanagediv":
			return // only the server can have made it
		}
	case ir.CallImplicit, ir.CallUnknown:
		if f.Op(v) != ir.OpNew {
			return
		}
	default:
		return
	}
	for _, a := range f.Args(v) {
		t.follow(f, a, depth+1)
	}
	t.added(f, v, depth)
}

// added follows what is put into a collection that is made in the body.
func (t *tracer) added(f *ir.Func, v ir.Value, depth int) {
	if !t.r.Program.Type(f.Instrs[v].Type).IsCollection() {
		return
	}
	for i := range f.Calls {
		c := &f.Calls[i]
		if c.Value == 0 || c.Kind != ir.CallPlatform || f.Receiver(c) != v {
			continue
		}
		if stdstrings.HasPrefix(c.Name, "add") || c.Name == "put" || c.Name == "putall" {
			for _, a := range f.Arguments(c) {
				t.follow(f, a, depth+1)
			}
		}
	}
}

// byID reports whether selector i of an operation picks records by what they are, and
// not by a condition.
func (t *tracer) byID(f *ir.Func, op *semantics.Operation, row *ir.Operation, i int) bool {
	switch {
	case op.Verb.IsDML():
		return true
	case op.Dynamic:
		return t.textMatches(f, row, comparesID)
	case i < len(row.Binds) && isID(t.r.Program, f.Instrs[row.Binds[i]].Type):
		return true
	}
	for n := range op.Node.Descendants() {
		if n.Kind() != parser.KindBindExpression {
			continue
		}
		if i--; i < 0 {
			for n.Valid() && n.Kind() != parser.KindComparison {
				n = n.Parent()
			}
			return stdstrings.HasSuffix(n.Child(parser.FieldLeft).FoldedText(), "id")
		}
	}
	return false
}

// textMatches reports whether the text of a dynamic query matches.
func (t *tracer) textMatches(f *ir.Func, row *ir.Operation, pattern *regexp.Regexp) bool {
	for _, template := range t.r.texts.Value(f, row.Records).Templates {
		for _, piece := range template {
			if pattern.MatchString(piece.Text) {
				return true
			}
		}
	}
	return false
}

var (
	comparesID = regexp.MustCompile(`(?i)\b\w*id\s*(?:=|\bin\b)\s*(?::|'?$|\(?$)`)
	textBind   = regexp.MustCompile(`:\s*(\w+)`)
)

// textBinds follows the variables that the text of a dynamic query binds by name:
// parameters, and locals with the value that they begin with.
func (t *tracer) textBinds(f *ir.Func, op *semantics.Operation, row *ir.Operation) {
	m := t.r.Program.Method(op.Method)
	for _, template := range t.r.texts.Value(f, row.Records).Templates {
		for _, piece := range template {
			for _, match := range textBind.FindAllStringSubmatch(piece.Text, -1) {
				for id := m.FirstVariable; id < m.LastVariable; id++ {
					if v := &op.File.Variables[id]; stdstrings.EqualFold(v.Name, match[1]) {
						t.variable(f, m, id, v)
					}
				}
			}
		}
	}
}

func (t *tracer) variable(f *ir.Func, m *semantics.Method, id semantics.VariableID, v *semantics.Variable) {
	for i := range m.Params {
		if m.Params[i].Variable == id && i < len(f.Params) {
			t.follow(f, f.Params[i], 0)
			return
		}
	}
	if g, value := t.r.Value(v.Node.Parent().Child(parser.FieldValue)); g == f {
		t.follow(f, value, 0)
	}
}
