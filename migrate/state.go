package migrate

import (
	"strings"

	"github.com/apexvet/apexvet/semantics"
)

// Sharing is the set of ways in which code comes to run as far as record sharing goes: a class without a keyword of its
// own may run with sharing for one caller and without for another. The empty set is the sharing of callers, where none
// is known.
type Sharing uint8

// The ways. Open stands for a superclass, or another class, that the project does not hold.
const (
	WithSharing Sharing = 1 << iota
	WithoutSharing
	OpenSharing
)

var sharingNames = [...]string{
	"the caller's sharing", "with sharing", "without sharing", "with or without sharing",
	"unknown sharing", "with or unknown sharing", "without or unknown sharing", "with, without or unknown sharing",
}

func (s Sharing) String() string { return sharingNames[s&(WithSharing|WithoutSharing|OpenSharing)] }

func sharingOf(s semantics.Sharing) Sharing {
	switch s {
	case semantics.SharingWith:
		return WithSharing
	case semantics.SharingWithout:
		return WithoutSharing
	case semantics.SharingUnknown:
		return OpenSharing
	}
	return 0
}

// State is how a database operation runs.
type State struct {
	Mode    semantics.Mode
	Sharing Sharing
}

// normal gives an operation the sharing that takes effect: user mode always enforces it, and a published event has none.
func (s State) normal() State {
	if s.Mode == semantics.ModeUser {
		s.Sharing = WithSharing
	}
	return s
}

var modeNames = [...]string{
	semantics.ModeUnknown:          "unknown mode",
	semantics.ModeSystem:           "system mode",
	semantics.ModeUser:             "user mode",
	semantics.ModeSecurityEnforced: "system mode with SECURITY_ENFORCED",
	semantics.ModeByValue:          "mode by value",
	semantics.ModeNone:             "no mode",
}

// String says the state in words. The sharing of user mode goes without saying.
func (s State) String() string {
	if s.Mode == semantics.ModeUser {
		return modeNames[s.Mode]
	}
	return modeNames[s.Mode] + ", " + s.Sharing.String()
}

// Audience says on whose behalf an operation runs: that of the entry points that lead to it.
type Audience uint8

// The audiences, in the order in which a migration should look at them.
const (
	AudienceGuest  Audience = iota // a guest's request may reach it
	AudienceUser                   // a user's request reaches it
	AudienceSystem                 // only jobs, triggers, installation and scripts do
	AudienceNone                   // no entry point that is known
	AudienceTest                   // test code
	audienceCount
)

var audienceNames = [audienceCount]string{"guest", "user", "system", "none", "test"}

func (a Audience) String() string { return audienceNames[min(a, AudienceTest)] }

var audienceTitles = [audienceCount]string{
	"Reached by guests", "Reached by users", "Reached by triggers, jobs and scripts only", "Reached by no entry point that is known", "Test code",
}

// Title returns a heading for what an audience reaches.
func (a Audience) Title() string { return audienceTitles[min(a, AudienceTest)] }

func audienceOf(a semantics.Audience) Audience {
	switch a {
	case semantics.AudienceGuest:
		return AudienceGuest
	case semantics.AudienceUser:
		return AudienceUser
	}
	return AudienceSystem
}

// fold lowers the ASCII letters of a name, as Apex compares names.
func fold(s string) string { return strings.ToLower(s) }
