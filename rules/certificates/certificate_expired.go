package certificates

import (
	_ "embed"
	"fmt"
	"path"
	"strings"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed CertificateExpired.md
var certificateExpiredDoc string

// CertificateExpired reports certificates that have expired.
var CertificateExpired = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "CertificateExpired",
		Doc:      certificateExpiredDoc,
		Run:      runCertificateExpired,
		Requires: []*analysis.Analyzer{rules.Document, rules.Project, described},
	},
	Title:    "Expired certificate",
	Subject:  "certificates",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: append([]string{"Certificate"}, inlineRoots...),
	Context:  referenceRoots(),
	Texts:    isCertificateText,
	Variants: []rules.Variant{
		{
			ID: "used", Title: "Expired certificate in use",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{324, 298},
			Message: "Certificate %[1]s expired on %[2]s, and %[3]s uses it, so that connections fail or go on without the proof that it was to give. Renew it.",
		},
		{
			ID: "unused", Title: "Expired certificates that nothing uses",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceMedium, CWE: []int{324, 298},
			Message: "Certificate %[1]s expired on %[2]s%[3]s, and nothing in the project uses it. Delete it, or retrieve its successor.",
		},
		{
			ID: "inline", Title: "Expired certificate of a partner",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{324, 298},
			Message: "The certificate in %[2]s of %[1]s expired on %[3]s. Ask the partner for its successor.",
		},
	},
}

func runCertificateExpired(pass *analysis.Pass) (any, error) {
	f, now := rules.DocumentOf(pass).File, rules.Now(pass)
	for e, c := range inline(f) {
		if c.NotAfter.Before(now) {
			finding := rules.At(f, e.Start, e.TagEnd, "inline", document.Describe(f), e.Name, day(c.NotAfter))
			finding.Subject = document.Subject(f) + " " + e.Name
			rules.Report(pass, finding)
		}
	}
	c := certificateOf(pass)
	if c == nil || !isExpired(c, now) {
		return nil, nil
	}
	snapshot := rules.ProjectOf(pass)
	expiry, _ := c.expiry()
	if u, used := useOf(snapshot, f.Project, c.name); used {
		e := c.root.Child("expirationDate")
		start, end := c.root.Start, c.root.TagEnd
		if e != nil {
			start, end = e.Start, e.End
		}
		finding := rules.At(f, start, end, "used", c.name, day(expiry), u.by)
		finding.Subject = "Certificate " + c.name
		finding.Notes = []rules.Step{u.step()}
		rules.Report(pass, finding)
		return nil, nil
	}
	if others, first := othersUnused(snapshot, f, now); first {
		c.report(pass, "expirationDate", "unused", day(expiry), others)
	}
	return nil, nil
}

func isExpired(c *certificate, now time.Time) bool {
	expiry, known := c.expiry()
	return known && expiry.Before(now)
}

// othersUnused names the other expired certificates in a folder that nothing uses, for a message, and reports whether the
// file is the first of them.
func othersUnused(snapshot *project.Snapshot, f *project.File, now time.Time) (text string, first bool) {
	var names []string
	for _, other := range snapshot.Files {
		if other == f || other.RootElement != "Certificate" || other.Document == nil || path.Dir(other.Path) != path.Dir(f.Path) {
			continue
		}
		c := readCertificate(snapshot, other)
		if !isExpired(c, now) {
			continue
		}
		if _, used := useOf(snapshot, f.Project, c.name); used {
			continue
		}
		if other.ID < f.ID {
			return "", false
		}
		names = append(names, c.name)
	}
	const most = 5
	switch n := len(names); {
	case n == 0:
		return "", true
	case n > most:
		return fmt.Sprintf(", as did %s and %d more", strings.Join(names[:most], ", "), n-most), true
	case n == 1:
		return ", as did " + names[0], true
	default:
		return ", as did " + strings.Join(names[:n-1], ", ") + " and " + names[n-1], true
	}
}
