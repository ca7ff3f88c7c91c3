package semantics

import "github.com/apexvet/apexvet/parser"

// EntryKind says how the platform reaches a method without a caller in Apex.
type EntryKind uint8

// The kinds of entry points.
const (
	EntryNone EntryKind = iota
	EntryAura
	EntryRemoteAction
	EntryRestGet
	EntryRestPost
	EntryRestPut
	EntryRestPatch
	EntryRestDelete
	EntryWebService
	EntryVisualforceConstructor
	EntryVisualforceAction   // a method a page can call, or one that returns a PageReference
	EntryVisualforceAccessor // a getter or setter of a controller
	EntryInvocable
	EntryInboundEmail
	EntryRegistrationHandler
	EntryTokenExchange
	EntryProcessPlugin
	EntryCallable
	EntryGlobal // a global method of a namespaced package
	EntryTrigger
	EntryQueueable
	EntryBatchable
	EntrySchedulable
	EntryFinalizer
	EntryFuture
	EntryInstall
	EntryUninstall
	EntryFramework // a trigger framework's interface
	EntryScript
)

var entryNames = [...]string{
	"none", "@AuraEnabled", "@RemoteAction", "@HttpGet", "@HttpPost", "@HttpPut", "@HttpPatch", "@HttpDelete",
	"webservice", "Visualforce constructor", "Visualforce action", "Visualforce accessor", "@InvocableMethod",
	"inbound e-mail", "registration handler", "token exchange handler", "process plug-in", "Callable", "global",
	"trigger", "Queueable", "Batchable", "Schedulable", "Finalizer", "@future", "install handler",
	"uninstall handler", "trigger framework", "script",
}

func (k EntryKind) String() string {
	if int(k) < len(entryNames) {
		return entryNames[k]
	}
	return "none"
}

// Audience says on whose behalf an entry point runs.
type Audience uint8

// The audiences.
const (
	AudienceUser   Audience = iota + 1 // a user's request
	AudienceSystem                     // a job, trigger or installation
	AudienceGuest                      // a user entry point that a guest profile may reach
)

// Audience returns on whose behalf entry points of this kind run. Which of them
// guests may reach is a matter of profiles, not of kinds.
func (k EntryKind) Audience() Audience {
	if k >= EntryTrigger {
		return AudienceSystem
	}
	return AudienceUser
}

// forGuests reports whether guests reach entry points of the kind, given a
// profile that lets them.
func (k EntryKind) forGuests() bool {
	return k >= EntryAura && k <= EntryInvocable && k != EntryWebService
}

func (k EntryKind) isVisualforce() bool {
	return k >= EntryVisualforceConstructor && k <= EntryVisualforceAccessor
}

// EntryPoint says that the platform may call a method.
type EntryPoint struct {
	Kind     EntryKind
	Audience Audience
	// Node is the annotation, modifier or declaration that makes it one.
	Node parser.Node
	// Inferred says that it rests on a convention (a PageReference result)
	// rather than on a declaration or a page of the project.
	Inferred bool
	// Uses are the places outside of Apex that lead here, in the order of files. An
	// @AuraEnabled method that nothing imports is an entry point all the same.
	Uses []Use
}
