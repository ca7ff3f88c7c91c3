package semantics

import (
	"slices"
	"strings"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/semantics/platform"
)

// soql resolves a query in brackets and returns its type.
func (r *fileResolver) soql(n parser.Node) TypeID {
	op := r.operation(n, VerbQuery, FormSOQL)
	query := n.Child(parser.FieldQuery)
	q := queryResolver{r: r, op: &op}
	object, aggregate := q.query(query, RoleTarget, TypeUnknown)
	for w := range query.ChildrenBy(parser.FieldWith) {
		q.mode(w)
	}
	op.Count = isCount(query)
	r.finish(op)
	switch {
	case op.Count:
		return TypeInteger
	case aggregate:
		return r.table.list(r.object("aggregateresult", "AggregateResult"))
	}
	return r.table.list(object)
}

// isCount reports whether a query is SELECT COUNT(), which yields a number.
func isCount(query parser.Node) bool {
	item := query.Child(parser.FieldSelect).FirstChild()
	f := item.Child(parser.FieldValue)
	return f.Kind() == parser.KindSOQLFunction && !item.NextSibling().Valid() &&
		f.Child(parser.FieldName).FoldedText() == "count" && !f.Child(parser.FieldArguments).FirstChild().Valid()
}

// sosl resolves a search in brackets.
func (r *fileResolver) sosl(n parser.Node) TypeID {
	op := r.operation(n, VerbSearch, FormSOSL)
	query := n.Child(parser.FieldQuery)
	q := queryResolver{r: r, op: &op}
	for c := range query.Children() {
		switch c.Field() {
		case parser.FieldReturning:
			name := c.Child(parser.FieldName)
			use := q.use(RoleTarget, r.object(name.FoldedText(), name.Text()), name)
			for part := range c.Children() {
				switch part.Kind() {
				case parser.KindSelectField:
					q.clause(part, use, ClauseSelect)
				case parser.KindWhereClause:
					q.clause(part, use, ClauseWhere)
				case parser.KindOrderByClause:
					q.clause(part, use, ClauseOrderBy)
				default:
					q.binds(part)
				}
			}
		case parser.FieldWith:
			q.mode(c)
			q.binds(c)
		default:
			q.binds(c)
		}
	}
	r.finish(op)
	return r.table.list(r.table.list(TypeSObject))
}

// queryResolver gathers the objects and fields of one query.
type queryResolver struct {
	r       *fileResolver
	op      *Operation
	aliases []string // folded: of the objects of the query being read
	results []string // folded: names given to results, which ORDER BY may use
}

// use adds an object and returns its index.
func (q *queryResolver) use(role ObjectRole, t TypeID, name parser.Node) int {
	q.op.Objects = append(q.op.Objects, ObjectUse{
		Role: role, Type: t, Name: stripNamespace(foldedPath(name), q.r.file), Node: name,
	})
	return len(q.op.Objects) - 1
}

// query reads a query or sub-query. It returns the object of its FROM clause
// and whether it aggregates.
func (q *queryResolver) query(n parser.Node, role ObjectRole, parent TypeID) (object TypeID, aggregate bool) {
	aliases, results := q.aliases, q.results
	defer func() { q.aliases, q.results = aliases, results }()
	q.aliases, q.results = nil, nil

	source := n.Child(parser.FieldFrom).FirstChild()
	name := source.Child(parser.FieldName)
	folded := foldedPath(name)
	if role == RoleChild {
		object = q.child(parent, folded)
	} else {
		object = q.r.object(folded, name.Text())
	}
	use := q.use(role, object, name)
	q.aliases = append(q.aliases, folded)
	if alias := source.Child(parser.FieldAlias); alias.Valid() {
		q.aliases = append(q.aliases, alias.FoldedText())
	}
	for c := range n.Children() {
		switch c.Kind() {
		case parser.KindSelectClause:
			if q.selectList(c, use, object) {
				aggregate = true
			}
		case parser.KindFromClause:
		case parser.KindWhereClause:
			q.clause(c, use, ClauseWhere)
		case parser.KindGroupByClause:
			aggregate = true
			q.clause(c, use, ClauseGroupBy)
		case parser.KindHavingClause:
			q.clause(c, use, ClauseHaving)
		case parser.KindOrderByClause:
			q.clause(c, use, ClauseOrderBy)
		default:
			q.binds(c)
		}
	}
	return object, aggregate
}

// child returns the object behind a child relationship.
func (q *queryResolver) child(parent TypeID, relationship string) TypeID {
	relationship = stripNamespace(relationship, q.r.file)
	if object := q.r.p.childObject(q.r.table.at(parent).Name, relationship); object != "" {
		return q.r.object(object, title(object))
	}
	if object := platform.ChildObject(relationship); object != "" {
		return q.r.object(object, title(object))
	}
	return TypeUnknown
}

