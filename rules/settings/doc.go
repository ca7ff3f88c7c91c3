// Package settings has the rules about settings of the org: passwords, sessions, networks, redirects, monitoring, and
// switches by which an org keeps older, laxer behaviour.
//
// A setting that a file does not mention is no finding: a project often holds a part of the settings only.
package settings
