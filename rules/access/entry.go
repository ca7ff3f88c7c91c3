package access

import (
	"strings"

	"github.com/apexvet/apexvet/semantics"
)

// jobs are the interfaces whose classes the platform runs in the system's name.
var jobs = map[string]bool{
	"database.batchable": true, "finalizer": true, "installhandler": true, "queueable": true,
	"sandboxpostcopy": true, "schedulable": true, "uninstallhandler": true,
}

// isJob reports whether a class is a job or a handler of installations and the like, by itself or through a superclass
// of the project.
func isJob(prog *semantics.Program, id semantics.ClassID) bool {
	for range 16 {
		c := prog.Class(id)
		for _, t := range c.Interfaces {
			name, _, _ := strings.Cut(prog.Type(t).Name, "<")
			if jobs[name] {
				return true
			}
		}
		if id = c.Super; id == 0 {
			break
		}
	}
	return false
}

// onlyGlobal reports whether a method is an entry point only because subscribers of the package may call it.
func onlyGlobal(m *semantics.Method) bool {
	return len(m.Entries) == 1 && m.Entries[0].Kind == semantics.EntryGlobal
}

// servesTriggers reports whether a method that code elsewhere may call is called by triggers, and by nothing else in sight:
// the door of a trigger framework.
func servesTriggers(prog *semantics.Program, id semantics.MethodID) bool {
	found := false
	for e := range prog.Callers(id) {
		if prog.Method(e.From).Kind != semantics.MethodTrigger {
			return false
		}
		found = true
	}
	return found
}

// className names a class as people do: "Outer.Inner".
func className(prog *semantics.Program, id semantics.ClassID) string {
	c := prog.Class(id)
	if c.Outer != 0 {
		return className(prog, c.Outer) + "." + c.Name
	}
	return c.Name
}

// entryName names an entry point: "@AuraEnabled ContactController.rename".
func entryName(prog *semantics.Program, id semantics.MethodID) string {
	m := prog.Method(id)
	name := className(prog, m.Class)
	if !strings.HasPrefix(m.Name, "<") && m.Kind != semantics.MethodTrigger && m.Kind != semantics.MethodScript {
		name += "." + m.Name
	}
	switch {
	case m.Kind == semantics.MethodStaticInit || m.Kind == semantics.MethodInstanceInit:
		return "initialisation of " + name
	case len(m.Entries) == 0:
		return name
	}
	return m.Entries[0].Kind.String() + " " + name
}
