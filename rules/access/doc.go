// Package access has the rules about permissions: what the running user may do
// with objects, and which records sharing lets through.
//
// The rules ask the data flow what is proven of each database operation, and
// decide only how bad what is missing is and how to say it.
package access
