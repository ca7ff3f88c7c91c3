package semantics

import (
	"slices"
	"sync"
)

// Way is a way in which a method comes to run: an entry point, and what leads
// from it to the method.
type Way struct {
	// Method is the one that the platform enters.
	Method MethodID
	// Entry says how.
	Entry EntryPoint
	// Edges lead from Method to the method that was asked for, the first one
	// first; none if it is the same.
	Edges []*Edge
	// Vague says that the way goes through a place that may start any of several
	// jobs, or make an instance of any of several classes, and that no other way is
	// known.
	Vague bool
}

// maxWays is the number of entry points that are kept for each method and
// audience.
const maxWays = 3

// wayTable holds, for each audience, the nearest entry points of every method. It is
// made on first use: not every run asks.
type wayTable struct {
	once sync.Once
	of   [AudienceGuest + 1][]nearest // by MethodID
}

// nearest are the entry points from which a method is reached, the nearest first.
type nearest struct {
	n     uint8
	vague bool
	hops  [maxWays]hop
}

// hop is the last step of a way: from is entered on it just before, through edge.
// At the entry point itself edge is zero.
type hop struct {
	entry MethodID
	edge  EdgeID
}

// Ways returns up to three ways to a method for entry points of an audience, from
// different ones, the shortest first; among equals the order is that of the program.
// Users and guests reach what the jobs do that they enqueue, but not what triggers
// and scheduled jobs do: those run in the system's name whoever caused them. A global
// method of a package is no entry point here: who calls it is not known.
func (p *Program) Ways(m MethodID, audience Audience) []Way {
	p.ways.once.Do(p.findWays)
	if audience > AudienceGuest || int(m) >= len(p.ways.of[audience]) {
		return nil
	}
	at := &p.ways.of[audience][m]
	out := make([]Way, 0, at.n)
	for _, h := range at.hops[:at.n] {
		out = append(out, p.way(h, audience, at.vague))
	}
	return out
}

// way follows the hops of one entry point back from where h arrives.
func (p *Program) way(h hop, audience Audience, vague bool) Way {
	w := Way{Method: h.entry, Entry: p.entryFor(h.entry, audience), Vague: vague}
	for h.edge != 0 {
		e := &p.Edges[h.edge]
		w.Edges = append(w.Edges, e)
		at := &p.ways.of[audience][e.From]
		for _, before := range at.hops[:at.n] {
			if before.entry == h.entry {
				h = before
				break
			}
		}
	}
	for i, j := 0, len(w.Edges)-1; i < j; i, j = i+1, j-1 {
		w.Edges[i], w.Edges[j] = w.Edges[j], w.Edges[i]
	}
	return w
}

// entryFor returns how a method is entered by an audience, the zero EntryPoint if
// it is not.
func (p *Program) entryFor(m MethodID, audience Audience) EntryPoint {
	for _, e := range p.Method(m).Entries {
		if e.Kind == EntryGlobal || e.Kind == EntryScript {
			continue
		}
		if e.Audience == audience || audience == AudienceUser && e.Audience == AudienceGuest {
			return e
		}
	}
	return EntryPoint{}
}

// findWays goes breadth first from all entry points of an audience at once.
func (p *Program) findWays() {
	for audience := AudienceUser; audience <= AudienceGuest; audience++ {
		p.ways.of[audience] = p.waysFor(audience)
	}
}

// waysFor goes along the edges whose targets are known first, and from what that
// reaches along the others.
func (p *Program) waysFor(audience Audience) []nearest {
	table := make([]nearest, len(p.Methods))
	type arrival struct{ entry, at MethodID }
	var todo []arrival
	reach := func(m, entry MethodID, edge EdgeID, vague bool) {
		at := &table[m]
		if vague && at.n > 0 && !at.vague {
			return
		}
		for _, h := range at.hops[:at.n] {
			if h.entry == entry {
				return
			}
		}
		if at.n < maxWays && !p.Methods[m].IsTest {
			at.hops[at.n] = hop{entry, edge}
			at.vague = vague
			at.n++
			todo = append(todo, arrival{entry, m})
		}
	}
	for i := 1; i < len(p.Methods); i++ {
		if id := MethodID(i); p.entryFor(id, audience).Kind != EntryNone {
			reach(id, id, 0, false)
		}
	}
	known := 0
	for _, vague := range [...]bool{false, true} {
		through := make([]hubEntries, len(p.Hubs))
		for next := 0; next < len(todo); next++ { //nolint:intrange // reach adds to todo on the way
			a := todo[next]
			edges := p.EdgesFrom(a.at)
			for i := range edges {
				e := &edges[i]
				if audience != AudienceSystem && (e.Kind == EdgeTrigger || e.Kind == EdgeAsync && e.Job == EntrySchedulable) {
					continue
				}
				// What is known has been gone along in the first round.
				if vague && next < known && !p.vague(e) || !vague && p.vague(e) {
					continue
				}
				if e.Hub != 0 && !through[e.Hub].take(a.entry) {
					continue
				}
				for _, to := range p.Targets(e) {
					reach(to, a.entry, e.ID, vague)
				}
			}
		}
		known = len(todo)
	}
	return table
}

// hubEntries are the entry points that have come through a hub. More than maxWays
// need not: all of its targets have as many by then.
type hubEntries struct {
	n       uint8
	entries [maxWays]MethodID
}

// take reports whether an entry point is one to go on with.
func (h *hubEntries) take(entry MethodID) bool {
	if h.n == maxWays || slices.Contains(h.entries[:h.n], entry) {
		return false
	}
	h.entries[h.n] = entry
	h.n++
	return true
}

// vague reports whether an edge stands for a job or an instance of any of several
// classes.
func (p *Program) vague(e *Edge) bool {
	if e.Kind != EdgeAsync && e.Kind != EdgeReflective {
		return false
	}
	targets := p.Targets(e)
	for _, m := range targets {
		if p.Methods[m].Class != p.Methods[targets[0]].Class {
			return true
		}
	}
	return false
}
