package transport

import (
	"net/netip"
	"strings"

	"github.com/apexvet/apexvet/rules/internal/trace"
)

// An endpoint is an http URL as far as its text is known.
type endpoint struct {
	// authority is what is known of it, in lower case, without user name and password.
	authority string
	// complete says that the authority ends in known text, so that nothing unknown can change the host.
	complete bool
}

const scheme = "http:"

// readEndpoint reads a URL; ok is false if its scheme is not certainly http.
func readEndpoint(t trace.Text) (e endpoint, ok bool) {
	url := strings.TrimLeft(t.String, " \t\r\n")
	if len(url) < len(scheme) || !strings.EqualFold(url[:len(scheme)], scheme) {
		return e, false
	}
	rest := strings.TrimLeft(url[len(scheme):], `/\`)
	end := strings.IndexAny(rest, `/?#\`+trace.Hole)
	e.complete = end < 0 || rest[end:end+1] != trace.Hole
	if end >= 0 {
		rest = rest[:end]
	}
	e.authority = strings.ToLower(rest[strings.LastIndexByte(rest, '@')+1:])
	return e, true
}

// host is the authority without the port; empty if it is not known to its end or is not written plainly.
func (e endpoint) host() string {
	if !e.complete {
		return ""
	}
	end := strings.LastIndexByte(e.authority, ':')
	if bracket := strings.LastIndexByte(e.authority, ']'); end < bracket || end < 0 {
		end = len(e.authority)
	}
	if strings.Trim(strings.TrimPrefix(e.authority[end:], ":"), "0123456789") != "" || strings.ContainsAny(e.authority, "% \t") {
		return ""
	}
	return e.authority[:end]
}

func (e endpoint) ip() (netip.Addr, bool) {
	host := e.host()
	if strings.HasPrefix(host, "[") {
		host = strings.Trim(host, "[]")
	} else if strings.Contains(host, ":") {
		return netip.Addr{}, false
	}
	ip, err := netip.ParseAddr(host)
	return ip, err == nil
}

// isLoopback reports whether the endpoint can only be the machine itself.
func (e endpoint) isLoopback() bool {
	ip, ok := e.ip()
	return ok && ip.IsLoopback() || e.host() == "localhost"
}

// isPrivate reports whether the host is one of a private network: by its address, or by a name that no public server has.
func (e endpoint) isPrivate() bool {
	if ip, ok := e.ip(); ok {
		return ip.IsPrivate() || ip.IsLinkLocalUnicast()
	}
	host := e.host()
	for _, suffix := range []string{".local", ".internal", ".intranet", ".lan", ".corp", ".home.arpa"} {
		if strings.HasSuffix(host, suffix) {
			return true
		}
	}
	return host != "" && !strings.ContainsAny(host, ".:[")
}

// name names the endpoint for a message: what is known of the host, without anything that may be a password.
func (e endpoint) name() string {
	if e.complete && e.authority != "" {
		return "http://" + e.authority
	}
	known := e.authority
	if host, port, found := strings.Cut(known, ":"); found && strings.Trim(port, "0123456789") != "" {
		known = host
	}
	if known == "" {
		return "a computed host over http"
	}
	return "http://" + known + "... (the host goes on with computed text)"
}
