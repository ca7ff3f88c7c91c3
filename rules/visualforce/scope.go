package visualforce

import (
	"strings"

	"github.com/apexvet/apexvet/markup"
	"github.com/apexvet/apexvet/semantics"
)

// A scope knows the types of what expressions of one page or component name, as far as the project declares them.
type scope struct {
	program     *semantics.Program
	controllers []semantics.ClassID
	// variables are the attributes and variables by folded name. What has two types in one page has none.
	variables map[string]semantics.TypeID
	// at is the element around what is asked about, which decides on iteration variables.
	at *markup.Element
	// depth counts the iteration variables that are being looked up, each in the value of the one before.
	depth int
}

// maxIterations bounds how many iteration variables lead to the type of another.
const maxIterations = 10

func newScope(doc *markup.Document, program *semantics.Program) *scope {
	s := &scope{program: program, variables: map[string]semantics.TypeID{}}
	for e := range doc.Elements() {
		switch {
		case e.Parent() == nil && (e.Is("apex:page") || e.Is("apex:component")):
			s.addControllers(e)
		case e.Is("apex:attribute"):
			s.declare(e.Attr("name").Value(), s.attributeType(e.Attr("type").Value()))
		case e.Is("apex:variable"):
			s.at = e.Parent()
			s.declare(e.Attr("var").Value(), s.typeOfAttr(e.Attr("value")))
		}
	}
	return s
}

// iterated returns the type of an iteration variable: that of the closest element around which declares it.
func (s *scope) iterated(name string) (semantics.TypeID, bool) {
	if s.depth == maxIterations {
		return semantics.TypeUnknown, false
	}
	for e := s.at; e != nil; e = e.Parent() {
		if e.Is("apex:variable") || e.Attr("var") == nil || !strings.EqualFold(e.Attr("var").Value(), name) {
			continue
		}
		inner := s.at
		s.at = e.Parent()
		s.depth++
		id := s.program.ElementType(s.typeOfAttr(e.Attr("value")))
		s.at = inner
		s.depth--
		return id, true
	}
	return semantics.TypeUnknown, false
}

func (s *scope) addControllers(page *markup.Element) {
	names := page.Attr("extensions").Value() + "," + page.Attr("controller").Value()
	for name := range strings.SplitSeq(names, ",") {
		if id := s.program.LookupClass(strings.TrimSpace(name), nil); id != 0 {
			s.controllers = append(s.controllers, id)
		}
	}
}

// attributeTypes are the types of attributes that cannot hold text, as apex:attribute writes them.
var attributeTypes = map[string]semantics.TypeID{
	"boolean": semantics.TypeBoolean, "integer": semantics.TypeInteger, "long": semantics.TypeLong, "double": semantics.TypeDouble,
	"decimal": semantics.TypeDecimal, "id": semantics.TypeRecordID, "date": semantics.TypeDate, "datetime": semantics.TypeDatetime,
}

func (s *scope) attributeType(name string) semantics.TypeID {
	return attributeTypes[strings.ToLower(name)]
}

func (s *scope) declare(name string, id semantics.TypeID) {
	name = strings.ToLower(name)
	if known, ok := s.variables[name]; ok && known != id {
		id = semantics.TypeUnknown
	}
	s.variables[name] = id
}

// typeOfAttr returns the type of an attribute that is one expression.
func (s *scope) typeOfAttr(a *markup.Attr) semantics.TypeID {
	for x := range a.Expressions() {
		return s.typeOfFormula(x.Root)
	}
	return semantics.TypeUnknown
}

// typeOfFormula knows variables, literals, and sums of numbers: the counters of pages.
func (s *scope) typeOfFormula(f *markup.Formula) semantics.TypeID {
	switch {
	case f.Kind == markup.Literal && f.Quoted:
		return semantics.TypeString
	case f.Kind == markup.Literal && (f.Text == "true" || f.Text == "false"):
		return semantics.TypeBoolean
	case f.Kind == markup.Literal && f.Text != "null":
		return semantics.TypeInteger
	case f.Kind == markup.Binary && f.Text == "+":
		for _, arg := range f.Args {
			if !s.typeOfFormula(arg).CannotCarryText() {
				return semantics.TypeUnknown
			}
		}
		return semantics.TypeInteger
	}
	if path := f.Path(); path != nil {
		return s.typeOf(path)
	}
	return semantics.TypeUnknown
}

