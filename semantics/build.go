package semantics

import (
	"context"
	"runtime"

	"golang.org/x/sync/errgroup"

	"github.com/apexvet/apexvet/project"
)

// Build resolves a whole snapshot with up to workers goroutines, one per
// processor for 0. The only error is that of the context.
func Build(ctx context.Context, snapshot *project.Snapshot, workers int) (*Program, error) {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	p := &Program{Snapshot: snapshot, byFile: make([]int32, len(snapshot.Files)), metadata: readObjects(snapshot)}
	var files []*project.File
	for _, f := range snapshot.Files {
		if f.Kind.IsApex() && f.Tree != nil {
			files = append(files, f)
		}
	}
	declared := make([]*declarations, len(files))
	err := each(ctx, workers, len(files), func(i int) { declared[i] = declare(files[i], p) })
	if err != nil {
		return nil, err
	}
	l := &linker{p: p, declared: declared, workers: workers}
	if err := l.link(ctx); err != nil {
		return nil, err
	}
	bodies := make([]*fileResolver, len(files))
	err = each(ctx, workers, len(files), func(i int) { bodies[i] = resolveFile(p, p.Files[i]) })
	if err != nil {
		return nil, err
	}
	if err := p.collect(ctx, bodies, workers); err != nil {
		return nil, err
	}
	outside := p.readOutside()
	p.findTriggers()
	if err := p.resolveEdges(ctx, workers); err != nil {
		return nil, err
	}
	p.findEntryPoints(outside)
	p.resolveEffectiveSharing()
	return p, nil
}

// each calls f for 0 to n-1 from several goroutines.
func each(ctx context.Context, workers, n int, f func(i int)) error {
	var group errgroup.Group
	group.SetLimit(workers)
	const batch = 8
	for first := 0; first < n; first += batch {
		group.Go(func() error {
			for i := first; i < min(first+batch, n); i++ {
				if err := ctx.Err(); err != nil {
					return err
				}
				f(i)
			}
			return nil
		})
	}
	return group.Wait()
}

// collect joins what the files found: types first, then operations, both in the
// order of files.
func (p *Program) collect(ctx context.Context, bodies []*fileResolver, workers int) error {
	remaps := make([][]TypeID, len(bodies))
	first := TypeID(len(p.types.types))
	for i, b := range bodies {
		remaps[i] = p.types.mergeLayer(b.table)
	}
	total := 1
	starts := make([]int, len(bodies))
	for i, b := range bodies {
		starts[i] = total
		total += len(b.operations)
	}
	p.Operations = make([]Operation, total)
	return each(ctx, workers, len(bodies), func(i int) {
		b := bodies[i]
		if remaps[i] != nil {
			b.remap(first, remaps[i])
		}
		for j := range b.operations {
			op := &b.operations[j]
			op.ID = OperationID(starts[i] + j)
			p.Operations[op.ID] = *op
			b.file.Operations = append(b.file.Operations, op.ID)
			b.file.ops = append(b.file.ops, opAt{int32(op.Node.Index()), op.ID})
		}
	})
}
