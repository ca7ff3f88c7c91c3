package visualforce

import (
	"strings"

	"github.com/apexvet/apexvet/markup"
)

// escapers are the functions that make a value harmless in a context. That JSENCODE is accepted outside of quotes too is
// PMD's judgement, which people rely on.
var escapers = map[context]map[string]bool{
	inRawHTML:  set("HTMLENCODE", "JSINHTMLENCODE", "URLENCODE"),
	inScript:   set("JSENCODE", "JSINHTMLENCODE", "URLENCODE"),
	inHandler:  set("JSENCODE", "JSINHTMLENCODE", "URLENCODE", "HTMLENCODE"),
	inAddress:  set("URLENCODE"),
	inStyle:    set("JSENCODE", "JSINHTMLENCODE", "URLENCODE", "HTMLENCODE"),
	inStyleURL: set("URLENCODE", "JSINHTMLENCODE"),
}

func set(names ...string) map[string]bool {
	m := map[string]bool{}
	for _, name := range names {
		m[name] = true
	}
	return m
}

// harmless are functions whose result is no free text: Booleans, numbers, dates, ids, values that an administrator chose.
var harmless = set("NOT", "ISBLANK", "ISNULL", "BEGINS", "CONTAINS", "INCLUDES", "ISPICKVAL", "AND", "OR", "ISNUMBER", "REGEX", "ISCHANGED", "ISNEW", "ISCLONE",
	"LEN", "FIND", "VALUE", "NOW", "TODAY", "TIMENOW", "YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "WEEKDAY", "DATE", "DATEVALUE", "DATETIMEVALUE",
	"TIMEVALUE", "ADDMONTHS", "ROUND", "MROUND", "FLOOR", "MFLOOR", "CEILING", "MCEILING", "ABS", "MAX", "MIN", "MOD", "SQRT", "EXP", "LN", "LOG",
	"CASESAFEID", "TEXT", "GETSESSIONID", "CURRENCYRATE", "DISTANCE", "GEOLOCATION", "LINKTO")

// globals are global variables whose values administrators and developers decide on.
var globals = set("$ACTION", "$API", "$ASSET", "$COMPONENT", "$CUSTOMMETADATA", "$FIELDSET", "$LABEL", "$MESSAGECHANNEL", "$NETWORK", "$OBJECTTYPE",
	"$ORGANIZATION", "$PAGE", "$PERMISSION", "$PROFILE", "$REMOTEACTION", "$RESOURCE", "$SETUP", "$SITE", "$SYSTEM", "$USERROLE")

// harmlessOfUser are the fields of the user that hold ids and choices from lists.
var harmlessOfUser = set("ID", "PROFILEID", "USERROLEID", "CONTACTID", "ACCOUNTID", "UITHEME", "UITHEMEDISPLAYED", "USERTYPE", "LANGUAGELOCALEKEY",
	"LOCALESIDKEY", "TIMEZONESIDKEY", "EMAILENCODINGKEY", "ISACTIVE", "FEDERATIONIDENTIFIER")

// unescaped returns the part of a formula whose value may hold markup or script and reaches the output without one of the
// functions; nil if there is none.
func (s *scope) unescaped(f *markup.Formula, escape map[string]bool) *markup.Formula {
	switch f.Kind {
	case markup.Literal, markup.Unary:
		return nil
	case markup.Name, markup.Member, markup.Index:
		if s.isHarmless(f) {
			return nil
		}
		return f
	case markup.Binary:
		if f.Text != "+" && f.Text != "&" {
			return nil
		}
		return s.firstUnescaped(f.Args, escape)
	case markup.Choice:
		return s.firstUnescaped(f.Args[1:], escape)
	case markup.Call:
		return s.unescapedCall(f, escape)
	}
	return s.firstUnescaped(f.Args, escape)
}

func (s *scope) firstUnescaped(list []*markup.Formula, escape map[string]bool) *markup.Formula {
	for _, f := range list {
		if part := s.unescaped(f, escape); part != nil {
			return part
		}
	}
	return nil
}

