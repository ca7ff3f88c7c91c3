// Package permissions has the rules about who may do what: permissions of profiles and permission sets, what guests reach,
// sharing, and addresses from which people log in.
//
// A profile or permission set has one finding per fault, which lists the permissions; the others are notes.
package permissions
