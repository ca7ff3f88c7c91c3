package migrate

// Effect is something that a change of mode or sharing can break.
type Effect uint8

// The effects. The order is that in which they are listed.
const (
	EffectNotCompiled    Effect = iota // WITH SECURITY_ENFORCED, from 67.0 on
	EffectTextFails                    // the same in the text of a dynamic query
	EffectPermissions                  // system mode becomes user mode
	EffectRows                         // record sharing comes to apply
	EffectNoSharing                    // record sharing ceases to apply
	EffectInert                        // the class says `without sharing`, and user mode ignores it
	EffectGuest                        // guests reach it
	EffectTrigger                      // triggers reach it
	EffectJob                          // jobs reach it
	EffectSetup                        // installation and removal of a package
	EffectSetUser                      // e-mail services, registration handlers
	EffectMetadataType                 // only custom metadata types are read
	EffectTextUnknown                  // a mode may hide in the text of a dynamic query
	EffectUnknownVersion               // what the operation does today is not known
	effectCount
)

type effectRow struct {
	id, title, text string
}

// effects says what each effect means, in the order of their numbers.
var effects = [effectCount]effectRow{
	EffectNotCompiled: {
		"not-compiled", "does not compile",
		"WITH SECURITY_ENFORCED is not accepted from 67.0 on. WITH USER_MODE comes closest; it also checks the fields of WHERE and ORDER BY and of polymorphic relationships, and applies record sharing.",
	},
	EffectTextFails: {
		"text-fails", "fails at run time",
		"The text of a dynamic query says WITH SECURITY_ENFORCED, which is not accepted from 67.0 on; nothing tells before the query runs. Say WITH USER_MODE in the text.",
	},
	EffectPermissions: {
		"permissions", "permissions apply",
		"Object permissions and field-level security of the running user apply. Queries and searches that name a field out of reach, in WHERE and ORDER BY too, throw a QueryException, DML a DmlException; Database methods with allOrNone false return the records as failed.",
	},
	EffectRows: {
		"rows", "fewer rows",
		"Record sharing applies. Queries return fewer rows and throw nothing: totals, look-ups of duplicates and `Account a = [SELECT ...]` change. DML on a record that the user may not edit fails.",
	},
	EffectNoSharing: {
		"more-rows", "more rows",
		"Record sharing no longer applies: queries return rows that they do not return today.",
	},
	EffectInert: {
		"inert", "`without sharing` has no effect",
		"The class says `without sharing`, which user mode ignores: the keyword stays in the code and means nothing for this operation. Where the class exists to see all records, name system mode at the operation.",
	},
	EffectGuest: {
		"guest", "guest user",
		"Guests reach it. A guest user has few object permissions, sees only records shared with guests, and cannot be given the right to edit or delete most of them.",
	},
	EffectTrigger: {
		"trigger", "trigger context",
		"Triggers reach it. Their bodies keep system mode at every version, their handler classes do not: permissions and sharing of whoever saves the record apply, which can be an integration user, or Automated Process for platform events.",
	},
	EffectJob: {
		"job", "asynchronous job",
		"A job reaches it. It runs as the user who enqueued or scheduled it, whose permissions and sharing apply; that may be a user who has left, or Automated Process.",
	},
	EffectSetup: {
		"setup", "package setup",
		"Installation or removal of the package reaches it. What it may do there without system mode is not documented: test it in a package.",
	},
	EffectSetUser: {
		"set-user", "configured user",
		"It runs as a user that is set elsewhere, for an e-mail service, a site or an identity provider: that user needs the permissions.",
	},
	EffectMetadataType: {
		"metadata-type", "custom metadata only",
		"Only custom metadata types are read: there is no record sharing, and nothing changes unless the org restricts access to them.",
	},
	EffectTextUnknown: {
		"text-unknown", "text not known",
		"The text of the dynamic query is put together from parts that are not known here. If it says a mode itself, nothing changes, and an access level in the call must not contradict it.",
	},
	EffectUnknownVersion: {
		"unknown-version", "version not known",
		"The API version of the file is not known, so neither is what the operation does today.",
	},
}

// ID returns the name of the effect in machine-readable output. It never changes.
func (e Effect) ID() string { return effects[e].id }

// Title returns the effect in a few words.
func (e Effect) Title() string { return effects[e].title }

// Text explains the effect.
func (e Effect) Text() string { return effects[e].text }
