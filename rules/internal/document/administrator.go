package document

import "strings"

// IsAdministrator reports whether a user name or profile is called like an administrator's: admin@example.com,
// sysadmin.prod@example.com, System Administrator. It is a name, and no proof.
func IsAdministrator(name string) bool {
	name, _, _ = strings.Cut(strings.ToLower(name), "@")
	for word := range strings.FieldsFuncSeq(name, func(c rune) bool { return c < 'a' || c > 'z' }) {
		switch word {
		case "admin", "administrator", "sysadmin", "superuser", "root", "sfadmin", "sfdcadmin":
			return true
		}
	}
	return false
}
