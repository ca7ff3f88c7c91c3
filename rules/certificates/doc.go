// Package certificates has the rules about certificates: those in certs/, which Salesforce describes in a -meta.xml beside
// the PEM text, and those that single sign-on and connected apps carry inline.
//
// The PEM text is read with crypto/x509; where it cannot be read, the description has to do, and a rule says so. What is
// expired is decided by the day of the run (rules.Now). Whether a certificate matters depends on who uses it: the rules look
// for its unique name in metadata and in Apex.
package certificates
