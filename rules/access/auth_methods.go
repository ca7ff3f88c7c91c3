package access

import (
	"fmt"
	"regexp"

	"github.com/apexvet/apexvet/dataflow"
	"github.com/apexvet/apexvet/dataflow/must"
	"github.com/apexvet/apexvet/rules"
)

// authMethods are the operations for which projects can name authorisation methods, with the permission they check.
// PMD's rule has the same properties.
var authMethods = [...]struct {
	name string
	perm must.Perm
}{
	{"create", must.Create},
	{"read", must.Read},
	{"update", must.Update},
	{"delete", must.Delete},
	{"undelete", must.Undelete},
	{"merge", must.Merge},
}

func authMethodProperties() []rules.PropertySpec {
	var list []rules.PropertySpec
	for _, m := range authMethods {
		list = append(list,
			rules.PropertySpec{
				Name: m.name + "AuthMethodPattern", Default: "",
				Description: "Regular expression for the whole names, class included, of methods that check the permission to " + m.name + " records.",
			},
			rules.PropertySpec{
				Name: m.name + "AuthMethodTypeParamIndex", Default: 0,
				Description: "Index, from 0, of the argument of these methods that names the object.",
			})
	}
	return list
}

// configureAuthMethods tells the data flow which methods the properties name. Patterns that are no regular expressions
// are left to [checkAuthMethods].
func configureAuthMethods(values rules.Values, opts *dataflow.Options) {
	for _, m := range authMethods {
		pattern, err := compileAuthMethod(rules.Get[string](values, m.name+"AuthMethodPattern"))
		if err != nil || pattern == nil {
			continue
		}
		opts.Checks = append(opts.Checks, must.Check{
			Pattern:   pattern,
			Perms:     []must.Perm{m.perm},
			TypeParam: rules.Get[int](values, m.name+"AuthMethodTypeParamIndex"),
		})
	}
}

// checkAuthMethods returns what is wrong with the patterns among the properties.
func checkAuthMethods(property func(name string) string) error {
	for _, m := range authMethods {
		name := m.name + "AuthMethodPattern"
		if _, err := compileAuthMethod(property(name)); err != nil {
			return fmt.Errorf("property %s: %w", name, err)
		}
	}
	return nil
}

// compileAuthMethod compiles a pattern for whole names in any case; nil for an empty one.
func compileAuthMethod(pattern string) (*regexp.Regexp, error) {
	if pattern == "" {
		return nil, nil
	}
	return regexp.Compile(`(?i)^(?:` + pattern + `)$`)
}
