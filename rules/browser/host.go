package browser

import (
	"strings"

	"github.com/apexvet/apexvet/metadata"
)

// isOff reports whether a Boolean child says false. Where it is missing, or nil, it does not.
func isOff(e *metadata.Element, name string) bool {
	child := e.Child(name)
	return child != nil && !child.Nil() && child.Value() != "" && !child.Bool()
}

// wildcardDomain returns what follows the wildcard in the host of a URL or pattern, with or without a scheme; empty for a
// lone wildcard, and false where the host has none.
func wildcardDomain(pattern string) (domain string, ok bool) {
	host := hostOf(pattern)
	if host == "*" {
		return "", true
	}
	return strings.CutPrefix(host, "*.")
}

// hostOf returns the host of a URL or pattern in lower case, without its port.
func hostOf(pattern string) string {
	if _, after, ok := strings.Cut(pattern, "://"); ok {
		pattern = after
	}
	if end := strings.IndexAny(pattern, "/?#"); end >= 0 {
		pattern = pattern[:end]
	}
	if colon := strings.LastIndexByte(pattern, ':'); colon >= 0 && !strings.HasSuffix(pattern, "]") {
		pattern = pattern[:colon]
	}
	return strings.ToLower(pattern)
}

// salesforceDomains are domains that Salesforce serves pages and services from.
var salesforceDomains = []string{
	"salesforce.com", "force.com", "site.com", "salesforce-scrt.com", "salesforce-sites.com", "salesforce-experience.com",
	"visualforce.com", "documentforce.com", "sfdcstatic.com", "salesforceliveagent.com", "salesforce-setup.com", "cloudforce.com", "trailblazer.me",
}

func isSalesforceHost(host string) bool {
	for _, domain := range salesforceDomains {
		if host == domain || strings.HasSuffix(host, "."+domain) {
			return true
		}
	}
	return false
}
