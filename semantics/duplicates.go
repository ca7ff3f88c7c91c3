package semantics

import (
	"fmt"
	"slices"

	"github.com/apexvet/apexvet/project"
)

// noteDuplicates writes into the ledger which classes of a project share a name,
// so that it depends on the caller which of them is meant.
func (p *Program) noteDuplicates() {
	for i := 1; i < len(p.Classes); i++ {
		c := &p.Classes[i]
		ids := p.classes[c.Key]
		if c.Outer != 0 || len(ids) < 2 || !slices.Contains(ids, c.ID) {
			continue
		}
		first := p.firstOf(ids, c.File.File.Project)
		if first == c.ID {
			continue
		}
		p.Ledger = append(p.Ledger, project.LedgerEntry{
			Path: c.File.File.Path, Offset: c.NameNode.Start(), End: c.NameNode.End(), Status: project.Noted, Count: 1,
			Reason: fmt.Sprintf(
				"class %s is declared in %s too, which code of other package directories was taken to mean",
				c.Name, p.Classes[first].File.File.Path,
			),
		})
	}
}

// firstOf returns the class of a project that is meant where the caller's own
// package directory has none of the name.
func (p *Program) firstOf(ids []ClassID, in *project.Project) ClassID {
	nowhere := FileInfo{File: &project.File{Project: in, PackageDir: -2}}
	return p.nearest(ids, &nowhere)
}
