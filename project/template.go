package project

import "bytes"

// PlaceholderPrefix begins every identifier that stands in a syntax tree for a template token. The token
// %%%NAMESPACE%%%, which a build replaces by "ns__" or by nothing, becomes a namespace prefix of the same length, so that
// %%%NAMESPACE%%%Item__c reads as a name with a namespace.
const PlaceholderPrefix = "nnnNAMESPACE"

var tokenMark = []byte("%%%")

// fillTemplate returns a text of the same length in which identifiers stand in place of the tokens about namespaces that
// CumulusCI and its like replace at build time. It returns text itself, and -1, where there are none; else the offset of
// the first.
func fillTemplate(text []byte) (filled []byte, first int) {
	filled, first = text, -1
	for pos := 0; ; {
		open := bytes.Index(text[pos:], tokenMark)
		if open < 0 {
			return filled, first
		}
		open += pos
		end := open + len(tokenMark)
		for end < len(text) && (text[end] == '_' || 'A' <= text[end] && text[end] <= 'Z') {
			end++
		}
		name := text[open+len(tokenMark) : end]
		if !bytes.HasPrefix(text[end:], tokenMark) || !bytes.Contains(name, []byte("NAMESPACE")) {
			pos = open + 1
			continue
		}
		if first < 0 {
			first = open
			filled = bytes.Clone(text)
		}
		fill := filled[open : end+len(tokenMark)]
		copy(fill, "nnn")
		switch tail := fill[len(fill)-len(tokenMark):]; string(name) {
		case "NAMESPACE":
			copy(tail, "n__")
		case "NAMESPACE_DOT":
			copy(tail, "nn.")
		default:
			copy(tail, "nnn")
		}
		pos = end + len(tokenMark)
	}
}
