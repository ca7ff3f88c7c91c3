package sarif

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"runtime"
	"sync/atomic"

	"github.com/owenrumney/go-sarif/v2/sarif"
	"golang.org/x/sync/errgroup"

	"github.com/apexvet/apexvet/analyzer"
	"github.com/apexvet/apexvet/rules"
)

// A report of a large project is megabytes of JSON, and writing it is the last thing of a run, when all processors wait. So
// the results are encoded apart from the rest, in batches.

// batch is how many results are encoded in one go.
const batch = 32

// noResults stands in an encoded run where its results go. In a text its quotes would be escaped.
var noResults = []byte(`"results": []`)

// depths of a run's results and of each of them in a report.
const (
	resultsDepth = 3
	resultDepth  = 4
)

var errNoResults = errors.New("the run has no place for results")

// writeRun writes a report with one run, and the findings as the run's results.
func writeRun(w io.Writer, run *sarif.Run, result *analyzer.Result, findings []*analyzer.Finding, index map[*rules.Rule]uint) error {
	var e encoder
	frame, err := e.append(nil, &sarif.Report{Version: "2.1.0", Schema: schema, Runs: []*sarif.Run{run}}, 0)
	if err != nil {
		return err
	}
	head, tail, found := bytes.Cut(append(frame, '\n'), noResults)
	if !found {
		return errNoResults
	}
	parts, err := encodeResults(result, findings, index)
	if err != nil {
		return err
	}
	list := [][]byte{head, noResults, tail}
	if len(parts) > 0 {
		open, closing := noResults[:len(noResults)-1], noResults[len(noResults)-1:]
		list = append([][]byte{head, open}, parts...)
		list = append(list, newline(nil, resultsDepth), closing, tail)
	}
	if buffer, ok := w.(*bytes.Buffer); ok {
		size := 0
		for _, part := range list {
			size += len(part)
		}
		buffer.Grow(size)
	}
	for _, part := range list {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}

// encodeResults encodes the elements of the list of results, each on lines of its own, in batches that follow one another.
func encodeResults(result *analyzer.Result, findings []*analyzer.Finding, index map[*rules.Rule]uint) ([][]byte, error) {
	parts := make([][]byte, (len(findings)+batch-1)/batch)
	var next atomic.Int64
	var group errgroup.Group
	for range min(runtime.GOMAXPROCS(0), len(parts)) {
		group.Go(func() error {
			var e encoder
			var part []byte
			for {
				i := int(next.Add(1)) - 1
				if i >= len(parts) {
					return nil
				}
				part = part[:0]
				for k := i * batch; k < min((i+1)*batch, len(findings)); k++ {
					if k > 0 {
						part = append(part, ',')
					}
					var err error
					f := findings[k]
					if part, err = e.append(newline(part, resultDepth), newResult(result, f, index[f.Rule]), resultDepth); err != nil {
						return err
					}
				}
				parts[i] = bytes.Clone(part)
			}
		})
	}
	return parts, group.Wait()
}

// An encoder makes JSON of values.
type encoder struct {
	compact bytes.Buffer
	json    *json.Encoder
}

// append appends a value, indented as it stands at a depth.
func (e *encoder) append(text []byte, value any, depth int) ([]byte, error) {
	if e.json == nil {
		e.json = json.NewEncoder(&e.compact)
		e.json.SetEscapeHTML(false)
	}
	e.compact.Reset()
	if err := e.json.Encode(value); err != nil {
		return nil, err
	}
	return appendIndented(text, e.compact.Bytes(), depth), nil
}

// appendIndented appends what [json.Encoder] has written, indented by two blanks for each depth. It does what [json.Indent]
// does, which takes longer than encoding does, as it has to check every byte.
func appendIndented(text, compact []byte, depth int) []byte {
	for i := 0; i < len(compact); i++ {
		switch c := compact[i]; c {
		case '"':
			end := i + 1
			for compact[end] != '"' {
				if compact[end] == '\\' {
					end++
				}
				end++
			}
			text = append(text, compact[i:end+1]...)
			i = end
		case '{', '[':
			text = append(text, c)
			if closing := compact[i+1]; closing == '}' || closing == ']' {
				text = append(text, closing)
				i++
				continue
			}
			depth++
			text = newline(text, depth)
		case '}', ']':
			depth--
			text = append(newline(text, depth), c)
		case ',':
			text = newline(append(text, c), depth)
		case ':':
			text = append(text, ':', ' ')
		case '\n': // the end
		default:
			text = append(text, c)
		}
	}
	return text
}

// newline begins a line at a depth.
func newline(text []byte, depth int) []byte {
	text = append(text, '\n')
	for range depth {
		text = append(text, ' ', ' ')
	}
	return text
}