// typeOf returns the type of a chain of members, TypeUnknown where the project does not say it.
func (s *scope) typeOf(path []string) semantics.TypeID {
	id, ok := s.iterated(path[0])
	if !ok {
		id, ok = s.variables[strings.ToLower(path[0])]
	}
	if !ok {
		for _, controller := range s.controllers {
			if id = s.memberType(controller, path[0]); id != semantics.TypeUnknown {
				break
			}
		}
	}
	for i, name := range path[1:] {
		t := s.program.Type(id)
		switch {
		case t.Class != 0:
			id = s.memberType(t.Class, name)
		case i == len(path)-2 && t.Kind == semantics.KindSObject:
			return s.program.FieldType(id, name)
		case i == len(path)-2:
			return s.program.FieldType(semantics.TypeUnknown, name)
		default:
			id = semantics.TypeUnknown
		}
	}
	return id
}

// isComputed reports whether code of the project makes the value: a property of a controller or of one of its classes, or
// an attribute. What is in it is not seen here, while the field of a record holds what somebody wrote.
func (s *scope) isComputed(part *markup.Formula) bool {
	path := part.Path()
	if len(path) < 2 {
		return true
	}
	last := strings.ToUpper(path[len(path)-1])
	switch holder := s.program.Type(s.typeOf(path[:len(path)-1])); {
	case holder.Class != 0:
		return true
	case holder.Kind == semantics.KindSObject, strings.HasPrefix(path[0], "$"):
		return false
	}
	return !strings.HasSuffix(last, "__C") && !standardTexts[last]
}

// standardTexts are standard fields of records in which people write. Other names that are no custom fields belong to
// classes.
var standardTexts = set("ALIAS", "BILLINGCITY", "BILLINGSTREET", "BODY", "CITY", "COMMENTBODY", "COMMENTS", "COMPANY", "COMPANYNAME", "COMPANYSIGNED", "DEPARTMENT",
	"DESCRIPTION", "EMAIL", "FIRSTNAME", "LASTNAME", "LOCATION", "MAILINGCITY", "MAILINGSTREET", "MIDDLENAME", "NAME", "NEXTSTEP", "PHONE", "SHIPPINGCITY",
	"SHIPPINGSTREET", "STREET", "SUBJECT", "SUPPLIEDCOMPANY", "SUPPLIEDEMAIL", "SUPPLIEDNAME", "TITLE", "USERNAME", "WEBSITE")

// maxAncestors bounds how far up a hierarchy members are looked for.
const maxAncestors = 20

// memberType returns the type of a property, field or getter of a class or one above it.
func (s *scope) memberType(class semantics.ClassID, name string) semantics.TypeID {
	for range maxAncestors {
		if class == 0 {
			break
		}
		c := s.program.Class(class)
		for _, id := range c.Methods {
			if m := s.program.Method(id); len(m.Params) == 0 && strings.EqualFold(m.Name, "get"+name) {
				return m.Return
			}
		}
		for _, id := range c.Fields {
			if f := s.program.Field(id); strings.EqualFold(f.Name, name) {
				return f.Type
			}
		}
		class = c.Super
	}
	return semantics.TypeUnknown
}

// method finds a method without parameters that a page can call by its name.
func (s *scope) method(name string) semantics.MethodID {
	for _, class := range s.controllers {
		for range maxAncestors {
			if class == 0 {
				break
			}
			c := s.program.Class(class)
			for _, id := range c.Methods {
				if m := s.program.Method(id); len(m.Params) == 0 && strings.EqualFold(m.Name, name) {
					return id
				}
			}
			class = c.Super
		}
	}
	return 0
}
