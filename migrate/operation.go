package migrate

import (
	"slices"
	"strings"

	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/semantics"
)

// operation describes an operation before and after.
func (r *Report) operation(id semantics.OperationID, reach *reach) Operation {
	p := r.before.program
	op := p.Operation(id)
	u := r.before.unit(op.Class)
	at := u.position(op.Node.Start())
	o := Operation{
		Label: r.label(op), Verb: op.Verb, Form: op.Form,
		Class: r.before.className(op.Class), Method: r.before.methodName(op.Method),
		Path: u.file.Path, Line: at.Line, Column: at.Column, Offset: op.Node.Start(),
		Before: r.before.state(id), After: r.after.state(id), Decides: r.decides(op),
		Audience: reach.audience(op.Method), Ways: reach.ways(op.Method), id: id,
	}
	o.Effects = r.effects(&o, op, reach)
	return o
}

var sourceNames = [...]string{
	semantics.ModeFromVersion: "version", semantics.ModeFromSyntax: "syntax", semantics.ModeFromArgument: "argument",
	semantics.ModeFromTrigger: "trigger", semantics.ModeFromPlatform: "platform",
}

func (r *Report) decides(op *semantics.Operation) string {
	if r.before.texts[op.ID].mode != semantics.ModeUnknown {
		return "text"
	}
	return sourceNames[op.Source]
}

// label names an operation and the objects that it is about.
func (r *Report) label(op *semantics.Operation) string {
	return strings.ReplaceAll(r.rawLabel(op), project.PlaceholderPrefix+"n__", "%%%NAMESPACE%%%")
}

func (r *Report) rawLabel(op *semantics.Operation) string {
	p := r.before.program
	name := op.Verb.String()
	if op.Form == semantics.FormMethod {
		if m := op.File.MemberOf(op.Node); m != 0 {
			name = m.Owner().Name() + "." + m.Name()
		}
	}
	var objects []string
	for i := range op.Objects {
		o := &op.Objects[i]
		if o.Role != semantics.RoleTarget {
			continue
		}
		shown := p.Type(o.Type).Display
		if o.Type == semantics.TypeUnknown || shown == "" {
			shown = excerpt(o.Node.Text())
		}
		if !slices.Contains(objects, shown) {
			objects = append(objects, shown)
		}
	}
	switch {
	case len(objects) > 3:
		return name + " " + strings.Join(objects[:3], ", ") + ", ..."
	case len(objects) > 0:
		return name + " " + strings.Join(objects, ", ")
	case op.Dynamic && op.Operand.Valid() && isName(op.Operand.Text()):
		return name + "(" + op.Operand.Text() + ")"
	}
	return name
}

// excerpt shortens a piece of source to something that fits on a line. Texts in quotes are left out: they are none of
// this report's business.
func excerpt(text string) string {
	const most = 40
	text = strings.Join(strings.Fields(text), " ")
	if strings.ContainsRune(text, '\'') {
		return "records"
	}
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "..."
	}
	return text
}

func isName(text string) bool {
	return len(text) <= 40 && !strings.ContainsFunc(text, func(r rune) bool {
		return r != '_' && r != '.' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
}

// effects says what the change of an operation can break.
func (r *Report) effects(o *Operation, op *semantics.Operation, reach *reach) []Effect {
	var list []Effect
	add := func(e Effect, applies bool) {
		if applies {
			list = append(list, e)
		}
	}
	u := r.before.unit(op.Class)
	crosses := u.from < versionOfUserMode && r.opts.target(u) >= versionOfUserMode
	text, dynamic := r.before.texts[op.ID]
	enforced := o.Before.Mode == semantics.ModeSecurityEnforced
	toUser := o.Before.Mode != semantics.ModeUser && o.After.Mode == semantics.ModeUser
	add(EffectNotCompiled, crosses && enforced && o.Decides == "syntax")
	add(EffectTextFails, crosses && text.enforces)
	if o.Before == o.After && len(list) == 0 {
		return nil
	}
	add(EffectPermissions, toUser && !op.CustomMetadata)
	rows := o.After.Sharing&^o.Before.Sharing&WithSharing != 0 || o.After.Sharing == WithSharing && o.Before.Sharing != WithSharing
	shared := !op.CustomMetadata && op.Verb != semantics.VerbInsert && op.Verb != semantics.VerbPublish
	add(EffectRows, rows && shared)
	add(EffectNoSharing, o.After.Sharing&^o.Before.Sharing&WithoutSharing != 0 && shared)
	add(EffectInert, toUser && r.before.program.ClassSharing(op.Class).Sharing == semantics.SharingWithout)
	if toUser && !op.CustomMetadata {
		kinds := reach.kinds[op.Method]
		add(EffectGuest, o.Audience == AudienceGuest)
		add(EffectTrigger, kinds&triggerKinds != 0)
		add(EffectJob, kinds&jobKinds != 0)
		add(EffectSetup, kinds&setupKinds != 0)
		add(EffectSetUser, kinds&siteKinds != 0)
	}
	add(EffectMetadataType, op.CustomMetadata)
	add(EffectTextUnknown, dynamic && text.open && text.mode == semantics.ModeUnknown)
	add(EffectUnknownVersion, o.Before.Mode == semantics.ModeUnknown)
	return list
}
