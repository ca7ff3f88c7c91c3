package credentials

import (
	"strings"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/rules/internal/redact"
	"github.com/apexvet/apexvet/rules/internal/request"
	"github.com/apexvet/apexvet/rules/internal/secret"
	"github.com/apexvet/apexvet/rules/internal/trace"
	"github.com/apexvet/apexvet/semantics"
	"github.com/apexvet/apexvet/semantics/platform"
)

// A use is a place where text serves as a credential.
type use struct {
	// as says what the text serves as: "the header X-Api-Key".
	as string
	// inRequest says that it is part of an HTTP request, isKey that it is the key of a cryptographic method.
	inRequest, isKey bool
	// sure is false where the object that takes the text is not known to be a request.
	sure     bool
	argument parser.Node
	text     trace.Text
	// start and end bound the credential in the text.
	start, end int
	secret.Judgement
}

// A sink is a parameter of the platform that takes a credential.
type sink struct {
	argument int
	as       string
	isKey    bool
}

var sinks = sinkTable(map[string]sink{
	"Crypto.encrypt":                     {1, "the key of Crypto.encrypt", true},
	"Crypto.decrypt":                     {1, "the key of Crypto.decrypt", true},
	"Crypto.encryptWithManagedIV":        {1, "the key of Crypto.encryptWithManagedIV", true},
	"Crypto.decryptWithManagedIV":        {1, "the key of Crypto.decryptWithManagedIV", true},
	"Crypto.generateMac":                 {2, "the key of Crypto.generateMac", true},
	"Crypto.verifyHMac":                  {2, "the key of Crypto.verifyHMac", true},
	"Crypto.sign":                        {2, "the private key of Crypto.sign", true},
	"System.setPassword":                 {1, "the password of System.setPassword", false},
	"System.changeOwnPassword":           {1, "the new password of System.changeOwnPassword", false},
	"Site.login":                         {1, "the password of Site.login", false},
	"Site.changePassword":                {0, "the new password of Site.changePassword", false},
	"Site.createExternalUser":            {2, "the password of Site.createExternalUser", false},
	"Site.createPortalUser":              {2, "the password of Site.createPortalUser", false},
	"HttpRequest.setClientCertificate":   {1, "the password of a client certificate", false},
	"Site.createPersonAccountPortalUser": {3, "the password of Site.createPersonAccountPortalUser", false},
})

func sinkTable(byName map[string]sink) map[platform.MemberID]sink {
	table := make(map[platform.MemberID]sink, len(byName))
	for name, s := range byName {
		if m := platform.Member(name); m != 0 {
			table[m] = s
		}
	}
	return table
}

// collectUses finds what the calls of the file use as a credential.
func (s *search) collectUses() {
	for call := range request.Calls(s.file, "setHeader") {
		s.header(call)
	}
	for call := range request.Calls(s.file, "setBody") {
		s.pairs(call, "the request body's ")
	}
	for call := range request.Calls(s.file, "setEndpoint") {
		s.pairs(call, "the URL's ")
	}
	for i := range s.file.Calls {
		c := &s.file.Calls[i]
		if c.Kind != semantics.CallPlatform {
			continue
		}
		if sink, ok := sinks[c.Member]; ok {
			argument := trace.Argument(c.Node, sink.argument)
			for _, text := range s.texts(argument) {
				s.use(use{as: sink.as, isKey: sink.isKey, sure: true, argument: argument, text: text, end: len(text.String)})
			}
		}
	}
}

// header looks at the value of a header that carries a credential.
func (s *search) header(call request.Call) {
	kind, as := secret.OtherHeader, ""
	for _, name := range s.texts(call.Argument(0)) {
		if k := secret.Header(name.String); k > kind && !name.HasHole(0, len(name.String)) {
			kind, as = k, "the header "+strings.TrimSpace(name.String)
		}
	}
	if kind == secret.OtherHeader {
		return
	}
	argument := call.Argument(1)
	for _, text := range s.texts(argument) {
		start := secret.Credential(text.String)
		if len(text.String) >= 5 && strings.EqualFold(text.String[:5], "basic") {
			// The part before the colon is the user's name; in Base64 there is no colon.
			start += strings.IndexByte(text.String[start:], ':') + 1
		}
		s.use(use{
			as: as, inRequest: true, sure: call.Receiver == request.Request, argument: argument,
			text: text, start: start, end: len(text.String),
		})
	}
}

// pairs looks at the secret parameters of a form, a query string, JSON or XML.
func (s *search) pairs(call request.Call, of string) {
	argument := call.Argument(0)
	u := use{inRequest: true, sure: call.Receiver == request.Request, argument: argument}
	for _, text := range s.texts(argument) {
		u.text = text
		for _, pair := range secret.Pairs(text.String) {
			u.as, u.start, u.end = of+pair.Key, pair.Start, pair.End
			if pair.Hint == secret.StrongHint || secret.Judge(text.String[pair.Start:pair.End]).Kind >= secret.Random {
				s.use(u)
			}
		}
		if start, end := redact.UserInfo(text.String); of == "the URL's " && start < end {
			if colon := strings.IndexByte(text.String[start:end], ':'); colon >= 0 {
				u.as, u.start, u.end = "the URL's password", start+colon+1, end
				s.use(u)
			}
		}
	}
}

// use judges the text of a use and keeps it for every literal it comes from. Of text that is not all known, a part
// counts only if it cannot be anything but a secret.
func (s *search) use(u use) {
	if u.start >= u.end {
		return
	}
	if !u.text.HasHole(u.start, u.end) {
		u.Judgement = secret.Judge(u.text.String[u.start:u.end])
		if !u.inRequest {
			u.Start, u.End = 0, u.end-u.start // "HMAC key" is a key, and no scheme with one.
		}
		s.keep(u)
		return
	}
	for start, end := range u.text.Constants {
		start, end := max(start, u.start), min(end, u.end)
		if start >= end {
			continue
		}
		part := u
		part.start, part.end = start, end
		if part.Judgement = secret.Judge(u.text.String[start:end]); part.Kind >= secret.Random {
			s.keep(part)
		}
	}
}

func (s *search) keep(u use) {
	u.start, u.end = u.start+u.Start, u.start+u.End
	if u.Kind <= secret.Placeholder {
		return
	}
	s.uses = append(s.uses, u)
	index := len(s.uses) - 1
	for _, literal := range u.text.Literals(u.start, u.end) {
		if old, ok := s.useOf[literal]; !ok || s.uses[old].Kind < u.Kind {
			s.useOf[literal] = index
		}
	}
}
