package parser

// #cgo CFLAGS: -O2 -Wall -Werror=implicit-function-declaration
// #cgo noescape apexvet_parse
// #cgo nocallback apexvet_parse
// #include "flatten.h"
import "C"

import (
	"errors"
	"runtime"
	"slices"
	"sync"
	"unsafe"

	_ "github.com/smacker/go-tree-sitter" // the runtime that the C files here call

	grammar "github.com/apexvet/apexvet/parser/grammar/src"
)

// The layouts of a node in Go and in C are the same, or this does not compile.
var (
	_ [unsafe.Sizeof(node{})]struct{}              = [C.sizeof_apexvet_node]struct{}{}
	_ [unsafe.Offsetof(node{}.start)]struct{}      = [unsafe.Offsetof(C.apexvet_node{}.start)]struct{}{}
	_ [unsafe.Offsetof(node{}.end)]struct{}        = [unsafe.Offsetof(C.apexvet_node{}.end)]struct{}{}
	_ [unsafe.Offsetof(node{}.parent)]struct{}     = [unsafe.Offsetof(C.apexvet_node{}.parent)]struct{}{}
	_ [unsafe.Offsetof(node{}.subtreeEnd)]struct{} = [unsafe.Offsetof(C.apexvet_node{}.subtree_end)]struct{}{}
	_ [unsafe.Offsetof(node{}.name)]struct{}       = [unsafe.Offsetof(C.apexvet_node{}.name)]struct{}{}
	_ [unsafe.Offsetof(node{}.kind)]struct{}       = [unsafe.Offsetof(C.apexvet_node{}.kind)]struct{}{}
	_ [unsafe.Offsetof(node{}.field)]struct{}      = [unsafe.Offsetof(C.apexvet_node{}.field)]struct{}{}
	_ [unsafe.Offsetof(node{}.flags)]struct{}      = [unsafe.Offsetof(C.apexvet_node{}.flags)]struct{}{}

	_ [C.APEXVET_KIND_NONE]struct{}      = [KindNone]struct{}{}
	_ [C.APEXVET_KIND_ERROR]struct{}     = [KindError]struct{}{}
	_ [C.APEXVET_KIND_TOKEN]struct{}     = [KindToken]struct{}{}
	_ [C.APEXVET_KIND_TOO_DEEP]struct{}  = [KindTooDeep]struct{}{}
	_ [C.APEXVET_FLAG_MISSING]struct{}   = [flagMissing]struct{}{}
	_ [C.APEXVET_FLAG_HAS_ERROR]struct{} = [flagHasError]struct{}{}
)

// language is the grammar as the C side wants it.
type language struct {
	c     *C.apexvet_language
	names []string // of symbols, for what is missing
}

var errRuntime = errors.New("parser: the tree-sitter runtime does not fit the grammar or the layout of its trees is unknown")

// load makes the language once. It fails only if the binary was built from parts that do not belong together.
var load = sync.OnceValues(func() (*language, error) {
	table := (*C.TSLanguage)(grammar.Language())
	kinds := make(map[string]Kind, kindCount)
	for kind := Kind(firstKind); kind < kindCount; kind++ {
		kinds[kind.String()] = kind
	}
	symbols := int(table.symbol_count + table.alias_count)
	l := &language{names: make([]string, symbols)}
	kindOf := make([]Kind, symbols)
	metadata := unsafe.Slice(table.symbol_metadata, symbols)
	for symbol, name := range unsafe.Slice(table.symbol_names, symbols) {
		l.names[symbol] = C.GoString(name)
		switch {
		case bool(metadata[symbol].visible && metadata[symbol].named):
			kindOf[symbol] = kinds[l.names[symbol]]
		case bool(metadata[symbol].visible):
			kindOf[symbol] = KindToken
		}
	}
	fields := make(map[string]Field, fieldCount)
	for field := range fieldCount {
		fields[field.String()] = field
	}
	fieldOf := make([]Field, table.field_count+1)
	for id, name := range unsafe.Slice(table.field_names, len(fieldOf)) {
		if name != nil {
			fieldOf[id] = fields[C.GoString(name)]
		}
	}
	l.c = C.apexvet_language_new(table, (*C.uint16_t)(unsafe.Pointer(&kindOf[0])), (*C.uint8_t)(unsafe.Pointer(&fieldOf[0])))
	if l.c == nil || !l.verify([]byte(sample)) {
		return nil, errRuntime
	}
	return l, nil
})

