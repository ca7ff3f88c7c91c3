package semantics

import "strings"

// NameID is a folded name that some class of the project declares. Zero is any
// other name.
type NameID uint32

// nameTable interns the names of members. It is complete before bodies are
// resolved and read-only then.
type nameTable struct {
	ids   map[string]NameID
	texts []string
}

func (t *nameTable) intern(folded string) NameID {
	if id, ok := t.ids[folded]; ok {
		return id
	}
	t.texts = append(t.texts, folded)
	id := NameID(len(t.texts))
	t.ids[folded] = id
	return id
}

func (t *nameTable) lookup(folded string) NameID { return t.ids[folded] }

// lower folds a name as Apex does: ASCII letters only.
func lower(s string) string {
	for i := range len(s) {
		if c := s[i]; 'A' <= c && c <= 'Z' {
			return strings.ToLower(s)
		}
	}
	return s
}
