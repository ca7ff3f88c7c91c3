package semantics

import (
	"context"

	"github.com/apexvet/apexvet/project"
)

// Build resolves a whole snapshot with up to workers goroutines, one per
// processor for 0. The only error is that of the context.
func Build(ctx context.Context, snapshot *project.Snapshot, workers int) (*Program, error) {
	return nil, ctx.Err()
}
