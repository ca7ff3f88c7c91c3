package semantics

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"

	"github.com/apexvet/apexvet/parser"
	"github.com/apexvet/apexvet/project"
	"github.com/apexvet/apexvet/semantics/platform"
)

// Hash is the hash of an input or output of a stage of the analysis.
type Hash [sha256.Size]byte

// InterfaceHash returns the hash of what other files can see of an Apex file: its
// types, members and signatures, and the facts of the file that they are read
// with. Names are resolved anew only where it has changed; an edit inside of a
// body leaves it as it is, unless it names an object of which nothing was known.
func InterfaceHash(f *project.File) Hash {
	w := interfaceWriter{}
	w.text(f.Path)
	w.numbers(uint64(f.Kind), uint64(f.APIVersion), uint64(f.PackageDir+1), flag(f.IsTest), flag(f.Tree == nil))
	if f.Project != nil {
		w.text(f.Project.Dir)
		w.text(f.Project.Namespace)
	}
	if f.Tree != nil {
		w.declarations(declare(f, nil))
	}
	return sha256.Sum256(w.buffer)
}

// interfaceWriter lays out an interface as bytes: every text with its length
// before it, so that no two interfaces look alike.
type interfaceWriter struct{ buffer []byte }

func (w *interfaceWriter) text(s string) {
	w.buffer = binary.AppendUvarint(w.buffer, uint64(len(s)))
	w.buffer = append(w.buffer, s...)
}

func (w *interfaceWriter) numbers(values ...uint64) {
	for _, v := range values {
		w.buffer = binary.AppendUvarint(w.buffer, v)
	}
}

// typ writes a type as it stands there, without blanks.
func (w *interfaceWriter) typ(n parser.Node) {
	w.text(strings.Join(strings.Fields(n.Text()), ""))
}

func flag(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

func (w *interfaceWriter) annotations(list []Annotation) {
	w.numbers(uint64(len(list)))
	for _, a := range list {
		w.text(a.Node.Text())
	}
}

func (w *interfaceWriter) declarations(d *declarations) {
	w.numbers(uint64(len(d.classes)), uint64(len(d.methods)), uint64(len(d.fields)))
	for i := range d.classes {
		c := &d.classes[i]
		w.text(c.Name)
		w.numbers(uint64(c.Kind), uint64(c.Outer), uint64(c.Modifiers), flag(c.IsTest), uint64(c.TriggerOn), uint64(len(d.types[i].interfaces)))
		w.annotations(c.Annotations)
		w.typ(d.types[i].super)
		w.typ(d.types[i].object)
		for _, n := range d.types[i].interfaces {
			w.typ(n)
		}
	}
	for i := range d.methods {
		m := &d.methods[i]
		w.text(m.Name)
		w.numbers(
			uint64(m.Class), uint64(m.Kind), uint64(m.Modifiers), uint64(m.Field), flag(m.IsTest), flag(len(m.Bodies) > 0),
			uint64(len(d.params[i])),
		)
		w.annotations(m.Annotations)
		w.typ(d.results[i])
		for _, p := range d.params[i] {
			w.typ(p.typ)
			w.text(p.name.Text())
		}
	}
	for i := range d.fields {
		f := &d.fields[i]
		w.text(f.Name)
		w.numbers(uint64(f.Class), uint64(f.Modifiers), flag(f.IsProperty), flag(f.IsConstant), flag(f.Value.Valid()))
		w.annotations(f.Annotations)
		w.typ(d.ftypes[i])
	}
	w.objects(d)
}

// objects writes the names of objects of which only their use tells what they
// are: they decide what the name means in other files.
func (w *interfaceWriter) objects(d *declarations) {
	var names []string
	for _, n := range d.objects {
		if name := stripNamespace(n.FoldedText(), d.file); !platform.IsObjectName(name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	w.numbers(uint64(len(names)))
	for _, name := range names {
		w.text(name)
	}
}
