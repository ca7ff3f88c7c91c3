package migrate

import (
	"regexp"

	"github.com/apexvet/apexvet/dataflow/ir"
	"github.com/apexvet/apexvet/dataflow/strings"
	"github.com/apexvet/apexvet/semantics"
)

var (
	modeClause   = regexp.MustCompile(`(?i)\bwith\s+(user_mode|system_mode|security_enforced)\b`)
	enforcedWord = regexp.MustCompile(`(?i)\bsecurity_enforced\b`)
	quotedText   = regexp.MustCompile(`'(?:[^'\\]|\\.)*'`)
)

var clauseModes = map[string]semantics.Mode{
	"user_mode":         semantics.ModeUser,
	"system_mode":       semantics.ModeSystem,
	"security_enforced": semantics.ModeSecurityEnforced,
}

// hole stands for a part of a text that is not known. No word contains it.
const hole = 0

// queryText is what the text of a dynamic query or search says of its mode.
type queryText struct {
	// mode is what all that the text can be says, ModeUnknown if some of it says none or another.
	mode semantics.Mode
	// enforces says that some of it says WITH SECURITY_ENFORCED.
	enforces bool
	// said is the literal in which it says so, zero if that is not known.
	said ir.Ref
	// open says that parts of the text are not known, in which a mode may hide.
	open bool
}

func readText(v strings.Value) queryText {
	q := queryText{open: len(v.Templates) == 0}
	for i, t := range v.Templates {
		var text []byte
		for _, p := range t {
			switch p.Kind {
			case strings.Constant:
				text = append(text, p.Text...)
				if q.said.Node == 0 && enforcedWord.MatchString(p.Text) {
					q.said = p.Origin
				}
			case strings.NonText:
				text = append(text, '0')
			default:
				q.open = true
				text = append(text, hole)
			}
		}
		said := semantics.ModeUnknown
		if found := modeClause.FindSubmatch(quotedText.ReplaceAll(text, []byte("''"))); found != nil {
			said = clauseModes[fold(string(found[1]))]
		}
		q.enforces = q.enforces || said == semantics.ModeSecurityEnforced
		if i == 0 {
			q.mode = said
		} else if q.mode != said {
			q.mode = semantics.ModeUnknown
		}
	}
	return q
}
