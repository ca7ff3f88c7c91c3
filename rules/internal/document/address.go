package document

import (
	"net/netip"
	"strings"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/secret"
)

// An Address is a URL as far as these rules judge it. It is read for what it may be taken for, not for what a standard
// says of it: where readers of URLs differ, it is never taken for harmless.
type Address struct {
	content   metadata.Content
	Scheme    string // in lower case
	authority string // between "//" and the path: may hold user names, a port and whatever else was written
	at        int    // offset of the authority in content.Text
	odd       bool   // written in a way that readers of URLs understand differently
}

// ReadAddress takes a URL apart. What has no scheme has an empty one.
func ReadAddress(content metadata.Content) Address {
	a := Address{content: content}
	colon := strings.IndexByte(content.Text, ':')
	if colon < 0 {
		return a
	}
	a.Scheme = strings.ToLower(content.Text[:colon])
	rest := content.Text[colon+1:]
	trimmed := strings.TrimLeft(rest, `/\`)
	slashes := rest[:len(rest)-len(trimmed)]
	a.at = colon + 1 + len(slashes)
	if end := strings.IndexAny(trimmed, "/?# \t\r\n"); end >= 0 {
		trimmed = trimmed[:end]
	}
	a.authority = trimmed
	a.odd = slashes != "//" || strings.ContainsAny(trimmed, `@\%`)
	return a
}

// UserInfo returns the range in content.Text of a user name and password before the host, empty if there is none.
func (a Address) UserInfo() (from, to int) {
	return a.at, a.at + strings.LastIndexByte(a.authority, '@') + 1
}

// Origin is the URL without user names, path and query, which may hold secrets.
func (a Address) Origin() string {
	return a.Scheme + "://" + a.authority[strings.LastIndexByte(a.authority, '@')+1:]
}

// Host returns the host in lower case if the authority is a host and perhaps a port; the empty string where it is more,
// or is not written plainly.
func (a Address) Host() string {
	end := strings.LastIndexByte(a.authority, ':')
	if bracket := strings.LastIndexByte(a.authority, ']'); end < bracket || end < 0 {
		end = len(a.authority)
	}
	host, port := a.authority[:end], strings.TrimPrefix(a.authority[end:], ":")
	if a.odd || strings.Trim(port, "0123456789") != "" {
		return ""
	}
	return strings.ToLower(host)
}

// IP returns the IP Address that the host is written as.
func (a Address) IP() (netip.Addr, bool) {
	host := a.Host()
	if bracketed := strings.HasPrefix(host, "[") && strings.HasSuffix(host, "]"); bracketed {
		host = host[1 : len(host)-1]
	} else if strings.Contains(host, ":") {
		return netip.Addr{}, false
	}
	ip, err := netip.ParseAddr(host)
	return ip, err == nil
}

// IsLoopback reports whether the URL can only mean the machine on which it is opened.
func (a Address) IsLoopback() bool {
	if a.Host() == "localhost" {
		return true
	}
	ip, ok := a.IP()
	return ok && ip.IsLoopback()
}

// Finding makes a finding for the whole URL. What in it is a password or key is kept out of every output.
func (a Address) Finding(f *project.File, variant string, args ...any) rules.Finding {
	start, end := a.content.Source(0, len(a.content.Text))
	finding := rules.At(f, start, end, variant, args...)
	redact := func(from, to int) {
		start, end := a.content.Source(from, to)
		finding.Redact = append(finding.Redact, rules.SpanAt(f, start, end))
	}
	if from, to := a.UserInfo(); to > from {
		redact(from, to)
	}
	for _, p := range secret.Pairs(a.content.Text) {
		redact(p.Start, p.End)
	}
	return finding
}
