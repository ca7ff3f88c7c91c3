package rules

// Texts combines what rules say about the texts they look at, for project.Options.Texts; nil if no rule looks at any.
func Texts(list []*Rule) func(path string, text []byte) bool {
	var wanted []func(string, []byte) bool
	for _, r := range list {
		if r.Texts != nil {
			wanted = append(wanted, r.Texts)
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	return func(path string, text []byte) bool {
		for _, wants := range wanted {
			if wants(path, text) {
				return true
			}
		}
		return false
	}
}