// selectList reads a SELECT list and reports whether it aggregates.
func (q *queryResolver) selectList(n parser.Node, use int, object TypeID) (aggregate bool) {
	for item := range n.Children() {
		switch item.Kind() {
		case parser.KindSelectField:
			v := item.Child(parser.FieldValue)
			if alias := item.Child(parser.FieldAlias); alias.Valid() {
				q.results = append(q.results, alias.FoldedText())
			}
			if v.Kind() == parser.KindSOQLFunction && isAggregate(v.Child(parser.FieldName).FoldedText()) {
				aggregate = true
			}
			q.clause(v, use, ClauseSelect)
		case parser.KindSubquery:
			q.query(item.Child(parser.FieldQuery), RoleChild, object)
		case parser.KindTypeofClause:
			q.typeOf(item, use)
		default:
			q.clause(item, use, ClauseSelect)
		}
	}
	return aggregate
}

func isAggregate(function string) bool {
	switch function {
	case "avg", "count", "count_distinct", "grouping", "max", "min", "sum":
		return true
	}
	return false
}

// typeOf reads TYPEOF What WHEN Account THEN Phone ELSE Name END.
func (q *queryResolver) typeOf(n parser.Node, use int) {
	for c := range n.Children() {
		switch c.Field() {
		case parser.FieldWhen:
			name := c.Child(parser.FieldType)
			when := q.use(RoleTypeOf, q.r.object(name.FoldedText(), name.Text()), name)
			for f := range c.ChildrenBy(parser.FieldField) {
				q.clause(f, when, ClauseSelect)
			}
		case parser.FieldElse, parser.FieldValue:
			q.clause(c, use, ClauseSelect)
		}
	}
}

// clause notes the fields that a part of a query names, and resolves what is
// bound into it.
func (q *queryResolver) clause(n parser.Node, use int, clause FieldClause) {
	switch n.Kind() {
	case parser.KindFieldName:
		q.field(n, use, clause)
	case parser.KindBindExpression:
		q.r.expr(n)
	case parser.KindSubquery:
		q.query(n.Child(parser.FieldQuery), RoleSemiJoin, TypeUnknown)
	case parser.KindSOQLFunction:
		if n.Child(parser.FieldName).FoldedText() == "fields" {
			q.op.Objects[use].AllFields = true
			return
		}
		q.clause(n.Child(parser.FieldArguments), use, clause)
	case parser.KindDateLiteral:
	default:
		for c := range n.Children() {
			q.clause(c, use, clause)
		}
	}
}

// field notes a field, under the object that a path leads to.
func (q *queryResolver) field(n parser.Node, use int, clause FieldClause) {
	path := foldedPath(n)
	for _, alias := range q.aliases {
		if rest, ok := strings.CutPrefix(path, alias+"."); ok {
			path = rest
			break
		}
	}
	if clause >= ClauseHaving && slices.Contains(q.results, path) {
		return
	}
	dot := strings.LastIndexByte(path, '.')
	if dot < 0 {
		path = stripNamespace(path, q.r.file)
	} else {
		use = q.parent(use, path[:dot], n)
		path = stripNamespace(path[dot+1:], q.r.file)
	}
	o := &q.op.Objects[use]
	o.Fields = append(o.Fields, FieldUse{Name: path, Clause: clause, Node: n})
}

// parent returns the use of the object that a relationship path leads to from
// an object.
func (q *queryResolver) parent(use int, path string, n parser.Node) int {
	object := q.op.Objects[use].Type
	full := q.op.Objects[use].Name + "." + path
	for i := use + 1; i < len(q.op.Objects); i++ {
		if o := &q.op.Objects[i]; o.Role == RoleParent && o.Name == full {
			return i
		}
	}
	for step := range strings.SplitSeq(path, ".") {
		if object == TypeUnknown {
			break
		}
		t := q.r.fieldType(object, step)
		if q.r.table.at(t).Kind != KindSObject || t == TypeSObject {
			t = TypeUnknown
		}
		object = t
	}
	q.op.Objects = append(q.op.Objects, ObjectUse{Role: RoleParent, Type: object, Name: full, Node: n})
	return len(q.op.Objects) - 1
}

// binds resolves the expressions that are bound into a clause without fields.
func (q *queryResolver) binds(n parser.Node) {
	if n.Kind() == parser.KindBindExpression {
		q.r.expr(n)
		return
	}
	for c := range n.Children() {
		q.binds(c)
	}
}

// mode reads WITH USER_MODE and the like.
func (q *queryResolver) mode(with parser.Node) {
	word := with.Child(parser.FieldMode)
	switch word.FoldedText() {
	case "user_mode":
		q.op.setMode(ModeUser, ModeFromSyntax, word)
	case "system_mode":
		q.op.setMode(ModeSystem, ModeFromSyntax, word)
	case "security_enforced":
		q.op.setMode(ModeSecurityEnforced, ModeFromSyntax, word)
	}
}
