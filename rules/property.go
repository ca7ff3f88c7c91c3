package rules

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// A PropertySpec declares one property of a rule. Its type is the type of Default: string, bool, int or []string.
// Properties that PMD's rule of the same name has bear the same name here.
type PropertySpec struct {
	Name        string
	Default     any
	Description string
	// Allowed lists the values that a string property, or each element of a list, may have. Empty means any.
	Allowed []string
}

// PropertyType is what a property may hold.
type PropertyType interface {
	string | bool | int | []string
}

// Type names the property's type as users see it.
func (p PropertySpec) Type() string {
	switch p.Default.(type) {
	case string:
		return "string"
	case bool:
		return "boolean"
	case int:
		return "integer"
	case []string:
		return "list"
	}
	return ""
}

// Parse reads a value as users write it: lists are separated by commas.
func (p PropertySpec) Parse(text string) (any, error) {
	switch p.Default.(type) {
	case bool:
		b, err := strconv.ParseBool(text)
		if err != nil {
			return nil, fmt.Errorf("%q is not a boolean: use true or false", text)
		}
		return b, nil
	case int:
		n, err := strconv.Atoi(text)
		if err != nil {
			return nil, fmt.Errorf("%q is not an integer", text)
		}
		return n, nil
	case []string:
		list := []string{}
		for piece := range strings.SplitSeq(text, ",") {
			if piece = strings.TrimSpace(piece); piece != "" {
				list = append(list, piece)
			}
		}
		return list, p.allow(list...)
	}
	return text, p.allow(text)
}

func (p PropertySpec) allow(values ...string) error {
	if len(p.Allowed) == 0 {
		return nil
	}
	for _, v := range values {
		if !slices.Contains(p.Allowed, v) {
			return fmt.Errorf("%q is not allowed: use %s", v, strings.Join(p.Allowed, ", "))
		}
	}
	return nil
}

// Settings holds the values users set: rule name to property name to value. Properties not in it have their default.
type Settings map[string]map[string]any

// With returns settings that also hold this value; the receiver does not change.
func (s Settings) With(rule, property string, value any) Settings {
	out := maps.Clone(s)
	if out == nil {
		out = Settings{}
	}
	values := maps.Clone(out[rule])
	if values == nil {
		values = map[string]any{}
	}
	values[property] = value
	out[rule] = values
	return out
}

// Values are the values of one rule's properties, defaults included.
type Values struct {
	rule     *Rule
	settings Settings
}

// Of returns the values of a rule's properties.
func (s Settings) Of(r *Rule) Values { return Values{r, s} }

// Get returns the value of a property. Reading what the rule does not declare, or as another type, is a fault of the
// rule and panics.
func Get[T PropertyType](v Values, name string) T {
	i := slices.IndexFunc(v.rule.Properties, func(p PropertySpec) bool { return p.Name == name })
	if i < 0 {
		panic(fmt.Sprintf("rule %s reads property %q, which it does not declare", v.rule.Name, name))
	}
	value, ok := v.settings[v.rule.Name][name]
	if !ok {
		value = v.rule.Properties[i].Default
	}
	typed, ok := value.(T)
	if !ok {
		panic(fmt.Sprintf("rule %s reads property %q as %T, which is a %T", v.rule.Name, name, typed, value))
	}
	return typed
}

// Property reads a property of the rule that the pass runs, as [Get] does.
func Property[T PropertyType](pass *analysis.Pass, name string) T {
	c := contextOf(pass)
	return Get[T](c.Settings.Of(c.Rule), name)
}
