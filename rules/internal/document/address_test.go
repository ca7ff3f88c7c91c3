package document

import (
	"strings"
	"testing"

	"github.com/apexvet/apexvet/metadata"
)

func addressOf(t *testing.T, url string) Address {
	t.Helper()
	doc, err := metadata.Parse([]byte("<a>" + strings.NewReplacer("&", "&amp;").Replace(url) + "</a>"))
	if err != nil {
		t.Fatal(err)
	}
	return ReadAddress(doc.Root.Content())
}

func TestLoopback(t *testing.T) {
	for _, url := range []string{
		"http://localhost", "http://localhost/", "http://localhost:1717/OauthRedirect", "HTTP://LocalHost:8080?x=1",
		"http://localhost#x", "http://localhost:", "http://127.0.0.1:80/cb", "http://127.9.9.9", "http://[::1]", "http://[::1]:8080/cb",
	} {
		if a := addressOf(t, url); !a.IsLoopback() || a.Scheme != "http" {
			t.Errorf("%s is no loopback address", url)
		}
	}
	for _, url := range []string{
		"http://localhost.example.com", "http://localhost.", "http://localhost:80.example.com", "http://localhost@example.com",
		"http://localhost:80@example.com/", "http://example.com@localhost", `http://localhost\@example.com`, `http:\\localhost`,
		"http:localhost", "http:///localhost", "http://local%68ost", "http://127.0.0.1.example.com", "http://127.1", "http://127.0.0.1@example.com",
		"http://0177.0.0.1", "http://[::1].example.com", "http://[::2]", "http://::1", "http://128.0.0.1", "http://0.0.0.0", "http://",
		"http://example.com/localhost", "http://example.com?http://localhost", "http://[::1", "localhost", "",
	} {
		if a := addressOf(t, url); a.IsLoopback() {
			t.Errorf("%s is taken for a loopback address", url)
		}
	}
}

func TestOrigin(t *testing.T) {
	for url, want := range map[string]string{
		"http://example.com/a?b#c":              "http://example.com",
		"HTTP://Example.com:8080":               "http://Example.com:8080",
		"http://user:s3cret@example.com/a":      "http://example.com",
		"http://user:p@ss@example.com?x=1&y=2":  "http://example.com",
		"http://[2001:db8::1]:80/":              "http://[2001:db8::1]:80",
		"http://example.com and something else": "http://example.com",
	} {
		if got := addressOf(t, url).Origin(); got != want {
			t.Errorf("the origin of %s is %s, want %s", url, got, want)
		}
	}
	if _, ok := addressOf(t, "http://203.0.113.46:7070").IP(); !ok {
		t.Error("a raw IP address is not recognised")
	}
}
