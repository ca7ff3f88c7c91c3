// Package transport has the rules about the way of callouts: where they go and what protects them.
//
// An endpoint or a header is judged by the text that reaches HttpRequest, wherever the literal stands; a URL that goes
// nowhere, such as an XML namespace, is none of these rules' business.
package transport
