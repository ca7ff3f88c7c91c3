package sarif

import (
	"fmt"
	"slices"

	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/apexvet/apexvet/analyzer"
	"github.com/apexvet/apexvet/project"
)

// truncated is the kind of the notification about findings beyond GitHub's limit.
const truncated = "results-dropped"

// invocation says how the run went, and everything that it did not look at.
func invocation(result *analyzer.Result, opts Options, dropped int) *sarif.Invocation {
	successful := !result.Incomplete()
	out := &sarif.Invocation{ExecutionSuccessful: &successful, ExitCode: &opts.ExitCode}
	if dropped > 0 {
		out.ToolExecutionNotifications = append(out.ToolExecutionNotifications, notification(truncated, "warning",
			fmt.Sprintf("%d findings of the lowest severity are not in this file, because GitHub takes at most %d. Fix or "+
				"exclude some, or scan parts of the project.", dropped, maxResults)))
	}
	for _, e := range result.Ledger {
		level := "note"
		if e.Incomplete {
			level = "error"
		}
		n := notification(e.Status.String(), level, e.Reason)
		if e.Path != "" {
			n.Locations = []*sarif.Location{ledgerLocation(result, e.Path, e.Offset)}
		}
		out.ToolExecutionNotifications = append(out.ToolExecutionNotifications, n)
	}
	return out
}

func notification(kind, level, text string) *sarif.Notification {
	return &sarif.Notification{
		Descriptor: &sarif.ReportingDescriptorReference{Id: &kind},
		Level:      level,
		Message:    message(text),
	}
}

// ledgerLocation points at a place in a file, or at the whole file if it was not read.
func ledgerLocation(result *analyzer.Result, path string, offset int) *sarif.Location {
	if offset > 0 && result.Source(path) != nil {
		return location(result, analyzer.Location{Path: path, Start: offset, End: offset}, "", false)
	}
	return &sarif.Location{PhysicalLocation: &sarif.PhysicalLocation{ArtifactLocation: artifact(path)}}
}

// notificationTexts describes the kinds of notifications: the states of the coverage ledger, and our own.
var notificationTexts = map[string]string{
	project.Parsed.String():   "The file was analysed.",
	project.Noted.String():    "The file was analysed, and something about it is worth knowing.",
	project.Partial.String():  "A part of the file could not be analysed.",
	project.Stub.String():     "The code of a managed package is hidden and could not be analysed.",
	project.Excluded.String(): "The file was excluded by the project's own settings.",
	project.Skipped.String():  "The file was not analysed.",
	project.Failed.String():   "The file could not be read, or a rule failed.",
	truncated:                 "Findings beyond the limit of GitHub were dropped.",
}

// notificationKinds describes each kind of notification that occurs.
func notificationKinds(list []*sarif.Notification) []*sarif.ReportingDescriptor {
	var ids []string
	for _, n := range list {
		ids = append(ids, *n.Descriptor.Id)
	}
	slices.Sort(ids)
	var kinds []*sarif.ReportingDescriptor
	for _, id := range slices.Compact(ids) {
		text := multiformat(notificationTexts[id])
		kinds = append(kinds, &sarif.ReportingDescriptor{ID: id, ShortDescription: text, FullDescription: text, Help: text})
	}
	return kinds
}