func (s *scope) unescapedCall(f *markup.Formula, escape map[string]bool) *markup.Formula {
	function, args := f.Function(), f.Arguments()
	switch {
	case escape[function], harmless[function]:
		return nil
	case len(args) == 0:
		return f
	}
	switch function {
	case "IF":
		return s.firstUnescaped(args[1:], escape)
	case "CASE":
		var results []*markup.Formula
		for i := 2; i < len(args); i += 2 {
			results = append(results, args[i])
		}
		if len(args)%2 == 0 {
			results = append(results, args[len(args)-1])
		}
		return s.firstUnescaped(results, escape)
	case "URLFOR":
		return s.firstUnescaped(args[:1], escape) // it encodes the parameters
	case "HTMLENCODE", "JSENCODE", "JSINHTMLENCODE", "URLENCODE", "BLANKVALUE", "NULLVALUE", "LEFT", "RIGHT", "MID", "TRIM", "UPPER", "LOWER",
		"LPAD", "RPAD", "SUBSTITUTE", "HYPERLINK", "IMAGE", "BR", "INITCAP", "REVERSE", "GETRECORDIDS":
		return s.firstUnescaped(args, escape)
	}
	return f
}

// isHarmless reports whether a variable or field holds no free text.
func (s *scope) isHarmless(f *markup.Formula) bool {
	path := f.Path()
	if path == nil {
		return false
	}
	first, last := strings.ToUpper(path[0]), strings.ToUpper(path[len(path)-1])
	switch {
	case globals[first]:
		return true
	case first == "$USER":
		return len(path) > 1 && harmlessOfUser[last]
	case first == "$CURRENTPAGE":
		return len(path) == 2 && last == "NAME"
	case strings.HasPrefix(first, "$"):
		return false
	case last == "ID" || last == "SIZE" || len(path) > 1 && harmlessFields[last]:
		return true
	}
	return s.typeOf(path).CannotCarryText()
}

// harmlessFields are standard fields of records that hold ids, numbers, dates and Booleans.
var harmlessFields = set("ACCOUNTID", "AMOUNT", "ANNUALREVENUE", "CASENUMBER", "CLOSEDATE", "CONTACTID", "CREATEDBYID", "CREATEDDATE", "ISACTIVE", "ISCLOSED",
	"ISCONVERTED", "ISDELETED", "ISWON", "LASTACTIVITYDATE", "LASTMODIFIEDBYID", "LASTMODIFIEDDATE", "NUMBEROFEMPLOYEES", "OWNERID", "PARENTID", "PROBABILITY",
	"PROFILEID", "QUANTITY", "RECORDTYPEID", "SYSTEMMODSTAMP", "TOTALPRICE", "UNITPRICE", "WHATID", "WHOID")

// unescapedAddress returns the part that begins an address and may be a script; nil if the address begins with a text.
func (s *scope) unescapedAddress(f *markup.Formula) *markup.Formula {
	switch {
	case f.Kind == markup.Literal, isOwn(f):
		return nil
	case f.Kind == markup.Binary && (f.Text == "+" || f.Text == "&"):
		for _, arg := range f.Args {
			if arg.Kind != markup.Literal || strings.TrimSpace(arg.Text) != "" {
				return s.unescapedAddress(arg)
			}
		}
		return nil
	case f.Function() == "IF" && len(f.Arguments()) > 1, f.Kind == markup.Choice:
		for _, branch := range f.Args[len(f.Args)-2:] {
			if part := s.unescapedAddress(branch); part != nil {
				return part
			}
		}
		return nil
	}
	return s.unescaped(f, escapers[inAddress])
}

// encodedOnly reports whether a formula in a script was encoded for HTML: quotes are, backslashes and line ends are not.
func (s *scope) encodedOnly(f *markup.Formula) bool {
	return s.unescaped(f, escapers[inHandler]) == nil
}

// comesFromRequest reports whether the part is what the address of the page says, so that a link decides on it.
func comesFromRequest(part *markup.Formula) bool {
	path := part.Path()
	return len(path) > 1 && strings.EqualFold(path[0], "$CurrentPage") && (strings.EqualFold(path[1], "parameters") || strings.EqualFold(path[1], "url"))
}
