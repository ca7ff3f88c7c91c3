package project

// Status says how much of a file was analysed.
type Status uint8

// The states of a file in the coverage ledger.
const (
	Parsed   Status = iota // read and parsed whole
	Noted                  // analysed, and something about it is worth knowing
	Partial                // parsed with damage: syntax errors, or a limit that cut it
	Stub                   // a class of a managed package whose body is hidden
	Excluded               // left out at the user's wish: excludes, .forceignore, .gitignore
	Skipped                // left out by us, with a reason
	Failed                 // could not be read or not analysed
)

var statusNames = [...]string{"parsed", "noted", "partial", "stub", "excluded", "skipped", "failed"}

func (s Status) String() string {
	if int(s) < len(statusNames) {
		return statusNames[s]
	}
	return "unknown"
}

// A LedgerEntry is one thing that the analysis could not cover, or covers in a way that a reader should know.
type LedgerEntry struct {
	// Path is relative to the snapshot's root, with forward slashes; a folder's ends in a slash. It is empty for what
	// concerns no file.
	Path string
	// Offset and End are the byte range in the file's decoded text where the reason lies, both 0 for the whole file.
	Offset, End int
	Status      Status
	// Incomplete says that the result may miss findings for this reason, which the exit status shows.
	Incomplete bool
	// Reason says what is the matter and, where there is something, what to do.
	Reason string
	// Count is how many files the entry stands for: 1, or more for a folder.
	Count int
}

// Stats counts the files of a snapshot.
type Stats struct {
	Kinds    [kindCount]int        // files of each kind
	Statuses [len(statusNames)]int // files of each status; Excluded and Skipped ones are not among Kinds
	Bytes    int                   // of Apex text
	Tests    int                   // test classes
	Lines    int                   // of Apex text
}

// Stats counts what is in the snapshot and what is not.
func (s *Snapshot) Stats() Stats {
	var stats Stats
	for _, f := range s.Files {
		stats.Kinds[f.Kind]++
		stats.Statuses[f.Coverage]++
		if f.Kind.IsApex() {
			stats.Bytes += len(f.Text)
			stats.Lines += lineCount(f.Text)
		}
		if f.IsTest {
			stats.Tests++
		}
	}
	for _, e := range s.Ledger {
		if e.Status >= Excluded && s.Lookup(e.Path) == nil {
			stats.Statuses[e.Status] += max(e.Count, 1)
		}
	}
	return stats
}
