package transport

import (
	"testing"

	"github.com/apexvet/apexvet/rules/internal/trace"
)

func read(t *testing.T, url string) endpoint {
	t.Helper()
	e, ok := readEndpoint(trace.Text{String: url})
	if !ok {
		t.Errorf("%q is not http", url)
	}
	return e
}

func TestLoopback(t *testing.T) {
	for _, url := range []string{
		"http://localhost", "http://localhost/", "HTTP://LocalHost:8080?x", "http://localhost#x", "http://localhost:/" + trace.Hole,
		"http://127.0.0.1:80/cb", "http://127.9.9.9", "http://[::1]", "http://[::1]:8080/" + trace.Hole, "http://u:p@localhost/",
	} {
		if !read(t, url).isLoopback() {
			t.Errorf("%q is no loopback", url)
		}
	}
	for _, url := range []string{
		"http://localhost" + trace.Hole, "http://localhost:80" + trace.Hole, "http://localhost.example.com", "http://localhost@example.com",
		"http://localhost:80@example.com/", "http://127.0.0.1.example.com", "http://127.1.example.com/", "http://" + trace.Hole + "localhost/",
		"http://[::2]/", "http://localhost:80:80/", "http:", "http://", "http:" + trace.Hole, "http://localhost%2eexample.com/",
	} {
		if read(t, url).isLoopback() {
			t.Errorf("%q is a loopback", url)
		}
	}
}

func TestPrivate(t *testing.T) {
	for _, url := range []string{"http://10.0.0.1", "http://192.168.1.9:8080/x", "http://172.16.0.1/", "http://printer.local/", "http://erp/api", "http://a.internal"} {
		if !read(t, url).isPrivate() {
			t.Errorf("%q is not private", url)
		}
	}
	for _, url := range []string{"http://8.8.8.8/", "http://172.32.0.1/", "http://example.com", "http://10.0.0.1.example.com/", "http://erp" + trace.Hole, "http://"} {
		if read(t, url).isPrivate() {
			t.Errorf("%q is private", url)
		}
	}
}

func TestNameHidesPasswords(t *testing.T) {
	tests := map[string]string{
		"http://robot:s3cr3t@Example.com/x":      "http://example.com",
		"http://robot:s3cr3t" + trace.Hole:       "http://robot... (the host goes on with computed text)",
		"http://example.com:8080" + trace.Hole:   "http://example.com:8080... (the host goes on with computed text)",
		"http://" + trace.Hole + "/x":            "a computed host over http",
		"http://a:b@example.com:80/x?key=s3cr3t": "http://example.com:80",
	}
	for url, want := range tests {
		if got := read(t, url).name(); got != want {
			t.Errorf("the name of %q is %q, want %q", url, got, want)
		}
	}
}

func TestOtherSchemes(t *testing.T) {
	for _, url := range []string{"", "https://example.com", "callout:X", trace.Hole + "http://example.com", "httpx:", "http" + trace.Hole} {
		if _, ok := readEndpoint(trace.Text{String: url}); ok {
			t.Errorf("%q is taken for http", url)
		}
	}
}
