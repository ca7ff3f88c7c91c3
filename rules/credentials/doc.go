// Package credentials has the rules about secrets in source code.
//
// All four share one search, which runs once per file: it lists what holds a literal (fields, variables, assignments) and
// where text goes as a credential (headers, bodies, URLs, passwords, keys), judges the text, and gives each secret to one
// rule: the one about what holds it, or the one about requests where nothing does.
//
// The value decides, and where it goes; a name is a hint, and alone never more than one of low confidence. No message
// contains a secret, and the ranges of secrets are redacted in every output.
package credentials