// sample has tokens of every size, comments, nesting, and a syntax error: enough to tell one layout of trees from another.
const sample = `/* one
two */ public class Sample { // three
  static final String NAME = 'a literal that is longer than a leaf that fits into a pointer, which may have up to 255 bytes: ` +
	`....................................................................................................................................';
  void run(List<Account> all) { for (Account each : all) { each.Name = NAME + 1; } @ ) update all } }

`

// worker is a C worker. Workers are pooled in Go, not bound to threads: one serves one call at a time.
type worker = C.apexvet_worker

// workers holds the idle ones. There are no more than goroutines that parse at once.
var workers = make(chan *worker, max(8, runtime.NumCPU()))

func takeWorker() *worker {
	select {
	case w := <-workers:
		return w
	default:
		return C.apexvet_worker_new()
	}
}

func (l *language) verify(text []byte) bool {
	var result C.apexvet_result
	w := takeWorker()
	defer releaseWorker(w)
	l.run(w, text, &result)
	return bool(C.apexvet_verify(w, l.c, &result))
}

func releaseWorker(w *worker) {
	select {
	case workers <- w:
	default:
		C.apexvet_worker_delete(w)
	}
}

// memoryLimit is how many bytes the runtime may use for a text of a size.
func memoryLimit(size int) int { return 16<<20 + 256*size }

func (l *language) run(w *worker, text []byte, result *C.apexvet_result) {
	C.apexvet_parse(w, l.c, (*C.char)(unsafe.Pointer(unsafe.SliceData(text))), C.uint32_t(len(text)),
		C.size_t(memoryLimit(len(text))), MaxDepth, result)
}

// parse fills the tree from its text.
func (l *language) parse(t *Tree) error {
	w := takeWorker()
	if w == nil {
		return errRuntime
	}
	defer releaseWorker(w)
	var result C.apexvet_result
	l.run(w, t.text, &result)
	switch result.status {
	case C.APEXVET_OK:
	case C.APEXVET_TOO_DEEP:
		t.limit = LimitTooDeep
	case C.APEXVET_TOO_COMPLEX:
		t.giveUp(LimitTooComplex)
		return nil
	default:
		return errRuntime
	}
	t.nodes = slices.Clone(unsafe.Slice((*node)(unsafe.Pointer(result.nodes)), result.node_count))
	t.names = nameTable{
		text:  string(unsafe.Slice((*byte)(unsafe.Pointer(result.words)), result.words_size)),
		ends:  slices.Clone(unsafe.Slice((*uint32)(unsafe.Pointer(result.word_ends)), result.word_count)),
		slots: slices.Clone(unsafe.Slice((*Name)(unsafe.Pointer(result.word_slots)), result.slot_count)),
	}
	for _, comment := range unsafe.Slice(result.comments, result.comment_count) {
		t.comments = append(t.comments, Comment{int(comment.start), int(comment.end)})
	}
	for _, e := range unsafe.Slice(result.errors, result.error_count) {
		missing := ""
		if e.missing > 0 {
			missing = l.names[e.missing-1]
		}
		t.errors = append(t.errors, SyntaxError{Start: int(e.start), End: int(e.end), Missing: missing})
	}
	return nil
}

// memoryUsed returns how many bytes the runtime used to parse a text, and whether it was stopped.
func memoryUsed(text []byte) (used int, stopped bool, err error) {
	l, err := load()
	if err != nil {
		return 0, false, err
	}
	w := takeWorker()
	defer releaseWorker(w)
	var result C.apexvet_result
	l.run(w, text, &result)
	return int(result.used), result.status == C.APEXVET_TOO_COMPLEX, nil
}
