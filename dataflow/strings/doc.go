// Package strings computes what text the values of a body can hold.
//
// A Value is up to MaxTemplates alternatives of up to MaxPieces pieces each. A
// piece is constant text, with the literal it comes from, or a hole, with the
// expression that fills it. Where there are more alternatives, or in loops, what
// remains is the common prefix and suffix around a hole of kind HoleRest.
//
// A body is evaluated once, in the order of its blocks, with its parameters as
// holes. Calls take the result of the callee with the arguments filled in; fields
// take what the file assigns to them. Holes of parameters are filled from the
// callers only when somebody asks, and only when all callers are known.
//
// Everything here is a may-analysis: a value is what the text can be, assuming
// that code outside of the project's view does not assign fields.
package strings
