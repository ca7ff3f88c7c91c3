package certificates

import (
	"crypto/x509"
	_ "embed"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/apexvet/apexvet/metadata"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/rules"
	"github.com/apexvet/apexvet/rules/internal/document"
)

//go:embed SiteCertificateMismatch.md
var siteCertificateMismatchDoc string

// SiteCertificateMismatch reports sites with a certificate for another name, or one that is self-signed.
var SiteCertificateMismatch = &rules.Rule{
	Analyzer: &analysis.Analyzer{
		Name:     "SiteCertificateMismatch",
		Doc:      siteCertificateMismatchDoc,
		Run:      runSiteCertificateMismatch,
		Requires: []*analysis.Analyzer{rules.Document, rules.Project},
	},
	Title:    "Site whose certificate browsers refuse",
	Subject:  "certificates",
	Since:    "0.1.0",
	Profiles: []string{rules.ProfileSecurity},
	Elements: []string{"CustomSite"},
	Context:  []string{"Certificate"},
	Texts:    isCertificateText,
	Variants: []rules.Variant{
		{
			ID: "domain", Title: "Certificate of another name",
			Severity: rules.SeverityHigh, Confidence: rules.ConfidenceHigh, CWE: []int{297},
			Message: "%[1]s serves %[2]s with certificate %[3]s, which is for %[4]s, so that browsers warn and people learn to ignore warnings. Use a certificate for %[2]s.",
		},
		{
			ID: "self-signed", Title: "Self-signed certificate of a site",
			Severity: rules.SeverityMedium, Confidence: rules.ConfidenceHigh, CWE: []int{295},
			Message: "%[1]s serves %[2]s with certificate %[3]s, which is self-signed, so that browsers warn and people learn to ignore warnings. Let a public authority sign it.",
		},
	},
}

func runSiteCertificateMismatch(pass *analysis.Pass) (any, error) {
	f, snapshot := rules.DocumentOf(pass).File, rules.ProjectOf(pass)
	for address := range f.Document.Root.ChildrenNamed("customWebAddresses") {
		name, domain := address.Child("certificate"), address.Child("domainName")
		own := certificateNamed(snapshot, f.Project, name.Value())
		if own == nil || domain.Value() == "" {
			continue
		}
		report := func(e *metadata.Element, variant string) {
			finding := rules.At(f, e.Start, e.End, variant, document.Describe(f), domain.Value(), name.Value(), strings.Join(namesOf(own), ", "))
			finding.Subject = document.Subject(f) + " " + domain.Value()
			rules.Report(pass, finding)
		}
		switch {
		case !covers(own, domain.Value()):
			report(domain, "domain")
		case isSelfSigned(own):
			report(name, "self-signed")
		}
	}
	return nil, nil
}

// certificateNamed finds the certificate of that unique name in a project, nil if it is not there or cannot be read.
func certificateNamed(snapshot *project.Snapshot, owner *project.Project, name string) *x509.Certificate {
	for _, f := range snapshot.Files {
		if f.RootElement == "Certificate" && f.Document != nil && f.Project == owner && document.Name(f) == name {
			return readCertificate(snapshot, f).own()
		}
	}
	return nil
}

// namesOf returns the names that a certificate is for. Old ones have the one in their subject alone.
func namesOf(c *x509.Certificate) []string {
	if len(c.DNSNames) > 0 {
		return c.DNSNames
	}
	return []string{c.Subject.CommonName}
}

// covers reports whether one of the names is the domain, or its wildcard.
func covers(c *x509.Certificate, domain string) bool {
	_, parent, _ := strings.Cut(domain, ".")
	return slices.ContainsFunc(namesOf(c), func(name string) bool {
		return strings.EqualFold(name, domain) || strings.EqualFold(name, "*."+parent)
	})
}
