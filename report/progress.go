package report

import (
	"fmt"
	"io"
	"sync"
	"time"
)

const (
	// progressAfter is how long a run may take before it shows its progress.
	progressAfter = time.Second
	progressEvery = 100 * time.Millisecond
)

// A Progress shows on a terminal how far a run is, if the run takes long. Its methods may be called from several
// goroutines. A nil Progress shows nothing.
type Progress struct {
	mu    sync.Mutex
	w     io.Writer
	now   func() time.Time
	next  time.Time
	shown bool
}

// NewProgress returns a progress that writes to a terminal.
func NewProgress(w io.Writer) *Progress { return newProgress(w, time.Now) }

func newProgress(w io.Writer, now func() time.Time) *Progress {
	return &Progress{w: w, now: now, next: now().Add(progressAfter)}
}

// Update says how many of all files are done.
func (p *Progress) Update(done, total int) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if now := p.now(); now.After(p.next) {
		p.next = now.Add(progressEvery)
		p.shown = true
		fmt.Fprintf(p.w, "\r%d of %d files analysed\x1b[K", done, total)
	}
}

// Clear removes what was shown.
func (p *Progress) Clear() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.shown = false
	}
}
