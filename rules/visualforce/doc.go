// Package visualforce has the rules about Visualforce pages and components: what is written into a page without escaping,
// requests that other sites can forge, session ids, secrets, and scripts and styles from elsewhere.
//
// A page is read as markup with formulas. Each expression stands in a context (text, attribute, script, style, address), and
// each context has functions that escape for it.
package visualforce
